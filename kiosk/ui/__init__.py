"""Windows of the stations: the only place where Qt is used."""
