"""`kiosk voice`: the system's Mandarin voice."""

import os
import sys

import click

from kiosk.command_errors import CommandFailed
from kiosk.commands.frame import json_option, plain_errors, print_values

__all__ = ["voice"]

_ENGINES = click.option("--engine", "engines", multiple=True, help="Only this engine of Qt.")


@click.group()
def voice() -> None:
    """The system's Mandarin voice, where it has one (docs/VOICE.md)."""


@voice.command("list")
@_ENGINES
@json_option
@plain_errors()
def voice_list(engines: tuple[str, ...], as_json: bool) -> None:
    """Name the Mandarin voices of this system, for `voice.system` of the settings."""
    from kiosk.ui.voice_server import names_of_voices  # noqa: PLC0415 (a hub has no Qt)

    found = names_of_voices(engines)
    print_values(as_json, {"voices": found if as_json else ", ".join(found) or "none"})


@voice.command("serve")
@click.option("--choice", default="auto", show_default=True, help="As `voice.system`.")
@_ENGINES
@plain_errors()
def voice_serve(choice: str, engines: tuple[str, ...]) -> None:
    """Speak for a station, which starts this by itself: lines of JSON in, lines out."""
    from kiosk.ui.voice_server import serve  # noqa: PLC0415

    if serve(choice, engines=engines):
        raise CommandFailed("this system has no such Mandarin voice")
    # Threads of an engine may outlive Qt and end badly; there is nothing to be saved.
    sys.stdout.flush()
    os._exit(0)
