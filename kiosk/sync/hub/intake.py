"""Take in a pushed batch: check each event by itself, store the good ones, answer for each."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, func, select

from kiosk.domain.envelope import EnvelopeError, Event, check_envelope, header_hash
from kiosk.domain.events import STRUCTURAL, EventRefused
from kiosk.domain.ids import aggregate_id, aggregate_kind
from kiosk.domain.scopes import UNASSIGNED_HALL, audience_of, hall_of
from kiosk.sync.acceptance import HUB_ONLY, judge
from kiosk.sync.hub.clash_rules import note_clashes
from kiosk.sync.hub.dialect import COUNTER_KEY, Bulk, Upsert
from kiosk.sync.hub.folding import apply_events
from kiosk.sync.hub.own_chain import OwnChain, read_meta, write_meta
from kiosk.sync.hub.post_rules import refuse_posts
from kiosk.sync.hub.seat_keeping import answer_seat_requests
from kiosk.sync.hub.stream_log import Placed, append_to_streams
from kiosk.sync.hub.tables import CHAINS, ERASURES, EVENTS, STATIONS
from kiosk.sync.protocol import MAX_EVENTS, Result

__all__ = ["append_own", "store_events", "take_in"]

_INSERT = Bulk(EVENTS)
_UPSERT_CHAIN = Upsert(CHAINS)
_UPSERT_ERASURE = Upsert(ERASURES)


class _Known(NamedTuple):
    """What the hub holds around the batch, read at once."""

    places: dict[int, tuple[str, str, int]]
    """n → (hash, prev, received)."""
    ids: set[str]


def take_in(
    connection: Connection,
    station: Any,
    events: Sequence[Event],
    hashes: Sequence[str],
    now_ms: int,
    index_key: bytes,
) -> list[Result]:
    """Store a batch of an enrolled station, in the caller's write transaction.

    Args:
        connection: inside a write transaction.
        station: row of `STATIONS`.
        events: as restored from the wire, in the order of the request.
        hashes: their header hashes.
        now_ms: the moment of receipt.
        index_key: key of the blind index.

    Returns:
        One result per event. An invalid one does not touch the others.
    """
    known = _look_up(connection, station, events)
    results, fresh = [], []
    for event, own_hash in zip(events, hashes, strict=True):
        result = _check(event, own_hash, station, known, now_ms)
        if result.status == "stored":
            known.places[event.n] = (own_hash, event.prev, now_ms)
            known.ids.add(event.id)
            msgspec.structs.force_setattr(event, "received", now_ms)
            fresh.append((event, own_hash))
        elif result.code == "fork":
            _quarantine(connection, station.id, result.reason)
        results.append(result)
    if fresh:
        chain = OwnChain(connection, now_ms)
        refusals = _refusals(fresh, chain, station.hall)
        if refusals:
            chain.save()
        store_events(connection, [*fresh, *refusals], index_key)
        taken_in = [event for event, _ in fresh]

        def store(events: Sequence[Event]) -> None:
            append_own(connection, events, index_key)

        refuse_posts(connection, taken_in, now_ms, station.hall, store)
        note_clashes(connection, taken_in, now_ms, station.hall, store)
        answer_seat_requests(connection, taken_in, now_ms, store)
    return results


def append_own(connection: Connection, events: Sequence[Event], index_key: bytes) -> None:
    """Store events that the hub sealed itself."""
    store_events(connection, [(event, header_hash(event)) for event in events], index_key)


def _look_up(connection: Connection, station: Any, events: Sequence[Event]) -> _Known:
    numbers = [event.n for event in events if 0 < event.n < 2**53]
    if not numbers:
        return _Known({}, set())
    near = EVENTS.c.n.between(min(numbers) - 1, max(numbers) + 1)
    if max(numbers) - min(numbers) > 2 * MAX_EVENTS:
        near = EVENTS.c.n.in_(sorted({n + step for n in numbers for step in (-1, 0, 1)}))
    rows = connection.execute(
        select(EVENTS.c.n, EVENTS.c.hash, EVENTS.c.prev, EVENTS.c.received).where(
            EVENTS.c.station == station.id, EVENTS.c.epoch == station.epoch, near
        )
    )
    places = {row[0]: (row[1], row[2], row[3]) for row in rows}
    ids = connection.execute(
        select(EVENTS.c.id).where(EVENTS.c.id.in_([event.id for event in events]))
    )
    return _Known(places, {row[0] for row in ids})


def _check(event: Event, own_hash: str, station: Any, known: _Known, now_ms: int) -> Result:
    objection = _objection(event, station)
    if objection is not None:
        return objection
    stored = known.places.get(event.n)
    if stored is not None and stored[0] == own_hash:
        return Result("duplicate", stored[2])
    if stored is not None or not _fits(event, own_hash, known):
        return Result("invalid", 0, "fork", f"another event stands at {event.epoch}/{event.n}")
    if event.id in known.ids:
        return Result("invalid", 0, "id_taken", "another event has this id")
    return Result("stored", now_ms)


def _objection(event: Event, station: Any) -> Result | None:
    """What is wrong with an event whatever else the hub holds."""
    if event.station != station.id or event.epoch != station.epoch:
        return Result("invalid", 0, "wrong_station", "not an event of this station and epoch")
    own = {station.hall, UNASSIGNED_HALL}
    if hall_of(event.scope) not in own or _is_of_other_hall(event, own):
        return Result("invalid", 0, "wrong_hall", f"this station belongs to hall {station.hall}")
    if event.type in HUB_ONLY:
        return Result("invalid", 0, "hub_only", f"only a hub writes {event.type}")
    try:
        check_envelope(event)
    except EnvelopeError as error:
        return Result("invalid", 0, error.code, str(error)[:200])
    return None


def _is_of_other_hall(event: Event, own: set[str]) -> bool:
    return aggregate_kind(event.aggregate) == "hall" and aggregate_id(event.aggregate) not in own


def _fits(event: Event, own_hash: str, known: _Known) -> bool:
    """Whether stored neighbours close with the event; missing ones are no objection."""
    before, after = known.places.get(event.n - 1), known.places.get(event.n + 1)
    return (before is None or before[0] == event.prev) and (after is None or after[1] == own_hash)


def _quarantine(connection: Connection, station: str, reason: str) -> None:
    connection.execute(
        STATIONS.update().where(STATIONS.c.id == station).values(quarantine=f"fork: {reason}")
    )


def _refusals(
    fresh: Sequence[tuple[Event, str]], chain: OwnChain, home: str
) -> list[tuple[Event, str]]:
    refusals = []
    for event, _ in fresh:
        verdict = judge(event)
        if verdict is not None:
            payload = EventRefused(event=event.id, code=verdict.code, reason=verdict.reason)
            # The scope of what it refuses: it goes wherever that went.
            hall = hall_of(event.scope)
            scope = f"{audience_of(event.scope)}:{home if hall == UNASSIGNED_HALL else hall}"
            refusal = chain.seal(payload, event.aggregate, scope)
            refusals.append((refusal, header_hash(refusal)))
    return refusals


def store_events(
    connection: Connection,
    pairs: list[tuple[Event, str]],
    index_key: bytes,
    *,
    origin: str = "",
    via: Mapping[str, str] | None = None,
) -> list[int]:
    """Store checked events that are not held yet, each with its header hash; fold them.

    Args:
        connection: inside a write transaction.
        pairs: the events.
        index_key: key of the blind index.
        origin: the hub below that they came from, which is not sent them again.
        via: event id → county, for what came in a county's stream from above.

    Returns:
        Their row numbers.
    """
    pairs = _without_erased(connection, pairs)
    first = _take_numbers(connection, len(pairs))
    placed = [
        Placed(event, seq, own_hash) for seq, (event, own_hash) in enumerate(pairs, start=first)
    ]
    as_values = msgspec.structs.astuple
    _INSERT(connection, [(seq, *as_values(event), own_hash) for event, seq, own_hash in placed])
    for event, _, _ in placed:
        if event.type == "PersonErased":
            _erase(connection, event)
    append_to_streams(connection, placed, origin, via)
    _note_chains(connection, placed)
    apply_events(connection, [event for event, _ in pairs], index_key)
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
    aggregates = {event.aggregate for event, _ in pairs}
    rows = connection.execute(
        select(ERASURES.c.aggregate).where(ERASURES.c.aggregate.in_(aggregates))
    )
    erased = {row[0] for row in rows}
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
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for event, _, _ in placed:
        place = (event.station, event.epoch)
        highest, count = found.get(place, (0, 0))
        found[place] = (max(highest, event.n), count + 1)
    for (station, epoch), (highest, count) in found.items():
        row = connection.execute(
            select(CHAINS).where(CHAINS.c.station == station, CHAINS.c.epoch == epoch)
        ).one_or_none()
        values = {
            "station": station,
            "epoch": epoch,
            "highest_n": max(highest, row.highest_n if row else 0),
            "stored": count + (row.stored if row else 0),
        }
        _UPSERT_CHAIN(connection, values)
