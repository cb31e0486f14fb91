"""Synchronisation: one exchange with the hub at a time, never in the way of the screen."""
