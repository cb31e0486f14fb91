"""One exchange at a time: build, send, check, apply in one transaction."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import httpx
import msgspec

from kiosk.store.enrolment import (
    Enrolment,
    load_enrolment,
    next_counter,
    raise_counter,
)
from kiosk.store.epochs import note_fork
from kiosk.store.log import Writing
from kiosk.store.store import Store
from kiosk.store.streams import cursors, forget_streams
from kiosk.sync.applying import AfterDelivery, apply_reply
from kiosk.sync.client import HubClient, read_reply
from kiosk.sync.departures import Departures
from kiosk.sync.errors import NotEnrolled, SyncError
from kiosk.sync.flight import Flight, Line
from kiosk.sync.protocol import (
    ExchangeReply,
    PeekReply,
    PeekRequest,
    SnapshotReply,
    SnapshotRequest,
    StatusReply,
)
from kiosk.sync.pull import Pulled, read_pages
from kiosk.sync.push import BatchSize
from kiosk.sync.snapshot import OtherRules, load_snapshot
from kiosk.sync.trusting import require_trust

__all__ = ["AfterDelivery", "Engine", "Exchanged", "SyncCounts", "sync_until_empty"]

_Answer = TypeVar("_Answer")
SNAPSHOT_BEHIND = 5_000
"""About a minute and a half of a line of 50 kbit/s."""
_STALE_MS = 5_000


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What one exchange did. `changed` are aggregates whose state was written."""

    pushed: int
    pulled: int
    invalid: int
    changed: frozenset[str]
    has_more: bool


@dataclass(frozen=True, slots=True)
class SyncCounts:
    """Sums over several exchanges."""

    pushed: int
    pulled: int
    invalid: int
    rounds: int


# The hub knows of another disk; its word on which event it was may have been lost on the way.
_OLD_DISK = frozenset({"epoch", "quarantined"})


