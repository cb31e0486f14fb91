"""`kiosk day`, `kiosk backup`, `kiosk restore`; heavy parts are imported where they are used."""

import json
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.commands.frame import data_option, json_option, opened, plain_errors, print_values

if TYPE_CHECKING:
    from kiosk.service.day_views import DayView
    from kiosk.station import OpenStation

__all__ = ["backup", "day", "restore"]

_ACTOR = "staff:console"
_on = click.option("--on", type=click.DateTime(["%Y-%m-%d"]), default=None, help="The local day.")
_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_SENTENCES = {
    "day_closed": "this day is closed already; open it again with: kiosk day reopen",
    "day_open": "this day is not closed",
    "open_checks": "{count} things are left to do (kiosk day show); close all the same with "
    "--accept-open",
}


@click.group()
def day() -> None:
    """The day close: look, close, open again, print."""


@day.command()
@data_option
@_on
@json_option
def show(data_dir: Path, on: datetime | None, as_json: bool) -> None:
    """How the day stands: the equation, what is left to do, the numbers."""
    from kiosk.service.day_close import look_at_day  # noqa: PLC0415

    with _open(data_dir) as station:
        _tell(look_at_day(station.site, _day(station, on)), as_json)


@day.command()
@data_option
@_on
@click.option("--accept-open", is_flag=True, help="Close although something is left to do.")
@click.option("--account", default="", help="Name that signs; left out, the console.")
@click.option("--pdf", type=_FILE, default=None, help="Write the certificate.")
@click.option("--slip", is_flag=True, help="Print the summary slip.")
@json_option
def close(
    data_dir: Path,
    on: datetime | None,
    accept_open: bool,
    account: str,
    pdf: Path | None,
    slip: bool,
    as_json: bool,
) -> None:
    """Certify the day; what waits completes by itself when the hub has answered."""
    from kiosk.service.day_close import close_day  # noqa: PLC0415
    from kiosk.service.day_papers import print_certificate, print_day_slip  # noqa: PLC0415

    with _open(data_dir) as station:
        chosen = _day(station, on)
        view = close_day(station.site, chosen, _ACTOR, account=account, accepts_open=accept_open)
        if pdf is not None:
            print_certificate(station.site, chosen, pdf, station.site.rules.station_name)
        if slip:
            print_day_slip(station.site, chosen, account)
        _tell(view, as_json)


@day.command()
@data_option
@_on
@click.option("--reason", required=True, help="Why; it stays in the log.")
@json_option
def reopen(data_dir: Path, on: datetime | None, reason: str, as_json: bool) -> None:
    """Open a closed day again."""
    from kiosk.service.day_close import reopen_day  # noqa: PLC0415

    with _open(data_dir) as station:
        _tell(reopen_day(station.site, _day(station, on), _ACTOR, reason), as_json)


@day.command("certificate")
@data_option
@_on
@click.argument("file", type=_FILE)
@json_option
def certificate(data_dir: Path, on: datetime | None, file: Path, as_json: bool) -> None:
    """Write the certificate of a closed day as PDF."""
    from kiosk.service.day_papers import print_certificate  # noqa: PLC0415

    with _open(data_dir) as station:
        name = station.site.rules.station_name
        paper = print_certificate(station.site, _day(station, on), file, name)
    print_values(as_json, {"file": str(file), "complete": paper.is_complete})


@day.command("ledger")
@data_option
@_on
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Last day.")
@click.argument("file", type=_FILE)
@json_option
def ledger(
    data_dir: Path, on: datetime | None, last: datetime | None, file: Path, as_json: bool
) -> None:
    """Write the ledger (电子台账) of a day or of several as PDF, names masked."""
    from kiosk.domain.facts import Period  # noqa: PLC0415
    from kiosk.service.ledger import print_ledger  # noqa: PLC0415

    with _open(data_dir) as station:
        first = _day(station, on)
        end = max(first, last.date()) if last else first
        paper = print_ledger(
            station.site, Period(first, end), file, station.site.rules.station_name
        )
    counts = {name: len(getattr(paper, name)) for name in ("seekers", "posts", "referrals")}
    print_values(as_json, {"file": str(file), **counts})


