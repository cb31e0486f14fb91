"""A hub as the client of its parent: passes everything on, and pulls what concerns its halls.

Upward the cursor is the hub's own row number, which is in commit order; downward it is the place in
the parent's streams. Both move when the parent has answered, in the transaction that stores what it
gave. So a hub or a line that ends anywhere loses nothing, and what comes twice is known.
"""

import base64
from collections.abc import Sequence
from typing import Any

import httpx
import msgspec
import structlog
from sqlalchemy import Connection, and_, func, or_, select

from kiosk import __version__
from kiosk.domain.envelope import Event
from kiosk.domain.scopes import Audience, audience_of
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.sync.certificates import BadCertificate
from kiosk.sync.client import HubClient
from kiosk.sync.errors import SyncError
from kiosk.sync.hub.from_above import (
    forget_place,
    read_place,
    take_from_above,
    wanted_counties,
)
from kiosk.sync.hub.health import MOST_REPORTS, all_reports
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.own_chain import read_meta, write_meta
from kiosk.sync.hub.parent import COUNTER, EPOCH, next_counter, read_parent
from kiosk.sync.hub.tables import CHECKPOINTS, EVENTS, FROM_ABOVE, RELAY_REFUSED
from kiosk.sync.hub.trust import keep_path, take_revocation, trust_word
from kiosk.sync.protocol import (
    PROTOCOL,
    Checkpoint,
    Health,
    PeekReply,
    PeekRequest,
    RelayReply,
    RelayRequest,
    StationReport,
)
from kiosk.sync.pull import Pulled, read_pages
from kiosk.sync.signing import sign_checkpoint
from kiosk.sync.wire import shorten

__all__ = ["Relay"]

_COUNTER_TRIES = 3
_CURSOR = "relay.cursor"
_EVENTS_AT_ONCE = 500
_MINUTE_MS = 60_000
_WIDTH = len(EVENT_COLUMNS)
_log: Any = structlog.get_logger(__name__)


