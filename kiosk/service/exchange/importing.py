"""Import of seekers, employers and vacancies: dry run, bad rows told, good ones entered once.

Rows are checked first, all of them; then the good ones are written in transactions of a few
hundred. After a power cut the same file is imported again: what is there is not entered twice.
Referrals and statistics are not imported: the first need both sides' word, the second are counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
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

__all__ = ["IMPORTED", "ImportReport", "ImportRun", "import_table"]

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


class ImportRun:
    """An import in steps, each a few hundred rows: first all are checked, then the good ones
    written, a transaction a step. Between two steps others may write, and it can be given up:
    what was written stays, and the same file adds the rest another time.

    Args:
        site: the station.
        table: one of `IMPORTED`.
        path: the file; its first row has the headings.
        columns: fields and headings.
        actor: who imports.
        is_dry: check everything, write nothing.

    Raises:
        SheetError: unknown table, no such table in the file, or headings that are missing.
        OSError: the file cannot be read.
    """

    def __init__(
        self, site: Site, table: str, path: Path, columns: Columns, actor: str, *, is_dry: bool
    ) -> None:
        if table not in IMPORTED:
            raise SheetError(f"{table}: {', '.join(IMPORTED)}")
        self._site, self._fields, self._is_dry = site, columns[table], is_dry
        self._sheet = read_sheet(path)
        self._parse = _PARSERS[table]
        self._rows = _values(self._sheet, _places(table, self._sheet, self._fields))
        self._checked = self._entered = 0
        self._good: list[tuple[int, Record]] = []
        self._problems: list[RowProblem] = []
        self._entry = Entry(site, actor, self._fields, is_dry)

    @property
    def total(self) -> int:
        """Rows to check and rows to write: each row counts twice."""
        return 2 * len(self._sheet.rows)

    @property
    def done(self) -> int:
        """How many of `total` are behind it."""
        if not self.is_checked:
            return self._checked
        bad = len(self._sheet.rows) - len(self._good)
        return self._checked + bad + self._entered

    @property
    def is_checked(self) -> bool:
        """Whether every row was looked at; from then on steps write."""
        return self._checked == len(self._sheet.rows)

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left."""
        return self.is_checked and self._entered == len(self._good)

    def step(self) -> bool:
        """Do the next few hundred rows; False when there is nothing left."""
        if not self.is_checked:
            self._check()
        elif self._entered < len(self._good):
            chunk = self._good[self._entered : self._entered + _CHUNK]
            self._entry.enter(chunk)
            self._entered += len(chunk)
        return not self.is_done

    def report(self) -> ImportReport:
        """What it did so far."""
        headings, known = self._sheet.headings, self._fields.values()
        problems = [*self._problems, *self._entry.problems]
        return ImportReport(
            rows=len(self._sheet.rows),
            added=self._entry.added,
            known=self._entry.known,
            problems=tuple(sorted(problems, key=lambda item: (item.row, item.column))),
            unused=tuple(item for item in headings if item and item not in known),
            is_dry=self._is_dry,
            changed=frozenset(self._entry.changed),
        )

    def _check(self) -> None:
        for row, values in islice(self._rows, _CHUNK):
            self._checked += 1
            try:
                self._good.append((row, self._parse(self._site, values)))
            except InvalidInput as error:
                self._problems += row_problems(row, self._fields, error)
        if self.is_checked:
            self._good = _without_twice(self._good, self._fields, self._problems)


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
    """Import a .csv, .xlsx or .json file, all steps of an `ImportRun`.

    Args:
        site: the station.
        table: one of `IMPORTED`.
        path: the file; its first row has the headings.
        columns: fields and headings.
        actor: who imports.
        is_dry: check everything, write nothing.
        on_progress: is given rows done and rows in all, each row twice: checked, written.

    Raises:
        SheetError: unknown table, no such table in the file, or headings that are missing.
        OSError: the file cannot be read.
    """
    run = ImportRun(site, table, path, columns, actor, is_dry=is_dry)
    while run.step():
        on_progress(run.done, run.total)
    on_progress(run.total, run.total)
    return run.report()


def _places(table: str, sheet: Sheet, fields: dict[str, str]) -> dict[str, int]:
    places = {
        name: sheet.headings.index(heading)
        for name, heading in fields.items()
        if heading in sheet.headings
    }
    missing = [fields[name] for name in _REQUIRED[table] if name in fields and name not in places]
    if missing or not places:
        names = ", ".join(missing)
        raise SheetError(f"missing columns: {names}", "missing_columns", names=names)
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
