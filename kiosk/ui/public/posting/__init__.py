"""The six steps of a posting."""
