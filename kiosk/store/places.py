"""Which files make a directory a station's, or a hub's. The two never share one."""

from pathlib import Path

__all__ = ["HUB_ADDRESS_FILE", "HUB_FILE", "STORE_FILE", "is_hub"]

STORE_FILE = "station.db"
HUB_FILE = "hub.db"
HUB_ADDRESS_FILE = "hub.database"
"""Holds the address of a hub's PostgreSQL database; for its owner only: there may be a password."""


def is_hub(data_dir: Path) -> bool:
    """Whether a hub was made in a directory."""
    return any((data_dir / name).is_file() for name in (HUB_FILE, HUB_ADDRESS_FILE))
