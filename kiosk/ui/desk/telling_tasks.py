"""Tasks that tell when something was written here, so that every page can look again."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from kiosk.ui.bridge import Bridge

__all__ = ["TellingTasks"]

T = TypeVar("T")


class TellingTasks(QObject):
    """`Tasks` over the bridge; `changed` after each write that went well, with an empty set."""

    changed = Signal(frozenset)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge

    def read(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run a query on the reading thread."""
        self._bridge.read(work, done, failed)

    def write(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run a use case on the writing thread, then tell."""

        def and_tell(result: T) -> None:
            done(result)
            self.changed.emit(frozenset())

        self._bridge.write(work, and_tell, failed)
