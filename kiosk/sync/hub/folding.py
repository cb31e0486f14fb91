"""State tables of the hub: the one fold of the domain, with a row writer for SQLAlchemy."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, select

from kiosk.domain.envelope import Event, OrderKey, order_key
from kiosk.domain.events import Payload
from kiosk.domain.fold import (
    State,
    by_aggregate,
    decode_state,
    encode_state,
    fold,
    is_later,
    new_state,
    step,
)
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.projection import ROWS_OF, person_key, project
from kiosk.store.blind_index import BlindIndex
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.sync.hub.dialect import Bulk, among, listed
from kiosk.sync.hub.tables import AGGREGATES, EVENTS, STATE

__all__ = ["apply_events", "refold"]

_UPSERT_AGGREGATE = Bulk(AGGREGATES, replaces=True)
_UPSERT = {name: Bulk(table, replaces=True) for name, table in STATE.items()}
_LOG = select(*(EVENTS.c[name] for name in EVENT_COLUMNS)).where(
    EVENTS.c.aggregate == bindparam("aggregate")
)
_KNOWN = select(AGGREGATES).where(among(AGGREGATES.c.id, "aggregates"))


def apply_events(
    connection: Connection,
    events: Sequence[Event],
    index_key: bytes,
    decoded: Mapping[str, Payload] | None = None,
) -> None:
    """Take in events that were just inserted, in the caller's transaction.

    Args:
        connection: in a write transaction.
        events: as stored.
        index_key: key of the blind index.
        decoded: payloads that the caller has decoded, by the id of their events.
    """
    decoded = decoded or {}
    groups = by_aggregate(events)
    known = _known(connection, list(groups))
    written = _Written(index_key)
    for aggregate, group in groups.items():
        stored = known.get(aggregate)
        if is_later(group, stored[0] if stored else None):
            state = decode_state(aggregate, stored[1]) if stored else new_state(aggregate)
            if state is not None:
                for event in group:
                    # Of a person who was erased before, nothing is left to fold.
                    payload = decoded.get(event.id) if event.payload is not None else None
                    step(state, event, payload)
                written.add(state, order_key(group[-1]))
        else:
            _refold(connection, aggregate, written)
    written.flush(connection)


def refold(connection: Connection, aggregates: Sequence[str], index_key: bytes) -> None:
    """Fold aggregates anew from the log, in the caller's transaction."""
    written = _Written(index_key)
    for aggregate in aggregates:
        _refold(connection, aggregate, written)
    written.flush(connection)


def _known(connection: Connection, aggregates: list[str]) -> dict[str, tuple[OrderKey, str]]:
    rows = connection.execute(_KNOWN, {"aggregates": listed(aggregates)}).fetchall()
    return {row[0]: ((row[2], row[3], row[4], row[5]), row[6]) for row in rows}


def _refold(connection: Connection, aggregate: str, written: "_Written") -> None:
    rows = connection.execute(_LOG, {"aggregate": aggregate}).all()
    events = [event_of(row) for row in rows]
    state = fold(aggregate, events)
    if state is not None and events:
        # A refusal may have taken away what an earlier fold had given a row.
        for name, column in ROWS_OF.get(aggregate_kind(aggregate), ()):
            table = STATE[name]
            connection.execute(table.delete().where(table.c[column] == aggregate))
        written.add(state, max(map(order_key, events)))


class _Written:
    """Rows of one batch, written together."""

    def __init__(self, index_key: bytes) -> None:
        self._index = BlindIndex(index_key)
        self._aggregates: list[tuple[object, ...]] = []
        self._rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)

    def add(self, state: State, key: OrderKey) -> None:
        """Note a state that changed."""
        kind = aggregate_kind(state.id)
        self._aggregates.append((state.id, kind, *key, encode_state(state)))
        for table, values in project(state, self._index.of(person_key(state))):
            self._rows[table].append(values)

    def flush(self, connection: Connection) -> None:
        """Write them."""
        if self._aggregates:
            _UPSERT_AGGREGATE(connection, self._aggregates)
        for table, rows in self._rows.items():
            _UPSERT[table](connection, rows)