class Relay:
    """Speaks with the parent, batch by batch; for one thread. `close` it after use.

    Raises:
        SyncError: `unenrolled` where the hub has no parent.
    """

    def __init__(
        self, hub: Hub, *, transport: httpx.BaseTransport | None = None, ca_file: str = ""
    ) -> None:
        self._hub = hub
        parent = read_parent(hub)
        if parent is None:
            raise SyncError("unenrolled", "this hub has no parent")
        self._parent, self._parent_key = parent, base64.b64decode(parent.hub_key)
        self._reported: dict[str, StationReport] = {}
        """What the parent was told of stations below; a new connection tells all again."""
        self.peek_s = 0.0
        """How often the parent may be asked for news; 0 for not at all."""
        self._client = HubClient(
            parent.url,
            hub.id,
            EPOCH,
            hub.keys.signing_key,
            transport=transport,
            ca_file=ca_file or parent.ca_file,
        )

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def has_news(self) -> bool:
        """Whether anything waits here to go up, or there to come down; writes nothing.

        Raises:
            SyncError: the parent did not say.
        """
        with self._hub.database.read() as connection:
            if _next_rows(connection, int(read_meta(connection, _CURSOR) or 0), 1):
                return True
            cursor = read_place(connection).cursor
        if not self.peek_s:
            return False
        message = PeekRequest(protocol=PROTOCOL, cursor=cursor)
        # The hub takes any counter here: nothing depends on the request being new.
        reply: PeekReply = self._ask("/v1/peek", message, PeekReply, self._hub.clock.now_ms())
        return reply.behind > 0

    def pass_on(self) -> int:
        """Send one batch up and take one page down. Returns how many events moved either way; 0
        when both sides have everything.

        Raises:
            SyncError: no cursor moved; the same is sent again next time.
        """
        with self._hub.database.read() as connection:
            cursor = int(read_meta(connection, _CURSOR) or 0)
            rows = _next_rows(connection, cursor, _EVENTS_AT_ONCE)
            pairs = [(_as_seen_above(event_of(row)), row[_WIDTH + 1]) for row in rows]
            checkpoints = self._checkpoints(connection, pairs)
            place, counties = read_place(connection), wanted_counties(connection)
            word = trust_word(connection)
            reports = self._reports(connection)
            waits = _count_rows(connection, cursor)
        message = RelayRequest(
            protocol=PROTOCOL,
            events=shorten(pairs),
            checkpoints=checkpoints,
            cursor=place.cursor,
            follows=counties,
            trust=word,
            health=Health(__version__, *waits),
            reports=reports,
        )
        ids = {event.id: row[_WIDTH] for (event, _), row in zip(pairs, rows, strict=True)}
        reply = self._call(message)
        self._reported |= {each.station: each for each in reports}
        pulled = self._checked(reply, place.cursor, place.checksum)
        with self._hub.database.write() as connection:
            self._keep_path(connection, reply)
            if rows:
                write_meta(connection, _CURSOR, str(rows[-1][_WIDTH]))
            for event_id, code, reason in reply.invalid:
                _log.warning("refused_above", code=code)
                row = {"event": ids.get(event_id, 0), "code": code, "reason": reason}
                connection.execute(RELAY_REFUSED.insert(), row)
            new = take_from_above(self._hub, connection, reply.pages, pulled)
        self.peek_s = reply.peek_s
        return len(rows) + new + reply.more

    def _keep_path(self, connection: Connection, reply: RelayReply) -> None:
        """A path that does not prove this hub: nothing of the reply is kept."""
        try:
            keep_path(connection, self._hub, reply.path, reply.revocations, self._parent_key)
        except BadCertificate as error:
            raise SyncError("hub_untrusted", str(error)) from error

    def _checked(self, reply: RelayReply, cursor: dict[str, int], sums: dict[str, str]) -> Pulled:
        try:
            return read_pages(reply, cursor, sums)
        except SyncError as error:
            if error.code == "checksum":
                with self._hub.database.write() as connection:
                    forget_place(connection)
            raise

    def _call(self, message: RelayRequest) -> RelayReply:
        """Send a batch. Another process of this hub may have used a higher counter meanwhile."""
        for _again in range(_COUNTER_TRIES - 1):
            try:
                return self._send(message)
            except SyncError as error:
                if error.code != "replayed":
                    raise
                with self._hub.database.write() as connection:
                    write_meta(connection, COUNTER, str(error.counter))
        return self._send(message)

    def _send(self, message: RelayRequest) -> RelayReply:
        reply: RelayReply = self._ask("/v1/relay", message, RelayReply, next_counter(self._hub))
        return reply

    def _ask(self, path: str, message: msgspec.Struct, answer: type[Any], counter: int) -> Any:
        key, parent = self._parent_key, self._parent.hub
        try:
            return self._client.call("POST", path, message, answer, counter, parent, key)
        except SyncError as error:
            if error.code == "revoked":
                take_revocation(self._hub, error.revocation, parent, key)
            raise

    def _reports(self, connection: Connection) -> list[StationReport]:
        """Health of stations and hubs below, where it changed since the parent heard of it; that
        one was seen again is told once a minute."""
        return [
            each
            for each in all_reports(connection)
            if _without_seconds(each) != _without_seconds(self._reported.get(each.station))
        ][:MOST_REPORTS]

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
            found.append(sign_checkpoint(self._hub.id, EPOCH, n, heads[n], key))
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


def _next_rows(connection: Connection, cursor: int, most: int) -> list[Any]:
    """What was stored after a row, but for what came from above."""
    columns = [EVENTS.c[name] for name in EVENT_COLUMNS]
    query = (
        select(*columns, EVENTS.c.seq, EVENTS.c.hash)
        .where(EVENTS.c.seq > cursor)
        .where(EVENTS.c.seq.not_in(select(FROM_ABOVE.c.event).where(FROM_ABOVE.c.event > cursor)))
        .order_by(EVENTS.c.seq)
        .limit(most)
    )
    return list(connection.execute(query))


def _without_seconds(report: StationReport | None) -> StationReport | None:
    if report is None:
        return None
    return msgspec.structs.replace(report, seen_at=report.seen_at // _MINUTE_MS, oldest=0)


def _count_rows(connection: Connection, cursor: int) -> tuple[int, int]:
    """How many events wait to go up, and since when (ms)."""
    from_above = select(FROM_ABOVE.c.event).where(FROM_ABOVE.c.event > cursor)
    query = select(func.count(), func.min(EVENTS.c.received)).where(
        EVENTS.c.seq > cursor, EVENTS.c.seq.not_in(from_above)
    )
    count, oldest = connection.execute(query).one()
    return int(count), int(oldest or 0)


def _as_seen_above(event: Event) -> Event:
    """Every header goes up; a payload only where its scope lets it."""
    if audience_of(event.scope) is Audience.PUBLIC:
        return event
    return msgspec.structs.replace(event, payload=None, salt=None)
