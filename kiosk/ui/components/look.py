"""看一下: something covered is shown for three seconds."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

__all__ = ["LOOK_MS", "Look"]

LOOK_MS = 3_000


class Look:
    """Shows, and covers again by itself. `show` is told True, then False."""

    def __init__(self, parent: QWidget, show: Callable[[bool], None]) -> None:
        self._show = show
        self._timer = QTimer(parent)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: show(False))

    def begin(self) -> None:
        """看一下 was touched."""
        self._show(True)
        self._timer.start(LOOK_MS)

    def stop(self) -> None:
        """The session is over; nothing is shown any more."""
        self._timer.stop()
