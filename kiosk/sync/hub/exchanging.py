"""`POST /v1/exchange`: store what is pushed, then give a page of what the station lacks."""

import base64
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select

from kiosk.domain.day_events import HubReceipt
from kiosk.domain.envelope import header_hash
from kiosk.sync.compression import BadEncoding, unpack
from kiosk.sync.hub.admission import Claim, find_station, use_counter
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.intake import take_in
from kiosk.sync.hub.limits import peek_interval_s
from kiosk.sync.hub.logs_of import read_logs
from kiosk.sync.hub.lookups import chain_row, station_row
from kiosk.sync.hub.paging import MOST_PAGE_BYTES, pages_for
from kiosk.sync.hub.problems import Problem
from kiosk.sync.hub.statements import Prepared, Upsert
from kiosk.sync.hub.tables import CHECKPOINTS, EVENTS, HEALTH
from kiosk.sync.hub.trust import news_for, renew
from kiosk.sync.protocol import (
    MAX_EVENTS,
    MAX_PLAIN_BYTES,
    MAX_WANTS,
    OLDEST_PROTOCOL,
    PROTOCOL,
    Checkpoint,
    ExchangeReply,
    ExchangeRequest,
    Health,
    Result,
    decode,
)
from kiosk.sync.signing import BadSignature, Request, check_checkpoint, sign_receipt
from kiosk.sync.wire import Restored, restore, shorten

__all__ = [
    "accept_batch",
    "exchange",
    "make_page",
    "note_health",
    "read_message",
    "require_free",
    "require_protocol",
    "with_receipt",
]

_UPSERT_CHECKPOINT = Upsert(CHECKPOINTS)
_UPSERT_HEALTH = Upsert(HEALTH)
_HEAD = Prepared(
    select(EVENTS.c.hash).where(
        EVENTS.c.station == bindparam("station"),
        EVENTS.c.epoch == bindparam("epoch"),
        EVENTS.c.n == bindparam("n"),
    )
)


def exchange(hub: Hub, claim: Claim, request: Request, body: bytes) -> ExchangeReply:
    """Carry out one exchange; what it acknowledges is durable when it returns.

    Args:
        hub: the hub.
        claim: who the request says it is from.
        request: as signed.
        body: as it came, over which the digest goes; unpacked once the signature is right.

    Raises:
        Problem: nothing was stored.
    """
    with hub.database.read() as connection:
        station = find_station(connection, claim, request, body)
    hub.limiter.take(claim.station)
    require_free(station)
    message: ExchangeRequest = read_message(request, body, ExchangeRequest)
    results = accept_batch(hub, claim, station, message)
    with hub.database.read() as connection:
        reply = make_page(connection, claim, station, message, results, hub.clock.now_ms())
        reply = _with_logs(connection, station, message, reply)
        # Read again: its certificate may just have been renewed.
        renewed = station_row(connection, station.id)
        path, revocations = news_for(connection, hub, renewed, message.trust)
        reply = msgspec.structs.replace(reply, path=path, revocations=revocations)
        reply = msgspec.structs.replace(reply, peek_s=peek_interval_s(connection))
        return with_receipt(hub, connection, claim, reply)


def require_free(station: Any) -> None:
    """Refuse a station that waits for staff after a fork. Raises Problem 409 `quarantined`."""
    if station.quarantine:
        raise Problem(409, "quarantined", "two disks claim to be this station; staff must decide")


def accept_batch(
    hub: Hub, claim: Claim | None, station: Any, message: ExchangeRequest
) -> list[Result]:
    """Check a batch as a whole and store it; durable when it returns.

    Args:
        hub: the hub.
        claim: whose counter is used up; None for a batch that came without the line.
        station: row of the enrolled station.
        message: of the station.

    Raises:
        Problem: nothing was stored.
    """
    require_protocol(message.protocol)
    if len(message.events) > MAX_EVENTS:
        raise Problem(413, "too_many", f"at most {MAX_EVENTS} events")
    restored = restore(message.events)
    chain = _chain_of(message, station)
    _check_checkpoint(message, restored.headers, chain)
    return _push(hub, claim, station, chain, message, restored)


def _chain_of(message: ExchangeRequest, station: Any) -> Any:
    """The station as the owner of the chain that the batch belongs to.

    A station restored from a backup still sends what had waited then, in the epoch before.
    """
    checkpoint = message.checkpoint
    if checkpoint is None or not 0 < checkpoint.epoch < station.epoch:
        return station
    return station._replace(epoch=checkpoint.epoch)


def read_message(request: Request, body: bytes, message: type[Any]) -> Any:
    """Unpack and decode a request. Raises Problem 400 `format`, 426 for another protocol."""
    try:
        plain = unpack(body, request.headers.get("content-encoding", ""), MAX_PLAIN_BYTES)
    except BadEncoding as error:
        raise Problem(400, "encoding", str(error)) from error
    try:
        return decode(plain, message)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        _require_protocol_of(plain)
        raise Problem(400, "format", str(error)[:200]) from error


