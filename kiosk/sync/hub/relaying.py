"""`POST /v1/relay`: a hub below passes on what its stations said, and pulls what concerns it
(docs/PROTOCOL.md §12).

Headers of all events come, payloads of public ones only. A hall belongs to the hub that first
spoke for it. Chains and signed checkpoints are checked here again, so nobody on the way can alter
what a station said.
"""

import base64
import re
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from kiosk.domain.envelope import EnvelopeError, Event, check_envelope
from kiosk.domain.ids import aggregate_id, aggregate_kind
from kiosk.domain.scopes import UNASSIGNED_HALL, hall_of
from kiosk.sync.certificates import BadCertificate
from kiosk.sync.hub.admission import Claim, find_station, use_counter
from kiosk.sync.hub.exchanging import note_health, read_message, require_protocol
from kiosk.sync.hub.health import keep_reports
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.limits import peek_interval_s
from kiosk.sync.hub.lookups import station_row
from kiosk.sync.hub.paging import pages_for
from kiosk.sync.hub.places import known_places, taken_ids
from kiosk.sync.hub.problems import Problem
from kiosk.sync.hub.routes import HUB_KIND, station_homes
from kiosk.sync.hub.seat_keeping import answer_seat_requests
from kiosk.sync.hub.statements import Upsert
from kiosk.sync.hub.storing import append_own, store_events
from kiosk.sync.hub.stream_log import fill_county
from kiosk.sync.hub.tables import (
    CERTIFICATES,
    CHECKPOINTS,
    EVENTS,
    HALLS,
    HUB_FOLLOWS,
    RELAYED_HALLS,
    STATE,
    STATIONS,
)
from kiosk.sync.hub.trust import keep_certificates, news_for, renew, require_proven
from kiosk.sync.protocol import (
    MAX_COUNTIES,
    MAX_EVENTS,
    Checkpoint,
    RelayReply,
    RelayRequest,
)
from kiosk.sync.signing import BadSignature, Request, check_checkpoint
from kiosk.sync.wire import restore, shorten

__all__ = ["relay"]

_COUNTY = re.compile(r"[0-9A-Za-z]{1,12}")
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
    if len(message.follows) > MAX_COUNTIES:
        raise Problem(413, "too_many", f"at most {MAX_COUNTIES} counties")
    hashes = restore(message.events).headers
    now_ms = hub.clock.now_ms()
    with hub.database.write() as connection:
        use_counter(connection, claim, now_ms)
        pairs = list(zip(message.events, hashes, strict=True))
        fresh, invalid = _sort_out(connection, sender.id, pairs, now_ms)
        _store(hub, connection, sender.id, fresh, now_ms)
        _keep_checkpoints(connection, hub, _about_kept(message, invalid))
        renew(connection, hub, sender)
        note_health(connection, sender.id, message.health)
        keep_reports(connection, sender.id, message.reports)
        if message.cursor is not None:
            _follow(connection, sender.id, message.follows)
    reply = RelayReply(stored=len(fresh), invalid=invalid, time=now_ms)
    return reply if message.cursor is None else _with_pages(hub, sender, message, reply)


def _store(hub: Hub, connection: Connection, sender: str, fresh: list[_Pair], now_ms: int) -> None:
    if not fresh:
        return
    store_events(connection, fresh, hub.keys.index_key, origin=sender)
    keep_certificates(connection, [event for event, _ in fresh])
    answer_seat_requests(
        connection,
        [event for event, _ in fresh],
        now_ms,
        lambda events: append_own(connection, events, hub.keys.index_key),
    )


def _follow(connection: Connection, sender: str, counties: Sequence[str]) -> None:
    """Take note of the counties that a hub below wants; a new one's stream is begun."""
    wanted = {county for county in counties if _COUNTY.fullmatch(county)}
    mine = HUB_FOLLOWS.c.hub == sender
    known = set(connection.execute(select(HUB_FOLLOWS.c.county).where(mine)).scalars())
    if known - wanted:
        connection.execute(
            HUB_FOLLOWS.delete().where(mine, HUB_FOLLOWS.c.county.in_(known - wanted))
        )
    for county in sorted(wanted - known):
        connection.execute(HUB_FOLLOWS.insert(), {"hub": sender, "county": county})
        fill_county(connection, county)


