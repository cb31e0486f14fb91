"""A thread of one device on a port: opens it, serves it until it is gone, tries again."""

import threading
from abc import ABC, abstractmethod

__all__ = ["PortThread"]


class PortThread(ABC):
    """start() and stop() once each.

    Args:
        name: of the thread.
        reconnect_interval_s: between a lost port and the next attempt.
    """

    def __init__(self, name: str, reconnect_interval_s: float) -> None:
        self._reconnect_interval_s = reconnect_interval_s
        self._has_told_lost = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Start watching."""
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """End after what is in hand; False if the thread did not end in time."""
        self._stop.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @abstractmethod
    def _serve(self) -> None:
        """Open the port and serve it until it is gone or `_stop` is set; raises nothing."""

    @abstractmethod
    def _report_lost(self) -> None:
        """Tell that the device is gone."""

    def _found(self) -> None:
        """The device answers: the next loss is told again."""
        self._has_told_lost = False

    def _lost(self) -> None:
        """The device is gone: told once until it was found again."""
        if not self._has_told_lost:
            self._has_told_lost = True
            self._report_lost()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._serve()
            self._stop.wait(self._reconnect_interval_s)
