"""Events as rows of the log table."""

from collections.abc import Sequence
from typing import Any

from kiosk.domain.envelope import Event, header_hash

__all__ = ["EVENT_COLUMNS", "INSERT_EVENT", "event_of", "row_of"]

EVENT_COLUMNS = Event.__struct_fields__
INSERT_EVENT = (
    f"INSERT INTO events ({', '.join(EVENT_COLUMNS)}, hash) "
    f"VALUES ({', '.join('?' * (len(EVENT_COLUMNS) + 1))})"
)


def event_of(row: Sequence[Any]) -> Event:
    """The event of a row selected with `EVENT_COLUMNS`."""
    return Event(**dict(zip(EVENT_COLUMNS, row, strict=False)))


def row_of(event: Event) -> tuple[Any, ...]:
    """The values for `INSERT_EVENT`."""
    return (*(getattr(event, name) for name in EVENT_COLUMNS), header_hash(event))
