"""The foot of the desk: hall and devices left, who is on duty right; for a moment what was done."""

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.painting import draw_icon, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["StatusBar"]

_HIGH = 56
_DONE_MS, _PROBLEM_MS = 4_000, 12_000
_PRESSED = "#46565F"


class _BarButton(Touchable):
    """A word on the bar, as high as the bar."""

    def __init__(self, theme: Theme, label: str, icon: str) -> None:
        super().__init__(theme, label, _HIGH)
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def say(self, label: str) -> None:
        """Another word."""
        self.setText(label)
        self.setAccessibleName(label)
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as its word."""
        theme = self.theme
        return QSize(
            text_width(theme.font("desk", bold=True), self.text()) + theme.px(80), theme.px(_HIGH)
        )

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """The same."""
        return self.sizeHint()

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Icon and word; a lighter ground and an amber foot while it is pressed."""
        theme = self.theme
        if self.isDown():
            painter.fillRect(rect, theme.colour(_PRESSED))
            foot = QRect(rect.left(), rect.bottom() - 5, rect.width(), 6)
            painter.fillRect(foot, theme.colour(theme.colours.amber))
        side = theme.px(32)
        mark = QRect(rect.left() + theme.px(14), rect.center().y() - side // 2, side, side)
        draw_icon(painter, mark, self._icon, theme.colours.amber)
        words = rect.adjusted(theme.px(54), 0, -theme.px(8), 0)
        draw_text(painter, words, self.text(), theme, "desk", "#FFFFFF", bold=True)


class StatusBar(QWidget):
    """56 high, slate."""

    lock_asked = Signal()
    person_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.hall, self.devices = "", ""
        self.setFixedHeight(theme.px(_HIGH))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.px(10), 0)
        row.setSpacing(theme.px(12))
        row.addStretch(1)
        self.message, self.is_problem = "", False
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.timeout.connect(lambda: self.say("", False))
        self.person = _BarButton(theme, "", "person")
        self.lock = _BarButton(theme, _("锁屏"), "lock")
        self.person.clicked.connect(lambda _checked=False: self.person_asked.emit())
        self.lock.clicked.connect(lambda _checked=False: self.lock_asked.emit())
        for button in (self.person, self.lock):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)

    def show_hall(self, name: str) -> None:
        """The hall's name."""
        self.hall = name
        self._named()

    def show_devices(self, words: str) -> None:
        """States of reader, printer and scanner."""
        self.devices = words
        self._named()

    def say(self, message: str, is_problem: bool) -> None:
        """What was done, or what went wrong, in place of the devices; empty takes it away."""
        self.message, self.is_problem = message, is_problem
        self._moment.stop()
        if message:
            self._moment.start(_PROBLEM_MS if is_problem else _DONE_MS)
        self._named()

    def show_person(self, name: str) -> None:
        """Who is on duty."""
        self.person.say(name)

    def _named(self) -> None:
        self.setAccessibleName(self.message or f"{self.hall} {self.devices}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Hall bold, devices after it."""
        theme = self._theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(theme.colours.slate.fill))
        left, high = theme.px(24), self.height()
        end = (self.person if self.person.text() else self.lock).x() - theme.px(16)
        if self.message:
            self._draw_message(painter, QRect(0, 0, end, high))
            painter.end()
            return
        wide = min(text_width(theme.font("desk", bold=True), self.hall) + 2, max(0, end - left))
        hall = QRect(left, 0, wide, high)
        draw_text(painter, hall, self.hall, theme, "desk", "#FFFFFF", bold=True)
        rest = QRect(hall.right() + theme.px(28), 0, end - hall.right() - theme.px(28), high)
        if rest.width() > 0:
            draw_text(painter, rest, self.devices, theme, "desk", "#FFFFFF")
        painter.end()

    def _draw_message(self, painter: QPainter, place: QRect) -> None:
        """Green with a tick, or red with a mark."""
        theme, colours = self._theme, self._theme.colours
        zone = colours.red if self.is_problem else colours.green
        painter.fillRect(place, theme.colour(zone.fill))
        side = theme.px(36)
        mark = QRect(theme.px(24), (place.height() - side) // 2, side, side)
        draw_icon(painter, mark, "error" if self.is_problem else "check_circle", colours.amber)
        words = place.adjusted(theme.px(76), 0, -theme.px(16), 0)
        draw_text(painter, words, self.message, theme, "desk", "#FFFFFF", bold=True)
