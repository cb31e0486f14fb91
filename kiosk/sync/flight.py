"""A request on its way while the program works on: one at a time, on a thread of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from kiosk.store.trust import Trust
from kiosk.sync.client import HubClient, Prepared, RawReply
from kiosk.sync.push import Batch

__all__ = ["Arrived", "Flight", "Line"]


class Arrived(NamedTuple):
    """A reply, not yet believed: how long it took, and when it came (ms, the own clock)."""

    raw: RawReply
    elapsed_s: float
    at_ms: int


class Flight(NamedTuple):
    """A request that was sent: its batch, what was believed of the hub then, and where the streams
    stood that it asks beyond."""

    batch: Batch
    trust: Trust
    known: dict[str, int]
    sums: dict[str, str]
    future: Future[Arrived]


class Line:
    """Sends prepared requests one after the other; `close` it after use.

    Args:
        client: of the hub.
        monotonic: seconds that only go forward.
        now_ms: the own clock.
    """

    def __init__(
        self, client: HubClient, monotonic: Callable[[], float], now_ms: Callable[[], int]
    ) -> None:
        self._client, self._monotonic, self._now_ms = client, monotonic, now_ms
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sync-line")

    def send(self, prepared: Prepared) -> Future[Arrived]:
        """Returns when the request has gone out, or has failed; the reply comes later.

        A request that nobody waits for any more ends before the next one is sent.
        """
        has_gone = threading.Event()

        def carry() -> Arrived:
            start = self._monotonic()
            try:
                raw = self._client.transmit(prepared, on_sent=has_gone.set)
            finally:
                has_gone.set()
            return Arrived(raw, self._monotonic() - start, self._now_ms())

        future = self._thread.submit(carry)
        # What the caller does next keeps the interpreter busy: let the request go first.
        has_gone.wait()
        return future

    def close(self) -> None:
        """A request under way ends or times out first."""
        self._thread.shutdown()
