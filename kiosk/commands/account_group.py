"""`kiosk account`: accounts of the staff from the command line.

Whoever may run it on the data directory holds the store's key; the log names `console` as actor.
"""

import json
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.command_errors import CommandFailed
from kiosk.commands.frame import data_option, json_option, opened, print_values
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.roles import Act, Role

if TYPE_CHECKING:
    from kiosk.service.accounts import AccountView
    from kiosk.station import OpenStation

__all__ = ["account"]

_pin_file = click.option(
    "--pin-file", type=click.Path(path_type=Path), default=None, help="Its first line is the PIN."
)


@click.group()
def account() -> None:
    """Accounts of the staff. A PIN given here has to be changed at the first sign-in."""


@account.command("add")
@data_option
@click.argument("name")
@click.option("--role", type=click.Choice([str(role) for role in Role]), required=True)
@_pin_file
@json_option
def add(data_dir: Path, name: str, role: str, pin_file: Path | None, as_json: bool) -> None:
    """Open an account; without a file its PIN is random and shown once."""
    from kiosk.commands.first_account import choose_pin  # noqa: PLC0415
    from kiosk.service.accounts import open_account  # noqa: PLC0415
    from kiosk.service.authority import authorise_console  # noqa: PLC0415

    with _open(data_dir) as station:
        chosen = choose_pin(pin_file, may_ask=False)
        allowed = authorise_console(Act.ACCOUNTS)
        made = open_account(station.site, allowed, name, Role(role), chosen.pin)
    print_values(as_json, {"account": made, **({"pin": chosen.pin} if chosen.is_random else {})})


@account.command("list")
@data_option
@json_option
def list_all(data_dir: Path, as_json: bool) -> None:
    """Names, roles, whether they are open, disabled or locked at this station."""
    from kiosk.service.accounts import list_accounts  # noqa: PLC0415

    with _open(data_dir) as station:
        found = list_accounts(station.site)
    if as_json:
        rows = [{"account": item.id, **_described(item)} for item in found]
        click.echo(json.dumps({"accounts": rows}, ensure_ascii=False))
        return
    for item in found:
        click.echo(f"{item.name}  {item.role}  {_state(item)}")


@account.command("reset-pin")
@data_option
@click.argument("name")
@_pin_file
@json_option
def reset(data_dir: Path, name: str, pin_file: Path | None, as_json: bool) -> None:
    """Give a new PIN and lift the lock of wrong tries at this station."""
    from kiosk.commands.first_account import choose_pin  # noqa: PLC0415
    from kiosk.service.accounts import reset_pin  # noqa: PLC0415
    from kiosk.service.authority import authorise_console  # noqa: PLC0415

    with _open(data_dir) as station:
        chosen = choose_pin(pin_file, may_ask=False)
        found = _named(station, name)
        reset_pin(station.site, authorise_console(Act.ACCOUNTS), found, chosen.pin)
    print_values(as_json, {"account": found, **({"pin": chosen.pin} if chosen.is_random else {})})


@account.command("disable")
@data_option
@click.argument("name")
@click.option("--reason", default="", help="For the log; names nobody.")
def disable(data_dir: Path, name: str, reason: str) -> None:
    """Close an account; it opens nothing any more, at no desk of the hall."""
    from kiosk.service.accounts import disable_account  # noqa: PLC0415
    from kiosk.service.authority import authorise_console  # noqa: PLC0415

    with _open(data_dir) as station:
        allowed = authorise_console(Act.ACCOUNTS)
        disable_account(station.site, allowed, _named(station, name), reason)


def _open(data_dir: Path) -> "AbstractContextManager[OpenStation]":
    return opened(data_dir, _sentence)


def _sentence(error: Exception) -> str | None:
    from kiosk.words import not_possible_text, problem_text  # noqa: PLC0415

    if isinstance(error, InvalidInput):
        return problem_text(error.problems[0])
    return not_possible_text(error) if isinstance(error, NotPossible) else None


def _named(station: "OpenStation", name: str) -> str:
    """The id of the open account with this name, else of a closed one; ids are taken too."""
    from kiosk.service.accounts import list_accounts  # noqa: PLC0415

    found = [item for item in list_accounts(station.site) if name in {item.name, item.id}]
    found.sort(key=lambda item: not item.is_active)
    if not found:
        raise CommandFailed(f"there is no account {name}; see: kiosk account list")
    return found[0].id


def _described(item: "AccountView") -> dict[str, Any]:
    return {
        "name": item.name,
        "role": item.role,
        "is_active": item.is_active,
        "must_change_pin": item.is_temporary,
        "has_card": item.has_card,
        "minutes_locked": item.minutes_locked,
    }


def _state(item: "AccountView") -> str:
    if not item.is_active:
        return "disabled"
    if item.minutes_locked:
        return f"locked for {item.minutes_locked} minutes"
    return "PIN to be changed" if item.is_temporary else "open"
