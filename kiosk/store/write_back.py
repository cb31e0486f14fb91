"""The write-ahead log is moved into its file beside the writers, not by them.

SQLite would do it within a commit, every thousand pages: then one commit of many waits for all of
them. What is committed is durable before and after; only where it lies changes.
"""

import contextlib
import threading
from collections.abc import Callable
from typing import Any

import structlog

__all__ = ["WriteBack"]

_ROWS = 4_000
"""After how many changed rows; each changes a page at most, or shares one with others."""
_log = structlog.get_logger(__name__)


class WriteBack:
    """One thread, begun when there is something to move for the first time.

    Args:
        connect: opens a connection of its own (PEP 249), on that thread.
    """

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._signal = threading.Condition()
        self._rows = 0
        self._is_stopping = False
        self._thread: threading.Thread | None = None

    def note(self, rows: int) -> None:
        """So many rows were just committed. Never waits; from any thread."""
        with self._signal:
            self._rows += rows
            if self._rows < _ROWS or self._is_stopping:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="write-back", daemon=True)
                self._thread.start()
            self._signal.notify_all()

    def close(self) -> None:
        """End the thread; what it is at ends first."""
        with self._signal:
            self._is_stopping = True
            self._signal.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        try:
            with contextlib.closing(self._connect()) as connection:
                while self._is_wanted():
                    # Passive: nobody waits for it, neither writers nor readers.
                    cursor = connection.cursor()
                    cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
                    cursor.fetchall()
        except Exception:
            # Writers do it themselves then, when the log has grown (`database.connect`).
            _log.warning("write_back_stopped", exc_info=True)

    def _is_wanted(self) -> bool:
        with self._signal:
            self._signal.wait_for(lambda: self._rows >= _ROWS or self._is_stopping)
            self._rows = 0
            return not self._is_stopping
