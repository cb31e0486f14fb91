"""Tables in files: CSV, XLSX, JSON. Text that a spreadsheet would run as a formula is defused.

A cell that begins with = + - @ or a control character is run by spreadsheets (CWE-1236). In CSV it
gets an apostrophe before it, which `read_sheet` takes away again; in XLSX it is a string cell with
the quote prefix, which nothing runs.
"""

import csv
import datetime
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.whole_file import whole_file

__all__ = ["Cell", "Sheet", "SheetError", "read_sheet", "write_sheet"]

Cell = str | int | float | None
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MOST_ROWS = 200_000
_MOST_BYTES = 100 * 1024 * 1024
_EXACT = 10**15
"""Whole numbers from here on are not exact in a spreadsheet: digits of an ID number are lost."""
LOST_DIGITS = "\N{REPLACEMENT CHARACTER}"
"""Stands for a number whose last digits the spreadsheet lost."""


class SheetError(ValueError):
    """A file cannot be read as a table; the text says why, `code` and `values` for a screen.

    Codes: unreadable, suffix, too_large, no_headings, too_many_rows, missing_columns.
    """

    def __init__(self, text: str, code: str = "unreadable", **values: str | int) -> None:
        super().__init__(text)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as read: headings, and rows with their number in the file (the first is 1)."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def write_sheet(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a table in the format of the file's suffix; returns the count of rows.

    The file is made under another name and renamed when it is whole.

    Raises:
        SheetError: a suffix other than .csv, .xlsx and .json.
        OSError: it cannot be written.
    """
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx, ".json": _write_json}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise SheetError(f"{path.suffix or path.name}: .csv, .xlsx or .json", "suffix")
    with whole_file(path) as draft:
        return writer(draft, headings, rows)


def read_sheet(path: Path) -> Sheet:
    """Read a table in the format of the file's suffix; blank rows are passed over.

    Raises:
        SheetError: not such a file, too large, damaged, or without headings.
        OSError: it cannot be read.
    """
    readers = {".csv": _read_csv, ".xlsx": _read_xlsx, ".json": _read_json}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise SheetError(f"{path.suffix or path.name}: .csv, .xlsx or .json", "suffix")
    if path.stat().st_size > _MOST_BYTES:
        most = _MOST_BYTES // 1024 // 1024
        raise SheetError(f"{path.name}: over {most} MB", "too_large", limit=most)
    lines = reader(path)
    try:
        headings = tuple(_text(cell).strip() for cell in next(lines, ()))
        if not any(headings):
            raise SheetError(f"{path.name}: no headings in the first row", "no_headings")
        rows: list[tuple[int, tuple[str, ...]]] = []
        for number, line in enumerate(lines, start=2):
            if len(rows) == _MOST_ROWS:
                text = f"{path.name}: over {_MOST_ROWS} rows"
                raise SheetError(text, "too_many_rows", limit=_MOST_ROWS)
            cells = tuple(_text(cell).strip() for cell in line)
            if any(cells):
                rows.append((number, cells + ("",) * (len(headings) - len(cells))))
    except (csv.Error, zipfile.BadZipFile, KeyError) as error:
        raise SheetError(f"{path.name}: {error}") from error
    return Sheet(headings, tuple(rows))


def _write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    count = 0
    # The byte order mark makes spreadsheets read Chinese as UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([_defused(heading) for heading in headings])
        for row in rows:
            writer.writerow([_defused(cell) for cell in row])
            count += 1
    return count


def _defused(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith((*_RISKY, "'")) else cell


def _write_xlsx(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    import xlsxwriter  # noqa: PLC0415 (only where somebody writes such a file)

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet()
        bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, len(headings) - 1), 18)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        count = 0
        for count, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    style = quoted if cell.startswith(_RISKY) else None
                    sheet.write_string(count, column, cell, style)
                elif cell is not None:
                    sheet.write_number(count, column, cell)
    return count


def _write_json(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for row in rows:
            record = json.dumps(dict(zip(headings, row, strict=True)), ensure_ascii=False)
            file.write(",\n" if count else "\n")
            file.write(record)
            count += 1
        file.write("\n]\n")
    return count


def _read_csv(path: Path) -> Iterator[Sequence[object]]:
    """UTF-8, else GB 18030, which Chinese spreadsheets write; comma, semicolon or tab."""
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise SheetError(f"{path.name}: neither UTF-8 nor GB 18030")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    for line in csv.reader(text.splitlines(keepends=True), delimiter=delimiter):
        yield [_undone(cell) for cell in line]


def _undone(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_RISKY, "'")) else cell


def _read_xlsx(path: Path) -> Iterator[Sequence[object]]:
    import openpyxl  # noqa: PLC0415 (only where somebody reads such a file)

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl lets errors of zip, XML and of its own through
        raise SheetError(f"{path.name}: {error}") from error
    try:
        yield from book.worksheets[0].iter_rows(values_only=True)
    finally:
        book.close()


def _read_json(path: Path) -> Iterator[Sequence[object]]:
    try:
        records = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SheetError(f"{path.name}: {error}") from error
    if not isinstance(records, list) or not all(isinstance(item, dict) for item in records):
        raise SheetError(f"{path.name}: not a list of records")
    headings = list(dict.fromkeys(key for record in records for key in record))
    yield headings
    for record in records:
        yield [record.get(heading) for heading in headings]


def _text(cell: object) -> str:
    """A cell as somebody would have typed it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime.datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, int | float) and abs(cell) >= _EXACT:
        return LOST_DIGITS
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
