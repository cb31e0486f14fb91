"""Take in a pushed batch: check each event by itself, store the good ones, answer for each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, select

from kiosk.domain.envelope import EnvelopeError, Event, check_envelope, header_hash
from kiosk.domain.events import EventRefused, Payload, decode_payload
from kiosk.domain.ids import aggregate_id
from kiosk.domain.scopes import UNASSIGNED_HALL, audience_of, hall_of
from kiosk.sync.acceptance import HUB_ONLY, judge
from kiosk.sync.hub.clash_rules import note_clashes
from kiosk.sync.hub.own_chain import OwnChain
from kiosk.sync.hub.places import taken_ids
from kiosk.sync.hub.post_rules import refuse_posts
from kiosk.sync.hub.seat_keeping import answer_seat_requests
from kiosk.sync.hub.statements import Prepared
from kiosk.sync.hub.storing import append_own, store_events
from kiosk.sync.hub.tables import EVENTS, STATIONS
from kiosk.sync.protocol import MAX_EVENTS, Result
from kiosk.sync.wire import Restored

__all__ = ["take_in"]

_PLACES = select(EVENTS.c.n, EVENTS.c.hash, EVENTS.c.prev, EVENTS.c.received).where(
    EVENTS.c.station == bindparam("station"), EVENTS.c.epoch == bindparam("epoch")
)
_PLACES_BETWEEN = Prepared(_PLACES.where(EVENTS.c.n.between(bindparam("low"), bindparam("high"))))
_HALL = "hall:"


class _Known(NamedTuple):
    """What the hub holds around the batch, read at once."""

    places: dict[int, tuple[str, str, int]]
    """n → (hash, prev, received)."""
    ids: set[str]


def take_in(
    connection: Connection,
    station: Any,
    events: Sequence[Event],
    restored: Restored,
    now_ms: int,
    index_key: bytes,
) -> list[Result]:
    """Store a batch of an enrolled station, in the caller's write transaction.

    Args:
        connection: inside a write transaction.
        station: row of `STATIONS`.
        events: as restored from the wire, in the order of the request.
        restored: their hashes.
        now_ms: the moment of receipt.
        index_key: key of the blind index.

    Returns:
        One result per event. An invalid one does not touch the others.
    """
    known = _look_up(connection, station, events)
    results, fresh = [], []
    entrance = _Entrance(station)
    for event, own_hash, own_payload in zip(events, *restored, strict=True):
        result = _check(event, own_hash, own_payload, entrance, known, now_ms)
        if result.status == "stored":
            known.places[event.n] = (own_hash, event.prev, now_ms)
            known.ids.add(event.id)
            msgspec.structs.force_setattr(event, "received", now_ms)
            fresh.append((event, own_hash))
        elif result.code == "fork":
            _quarantine(connection, station.id, result.reason)
        results.append(result)
    if fresh:
        decoded = _decoded(fresh)
        refusals = _refusals(connection, fresh, decoded, station.hall, now_ms)
        store_events(connection, [*fresh, *refusals], index_key, decoded=decoded)
        taken_in = [event for event, _ in fresh]

        def store(events: Sequence[Event]) -> None:
            append_own(connection, events, index_key)

        refuse_posts(connection, taken_in, now_ms, station.hall, store)
        note_clashes(connection, taken_in, now_ms, station.hall, store)
        answer_seat_requests(connection, taken_in, now_ms, store)
    return results


def _look_up(connection: Connection, station: Any, events: Sequence[Event]) -> _Known:
    numbers = [event.n for event in events if 0 < event.n < 2**53]
    if not numbers:
        return _Known({}, set())
    chain = {"station": station.id, "epoch": station.epoch}
    if max(numbers) - min(numbers) > 2 * MAX_EVENTS:
        near = EVENTS.c.n.in_(sorted({n + step for n in numbers for step in (-1, 0, 1)}))
        rows: Iterable[Any] = connection.execute(_PLACES.where(near), chain)
    else:
        span = {"low": min(numbers) - 1, "high": max(numbers) + 1}
        rows = _PLACES_BETWEEN(connection, chain | span)
    places = {row[0]: (row[1], row[2], row[3]) for row in rows}
    return _Known(places, taken_ids(connection, [event.id for event in events]))


def _check(
    event: Event,
    own_hash: str,
    own_payload: str,
    entrance: "_Entrance",
    known: _Known,
    now_ms: int,
) -> Result:
    objection = entrance.objection(event, own_payload)
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


class _Entrance:
    """What a station may send at all, whatever else the hub holds."""

    def __init__(self, station: Any) -> None:
        self._station, self._epoch, self._hall = station.id, station.epoch, station.hall
        self._own = {station.hall, UNASSIGNED_HALL}
        self._own_scopes: set[str] = set()

    def objection(self, event: Event, own_payload: str) -> Result | None:
        """What is wrong with an event. `own_payload`: its payload hash where it was computed."""
        if event.station != self._station or event.epoch != self._epoch:
            return Result("invalid", 0, "wrong_station", "not an event of this station and epoch")
        if event.scope not in self._own_scopes and hall_of(event.scope) not in self._own:
            return self._wrong_hall()
        self._own_scopes.add(event.scope)
        if event.aggregate.startswith(_HALL) and aggregate_id(event.aggregate) not in self._own:
            return self._wrong_hall()
        if event.type in HUB_ONLY:
            return Result("invalid", 0, "hub_only", f"only a hub writes {event.type}")
        try:
            check_envelope(event, own_payload)
        except EnvelopeError as error:
            return Result("invalid", 0, error.code, str(error)[:200])
        return None

    def _wrong_hall(self) -> Result:
        return Result("invalid", 0, "wrong_hall", f"this station belongs to hall {self._hall}")


def _fits(event: Event, own_hash: str, known: _Known) -> bool:
    """Whether stored neighbours close with the event; missing ones are no objection."""
    places, n = known.places, event.n
    before, after = places.get(n - 1), places.get(n + 1)
    return (before is None or before[0] == event.prev) and (after is None or after[1] == own_hash)


def _quarantine(connection: Connection, station: str, reason: str) -> None:
    connection.execute(
        STATIONS.update().where(STATIONS.c.id == station).values(quarantine=f"fork: {reason}")
    )


def _decoded(fresh: Sequence[tuple[Event, str]]) -> dict[str, Payload]:
    """Payloads by the ids of their events: decoded once, judged and folded."""
    read = ((event.id, decode_payload(event.type, event.payload)) for event, _ in fresh)
    return {event: payload for event, payload in read if payload is not None}


def _refusals(
    connection: Connection,
    fresh: Sequence[tuple[Event, str]],
    decoded: Mapping[str, Payload],
    home: str,
    now_ms: int,
) -> list[tuple[Event, str]]:
    refusals = []
    chain: OwnChain | None = None
    for event, _ in fresh:
        verdict = judge(event, decoded.get(event.id))
        if verdict is not None:
            chain = chain or OwnChain(connection, now_ms)
            payload = EventRefused(event=event.id, code=verdict.code, reason=verdict.reason)
            # The scope of what it refuses: it goes wherever that went.
            hall = hall_of(event.scope)
            scope = f"{audience_of(event.scope)}:{home if hall == UNASSIGNED_HALL else hall}"
            refusal = chain.seal(payload, event.aggregate, scope)
            refusals.append((refusal, header_hash(refusal)))
    if chain is not None:
        chain.save()
    return refusals