class Engine:
    """Exchanges of one enrolled station; for one thread at a time. `close` it after use.

    Args:
        store: of the station.
        after_delivery: called inside the transaction that applies a reply, pulled events or none.
        transport: of httpx.
        timeout_s: for each exchange.
        ca_file: PEM file of the authority of the hub's TLS certificate; empty for the system's.
        monotonic: seconds that only go forward.
        printer_state: for the hub's page of stations; empty where there is no printer.
        snapshot_behind: from how many events behind on the hub's states are taken first.

    Raises:
        NotEnrolled: the station has no hub yet.
    """

    def __init__(
        self,
        store: Store,
        *,
        after_delivery: AfterDelivery | None = None,
        transport: httpx.BaseTransport | None = None,
        timeout_s: float = 20.0,
        ca_file: str = "",
        monotonic: Callable[[], float] = time.monotonic,
        snapshot_behind: int = SNAPSHOT_BEHIND,
        printer_state: Callable[[], str] = str,
    ) -> None:
        self._store = store
        self._after_delivery = after_delivery
        self._push_size, self._page_size = BatchSize(), BatchSize()
        self._peek_s = 0.0
        self._snapshot_behind, self._takes_snapshots = snapshot_behind, True
        with store.read() as db:
            enrolment = load_enrolment(db)
        if enrolment is None:
            raise NotEnrolled
        self._enrolment: Enrolment = enrolment
        chain = store.chain()
        self._epoch = chain.epoch
        self._client = HubClient(
            enrolment.hub_url,
            chain.station,
            chain.epoch,
            store.keys.signing_key,
            transport=transport,
            timeout_s=timeout_s,
            ca_file=ca_file or enrolment.ca_file,
        )
        self._line = Line(self._client, monotonic, store.clock.now_ms)
        self._departures = Departures(
            store, self._client, self._line, self._push_size, self._page_size, printer_state
        )
        self._flight: Flight | None = None
        self._owes = False

    def close(self) -> None:
        """Close the connection; a request under way ends or times out first."""
        self._line.close()
        self._client.close()

    def status(self) -> StatusReply:
        """Ask the hub whether it lives. Raises SyncError."""
        return self._call("GET", "/v1/status", None, StatusReply)

    @property
    def peek_s(self) -> float:
        """How often the hub lets us look for news between exchanges; 0 for not at all."""
        return self._peek_s

    def has_news(self) -> bool:
        """Ask the hub whether anything is new; writes nothing, here or there. Raises SyncError."""
        with self._store.read() as db:
            message = PeekRequest(protocol=self._departures.protocol, cursor=cursors(db))
        enrolment = self._enrolment
        # The hub takes any counter here: nothing depends on the request being new.
        counter = self._store.clock.now_ms()
        reply: PeekReply = self._client.call(
            "POST", "/v1/peek", message, PeekReply, counter, enrolment.hub, enrolment.hub_key
        )
        return reply.behind > 0

    def exchange(self) -> Exchanged:
        """Push one batch and pull one page, in one round trip.

        While more waits, the next request goes out before the reply to this one is applied, and
        what it pushes is made ready while the hub works: neither side waits for the other. At most
        one request is on its way, and replies are applied strictly in their order.

        Raises:
            SyncError: nothing of it was applied; what the hub stored is told again next time.
        """
        flight, self._flight = self._still_good(self._flight), None
        if flight is None:
            flight, self._owes = self._departures.first(), False
        draft = self._departures.draft(flight)
        reply = self._arrival(flight)
        is_trust_same = require_trust(self._store, self._enrolment, flight.trust, reply)
        if len(reply.results) != len(flight.batch.events):
            raise SyncError("bad_reply", "results do not match the pushed events")
        is_snapshot_due = (
            self._takes_snapshots
            and reply.behind >= self._snapshot_behind
            and not flight.batch.has_more
        )
        ahead = None
        if is_trust_same and not is_snapshot_due:
            ahead = self._departures.after(flight, reply, draft)
        # From here on an error leaves the request ahead to itself: nobody looks at its reply.
        done, is_in_turn = self._apply(flight, reply, self._checked(flight, reply))
        self._flight, self._peek_s = ahead if is_in_turn else None, reply.peek_s
        if is_snapshot_due:
            return self._take_snapshot(done)
        return done

    def _still_good(self, flight: Flight | None) -> Flight | None:
        """A reply that lay about for long (the program was stopped) tells no time any more."""
        if flight is None or not flight.future.done() or flight.future.exception() is not None:
            return flight
        age_ms = self._store.clock.now_ms() - flight.future.result().at_ms
        return flight if 0 <= age_ms <= _STALE_MS else None

    def _arrival(self, flight: Flight) -> ExchangeReply:
        """The hub's answer, and what it tells of the line."""
        enrolment = self._enrolment
        try:
            arrived = flight.future.result()
            reply: ExchangeReply = read_reply(
                arrived.raw, ExchangeReply, enrolment.hub, enrolment.hub_key
            )
        except SyncError as error:
            self._departures.note_error(error)
            self._note_replay(error)
            if error.code in _OLD_DISK:
                with self._store.write() as writing:
                    note_fork(writing)
            raise
        self._departures.note_reply(flight, reply, arrived.elapsed_s)
        return reply

    def _take_snapshot(self, done: Exchanged) -> Exchanged:
        """What is still to come is much: states first, their logs with the next exchanges."""

        def ask(request: SnapshotRequest) -> SnapshotReply:
            return self._call("POST", "/v1/snapshot", request, SnapshotReply)

        page_bytes = 8 * self._page_size.bytes
        try:
            changed = load_snapshot(self._store, ask, self._departures.protocol, page_bytes)
        except OtherRules:
            # The log comes page by page as ever.
            self._takes_snapshots = False
            return done
        return replace(done, changed=done.changed | (changed or frozenset()), has_more=True)

    def _call(
        self, method: str, path: str, message: msgspec.Struct | None, answer: type[_Answer]
    ) -> _Answer:
        with self._store.write() as writing:
            counter = next_counter(writing)
        enrolment = self._enrolment
        try:
            reply: _Answer = self._client.call(
                method, path, message, answer, counter, enrolment.hub, enrolment.hub_key
            )
        except SyncError as error:
            self._note_replay(error)
            raise
        return reply

    def _note_replay(self, error: SyncError) -> None:
        """The hub has seen a higher counter than ours."""
        if error.code == "replayed":
            with self._store.write() as writing:
                raise_counter(writing, error.counter)

    def _checked(self, flight: Flight, reply: ExchangeReply) -> Pulled:
        try:
            return read_pages(reply, flight.known, flight.sums)
        except SyncError as error:
            if error.code == "checksum":
                with self._store.write() as writing:
                    forget_streams(writing)
            raise

    def _apply(
        self, flight: Flight, reply: ExchangeReply, pulled: Pulled
    ) -> tuple[Exchanged, bool]:
        has_more = flight.batch.has_more or reply.more

        def within(writing: Writing) -> None:
            if self._after_delivery is not None:
                self._after_delivery(writing)
            if has_more:
                self._departures.set_aside(writing)

        done = apply_reply(
            self._store,
            flight.batch.ids,
            reply,
            pulled,
            within,
            rows=flight.batch.rows,
            asked_from=flight.known,
            epoch=self._epoch,
        )
        self._departures.confirm()
        # The request that is out by now was made before what this reply led to.
        self._owes = self._owes or done.has_follow_ups
        has_more = has_more or self._owes
        exchanged = Exchanged(done.pushed, done.pulled, done.invalid, done.changed, has_more)
        return exchanged, done.is_in_turn


def sync_until_empty(
    store: Store,
    *,
    after_delivery: AfterDelivery | None = None,
    transport: httpx.BaseTransport | None = None,
    timeout_s: float = 20.0,
    ca_file: str = "",
) -> SyncCounts:
    """Exchange until nothing waits on either side, for `kiosk sync`.

    Raises:
        NotEnrolled: the station has no hub.
        SyncError: the first failure; what was done before it stays done.
    """
    engine = Engine(
        store,
        after_delivery=after_delivery,
        transport=transport,
        timeout_s=timeout_s,
        ca_file=ca_file,
    )
    pushed = pulled = invalid = rounds = 0
    try:
        has_more = True
        while has_more:
            done = engine.exchange()
            pushed, pulled = pushed + done.pushed, pulled + done.pulled
            invalid, rounds = invalid + done.invalid, rounds + 1
            has_more = done.has_more
    finally:
        engine.close()
    return SyncCounts(pushed, pulled, invalid, rounds)
