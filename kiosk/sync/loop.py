"""The sync thread: finds out by itself whether the hub can be reached; nobody waits for it."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from types import TracebackType
from typing import Any

import httpx
import structlog

from kiosk.store.enrolment import success_ms
from kiosk.store.errors import StoreError
from kiosk.store.outbox import outbox_counts
from kiosk.store.store import Store
from kiosk.sync.backoff import Backoff
from kiosk.sync.engine import AfterDelivery, Engine, Exchanged
from kiosk.sync.errors import NotEnrolled, SyncError

__all__ = ["SyncLoop", "SyncStatus"]

_STAFF_DECIDE = frozenset({"epoch", "fork", "quarantined"})
# Of the hub's interval: how soon to look, and for how long, after something came or went.
_SOON, _SOON_FOR = 1 / 3, 3.0
_log: Any = structlog.get_logger(__name__)


class _Reason(Enum):
    """Why the thread goes on. A wake-up while offline does not hurry the next attempt."""

    STOP = auto()
    WOKEN = auto()
    DUE = auto()
    LOOK = auto()


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the screen says about sync.

    Attributes:
        state: `unenrolled`, `online` (the last exchange was acknowledged), `syncing` (one is
            under way and the hub was there before), `offline`.
        pending: own events that the hub has not acknowledged.
        invalid: own events that the hub would not store; staff must look at them.
        oldest_pending_ms: when the oldest pending event was made; 0 if none.
        last_success_ms: when the hub last acknowledged; 0 for never.
        error_code: of the last failure (`SyncError.code`); empty after a success.
    """

    state: str = "unenrolled"
    pending: int = 0
    invalid: int = 0
    oldest_pending_ms: int = 0
    last_success_ms: int = 0
    error_code: str = ""