@click.command()
@data_option
@click.option("--to", "folder", type=_FOLDER, required=True, help="Folder, for instance a stick.")
@click.option("--keep", type=click.IntRange(1), default=14, show_default=True)
@json_option
def backup(data_dir: Path, folder: Path, keep: int, as_json: bool) -> None:
    """Write an encrypted copy of the store, opened and verified before it counts."""
    from kiosk.domain.roles import Act  # noqa: PLC0415
    from kiosk.service.authority import authorise_console  # noqa: PLC0415
    from kiosk.service.day_keeping import back_up_day  # noqa: PLC0415

    def step(word: str) -> None:
        if not as_json:
            click.echo(word, err=True)

    with _open(data_dir) as station:
        site, leave = station.site, authorise_console(Act.BACK_UP)
        made = back_up_day(site, leave, site.today(), folder, keep=keep, on_step=step)
    values = {"file": str(folder / made.file), "events": made.events, "size": made.size}
    print_values(as_json, values | {"sha256": made.sha256})


@click.command()
@data_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--sheet", is_flag=True, help="Ask for the recovery sheet's key (a new machine).")
@json_option
def restore(data_dir: Path, file: Path, sheet: bool, as_json: bool) -> None:
    """Put a backup in the place of a lost store. It starts a new epoch: enrol at the hub again."""
    from kiosk.station import restore_station  # noqa: PLC0415
    from kiosk.store.keys import secrets_from_recovery_text  # noqa: PLC0415

    with _told():
        text = click.prompt("Recovery key", hide_input=True) if sheet else ""
        master = secrets_from_recovery_text(text).master if sheet else None
        made = restore_station(data_dir, file, master)
    print_values(as_json, {"station": made.station, "events": made.events, "epoch": made.epoch + 1})


def _day(station: "OpenStation", on: datetime | None) -> date:
    return on.date() if on else station.site.today()


def _tell(view: "DayView", as_json: bool) -> None:
    from kiosk.day_words import (  # noqa: PLC0415
        check_text,
        mend_text,
        range_text,
        status_text,
        voids_text,
    )

    if as_json:
        click.echo(json.dumps(_values(view), ensure_ascii=False))
        return
    click.echo(f"{view.day}  {view.hall_name}  {status_text(view.status)}")
    click.echo(
        f"total {view.total} = acknowledged {view.acknowledged} + pending {view.pending} "
        f"+ refused {view.refused}"
    )
    for item in view.numbers:
        click.echo(f"{range_text(item)}  {voids_text(item)}".rstrip())
    for check in view.open_checks:
        click.echo(f"{check_text(check.code)}: {len(check.records)}  {mend_text(check.mend)}")
        for record in check.records:
            click.echo(f"  {record.number or record.id}  {record.state}  {record.detail}".rstrip())
    if view.late:
        click.echo(f"late: {view.late}")


def _values(view: "DayView") -> dict[str, Any]:
    names = ("day", "hall", "station", "status", "total", "acknowledged", "pending", "refused")
    values: dict[str, Any] = {name: getattr(view, name) for name in (*names, "late")}
    values |= {
        "earlier_pending": view.earlier_pending,
        "account": view.account,
        "signature_right": view.is_signature_right,
        "receipt": view.receipt is not None,
        "checks": {
            check.code: [record.number or record.id for record in check.records]
            for check in view.checks
        },
        "numbers": [
            {
                "letter": item.letter,
                "last": item.last,
                "used": item.used,
                "voids": {reason: list(places) for reason, places in item.voids.items()},
            }
            for item in view.numbers
        ],
        "chains": [
            {"station": part.station, "epoch": part.epoch, "n": part.last_n, "head": part.head}
            for part in view.chains
        ],
        "figures": view.figures,
    }
    return values


def _open(data_dir: Path) -> "AbstractContextManager[OpenStation]":
    return opened(data_dir, _sentence)


def _told() -> "AbstractContextManager[None]":
    return plain_errors(_sentence)


def _sentence(error: Exception) -> str | None:
    from kiosk.domain.problems import InvalidInput, NotPossible  # noqa: PLC0415

    if isinstance(error, NotPossible):
        return _SENTENCES.get(error.code, error.code).format(**error.values)
    return str(error) if isinstance(error, InvalidInput | OSError) else None