def require_protocol(protocol: int) -> None:
    """Refuse a protocol that is not spoken here any more, or not yet, in plain words."""
    if not OLDEST_PROTOCOL <= protocol <= PROTOCOL:
        spoken = f"{OLDEST_PROTOCOL} to {PROTOCOL}"
        raise Problem(426, "outdated", f"please update: this hub speaks protocol {spoken}")


class _Versioned(msgspec.Struct):
    protocol: int


def _require_protocol_of(plain: bytes) -> None:
    """A message of another protocol may have another form; its number says so all the same."""
    try:
        versioned = msgspec.json.decode(plain, type=_Versioned)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return
    require_protocol(versioned.protocol)


def _check_checkpoint(message: ExchangeRequest, hashes: list[str], station: Any) -> None:
    if not message.events:
        return
    checkpoint, last = message.checkpoint, message.events[-1]
    if checkpoint is None:
        raise Problem(400, "checkpoint", "a batch ends with a signed checkpoint")
    signed = (checkpoint.station, checkpoint.epoch, checkpoint.n, checkpoint.head)
    if signed != (station.id, station.epoch, last.n, hashes[-1]):
        raise Problem(400, "checkpoint", "the checkpoint does not name the last event")
    try:
        check_checkpoint(checkpoint, base64.b64decode(station.public_key))
    except BadSignature as error:
        raise Problem(400, "checkpoint", "the checkpoint is not signed by the station") from error


def _push(
    hub: Hub,
    claim: Claim | None,
    station: Any,
    chain: Any,
    message: ExchangeRequest,
    restored: Restored,
) -> list[Result]:
    now_ms = hub.clock.now_ms()
    with hub.database.write() as connection:
        if claim is not None:
            use_counter(connection, claim, now_ms)
            renew(connection, hub, station)
            note_health(connection, claim.station, message.health)
        if not message.events:
            return []
        results = take_in(connection, chain, message.events, restored, now_ms, hub.keys.index_key)
        if message.checkpoint is not None and results[-1].status != "invalid":
            _UPSERT_CHECKPOINT(connection, _checkpoint_row(message.checkpoint))
    return results


def note_health(connection: Connection, station: str, health: Health | None) -> None:
    """Keep what a station or hub says of itself."""
    if health is not None:
        row = {
            "station": station,
            "program": health.program[:40],
            "pending": min(max(health.pending, 0), 2**53),
            "oldest": min(max(health.oldest, 0), 2**53),
            "printer": health.printer[:20],
        }
        _UPSERT_HEALTH(connection, row)


def _checkpoint_row(checkpoint: Checkpoint) -> dict[str, object]:
    return {name: getattr(checkpoint, name) for name in Checkpoint.__struct_fields__}


def make_page(
    connection: Connection,
    claim: Claim,
    station: Any,
    message: ExchangeRequest,
    results: list[Result],
    now_ms: int,
    max_events: int = MAX_EVENTS,
) -> ExchangeReply:
    """The reply: results, and the next page of each stream that the station reads.

    Args:
        connection: in a snapshot.
        claim: station and epoch, whose own events are left out.
        station: row of the enrolled station.
        message: with the cursors.
        results: of the pushed events.
        now_ms: the moment.
        max_events: in all pages together; 0 for none.
    """
    found = pages_for(
        connection, station, claim.epoch, message.cursor, message.page_bytes, max_events
    )
    chain = chain_row(connection, claim.station, claim.epoch)
    return ExchangeReply(
        results=results,
        highest_n=chain.highest_n if chain else 0,
        held=chain.stored if chain else 0,
        events=shorten(found.events),
        pages=found.pages,
        cursor=found.cursor,
        checksum=found.checksum,
        time=now_ms,
        more=found.more,
        behind=found.behind,
    )


def _with_logs(
    connection: Connection, station: Any, message: ExchangeRequest, reply: ExchangeReply
) -> ExchangeReply:
    """The reply with logs that the station lacks since its snapshot, where there is room."""
    if not message.wants or reply.more:
        return reply
    room = min(message.page_bytes, MOST_PAGE_BYTES)
    filled, logs = read_logs(connection, station, message.wants[:MAX_WANTS], room)
    pairs = [(event, header_hash(event)) for event in logs]
    return msgspec.structs.replace(reply, filled=filled, logs=shorten(pairs))


def with_receipt(
    hub: Hub, connection: Connection, claim: Claim, reply: ExchangeReply
) -> ExchangeReply:
    """The reply with a signed receipt, where it answers pushed events.

    A station keeps it beside its day close: proof of what the hub held, without the exchange.
    """
    if not reply.results or not reply.highest_n:
        return reply
    place = {"station": claim.station, "epoch": claim.epoch, "n": reply.highest_n}
    head = _HEAD(connection, place).one().hash
    words = (hub.id, claim.station, claim.epoch, reply.highest_n, reply.held, head, reply.time)
    return msgspec.structs.replace(
        reply, receipt=sign_receipt(HubReceipt(*words), hub.keys.signing_key)
    )
