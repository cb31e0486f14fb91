"""Reading aloud: texts into clips, clips into one sound. Free of Qt."""
