"""`kiosk table` (export and import) and `kiosk report`; heavy parts are imported where used."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.command_errors import CommandFailed, error_text
from kiosk.config import default_data_dir

if TYPE_CHECKING:
    from kiosk.station import OpenStation

__all__ = ["report", "table"]

_ACTOR = "staff:console"
_MOST_SHOWN = 20
_data = click.option(
    "--data",
    "data_dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=default_data_dir,
    show_default="the user's data directory",
    help="Data directory.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
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
@_data
@click.argument(
    "name", type=click.Choice(["seekers", "employers", "vacancies", "referrals", "statistics"])
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_columns
@click.option("--full", is_flag=True, help="Names, phones and ID numbers in full; it is logged.")
@click.option("--from", "first", type=_DAY, default=None, help="First day of statistics.")
@click.option("--to", "last", type=_DAY, default=None, help="Last day of statistics.")
@_json
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
    _print(as_json, {"file": str(file), "rows": count})


@table.command("import")
@_data
@click.argument("name", type=click.Choice(["seekers", "employers", "vacancies"]))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_columns
@click.option("--dry-run", is_flag=True, help="Check every row, write nothing.")
@_json
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
        _print(False, values)
        for item in problems[:_MOST_SHOWN]:
            click.echo(f"{item['row']} {item['column']}: {item['sentence']}", err=True)
    if problems:
        raise click.exceptions.Exit(1)


@click.command()
@_data
@click.argument("kind", type=click.Choice(["day", "month"]))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--on", "day", type=_DAY, default=None, help="The day, or a day of the month.")
@_json
def report(data_dir: Path, kind: str, file: Path, day: datetime | None, as_json: bool) -> None:
    """Write the daily or the monthly report as PDF."""
    from kiosk.service import documents  # noqa: PLC0415

    write: Any = {"day": documents.print_daily_report, "month": documents.print_monthly_report}
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
    _print(as_json, values)


@contextmanager
def _open(data_dir: Path) -> Iterator["OpenStation"]:
    """An open station; known errors end the command with one sentence."""
    from kiosk.service.exchange import ColumnsError, SheetError  # noqa: PLC0415
    from kiosk.station import open_station  # noqa: PLC0415

    try:
        station = open_station(data_dir)
        try:
            yield station
        finally:
            station.close()
    except (ColumnsError, SheetError, OSError) as error:
        raise CommandFailed(str(error)) from error
    except Exception as error:
        text = error_text(error)
        if text is None:
            raise
        raise CommandFailed(text) from error


@contextmanager
def _bar() -> Iterator[Any]:
    """A progress bar on standard error, where somebody looks at it."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print(as_json: bool, values: dict[str, Any]) -> None:
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False))
        return
    for name, value in values.items():
        click.echo(f"{name}: {value}")
