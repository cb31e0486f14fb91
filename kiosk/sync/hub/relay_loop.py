"""The thread in which a serving hub speaks with its parent."""

import threading
import time
from types import TracebackType
from typing import Any

import structlog

from kiosk.sync.backoff import Backoff
from kiosk.sync.errors import SyncError
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.relay import Relay

__all__ = ["RelayLoop"]

_log: Any = structlog.get_logger(__name__)


class RelayLoop:
    """One thread that passes on whatever comes, either way, for as long as the hub serves.

    Args:
        hub: open, with a parent.
        interval_s: how often it looks for news; seldom enough for a parent with many below.
        quiet_s: the parent is spoken to at least this often: it is how it knows that all is well.
        backoff: between tries in vain.
    """

    def __init__(
        self,
        hub: Hub,
        *,
        interval_s: float = 1.0,
        quiet_s: float = 30.0,
        backoff: Backoff | None = None,
    ) -> None:
        self._hub, self._interval_s, self._quiet_s = hub, interval_s, quiet_s
        self._backoff = backoff or Backoff()
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self._spoke_at = -quiet_s

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
                wait_s = 0.0 if self._speak(relay) else self._interval_s
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

    def _speak(self, relay: Relay) -> bool:
        """One round, if there is a reason for one; whether there is more to do at once."""
        now = time.monotonic()
        if now - self._spoke_at < self._quiet_s and not relay.has_news():
            return False
        moved = relay.pass_on()
        self._spoke_at = now
        return moved > 0
