"""Events as rows of the log table."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlite_utils import Database

from kiosk.domain.envelope import Event, header_hash, order_key

__all__ = ["EVENT_COLUMNS", "INSERT_EVENT", "event_of", "events_of", "row_of", "rows_where_in"]

_MOST_PARAMETERS = 500

EVENT_COLUMNS = Event.__struct_fields__
_WIDTH = len(EVENT_COLUMNS)
INSERT_EVENT = (
    f"INSERT INTO events ({', '.join(EVENT_COLUMNS)}, hash) "
    f"VALUES ({', '.join('?' * (len(EVENT_COLUMNS) + 1))})"
)


def event_of(row: Sequence[Any]) -> Event:
    """The event of a row selected with `EVENT_COLUMNS`."""
    return msgspec.convert(row[:_WIDTH], Event)


def row_of(event: Event, own_hash: str = "") -> tuple[Any, ...]:
    """The values for `INSERT_EVENT`; the header hash is computed where it is not given."""
    return (*msgspec.structs.astuple(event), own_hash or header_hash(event))


def rows_where_in(
    db: Database, select: str, column: str, values: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """Rows of a select whose column is one of the values, asked in pieces SQLite can take."""
    for start in range(0, len(values), _MOST_PARAMETERS):
        part = values[start : start + _MOST_PARAMETERS]
        marks = ", ".join("?" * len(part))
        yield from db.conn.execute(f"{select} WHERE {column} IN ({marks})", part)


def events_of(db: Database, aggregates: Sequence[str]) -> list[Event]:
    """All events of some aggregates in the order in which a fold reads them."""
    select = f"SELECT {', '.join(EVENT_COLUMNS)} FROM events"
    rows = rows_where_in(db, select, "aggregate", aggregates)
    return sorted(map(event_of, rows), key=order_key)
