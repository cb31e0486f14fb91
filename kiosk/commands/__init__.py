"""What the commands do; each module is imported only by the commands that need it."""
