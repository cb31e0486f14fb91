"""Build-time tools of the voice; nothing here runs in a hall."""
