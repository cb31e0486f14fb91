"""A hub as the client of its parent: joins it with a code, then passes everything on.

The cursor is the hub's own row number, which is in commit order; it moves when the parent has
answered. So a hub or a line that ends anywhere loses nothing, and what is sent twice is known.
"""

import base64
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any

import httpx
import msgspec
import structlog
from sqlalchemy import Connection, and_, or_, select

from kiosk.domain.envelope import Event
from kiosk.domain.scopes import Audience, audience_of
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.sync.backoff import Backoff
from kiosk.sync.client import HubClient
from kiosk.sync.enrolling import believed
from kiosk.sync.enrolment_code import parse_code, proof_of
from kiosk.sync.errors import SyncError
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.own_chain import read_meta, write_meta
from kiosk.sync.hub.relaying import HUB_KIND
from kiosk.sync.hub.tables import CHECKPOINTS, EVENTS, META, RELAY_REFUSED
from kiosk.sync.protocol import (
    PROTOCOL,
    Checkpoint,
    EnrollRequest,
    RelayReply,
    RelayRequest,
)
from kiosk.sync.signing import sign_checkpoint
from kiosk.sync.wire import shorten

__all__ = ["Relay", "RelayLoop", "has_parent", "join_parent", "refused_above"]

_COUNTER_TRIES = 3
_PARENT, _CURSOR, _COUNTER = "relay.parent", "relay.cursor", "relay.counter"
_EVENTS_AT_ONCE = 500
_EPOCH = 1
_WIDTH = len(EVENT_COLUMNS)
_log: Any = structlog.get_logger(__name__)


class Parent(msgspec.Struct, frozen=True):
    """The hub above: where it is, who it is, how it certified this one; `ca_file` is the authority
    of its TLS certificate, empty for the system's."""

    url: str
    hub: str
    hub_key: str
    certificate: str
    certificate_signature: str
    ca_file: str = ""


def join_parent(
    hub: Hub,
    url: str,
    code: str,
    *,
    transport: httpx.BaseTransport | None = None,
    ca_file: str = "",
) -> str:
    """Enrol this hub at the hub above it. Returns the parent's id.

    Raises:
        SyncError: as for a station's enrolment.
    """
    parsed, public_key = parse_code(code), hub.keys.public_key
    request = EnrollRequest(
        protocol=PROTOCOL,
        station=hub.id,
        epoch=_EPOCH,
        public_key=base64.b64encode(public_key).decode(),
        kind=HUB_KIND,
        proof=proof_of(parsed.secret, hub.id, public_key, HUB_KIND),
    )
    counter = _next_counter(hub)
    with HubClient(
        url, hub.id, _EPOCH, hub.keys.signing_key, transport=transport, ca_file=ca_file
    ) as client:
        reply = believed(client.send("POST", "/v1/enroll", request, counter), parsed)
    parent = Parent(
        url.rstrip("/"),
        reply.hub,
        reply.hub_key,
        reply.certificate,
        reply.certificate_signature,
        ca_file,
    )
    with hub.database.write() as connection:
        write_meta(connection, _PARENT, msgspec.json.encode(parent).decode())
    return parent.hub


