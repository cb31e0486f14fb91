"""Which field stands under which heading: a TOML file that a hall may edit."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from kiosk.assets import asset_path
from kiosk.whole_file import whole_file

__all__ = ["OWN_COLUMNS", "Columns", "ColumnsError", "load_columns", "own_columns", "save_columns"]

OWN_COLUMNS = "columns.toml"
"""Name of the hall's own file in the data directory of the station."""

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


def own_columns(data_dir: Path) -> Columns:
    """The hall's own columns where it has changed them, else the shipped ones.

    Raises:
        ColumnsError: the own file cannot be used.
    """
    path = data_dir / OWN_COLUMNS
    return load_columns(path if path.exists() else None)


def save_columns(data_dir: Path, table: str, headings: Mapping[str, str]) -> Columns:
    """Change the headings of a table in the hall's own file; an empty heading leaves the field out.

    Raises:
        ColumnsError: a heading used twice, no heading at all; the old file stays.
        OSError: it cannot be written.
    """
    columns = own_columns(data_dir)
    shipped = load_columns()
    given = {name: text.strip() for name, text in headings.items() if text.strip()}
    wanted = columns | {table: given}
    changed = {name: fields for name, fields in wanted.items() if fields != shipped.get(name)}
    path = data_dir / OWN_COLUMNS
    with whole_file(path) as draft:
        draft.write_text(_toml(changed), encoding="utf-8")
        return load_columns(draft)


def _toml(columns: Columns) -> str:
    """Basic strings of TOML are written as JSON writes them."""
    parts = []
    for table, fields in columns.items():
        lines = (
            f"{name} = {json.dumps(text, ensure_ascii=False)}" for name, text in fields.items()
        )
        parts.append("\n".join((f"[{table}]", *lines)))
    return "\n\n".join(parts) + "\n"


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
