"""`POST /v1/relay`: a hub below passes on what its stations said (docs/PROTOCOL.md §12).

Headers of all events come, payloads of public ones only. A hall belongs to the hub that first
spoke for it. Chains and signed checkpoints are checked here again, so nobody on the way can alter
what a station said.
"""

import base64
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from kiosk.domain.envelope import EnvelopeError, Event, check_envelope
from kiosk.domain.scopes import UNASSIGNED_HALL, hall_of
from kiosk.sync.hub.admission import Claim, find_station, use_counter
from kiosk.sync.hub.dialect import Upsert
from kiosk.sync.hub.exchanging import read_message, require_protocol
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.intake import store_events
from kiosk.sync.hub.problems import Problem
from kiosk.sync.hub.tables import CHECKPOINTS, EVENTS, HALLS, RELAYED_HALLS, STATE, STATIONS
from kiosk.sync.protocol import MAX_EVENTS, Checkpoint, RelayReply, RelayRequest
from kiosk.sync.signing import BadSignature, Request, check_checkpoint
from kiosk.sync.wire import restore

__all__ = ["HUB_KIND", "relay"]

HUB_KIND = "hub"
_UPSERT_CHECKPOINT = Upsert(CHECKPOINTS)
_Pair = tuple[Event, str]


def relay(hub: Hub, claim: Claim, request: Request, body: bytes) -> RelayReply:
    """Store what a hub below passes on; durable when it returns.

    Raises:
        Problem: nothing was stored; 403 `not_a_hub` for a station, 400 `checkpoint` where a
            signed word does not fit what was passed on.
    """
    with hub.database.read() as connection:
        sender = find_station(connection, claim, request, body)
    hub.limiter.take(claim.station)
    if sender.kind != HUB_KIND:
        raise Problem(403, "not_a_hub", "only a hub passes on what others said")
    message: RelayRequest = read_message(request, body, RelayRequest)
    require_protocol(message.protocol)
    if len(message.events) > MAX_EVENTS or len(message.checkpoints) > MAX_EVENTS:
        raise Problem(413, "too_many", f"at most {MAX_EVENTS} events")
    hashes = restore(message.events)
    now_ms = hub.clock.now_ms()
    with hub.database.write() as connection:
        use_counter(connection, claim, now_ms)
        pairs = list(zip(message.events, hashes, strict=True))
        fresh, invalid = _sort_out(connection, sender.id, pairs, now_ms)
        if fresh:
            store_events(connection, fresh, hub.keys.index_key)
        _keep_checkpoints(connection, _about_kept(message, invalid))
    return RelayReply(stored=len(fresh), invalid=invalid, time=now_ms)


def _sort_out(
    connection: Connection, sender: str, pairs: Sequence[_Pair], now_ms: int
) -> tuple[list[_Pair], list[tuple[str, str, str]]]:
    """What is new, and what cannot be kept, with the reason."""
    known = _known_places(connection, [event for event, _ in pairs])
    owners = dict(connection.execute(select(RELAYED_HALLS.c.hall, RELAYED_HALLS.c.hub)).all())
    served = set(connection.execute(select(HALLS.c.id)).scalars())
    taken = _taken_ids(connection, [event.id for event, _ in pairs])
    fresh, invalid = [], []
    for event, own_hash in pairs:
        place = (event.station, event.epoch, event.n)
        hall = hall_of(event.scope)
        try:
            check_envelope(event)
        except EnvelopeError as error:
            invalid.append((event.id[:96], error.code, str(error)[:200]))
            continue
        if hall in served or owners.get(hall, sender) != sender:
            invalid.append((event.id, "wrong_hall", f"{hall} is not of this hub"))
        elif known.get(place, own_hash) != own_hash:
            invalid.append((event.id, "fork", f"another event stands at {place}"))
        elif place not in known and event.id in taken:
            invalid.append((event.id, "id_taken", "another event has this id"))
        elif place not in known:
            known[place] = own_hash
            taken.add(event.id)
            if hall != UNASSIGNED_HALL and hall not in owners:
                connection.execute(RELAYED_HALLS.insert(), {"hall": hall, "hub": sender})
                owners[hall] = sender
            if not event.received:
                msgspec.structs.force_setattr(event, "received", now_ms)
            fresh.append((event, own_hash))
    return fresh, invalid


def _about_kept(message: RelayRequest, invalid: Sequence[tuple[str, str, str]]) -> list[Checkpoint]:
    """Signed words but for those on events that were not taken."""
    refused_ids = {event_id for event_id, _, _ in invalid}
    refused = {(e.station, e.epoch, e.n) for e in message.events if e.id in refused_ids}
    return [c for c in message.checkpoints if (c.station, c.epoch, c.n) not in refused]


def _known_places(
    connection: Connection, events: Sequence[Event]
) -> dict[tuple[str, int, int], str]:
    ranges: dict[tuple[str, int], tuple[int, int]] = {}
    for event in events:
        low, high = ranges.get((event.station, event.epoch), (event.n, event.n))
        ranges[event.station, event.epoch] = (min(low, event.n), max(high, event.n))
    known: dict[tuple[str, int, int], str] = {}
    for (station, epoch), (low, high) in ranges.items():
        rows = connection.execute(
            select(EVENTS.c.n, EVENTS.c.hash).where(
                EVENTS.c.station == station, EVENTS.c.epoch == epoch, EVENTS.c.n.between(low, high)
            )
        )
        known.update({(station, epoch, row[0]): row[1] for row in rows})
    return known


def _taken_ids(connection: Connection, ids: Sequence[str]) -> set[str]:
    return set(connection.execute(select(EVENTS.c.id).where(EVENTS.c.id.in_(ids))).scalars())


def _keep_checkpoints(connection: Connection, checkpoints: Sequence[Checkpoint]) -> None:
    """Check each station's signed word against what is held of its chain.

    Raises:
        Problem: 400 `checkpoint`; the whole batch is given back.
    """
    for checkpoint in checkpoints:
        key = _key_of(connection, checkpoint.station)
        if key is None:
            raise Problem(400, "checkpoint", f"no key of {checkpoint.station[:20]} is known")
        try:
            check_checkpoint(checkpoint, base64.b64decode(key))
        except BadSignature as error:
            raise Problem(400, "checkpoint", "not signed by its station") from error
        held = connection.execute(
            select(EVENTS.c.hash).where(
                EVENTS.c.station == checkpoint.station,
                EVENTS.c.epoch == checkpoint.epoch,
                EVENTS.c.n == checkpoint.n,
            )
        ).scalar()
        if held != checkpoint.head:
            raise Problem(400, "checkpoint", "the chain is not the one that was signed")
        row: dict[str, Any] = {
            name: getattr(checkpoint, name) for name in Checkpoint.__struct_fields__
        }
        _UPSERT_CHECKPOINT(connection, row)


def _key_of(connection: Connection, station: str) -> str | None:
    """The public key by which a hub certified a station or hub, from its events."""
    own = connection.execute(select(STATIONS.c.public_key).where(STATIONS.c.id == station)).scalar()
    told = STATE["stations"]
    key = own or connection.execute(select(told.c.public_key).where(told.c.id == station)).scalar()
    return str(key) if key else None
