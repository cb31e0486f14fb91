"""The states of a hub: those that it keeps, and of who came once, what the log says."""

from collections import defaultdict

from sqlalchemy import Connection, select

from kiosk.domain.fold import encode_state, fold
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.sync.hub.tables import AGGREGATES, EVENTS


def states_at(connection: Connection) -> dict[str, str]:
    """Aggregate → its state as text, of all that have one."""
    found = {
        row[0]: row[1] for row in connection.execute(select(AGGREGATES.c.id, AGGREGATES.c.state))
    }
    groups = defaultdict(list)
    for row in connection.execute(select(*(EVENTS.c[name] for name in EVENT_COLUMNS))):
        event = event_of(row)
        if event.aggregate not in found:
            groups[event.aggregate].append(event)
    for aggregate, events in groups.items():
        state = fold(aggregate, events)
        if state is not None:
            found[aggregate] = encode_state(state)
    return found
