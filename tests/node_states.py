"""The states of a hub or station: those that it keeps, and what the log says of the others."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select
from sqlite_utils import Database

from kiosk.domain.fold import encode_state, fold
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.sync.hub.tables import AGGREGATES, EVENTS


def states_at(connection: Connection) -> dict[str, str]:
    """Aggregate → its state as text, of all that a hub has one of."""
    kept = connection.execute(select(AGGREGATES.c.id, AGGREGATES.c.state))
    log = connection.execute(select(*(EVENTS.c[name] for name in EVENT_COLUMNS)))
    return _with_folded(kept, log)


def states_in(db: Database) -> dict[str, str]:
    """The same at a station."""
    kept = db.execute("SELECT id, state FROM aggregates")
    return _with_folded(kept, db.execute(f"SELECT {', '.join(EVENT_COLUMNS)} FROM events"))


def _with_folded(kept: Iterable[Any], log: Iterable[Any]) -> dict[str, str]:
    found = {row[0]: row[1] for row in kept}
    groups = defaultdict(list)
    for row in log:
        event = event_of(row)
        if event.aggregate not in found:
            groups[event.aggregate].append(event)
    for aggregate, events in groups.items():
        state = fold(aggregate, events)
        if state is not None:
            found[aggregate] = encode_state(state)
    return found
