"""Waiting for what Qt brings: looked at after every event, not every few milliseconds."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

__all__ = ["wait_until"]

# Conditions that change without an event, such as another thread's, are looked at so often.
_POLL_MS = 10


def wait_until(is_met: Callable[[], bool], timeout_s: float = 5) -> None:
    """Let Qt work until a condition is met; fails when it is not met in time."""
    if is_met():
        return
    deadline = time.monotonic() + timeout_s
    clock = QTimer()
    clock.start(_POLL_MS)
    while not is_met():
        assert time.monotonic() < deadline, "what was waited for did not come"
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
