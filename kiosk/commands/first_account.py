"""The first account of a new station: a manager with a PIN that no other hall has."""

import sys
from dataclasses import dataclass
from pathlib import Path

import click

from kiosk.command_errors import CommandFailed
from kiosk.domain.problems import InvalidInput
from kiosk.domain.roles import Act, Role
from kiosk.i18n import _
from kiosk.service.accounts import open_account
from kiosk.service.authority import authorise_console
from kiosk.service.pins import check_new_pin, random_pin
from kiosk.service.site import Site
from kiosk.words import problem_text

__all__ = ["ChosenPin", "checked_pin", "choose_pin", "open_first_account"]


@dataclass(frozen=True, slots=True)
class ChosenPin:
    """A PIN; `is_random` has to be shown, because nobody chose it. `is_own` was typed by the person
    at the prompt and need not be changed."""

    pin: str
    is_random: bool = False
    is_own: bool = False


def choose_pin(pin_file: Path | None, *, may_ask: bool) -> ChosenPin:
    """From a file, typed at a terminal, else random.

    Args:
        pin_file: its first line is the PIN.
        may_ask: whether somebody may be asked; not in a pipe, nor for JSON.

    Raises:
        CommandFailed: the file cannot be read, or the PIN is malformed or easy.
    """
    if pin_file is not None:
        try:
            text = pin_file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandFailed(f"--manager-pin-file: {error}") from error
        return ChosenPin(checked_pin(text.partition("\n")[0].strip()))
    if may_ask and sys.stdin.isatty():
        typed = click.prompt(
            "PIN of the manager (empty for a random one)",
            default="",
            hide_input=True,
            show_default=False,
            confirmation_prompt=True,
        )
        if typed:
            return ChosenPin(checked_pin(typed), is_own=True)
    return ChosenPin(random_pin(), is_random=True)


def checked_pin(pin: str) -> str:
    """The PIN, if it can be taken. Raises CommandFailed."""
    try:
        check_new_pin(pin)
    except InvalidInput as error:
        raise CommandFailed(problem_text(error.problems[0])) from error
    return pin


def open_first_account(site: Site, name: str, chosen: ChosenPin) -> str:
    """Open the manager's account; a PIN that was not typed opens nothing but its change.

    Returns:
        The id.

    Raises:
        CommandFailed: the name.
    """
    try:
        return open_account(
            site,
            authorise_console(Act.ACCOUNTS),
            name or _("场长"),
            Role.MANAGER,
            chosen.pin,
            is_temporary=not chosen.is_own,
        )
    except InvalidInput as error:
        raise CommandFailed(problem_text(error.problems[0])) from error
