"""Import of seekers, employers and vacancies: dry run, bad rows told, good ones entered once.

Rows are checked first, all of them; then the good ones are written in transactions of a few
hundred. After a power cut the same file is imported again: what is there is not entered twice.
Referrals and statistics are not imported: the first need both sides' word, the second are counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.domain.problems import InvalidInput, Problem
from kiosk.service.exchange.columns import Columns
from kiosk.service.exchange.entering import Entry, Record
from kiosk.service.exchange.rows import (
    ImportedSeeker,
    ImportedVacancy,
    RowProblem,
    parse_employer,
    parse_seeker,
    parse_vacancy,
    row_problems,
)
from kiosk.service.exchange.sheets import Sheet, SheetError, read_sheet
from kiosk.service.site import Site

__all__ = ["IMPORTED", "ImportReport", "import_table"]

Progress = Callable[[int, int], None]
IMPORTED = ("seekers", "employers", "vacancies")
_CHUNK = 200
_PARSERS: dict[str, Callable[[Site, dict[str, str]], Record]] = {
    "seekers": parse_seeker,
    "employers": parse_employer,
    "vacancies": parse_vacancy,
}
_REQUIRED = {
    "seekers": ("name", "id_number"),
    "employers": ("name", "phone"),
    "vacancies": ("trade", "headcount", "pay_yuan", "starts", "ends", "place"),
}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do. rows = added + known + bad rows."""

    rows: int
    added: int
    known: int
    problems: tuple[RowProblem, ...]
    unused: tuple[str, ...]
    """Headings that belong to no field."""
    is_dry: bool
    changed: frozenset[str] = field(default_factory=frozenset)

    @property
    def bad_rows(self) -> int:
        """Rows with a problem."""
        return len({item.row for item in self.problems})


def import_table(
    site: Site,
    table: str,
    path: Path,
    columns: Columns,
    actor: str,
    *,
    is_dry: bool = False,
    on_progress: Progress = lambda _done, _total: None,
) -> ImportReport:
    """Import a .csv, .xlsx or .json file.

    Args:
        site: the station.
        table: one of `IMPORTED`.
        path: the file; its first row has the headings.
        columns: fields and headings.
        actor: who imports.
        is_dry: check everything, write nothing.
        on_progress: is given rows done and rows in all, twice: while checking, while writing.

    Raises:
        SheetError: unknown table, no such table in the file, or headings that are missing.
        OSError: the file cannot be read.
    """
    if table not in IMPORTED:
        raise SheetError(f"{table}: {', '.join(IMPORTED)}")
    sheet, fields = read_sheet(path), columns[table]
    places = _places(table, sheet, fields)
    total = 2 * len(sheet.rows)
    good: list[tuple[int, Record]] = []
    problems: list[RowProblem] = []
    for done, (row, values) in enumerate(_values(sheet, places), start=1):
        try:
            good.append((row, _PARSERS[table](site, values)))
        except InvalidInput as error:
            problems += row_problems(row, fields, error)
        if done % _CHUNK == 0:
            on_progress(done, total)
    good = _without_twice(good, fields, problems)
    entry = Entry(site, actor, fields, is_dry)
    for start in range(0, len(good), _CHUNK):
        entry.enter(good[start : start + _CHUNK])
        on_progress(len(sheet.rows) + start, total)
    on_progress(total, total)
    problems += entry.problems
    return ImportReport(
        rows=len(sheet.rows),
        added=entry.added,
        known=entry.known,
        problems=tuple(sorted(problems, key=lambda item: (item.row, item.column))),
        unused=tuple(
            heading for heading in sheet.headings if heading and heading not in fields.values()
        ),
        is_dry=is_dry,
        changed=frozenset(entry.changed),
    )


def _places(table: str, sheet: Sheet, fields: dict[str, str]) -> dict[str, int]:
    places = {
        name: sheet.headings.index(heading)
        for name, heading in fields.items()
        if heading in sheet.headings
    }
    missing = [fields[name] for name in _REQUIRED[table] if name in fields and name not in places]
    if missing or not places:
        raise SheetError(f"missing columns: {', '.join(missing)}")
    return places


def _values(sheet: Sheet, places: dict[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
    for row, cells in sheet.rows:
        yield row, {name: cells[place] for name, place in places.items()}


def _without_twice(
    good: list[tuple[int, Record]], fields: dict[str, str], problems: list[RowProblem]
) -> list[tuple[int, Record]]:
    """The first row of each person, employer or vacancy; later ones are told."""
    first: dict[str, int] = {}
    kept = []
    for row, record in good:
        name, key = _key(record)
        if first.setdefault(key, row) == row:
            kept.append((row, record))
        else:
            error = InvalidInput(Problem(name, "twice", {"row": first[key]}))
            problems += row_problems(row, fields, error)
    return kept


def _key(record: Record) -> tuple[str, str]:
    if isinstance(record, ImportedSeeker):
        return "id_number", record.identity.number
    if isinstance(record, ImportedVacancy):
        return "external", record.id
    return ("uscc", record.uscc) if record.uscc else ("id_number", record.id_number)
