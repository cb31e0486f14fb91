"""The requests of a station's exchanges: what goes into them, how large they are, their counters.

A chain of exchanges begins from how things stand in the store (`first`). While more waits, the
next request goes out before the reply to the one before it is applied (`after`), as if it were.
"""

from collections.abc import Callable
from typing import NamedTuple

from kiosk import __version__
from kiosk.store.bases import wanted_aggregates
from kiosk.store.enrolment import next_counter
from kiosk.store.epochs import is_forked
from kiosk.store.log import Writing
from kiosk.store.outbox import outbox_counts
from kiosk.store.store import Store
from kiosk.store.streams import checksums, cursors
from kiosk.store.trust import Trust, load_trust
from kiosk.sync.client import HubClient
from kiosk.sync.compression import Packing
from kiosk.sync.errors import SyncError
from kiosk.sync.flight import Flight, Line
from kiosk.sync.protocol import (
    MAX_WANTS,
    OLDEST_PROTOCOL,
    PROTOCOL,
    SCHEMA,
    ExchangeReply,
    ExchangeRequest,
    Health,
    begin_with_events,
)
from kiosk.sync.push import NOTHING, Batch, BatchSize, build_batch
from kiosk.sync.trusting import trust_word

__all__ = ["Departures"]

_LINE_ERRORS = frozenset({"timeout", "unreachable"})
_ENDED = frozenset({"stored", "duplicate", "invalid"})


class Draft(NamedTuple):
    """A batch, and its packing where that was begun: the longer part of making a request."""

    batch: Batch
    packing: Packing | None


class Departures:
    """Makes and sends the requests of one engine.

    Args:
        store: of the station.
        client: of its hub.
        line: sends what is prepared.
        push_size: of batches.
        page_size: of pages asked for.
        printer_state: for the hub's page of stations.
    """

    def __init__(
        self,
        store: Store,
        client: HubClient,
        line: Line,
        push_size: BatchSize,
        page_size: BatchSize,
        printer_state: Callable[[], str],
    ) -> None:
        self._store, self._client, self._line = store, client, line
        self._push_size, self._page_size = push_size, page_size
        self._printer_state = printer_state
        self.protocol = PROTOCOL
        self._spare = self._set_aside = 0

    def first(self) -> Flight:
        """Send what waits, from how things stand now.

        Raises:
            SyncError: `fork` on a disk that the hub knows to be an old one of this station.
        """
        store = self._store
        with store.read() as db:
            trust = load_trust(db)
            # A hub that is not believed is asked for its certificates, and told nothing.
            batch = (
                NOTHING
                if trust.fault
                else build_batch(db, store.chain(), store.keys, self._push_size.bytes)
            )
            known, sums = cursors(db), checksums(db)
            waits, is_old_disk = outbox_counts(db), is_forked(db)
            wants = list(wanted_aggregates(db, MAX_WANTS))
        if is_old_disk and not waits.pending:
            # The answers to what waits would tell more; now staff decide.
            raise SyncError("fork", "the hub knows this station's chain otherwise than this disk")
        health = Health(__version__, waits.pending, waits.oldest_ms, self._printer_state())
        with store.write() as writing:
            counter = next_counter(writing, 2)
        self._spare = counter + 1
        message = self._message(batch, trust, known, wants=wants, health=health)
        return self._send(message, counter, Draft(batch, None), trust, sums)

    def set_aside(self, writing: Writing) -> None:
        """Set a counter aside for the request after the one that is out, in the transaction that
        applies a reply; `confirm` it after the commit."""
        self._set_aside = next_counter(writing)

    def confirm(self) -> None:
        """What was set aside is durable."""
        self._spare, self._set_aside = self._set_aside, 0

    def draft(self, flight: Flight) -> Draft | None:
        """What to push after a request that leaves more to push; to be made while it is out."""
        if not flight.batch.has_more:
            return None
        batch = self._batch_after(flight.batch, self._push_size.next_bytes)
        return Draft(batch, Packing(begin_with_events(batch.events))) if batch.events else None

    def after(self, flight: Flight, reply: ExchangeReply, draft: Draft | None) -> Flight | None:
        """Send the next request where there is more, as if this reply were applied already.

        Args:
            flight: the request that was answered.
            reply: as the hub signed it; its pages are not checked yet.
            draft: made for this moment, or None.

        Returns:
            What was sent; None where the reply must be applied first.
        """
        if not (flight.batch.has_more or reply.more) or reply.filled or not self._spare:
            return None
        if any(result.status not in _ENDED for result in reply.results):
            # What is to be tried again goes first: from how things stand then.
            return None
        moved = [stream for stream, _ in reply.pages if stream in reply.cursor]
        known = flight.known | {stream: reply.cursor[stream] for stream in moved}
        sums = flight.sums | {stream: reply.checksum.get(stream, "") for stream in moved}
        if draft is None or draft.batch.size > self._push_size.bytes:
            draft = Draft(self._batch_after(flight.batch, self._push_size.bytes), None)
        counter, self._spare = self._spare, 0
        message = self._message(draft.batch, flight.trust, known)
        return self._send(message, counter, draft, flight.trust, sums)

    def note_error(self, error: SyncError) -> None:
        """A request failed: send less where the line was the reason, speak what an older hub
        speaks."""
        if error.code in _LINE_ERRORS:
            self._push_size.failed()
            self._page_size.failed()
        common = [p for p in error.protocols if OLDEST_PROTOCOL <= p <= PROTOCOL]
        if error.code == "outdated" and common:
            self.protocol = max(common)

    def note_reply(self, flight: Flight, reply: ExchangeReply, elapsed_s: float) -> None:
        """A request was answered: send more."""
        if flight.batch.has_more:
            self._push_size.succeeded(flight.batch.size, elapsed_s)
        if reply.more:
            size = sum(len(event.payload or "") + 330 for event in reply.events)
            self._page_size.succeeded(size, elapsed_s)

    def _batch_after(self, batch: Batch, max_bytes: int) -> Batch:
        store = self._store
        with store.read() as db:
            return build_batch(db, store.chain(), store.keys, max_bytes, batch.span)

    def _message(
        self,
        batch: Batch,
        trust: Trust,
        known: dict[str, int],
        *,
        wants: list[str] | None = None,
        health: Health | None = None,
    ) -> ExchangeRequest:
        return ExchangeRequest(
            protocol=self.protocol,
            schema=SCHEMA,
            cursor=known,
            events=batch.events,
            checkpoint=batch.checkpoint,
            wants=wants or [],
            health=health,
            page_bytes=self._page_size.bytes,
            trust=trust_word(trust),
        )

    def _send(
        self,
        message: ExchangeRequest,
        counter: int,
        draft: Draft,
        trust: Trust,
        sums: dict[str, str],
    ) -> Flight:
        prepared = self._client.prepare("POST", "/v1/exchange", message, counter, draft.packing)
        return Flight(draft.batch, trust, message.cursor, sums, self._line.send(prepared))
