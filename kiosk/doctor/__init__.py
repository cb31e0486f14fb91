"""What `kiosk doctor` and its screen look at: machine, station, and what is plugged in; no Qt."""
