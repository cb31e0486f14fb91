"""One exchange at a time: build, send, check, apply in one transaction."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import httpx
import msgspec

from kiosk import __version__
from kiosk.store.bases import wanted_aggregates
from kiosk.store.enrolment import (
    Enrolment,
    load_enrolment,
    next_counter,
    raise_counter,
)
from kiosk.store.outbox import outbox_counts
from kiosk.store.store import Store
from kiosk.store.streams import checksums, cursors, forget_streams
from kiosk.store.trust import Trust, load_trust, save_trust
from kiosk.sync.applying import AfterDelivery, apply_reply
from kiosk.sync.client import HubClient
from kiosk.sync.errors import NotEnrolled, SyncError
from kiosk.sync.protocol import (
    MAX_WANTS,
    OLDEST_PROTOCOL,
    PROTOCOL,
    SCHEMA,
    ExchangeReply,
    ExchangeRequest,
    Health,
    PeekReply,
    PeekRequest,
    SnapshotReply,
    SnapshotRequest,
    StatusReply,
)
from kiosk.sync.pull import Pulled, read_pages
from kiosk.sync.push import Batch, BatchSize, build_batch
from kiosk.sync.snapshot import OtherRules, load_snapshot
from kiosk.sync.trusting import next_trust, trust_word

__all__ = ["AfterDelivery", "Engine", "Exchanged", "SyncCounts", "sync_until_empty"]

_Answer = TypeVar("_Answer")
SNAPSHOT_BEHIND = 5_000
"""About a minute and a half of a line of 50 kbit/s."""
_LINE_ERRORS = frozenset({"timeout", "unreachable"})


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
        self._monotonic, self._printer_state = monotonic, printer_state
        self._push_size, self._page_size = BatchSize(), BatchSize()
        self._protocol, self._peek_s = PROTOCOL, 0.0
        self._snapshot_behind, self._takes_snapshots = snapshot_behind, True
        with store.read() as db:
            enrolment = load_enrolment(db)
        if enrolment is None:
            raise NotEnrolled
        self._enrolment: Enrolment = enrolment
        chain = store.chain()
        self._client = HubClient(
            enrolment.hub_url,
            chain.station,
            chain.epoch,
            store.keys.signing_key,
            transport=transport,
            timeout_s=timeout_s,
            ca_file=ca_file or enrolment.ca_file,
        )

    def close(self) -> None:
        """Close the connection."""
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
            message = PeekRequest(protocol=self._protocol, cursor=cursors(db))
        enrolment = self._enrolment
        # The hub takes any counter here: nothing depends on the request being new.
        counter = self._store.clock.now_ms()
        reply: PeekReply = self._client.call(
            "POST", "/v1/peek", message, PeekReply, counter, enrolment.hub, enrolment.hub_key
        )
        return reply.behind > 0

    def exchange(self) -> Exchanged:
        """Push one batch and pull one page, in one round trip.

        Raises:
            SyncError: nothing of it was applied; what the hub stored is told again next time.
        """
        store = self._store
        with store.read() as db:
            trust = load_trust(db)
            # A hub that is not believed is asked for its certificates, and told nothing.
            batch = (
                Batch([], [], None, 0, has_more=False)
                if trust.fault
                else build_batch(db, store.chain(), store.keys, self._push_size.bytes)
            )
            known, sums = cursors(db), checksums(db)
            waits = outbox_counts(db)
            wants = list(wanted_aggregates(db, MAX_WANTS))
        message = ExchangeRequest(
            protocol=self._protocol,
            schema=SCHEMA,
            cursor=known,
            events=batch.events,
            checkpoint=batch.checkpoint,
            wants=wants,
            health=Health(__version__, waits.pending, waits.oldest_ms, self._printer_state()),
            page_bytes=self._page_size.bytes,
            trust=trust_word(trust),
        )
        start = self._monotonic()
        try:
            reply = self._call("POST", "/v1/exchange", message, ExchangeReply)
        except SyncError as error:
            if error.code in _LINE_ERRORS:
                self._push_size.failed()
                self._page_size.failed()
            self._negotiate(error)
            raise
        elapsed_s = self._monotonic() - start
        self._require_trust(trust, reply)
        if len(reply.results) != len(batch.events):
            raise SyncError("bad_reply", "results do not match the pushed events")
        done = self._apply(batch, reply, self._checked(reply, known, sums))
        self._adapt(batch, reply, elapsed_s)
        self._peek_s = reply.peek_s
        if self._takes_snapshots and reply.behind >= self._snapshot_behind and not batch.has_more:
            return self._take_snapshot(done)
        return done

    def _require_trust(self, trust: Trust, reply: ExchangeReply) -> None:
        """Look at the hub's certificates where they changed, before anything of a reply is kept.

        Raises:
            SyncError: `hub_untrusted`; what waits goes on waiting.
        """
        store = self._store
        found = next_trust(
            trust,
            self._enrolment,
            (store.chain().station, store.keys.public_key),
            (reply.path, reply.revocations),
            (store.clock.now_ms(), reply.time),
        )
        if found != trust:
            with store.write() as writing:
                save_trust(writing, found)
        if found.fault:
            raise SyncError("hub_untrusted", found.fault)

    def _take_snapshot(self, done: Exchanged) -> Exchanged:
        """What is still to come is much: states first, their logs with the next exchanges."""

        def ask(request: SnapshotRequest) -> SnapshotReply:
            return self._call("POST", "/v1/snapshot", request, SnapshotReply)

        page_bytes = 8 * self._page_size.bytes
        try:
            changed = load_snapshot(self._store, ask, self._protocol, page_bytes)
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
            if error.code == "replayed":
                with self._store.write() as writing:
                    raise_counter(writing, error.counter)
            raise
        return reply

    def _negotiate(self, error: SyncError) -> None:
        """An older hub says what it speaks: speak that from the next exchange on."""
        common = [p for p in error.protocols if OLDEST_PROTOCOL <= p <= PROTOCOL]
        if error.code == "outdated" and common:
            self._protocol = max(common)

    def _checked(self, reply: ExchangeReply, known: dict[str, int], sums: dict[str, str]) -> Pulled:
        try:
            return read_pages(reply, known, sums)
        except SyncError as error:
            if error.code == "checksum":
                with self._store.write() as writing:
                    forget_streams(writing)
            raise

    def _apply(self, batch: Batch, reply: ExchangeReply, pulled: Pulled) -> Exchanged:
        done = apply_reply(self._store, batch.ids, reply, pulled, self._after_delivery)
        has_more = batch.has_more or reply.more or done.has_follow_ups
        return Exchanged(done.pushed, done.pulled, done.invalid, done.changed, has_more)

    def _adapt(self, batch: Batch, reply: ExchangeReply, elapsed_s: float) -> None:
        if batch.has_more:
            self._push_size.succeeded(batch.size, elapsed_s)
        if reply.more:
            size = sum(len(event.payload or "") + 330 for event in reply.events)
            self._page_size.succeeded(size, elapsed_s)


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