class SyncLoop:
    """One thread that exchanges with the hub whenever there is reason to.

    Args:
        store: of the station.
        on_status: called on this thread with each new status; must return at once.
        after_delivery: called inside the transaction that applies pulled events.
        on_delivered: called on this thread, after the commit, with the aggregates that changed.
        interval_s: how often an idle station asks its hub.
        timeout_s: for each exchange.
        transport: of httpx.
        ca_file: PEM file of the authority of the hub's TLS certificate; empty for the system's.
        backoff: waits after failures.
        printer_state: told to the hub; must return at once.
    """

    def __init__(
        self,
        store: Store,
        *,
        on_status: Callable[[SyncStatus], None] | None = None,
        after_delivery: AfterDelivery | None = None,
        on_delivered: Callable[[frozenset[str]], None] | None = None,
        interval_s: float = 30.0,
        timeout_s: float = 20.0,
        transport: httpx.BaseTransport | None = None,
        ca_file: str = "",
        backoff: Backoff | None = None,
        printer_state: Callable[[], str] = str,
    ) -> None:
        self._store = store
        self._on_status, self._on_delivered = on_status, on_delivered
        self._interval_s = interval_s
        self._backoff = backoff or Backoff()
        self._make_engine: Callable[[], Engine] = partial(
            Engine,
            store,
            after_delivery=after_delivery,
            transport=transport,
            timeout_s=timeout_s,
            ca_file=ca_file,
            printer_state=printer_state,
        )
        self._engine: Engine | None = None
        self._signal = threading.Condition()
        self._is_stopping = self._is_awake = self._is_hurried = False
        self._moved = -math.inf
        self._thread: threading.Thread | None = None
        self._status = SyncStatus()

    def __enter__(self) -> "SyncLoop":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def status(self) -> SyncStatus:
        """The last status; from any thread."""
        return self._status

    def start(self) -> None:
        """Start the thread."""
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._thread.start()

    def wake(self, *, now: bool = False) -> None:
        """Something was committed, or the station was enrolled. Never blocks; from any thread.

        Args:
            now: try at once even while offline (a person pressed the button).
        """
        with self._signal:
            self._is_awake = True
            self._is_hurried = self._is_hurried or now
            self._signal.notify_all()

    def stop(self) -> None:
        """End the thread and wait for it; an exchange under way ends or times out first."""
        with self._signal:
            self._is_stopping = True
            self._signal.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        due = time.monotonic()
        try:
            while (reason := self._next_reason(due)) is not _Reason.STOP:
                if reason is _Reason.LOOK and not self._has_news():
                    continue
                if reason is _Reason.WOKEN and self._status.state == "offline":
                    # The hub is not there; only the counts on the screen move.
                    self._publish("offline", self._status.error_code)
                else:
                    due = time.monotonic() + self._round()
        finally:
            self._drop_engine()

    def _next_reason(self, due: float) -> "_Reason":
        with self._signal:
            wait_s = None if math.isinf(due) else max(0.0, due - time.monotonic())
            look_s = self._look_s()
            is_look = bool(look_s) and (wait_s is None or look_s < wait_s)
            is_called = self._signal.wait_for(
                lambda: self._is_stopping or self._is_awake or self._is_hurried,
                look_s if is_look else wait_s,
            )
            if is_look and not is_called:
                return _Reason.LOOK
            is_woken_only = self._is_awake and not self._is_hurried
            self._is_awake = self._is_hurried = False
            if self._is_stopping:
                return _Reason.STOP
            return _Reason.WOKEN if is_woken_only else _Reason.DUE

    def _look_s(self) -> float:
        """After how long to look for news before the next exchange is due; 0 for not at all."""
        if self._status.state != "online" or self._engine is None:
            return 0.0
        # News seldom comes alone: a seat is asked for, given back elsewhere, granted, and spent.
        # Who took part in the first of it must not be a whole interval late for each of the rest.
        peek_s = self._engine.peek_s
        is_lively = time.monotonic() - self._moved < _SOON_FOR * peek_s
        return peek_s * _SOON if is_lively else peek_s

    def _has_news(self) -> bool:
        """Whether to exchange now. A hub that cannot be asked is for the exchange to find out."""
        try:
            return self._engine is not None and self._engine.has_news()
        except (SyncError, StoreError):
            return True

    def _round(self) -> float:
        """Exchange once. Returns after how many seconds to do so again."""
        try:
            self._open_engine()
            if self._status.state == "offline":
                # Until the hub has answered, what kept it away last still stands.
                self._publish("offline", self._status.error_code)
            else:
                self._publish("syncing", "")
            done = self._exchange()
        except NotEnrolled:
            self._publish("unenrolled", "")
            return math.inf
        except SyncError as error:
            _log.info("sync_failed", code=error.code, detail=str(error))
            if error.code in _STAFF_DECIDE:
                # Another program may enrol the station anew, in a new epoch.
                self._drop_engine()
            self._publish("offline", error.code)
            return self._backoff.failed(error.retry_after_s)
        except Exception as error:
            # A full disk or a defect must not end the thread: it is shown and tried again.
            code = error.code if isinstance(error, StoreError) else "internal"
            _log.exception("sync_failed", code=code)
            self._publish("offline", code)
            return self._backoff.failed()
        self._backoff.succeeded()
        self._publish("syncing" if done.has_more else "online", "")
        return 0.0 if done.has_more else self._interval_s

    def _exchange(self) -> Exchanged:
        if self._engine is None:
            raise NotEnrolled
        done = self._engine.exchange()
        if done.pulled or done.pushed:
            self._moved = time.monotonic()
        if done.changed and self._on_delivered is not None:
            self._on_delivered(done.changed)
        return done

    def _open_engine(self) -> None:
        if self._engine is None:
            self._engine = self._make_engine()

    def _drop_engine(self) -> None:
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def _publish(self, state: str, error_code: str) -> None:
        status = replace(self._counted(), state=state, error_code=error_code)
        if status != self._status:
            self._status = status
            if self._on_status is not None:
                self._on_status(status)

    def _counted(self) -> SyncStatus:
        try:
            with self._store.read() as db:
                counts, success = outbox_counts(db), success_ms(db)
        except StoreError:
            return self._status
        return SyncStatus(
            pending=counts.pending,
            invalid=counts.invalid,
            oldest_pending_ms=counts.oldest_ms,
            last_success_ms=success,
        )