def _with_pages(hub: Hub, sender: Any, message: RelayRequest, reply: RelayReply) -> RelayReply:
    """The reply with the next page of what the sender lacks."""
    with hub.database.read() as connection:
        found = pages_for(
            connection,
            sender,
            sender.epoch,
            message.cursor or {},
            message.page_bytes,
            MAX_EVENTS,
        )
        peek_s = peek_interval_s(connection)
        row = station_row(connection, sender.id)
        path, revocations = news_for(connection, hub, row, message.trust)
    return msgspec.structs.replace(
        reply,
        events=shorten(found.events),
        pages=found.pages,
        cursor=found.cursor,
        checksum=found.checksum,
        more=found.more,
        peek_s=peek_s,
        path=path,
        revocations=revocations,
    )


def _sort_out(
    connection: Connection, sender: str, pairs: Sequence[_Pair], now_ms: int
) -> tuple[list[_Pair], list[tuple[str, str, str]]]:
    """What is new, and what cannot be kept, with the reason."""
    known = known_places(connection, [event for event, _ in pairs])
    owners = dict(connection.execute(select(RELAYED_HALLS.c.hall, RELAYED_HALLS.c.hub)).all())
    served = set(connection.execute(select(HALLS.c.id)).scalars())
    homes = station_homes(connection)
    taken = taken_ids(connection, [event.id for event, _ in pairs])
    fresh, invalid = [], []
    for event, own_hash in pairs:
        place = (event.station, event.epoch, event.n)
        hall = hall_of(event.scope)
        try:
            check_envelope(event)
        except EnvelopeError as error:
            invalid.append((event.id[:96], error.code, str(error)[:200]))
            continue
        of_hall = (
            aggregate_id(event.aggregate) if aggregate_kind(event.aggregate) == "hall" else hall
        )
        speaker = homes.get(event.station, "")
        if any(each in served or owners.get(each, sender) != sender for each in (hall, of_hall)):
            invalid.append((event.id, "wrong_hall", f"{hall} is not of this hub"))
        elif speaker and event.station != sender and owners.get(speaker) != sender:
            # Nobody writes into the chain of a station that another hub speaks for.
            invalid.append((event.id, "wrong_station", f"{event.station} is of hall {speaker}"))
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


def _keep_checkpoints(connection: Connection, hub: Hub, checkpoints: Sequence[Checkpoint]) -> None:
    """Check each station's signed word against what is held of its chain.

    Raises:
        Problem: 400 `checkpoint`; the whole batch is given back.
    """
    proven: set[str] = set()
    for checkpoint in checkpoints:
        key = _key_of(connection, checkpoint.station)
        if not key:
            raise Problem(400, "checkpoint", f"no key of {checkpoint.station[:20]} is known")
        public_key = base64.b64decode(key)
        if checkpoint.station not in proven:
            _require_proven(connection, hub, checkpoint.station, public_key)
            proven.add(checkpoint.station)
        try:
            check_checkpoint(checkpoint, public_key)
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


def _require_proven(connection: Connection, hub: Hub, station: str, public_key: bytes) -> None:
    try:
        require_proven(connection, hub, station, public_key)
    except BadCertificate as error:
        raise Problem(400, "checkpoint", f"the certificate of {station}: {error}") from error


def _key_of(connection: Connection, station: str) -> str:
    """The public key by which a hub certified a station or hub; the first one that was told."""
    told = STATE["stations"]
    for table, name in ((STATIONS, "id"), (CERTIFICATES, "station"), (told, "id")):
        query = select(table.c.public_key).where(table.c[name] == station)
        if key := connection.execute(query).scalar():
            return str(key)
    return ""
