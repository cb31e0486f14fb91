"""A hall to try things in: embedded hub, simulated printer and card reader."""
