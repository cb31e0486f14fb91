"""Nobody touches anything: the window is locked, and later what lies beneath is wiped."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from kiosk.config import DeskSettings

__all__ = ["IdleLock"]

_TOUCHES = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.KeyPress,
}


class IdleLock(QObject):
    """Counts from the last key or touch; an event filter of the application."""

    lock_due = Signal()
    wipe_due = Signal()

    def __init__(self, settings: DeskSettings) -> None:
        super().__init__()
        self._lock = self._timer(settings.lock_s)
        self._lock.timeout.connect(self.lock_due)
        self._wipe = self._timer(settings.wipe_s)
        self._wipe.timeout.connect(self.wipe_due)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def work_begins(self) -> None:
        """Somebody was let in."""
        self._wipe.stop()
        self._lock.start()

    def work_is_locked(self) -> None:
        """The cover lies over somebody's work."""
        self._lock.stop()
        self._wipe.start()

    def stop(self) -> None:
        """Nobody's work is open any more; also at the program's end."""
        self._lock.stop()
        self._wipe.stop()

    def leave_application(self) -> None:
        """The program ends."""
        self.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Whoever moves the mouse is there."""
        if event.type() in _TOUCHES and self._lock.isActive():
            self._lock.start()
        return False

    def _timer(self, seconds: float) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(round(seconds * 1000))
        return timer
