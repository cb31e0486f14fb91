"""The component kit: custom-painted widgets, one family a file."""
