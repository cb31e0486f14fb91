"""Offline-first kiosk for physical gig halls."""

__all__ = ["__version__"]

__version__ = "0.1.0"
