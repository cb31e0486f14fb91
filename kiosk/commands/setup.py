"""`kiosk init`."""

from pathlib import Path
from typing import Any

import click

from kiosk.command_errors import CommandFailed
from kiosk.domain.scopes import UNASSIGNED_HALL
from kiosk.station import (
    RECOVERY_SHEET,
    init_station,
    recover_station,
    today_here,
)
from kiosk.store.keys import secrets_from_recovery_text

__all__ = ["recover_from_prompt", "set_up_station"]


def set_up_station(data_dir: Path, hall: str, letter: str) -> dict[str, Any]:
    """Make a station; returns what a program may read.

    Raises:
        CommandFailed: hall or letter are malformed.
        StoreError: see `init_station`.
    """
    if len(letter) != 1 or not ("A" <= letter <= "Z"):
        raise CommandFailed("--letter: one capital letter from A to Z")
    if (hall and not hall.isascii()) or (hall and not hall.isdigit()) or len(hall) > 16:
        raise CommandFailed("--hall: up to 16 digits, county code and number")
    chain = init_station(data_dir, hall or UNASSIGNED_HALL, letter, today_here())
    return {
        "station": chain.station,
        "hall": chain.hall,
        "letter": chain.letter,
        "data": str(data_dir),
        "recovery_sheet": str(data_dir / RECOVERY_SHEET),
    }


def recover_from_prompt(data_dir: Path) -> None:
    """Ask for the recovery sheet's key and put it back. Raises StoreError."""
    text = click.prompt("Recovery key", hide_input=True)
    recover_station(data_dir, secrets_from_recovery_text(text).master)
