"""Brings results and reports of other threads to the screen's thread."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from PySide6.QtCore import QObject, Qt, Signal

from kiosk.store.errors import StoreError

__all__ = ["Bridge"]

T = TypeVar("T")
_log = structlog.get_logger("bridge")


@dataclass(frozen=True, slots=True)
class _Parcel:
    session: int
    future: Future[Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]


class Bridge(QObject):
    """Made on the screen's thread. `published` carries reports of devices and of the sync loop.

    Results that belong to a session that has ended are dropped: the next person must not see
    them.
    """

    published = Signal(str, object)
    _finished = Signal(object)

    def __init__(
        self, reader: Executor, writer: Executor, committed: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__()
        self._reader, self._writer, self._committed = reader, writer, committed
        self._session = 0
        self._is_closed = False
        self._under_way = 0
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def read(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run a query on the reading thread."""
        self._submit(self._reader, work, done, failed)

    def write(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run a use case on the writing thread; printing and sync are woken when it is done."""

        def and_tell() -> T:
            result = work()
            self._committed()
            return result

        self._submit(self._writer, and_tell, done, failed)

    def publish(self, topic: str, value: object) -> None:
        """From any thread; arrives on the screen's thread."""
        if not self._is_closed:
            self.published.emit(topic, value)

    @property
    def is_idle(self) -> bool:
        """Whether every piece of work has come back; asked on the screen's thread."""
        return self._under_way == 0

    def end_session(self) -> None:
        """Results under way are not delivered any more; their work is finished all the same."""
        self._session += 1

    def close(self) -> None:
        """Deliver nothing from now on."""
        self._is_closed = True
        self.end_session()

    def _submit(
        self,
        executor: Executor,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        if self._is_closed:
            # Reports still queued at the end must not ask threads that have stopped.
            return
        session = self._session
        self._under_way += 1

        def arrived(future: "Future[T]") -> None:
            if not self._is_closed:
                self._finished.emit(_Parcel(session, future, done, failed))

        executor.submit(work).add_done_callback(arrived)

    def _deliver(self, parcel: _Parcel) -> None:
        self._under_way -= 1
        error = parcel.future.exception()
        if isinstance(error, StoreError):
            # The station has to know, also where the person has left already.
            self.publish("store", error)
        if parcel.session != self._session:
            return
        if error is None:
            parcel.done(parcel.future.result())
        elif isinstance(error, Exception):
            # Codes only: an exception's text may quote what a person typed.
            _log.info("use case failed", error=type(error).__name__)
            parcel.failed(error)
        else:
            raise error
