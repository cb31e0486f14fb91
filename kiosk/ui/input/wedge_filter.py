"""Keyboard wedges: fast bursts of keys are scans; nobody types on a public station."""

import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from kiosk.devices.scans import RepeatGate
from kiosk.devices.wedge import BurstDetector

__all__ = ["WedgeFilter"]

_MIN_CHARS = 6
_SILENCE_MS = 150
# Some scanners send a code twice; a person cannot scan it again that soon.
_DOUBLE_S = 0.5
_FOCUS_KEYS = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Backtab})


class WedgeFilter(QObject):
    """Event filter of the application; `scanned` carries what a scanner typed."""

    scanned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._bursts = BurstDetector(accepts=lambda _text: True, min_chars=_MIN_CHARS)
        self._gate, self._at_ms = RepeatGate(_DOUBLE_S), 0
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.timeout.connect(self._silent)

    def stop(self) -> None:
        """Stop the timer."""
        self._silence.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Look at keys; none is eaten."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _FOCUS_KEYS:
            return False
        text = "\n" if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} else event.text()
        if not text:
            return False
        # The event's own stamp stays true while the screen is busy.
        self._at_ms = event.timestamp() or _now_ms()
        self._take(self._bursts.feed(self._at_ms, text).payload)
        self._silence.start(_SILENCE_MS)
        return False

    def _silent(self) -> None:
        deadline = self._bursts.deadline_ms
        if deadline is not None:
            self._take(self._bursts.tick(deadline).payload)

    def _take(self, payload: str | None) -> None:
        if payload and self._gate.is_new(payload, self._at_ms / 1000):
            self.scanned.emit(payload)


def _now_ms() -> int:
    return time.monotonic_ns() // 1_000_000
