"""Which field stands under which heading: a TOML file that a hall may edit."""

import tomllib
from pathlib import Path

from kiosk.assets import asset_path

__all__ = ["Columns", "ColumnsError", "load_columns"]

Columns = dict[str, dict[str, str]]
"""Table → field → heading, in the order of the columns."""


class ColumnsError(ValueError):
    """A file of columns cannot be used; the text names table and field."""


def load_columns(path: Path | None = None) -> Columns:
    """Columns of every table, those of a file in place of the shipped ones.

    Args:
        path: the hall's own file; a table that it does not have keeps its shipped columns.

    Raises:
        ColumnsError: no TOML, an unknown table or field, or a heading used twice.
    """
    shipped = _read(asset_path("exchange", "columns.toml"))
    if path is None:
        return shipped
    own = _read(path)
    for table, fields in own.items():
        if table not in shipped:
            raise ColumnsError(f"{path.name}: unknown table [{table}]")
        unknown = fields.keys() - shipped[table].keys()
        if unknown:
            raise ColumnsError(f"{path.name}: [{table}] has no field {min(unknown)}")
        headings = list(fields.values())
        twice = {heading for heading in headings if headings.count(heading) > 1}
        if twice:
            raise ColumnsError(f"{path.name}: [{table}] uses the heading {min(twice)} twice")
    return shipped | own


def _read(path: Path) -> Columns:
    try:
        with path.open("rb") as file:
            tables = tomllib.load(file)
    except (OSError, ValueError) as error:
        raise ColumnsError(f"{path.name}: {error}") from error
    columns: Columns = {}
    for table, fields in tables.items():
        if not isinstance(fields, dict) or not fields:
            raise ColumnsError(f"{path.name}: [{table}] has no fields")
        columns[table] = {}
        for field, heading in fields.items():
            if not isinstance(heading, str) or not heading.strip():
                raise ColumnsError(f"{path.name}: [{table}] {field} has no heading")
            columns[table][field] = heading.strip()
    return columns
