"""Store events that were checked: rows, streams, chains and state, in one transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection, func, select

from kiosk.domain.envelope import Event, header_hash
from kiosk.domain.events import STRUCTURAL, Payload
from kiosk.sync.hub.dialect import COUNTER_KEY
from kiosk.sync.hub.folding import apply_events
from kiosk.sync.hub.lookups import chain_row
from kiosk.sync.hub.own_chain import read_meta, write_meta
from kiosk.sync.hub.statements import Bulk, Prepared, Upsert, among, listed
from kiosk.sync.hub.stream_log import Placed, append_to_streams
from kiosk.sync.hub.tables import CHAINS, ERASURES, EVENTS

__all__ = ["append_own", "store_events"]

_INSERT = Bulk(EVENTS)
_UPSERT_CHAIN = Upsert(CHAINS)
_UPSERT_ERASURE = Upsert(ERASURES)
_ANY_ERASED = Prepared(select(ERASURES.c.aggregate).limit(1))
_ERASED = Prepared(select(ERASURES.c.aggregate).where(among(ERASURES.c.aggregate, "aggregates")))


def append_own(connection: Connection, events: Sequence[Event], index_key: bytes) -> None:
    """Store events that the hub sealed itself."""
    store_events(connection, [(event, header_hash(event)) for event in events], index_key)


def store_events(
    connection: Connection,
    pairs: list[tuple[Event, str]],
    index_key: bytes,
    *,
    origin: str = "",
    via: Mapping[str, str] | None = None,
    decoded: Mapping[str, Payload] | None = None,
) -> list[int]:
    """Store checked events that are not held yet, each with its header hash; fold them.

    Args:
        connection: inside a write transaction.
        pairs: the events.
        index_key: key of the blind index.
        origin: the hub below that they came from, which is not sent them again.
        via: event id → county, for what came in a county's stream from above.
        decoded: payloads that the caller has read, by the id of their events.

    Returns:
        Their row numbers.
    """
    pairs = _without_erased(connection, pairs)
    first = _take_numbers(connection, len(pairs))
    placed, rows = [], []
    as_values = msgspec.structs.astuple
    for seq, (event, own_hash) in enumerate(pairs, start=first):
        placed.append(Placed(event, seq, own_hash))
        rows.append((seq, *as_values(event), own_hash))
    _INSERT(connection, rows)
    for event, _ in pairs:
        if event.type == "PersonErased":
            _erase(connection, event)
    _note_chains(connection, placed)
    # First the states: which county a hall is of may stand in this very batch.
    apply_events(connection, [event for event, _ in pairs], index_key, first, decoded)
    append_to_streams(connection, placed, origin, via)
    return [each.seq for each in placed]


def _take_numbers(connection: Connection, count: int) -> int:
    """The first of `count` row numbers, from the counter whose row this transaction holds."""
    last = read_meta(connection, COUNTER_KEY)
    if not last:
        # A hub made before there was a counter.
        last = str(connection.execute(select(func.max(EVENTS.c.seq))).scalar() or 0)
    write_meta(connection, COUNTER_KEY, str(int(last) + count))
    return int(last) + 1


def _without_erased(
    connection: Connection, pairs: list[tuple[Event, str]]
) -> list[tuple[Event, str]]:
    """Strip payloads of people erased before; within the batch `_erase` does it."""
    if _ANY_ERASED(connection).one_or_none() is None:
        return pairs
    aggregates = list({event.aggregate for event, _ in pairs})
    erased = set(_ERASED(connection, {"aggregates": listed(aggregates)}).scalars())
    return [
        (msgspec.structs.replace(event, payload=None, salt=None), own_hash)
        if event.aggregate in erased and event.type not in STRUCTURAL
        else (event, own_hash)
        for event, own_hash in pairs
    ]


def _erase(connection: Connection, event: Event) -> None:
    _UPSERT_ERASURE(connection, {"aggregate": event.aggregate, "event": event.id})
    connection.execute(
        EVENTS.update()
        .where(EVENTS.c.aggregate == event.aggregate, EVENTS.c.type.not_in(sorted(STRUCTURAL)))
        .values(payload=None, salt=None)
    )


def _note_chains(connection: Connection, placed: Sequence[Placed]) -> None:
    """Keep the largest number and the count of each chain; they differ where there are gaps."""
    numbers: dict[tuple[str, int], list[int]] = defaultdict(list)
    for event, _, _ in placed:
        numbers[event.station, event.epoch].append(event.n)
    found = {place: (max(held), len(held)) for place, held in numbers.items()}
    for (station, epoch), (highest, count) in found.items():
        row = chain_row(connection, station, epoch)
        values = {
            "station": station,
            "epoch": epoch,
            "highest_n": max(highest, row.highest_n if row else 0),
            "stored": count + (row.stored if row else 0),
        }
        _UPSERT_CHAIN(connection, values)