class Relay:
    """Passes on to the parent, batch by batch; for one thread. `close` it after use.

    Raises:
        SyncError: `unenrolled` where the hub has no parent.
    """

    def __init__(
        self, hub: Hub, *, transport: httpx.BaseTransport | None = None, ca_file: str = ""
    ) -> None:
        self._hub = hub
        with hub.database.read() as connection:
            text = read_meta(connection, _PARENT)
        if not text:
            raise SyncError("unenrolled", "this hub has no parent")
        self._parent = msgspec.json.decode(text, type=Parent)
        self._client = HubClient(
            self._parent.url,
            hub.id,
            _EPOCH,
            hub.keys.signing_key,
            transport=transport,
            ca_file=ca_file or self._parent.ca_file,
        )

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def pass_on(self) -> int:
        """Send one batch. Returns how many events it had; 0 when the parent has everything.

        Raises:
            SyncError: the cursor did not move; the same is sent again next time.
        """
        with self._hub.database.read() as connection:
            cursor = int(read_meta(connection, _CURSOR) or 0)
            rows = _next_rows(connection, cursor)
            pairs = [(_as_seen_above(event_of(row)), row[_WIDTH + 1]) for row in rows]
            checkpoints = self._checkpoints(connection, pairs)
        if not rows:
            return 0
        message = RelayRequest(protocol=PROTOCOL, events=shorten(pairs), checkpoints=checkpoints)
        ids = {event.id: row[_WIDTH] for (event, _), row in zip(pairs, rows, strict=True)}
        reply = self._call(message)
        with self._hub.database.write() as connection:
            write_meta(connection, _CURSOR, str(rows[-1][_WIDTH]))
            for event_id, code, reason in reply.invalid:
                _log.warning("refused_above", code=code)
                row = {"event": ids.get(event_id, 0), "code": code, "reason": reason}
                connection.execute(RELAY_REFUSED.insert(), row)
        return len(rows)

    def _call(self, message: RelayRequest) -> RelayReply:
        """Send a batch. Another process of this hub may have used a higher counter meanwhile."""
        for _again in range(_COUNTER_TRIES - 1):
            try:
                return self._send(message)
            except SyncError as error:
                if error.code != "replayed":
                    raise
                with self._hub.database.write() as connection:
                    write_meta(connection, _COUNTER, str(error.counter))
        return self._send(message)

    def _send(self, message: RelayRequest) -> RelayReply:
        key, parent = base64.b64decode(self._parent.hub_key), self._parent.hub
        counter = _next_counter(self._hub)
        reply: RelayReply = self._client.call(
            "POST", "/v1/relay", message, RelayReply, counter, parent, key
        )
        return reply

    def _checkpoints(
        self, connection: Connection, pairs: Sequence[tuple[Event, str]]
    ) -> list[Checkpoint]:
        """The signed words about the chains of a batch: the stations' and, new, the hub's own."""
        spans: dict[tuple[str, int], tuple[int, int]] = {}
        heads: dict[int, str] = {}
        for event, own_hash in pairs:
            low, high = spans.get((event.station, event.epoch), (event.n, event.n))
            spans[event.station, event.epoch] = (min(low, event.n), max(high, event.n))
            if event.station == self._hub.id:
                heads[event.n] = own_hash
        found: list[Checkpoint] = []
        if heads:
            n = max(heads)
            key = self._hub.keys.signing_key
            found.append(sign_checkpoint(self._hub.id, _EPOCH, n, heads[n], key))
        places = [
            and_(
                CHECKPOINTS.c.station == station,
                CHECKPOINTS.c.epoch == epoch,
                CHECKPOINTS.c.n.between(low, high),
            )
            for (station, epoch), (low, high) in spans.items()
        ]
        if places:
            rows = connection.execute(select(CHECKPOINTS).where(or_(*places)))
            sent = {(event.station, event.epoch, event.n) for event, _ in pairs}
            found += [Checkpoint(*row) for row in rows if tuple(row[:3]) in sent]
        return found


class RelayLoop:
    """One thread that passes on whatever comes, for as long as the hub serves."""

    def __init__(
        self, hub: Hub, *, interval_s: float = 2.0, backoff: Backoff | None = None
    ) -> None:
        self._hub, self._interval_s = hub, interval_s
        self._backoff = backoff or Backoff()
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)

    def __enter__(self) -> "RelayLoop":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_stopping.set()
        self._thread.join()

    def _run(self) -> None:
        relay: Relay | None = None
        wait_s = 0.0
        while not self._is_stopping.wait(wait_s):
            try:
                relay = relay or Relay(self._hub)
                wait_s = 0.0 if relay.pass_on() else self._interval_s
                self._backoff.succeeded()
            except SyncError as error:
                # Without a parent there is nothing to do until somebody joins one.
                _log.info("relay_failed", code=error.code)
                wait_s = self._backoff.failed(error.retry_after_s)
            except Exception:
                _log.exception("relay_failed")
                wait_s = self._backoff.failed()
        if relay is not None:
            relay.close()


def refused_above(hub: Hub) -> list[tuple[int, str, str]]:
    """Events that the parent would not store: row number, code, reason."""
    with hub.database.read() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(select(RELAY_REFUSED))]


def has_parent(hub: Hub) -> bool:
    """Whether the hub joined another."""
    with hub.database.read() as connection:
        return bool(read_meta(connection, _PARENT))


def _next_rows(connection: Connection, cursor: int) -> list[Any]:
    columns = [EVENTS.c[name] for name in EVENT_COLUMNS]
    query = (
        select(*columns, EVENTS.c.seq, EVENTS.c.hash)
        .where(EVENTS.c.seq > cursor)
        .order_by(EVENTS.c.seq)
        .limit(_EVENTS_AT_ONCE)
    )
    return list(connection.execute(query))


def _as_seen_above(event: Event) -> Event:
    """Every header goes up; a payload only where its scope lets it."""
    if audience_of(event.scope) is Audience.PUBLIC:
        return event
    return msgspec.structs.replace(event, payload=None, salt=None)


def _next_counter(hub: Hub) -> int:
    with hub.database.write() as connection:
        last = connection.execute(select(META.c.value).where(META.c.key == _COUNTER)).scalar()
        counter = max(int(last or 0) + 1, hub.clock.now_ms())
        write_meta(connection, _COUNTER, str(counter))
    return counter
