"""Known errors as one sentence for the command line."""

import click

from kiosk.config import SettingsError
from kiosk.store.errors import MissingStore, StoreError

__all__ = ["CommandFailed", "error_text"]

_ADVICE = {
    "missing_store": "there is no store at {what}; make one with: kiosk init",
    "missing_key": "the store's key is not there ({what}); put the recovery sheet's key back with: "
    "kiosk init --recover",
    "wrong_key": "this key does not open the store ({what}); nothing was changed",
    "damaged_store": "the store is damaged ({what}); stop using it and restore the last backup",
    "newer_schema": "a newer program wrote this store ({what}); please update this program",
    "disk_full": "the disk is full ({what}); the last change was not made, all before it is safe",
    "store_held": "this station is running already: {what}",
    "already_exists": "{what} is there already; nothing was overwritten",
    "store": "the store is busy or cannot be used: {what}",
}

_SYNC_ADVICE = {
    "epoch": "; after a restore the station enrols again: ask for a code at the hub (kiosk hub "
    "code), then kiosk enroll URL CODE",
}


class CommandFailed(click.ClickException):
    """Ends the command with the sentence on standard error and exit code 1."""


def error_text(error: Exception) -> str | None:
    """The sentence for a known error; None for one that deserves a traceback."""
    if isinstance(error, MissingStore) and str(error).endswith("hub.db"):
        return f"there is no hub at {error}; make one with: kiosk hub init"
    if isinstance(error, StoreError):
        return _ADVICE[error.code].format(what=error)
    if isinstance(error, SettingsError):
        return str(error)
    if isinstance(error, OSError):
        # A file, a port or a certificate: the system's words say which and why.
        return str(error)
    code = getattr(error, "code", None)
    if type(error).__module__.startswith("kiosk.sync") and isinstance(code, str):
        advice = _SYNC_ADVICE.get(code, "")
        return f"{error}{advice}"
    return None
