"""`kiosk table` (export and import) and `kiosk report`; heavy parts are imported where used."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.commands.frame import data_option, json_option, opened, print_values

if TYPE_CHECKING:
    from kiosk.station import OpenStation

__all__ = ["annex", "feed", "report", "table"]

_ACTOR = "console"
_MOST_SHOWN = 20
_columns = click.option(
    "--columns",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=None,
    help="TOML with own column headings; see assets/exchange/columns.toml.",
)
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def table() -> None:
    """Tables as CSV, XLSX or JSON."""


@table.command("export")
@data_option
@click.argument(
    "name",
    type=click.Choice(["seekers", "employers", "vacancies", "referrals", "statistics", "register"]),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_columns
@click.option("--full", is_flag=True, help="Names, phones and ID numbers in full; it is logged.")
@click.option("--from", "first", type=_DAY, default=None, help="First day of statistics.")
@click.option("--to", "last", type=_DAY, default=None, help="Last day of statistics.")
@json_option
def export(
    data_dir: Path,
    name: str,
    file: Path,
    columns: Path | None,
    full: bool,
    first: datetime | None,
    last: datetime | None,
    as_json: bool,
) -> None:
    """Write a table to a file; its suffix is the format."""
    from kiosk.domain.facts import Period  # noqa: PLC0415
    from kiosk.service.exchange import export_table, load_columns  # noqa: PLC0415

    with _open(data_dir) as station, _bar() as step:
        today = station.site.today()
        begin = first.date() if first else last.date() if last else today
        end = last.date() if last else max(begin, today)
        count = export_table(
            station.site,
            name,
            file,
            load_columns(columns),
            _ACTOR,
            is_full=full,
            period=Period(begin, end),
            on_progress=step,
        )
    print_values(as_json, {"file": str(file), "rows": count})


@table.command("import")
@data_option
@click.argument("name", type=click.Choice(["seekers", "employers", "vacancies"]))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_columns
@click.option("--dry-run", is_flag=True, help="Check every row, write nothing.")
@json_option
def import_(
    data_dir: Path, name: str, file: Path, columns: Path | None, dry_run: bool, as_json: bool
) -> None:
    """Enter the good rows of a file, each once; 1 if some rows are bad."""
    from kiosk.service.exchange import import_table, load_columns  # noqa: PLC0415

    with _open(data_dir) as station, _bar() as step:
        done = import_table(
            station.site,
            name,
            file,
            load_columns(columns),
            _ACTOR,
            is_dry=dry_run,
            on_progress=step,
        )
    problems = [
        {"row": item.row, "column": item.column, "code": item.code, "sentence": item.sentence}
        for item in done.problems
    ]
    values = {"rows": done.rows, "added": done.added, "known": done.known, "bad": done.bad_rows}
    if as_json:
        click.echo(json.dumps(values | {"problems": problems}, ensure_ascii=False))
    else:
        print_values(False, values)
        for item in problems[:_MOST_SHOWN]:
            click.echo(f"{item['row']} {item['column']}: {item['sentence']}", err=True)
    if problems:
        raise click.exceptions.Exit(1)


@click.command()
@data_option
@click.argument("kind", type=click.Choice(["day", "week", "month"]))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--on", "day", type=_DAY, default=None, help="The day, or a day of the month.")
@json_option
def report(data_dir: Path, kind: str, file: Path, day: datetime | None, as_json: bool) -> None:
    """Write the daily, weekly or monthly report as PDF."""
    from kiosk.service import documents  # noqa: PLC0415

    write: Any = {
        "day": documents.print_daily_report,
        "week": documents.print_weekly_report,
        "month": documents.print_monthly_report,
    }
    with _open(data_dir) as station:
        chosen: date = day.date() if day else station.site.today()
        made = write[kind](station.site, chosen, file, station.site.rules.station_name)
    now = made.now
    values = {
        "file": str(file),
        "first": now.period.first.isoformat(),
        "last": now.period.last.isoformat(),
        "registrations": now.registrations.value,
        "posts": now.posts.value,
        "agreements": now.agreements.value,
    }
    print_values(as_json, values)


@click.command()
@data_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_columns
@json_option
def feed(data_dir: Path, file: Path, columns: Path | None, as_json: bool) -> None:
    """Write the open vacancies for web sites: .json (schema.org JobPosting), .csv or .xlsx."""
    from kiosk.domain.roles import Act  # noqa: PLC0415
    from kiosk.service.authority import authorise_console  # noqa: PLC0415
    from kiosk.service.exchange import load_columns  # noqa: PLC0415
    from kiosk.service.feed import write_feed  # noqa: PLC0415

    with _open(data_dir) as station:
        allowed = authorise_console(Act.PUBLISH)
        count = write_feed(station.site, allowed, file, load_columns(columns))
    print_values(as_json, {"file": str(file), "rows": count})


@click.command()
@data_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def annex(data_dir: Path, file: Path, as_json: bool) -> None:
    """Write the annex of the notice (responsible person and contact) as PDF."""
    from kiosk.domain.roles import Act  # noqa: PLC0415
    from kiosk.service.authority import authorise_console  # noqa: PLC0415
    from kiosk.service.documents import print_annex  # noqa: PLC0415

    with _open(data_dir) as station:
        made = print_annex(station.site, authorise_console(Act.EDIT_PROFILE), file)
    names = {"responsible": made.responsible.name, "contact": made.contact.name}
    print_values(as_json, {"file": str(file)} | names)


def _open(data_dir: Path) -> "AbstractContextManager[OpenStation]":
    return opened(data_dir, _sentence)


def _sentence(error: Exception) -> str | None:
    from kiosk.service.exchange import ColumnsError, SheetError  # noqa: PLC0415

    return str(error) if isinstance(error, ColumnsError | SheetError | OSError) else None


@contextmanager
def _bar() -> Iterator[Any]:
    """A progress bar on standard error, where somebody looks at it."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
