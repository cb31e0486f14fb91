"""Refused events of the log: by a hub, or own ones that the hub would not even store."""

from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.domain.envelope import Event
from kiosk.store.outbox import invalid_events
from kiosk.store.rows import EVENT_COLUMNS, event_of

__all__ = ["RefusedEvent", "find_refused", "refused_in_log", "settled_refusals"]

_SELECT = ", ".join(f"events.{name}" for name in EVENT_COLUMNS)
_WIDTH = len(EVENT_COLUMNS)
# One event may be refused by two hubs: the first in the log speaks.
_REFUSED = (
    f"SELECT {_SELECT}, json_extract(word.payload, '$.code'), "
    "json_extract(word.payload, '$.reason'), min(word.time) FROM events AS word "
    "JOIN events ON events.id = json_extract(word.payload, '$.event') "
    "WHERE word.type = 'EventRefused' AND word.payload IS NOT NULL "
    "GROUP BY events.id ORDER BY min(word.time) DESC, events.seq DESC"
)


@dataclass(frozen=True, slots=True)
class RefusedEvent:
    """An event with the refusal's code and reason. `is_stored`: the hub holds it all the same,
    else it is in the log of this station only. `told`: stamp of the refusal, 0 if unstored."""

    event: Event
    code: str
    reason: str
    is_stored: bool
    told: int


def refused_in_log(db: Database) -> list[RefusedEvent]:
    """All of them, the latest first; what the hub would not store stands before the rest."""
    stored = [
        RefusedEvent(event_of(row), row[_WIDTH], row[_WIDTH + 1], True, row[_WIDTH + 2])
        for row in db.conn.execute(_REFUSED)
    ]
    unstored = [
        RefusedEvent(item.event, item.code, item.reason, False, 0) for item in invalid_events(db)
    ]
    return [*reversed(unstored), *stored]


def find_refused(db: Database, event_id: str) -> RefusedEvent | None:
    """One refused event; None for one that nobody refused."""
    return next((item for item in refused_in_log(db) if item.event.id == event_id), None)


def settled_refusals(db: Database) -> frozenset[str]:
    """Refused events that staff mended or withdrew."""
    rows = db.execute(
        "SELECT json_extract(payload, '$.event') FROM events "
        "WHERE type IN ('RefusedEventMended', 'RefusedEventWithdrawn') AND payload IS NOT NULL"
    )
    return frozenset(row[0] for row in rows.fetchall())
