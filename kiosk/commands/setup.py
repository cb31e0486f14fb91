"""`kiosk init`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kiosk.command_errors import CommandFailed
from kiosk.commands.first_account import ChosenPin, open_first_account
from kiosk.domain.ids import is_hall_id
from kiosk.domain.scopes import UNASSIGNED_HALL
from kiosk.station import (
    RECOVERY_SHEET,
    init_station,
    open_station,
    recover_station,
    today_here,
)
from kiosk.store.chain import Chain
from kiosk.store.errors import AlreadyExists
from kiosk.store.keys import secrets_from_recovery_text
from kiosk.store.places import STORE_FILE, is_hub

__all__ = ["recover_from_prompt", "set_up_station"]


def set_up_station(
    data_dir: Path, hall: str, letter: str, manager: str | None, chosen: Callable[[], ChosenPin]
) -> dict[str, Any]:
    """Make a station and its first account; returns what a program may read.

    Args:
        data_dir: made if it is not there.
        hall: id of the hall, empty where the hub tells it.
        letter: letter of slip numbers.
        manager: name of the first account, empty for the usual one; None for no account, where
            the hall has some that will come with the first synchronisation.
        chosen: gives the PIN; called when all else is checked.

    Raises:
        CommandFailed: hall, letter, name or PIN are malformed.
        StoreError: see `init_station`.
    """
    if len(letter) != 1 or not ("A" <= letter <= "Z"):
        raise CommandFailed("--letter: one capital letter from A to Z")
    if hall and not is_hall_id(hall):
        raise CommandFailed("--hall: up to 16 digits, county code and number")
    if (data_dir / STORE_FILE).exists() or is_hub(data_dir):
        raise AlreadyExists(f"a store in {data_dir}")
    # Asked before anything is made: who gives up at the prompt leaves no half-made station.
    pin = chosen() if manager is not None else None
    chain = init_station(data_dir, hall or UNASSIGNED_HALL, letter, today_here())
    made = _describe(chain, data_dir)
    if manager is not None and pin is not None:
        station = open_station(data_dir)
        try:
            made["manager_account"] = open_first_account(station.site, manager, pin)
        finally:
            station.close()
        if pin.is_random:
            # Shown this once; it has to be changed at the first sign-in.
            made["manager_pin"] = pin.pin
    return made


def _describe(chain: Chain, data_dir: Path) -> dict[str, Any]:
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
