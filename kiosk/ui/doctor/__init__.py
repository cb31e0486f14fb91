"""The technician's screen of `kiosk doctor`."""
