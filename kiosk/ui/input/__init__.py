"""Input devices that Qt sees: adapters of `kiosk.devices` and writing by hand."""
