"""State tables of the hub: the one fold of the domain, with a row writer for SQLAlchemy."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, select

from kiosk.domain.envelope import Event, order_key
from kiosk.domain.events import Payload
from kiosk.domain.fold import fold
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.projection import ROWS_OF
from kiosk.store.blind_index import BlindIndex
from kiosk.store.folded_rows import IN_LOG, FoldedRows, Known, is_kept
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.sync.hub.statements import Bulk, Prepared, among, listed
from kiosk.sync.hub.tables import AGGREGATES, EVENTS, STATE

__all__ = ["apply_events", "refold"]

_UPSERT = {table.name: Bulk(table, replaces=True) for table in (AGGREGATES, *STATE.values())}
_GONE = {
    name: Prepared(delete(table).where(among(table.c.id, "ids")))
    for name, table in STATE.items()
    if "id" in table.c
}
_LOG = Prepared(
    select(*(EVENTS.c[name] for name in EVENT_COLUMNS)).where(
        EVENTS.c.aggregate == bindparam("aggregate")
    )
)
_KNOWN = Prepared(select(AGGREGATES).where(among(AGGREGATES.c.id, "aggregates")))
_EARLIER = Prepared(
    select(EVENTS.c.aggregate)
    .distinct()
    .where(among(EVENTS.c.aggregate, "aggregates"), EVENTS.c.seq < bindparam("first"))
)


def apply_events(
    connection: Connection,
    events: Sequence[Event],
    index_key: bytes,
    first: int,
    decoded: Mapping[str, Payload] | None = None,
) -> None:
    """Take in events that were just inserted, in the caller's transaction.

    Args:
        connection: in a write transaction.
        events: as stored.
        index_key: key of the blind index.
        first: row number of the first of them; those before were folded.
        decoded: payloads that the caller has decoded, by the id of their events.
    """
    written = FoldedRows(BlindIndex(index_key))

    def known(aggregates: list[str]) -> Known:
        return _known(connection, aggregates, first)

    _all, anew = written.step(events, known, decoded or {})
    for aggregate in anew:
        _refold(connection, aggregate, written)
    _flush(connection, written)


def _known(connection: Connection, aggregates: list[str], first: int) -> Known:
    given = {"aggregates": listed(aggregates), "first": first}
    earlier = _EARLIER(connection, given).scalars()
    if not earlier:
        return {}
    rows = _KNOWN(connection, {"aggregates": listed(earlier)})
    kept = {row[0]: ((row[2], row[3], row[4], row[5]), row[6]) for row in rows}
    return {aggregate: kept.get(aggregate, IN_LOG) for aggregate in earlier}


def refold(connection: Connection, aggregates: Sequence[str], index_key: bytes) -> None:
    """Fold aggregates anew from the log, in the caller's transaction."""
    written = FoldedRows(BlindIndex(index_key))
    for aggregate in aggregates:
        _refold(connection, aggregate, written)
    _flush(connection, written)


def _refold(connection: Connection, aggregate: str, written: FoldedRows) -> None:
    events = [event_of(row) for row in _LOG(connection, {"aggregate": aggregate})]
    state = fold(aggregate, events)
    if state is not None and events:
        # A refusal may have taken away what an earlier fold had given a row.
        kind = aggregate_kind(aggregate)
        for name, column in ROWS_OF.get(kind, ()):
            table = STATE[name]
            connection.execute(table.delete().where(table.c[column] == aggregate))
        if not is_kept(state, len(events)):
            connection.execute(AGGREGATES.delete().where(AGGREGATES.c.id == aggregate))
        written.add(state, max(map(order_key, events)), len(events))


def _flush(connection: Connection, written: FoldedRows) -> None:
    for name, ids in written.gone.items():
        _GONE[name](connection, {"ids": listed([aggregate for (aggregate,) in ids])})
    for name, rows in written.rows.items():
        _UPSERT[name](connection, rows)
