"""A line that says that a small thing was done, and goes away by itself."""

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.painting import box, draw_icon, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["TOAST_MS", "Toast"]

TOAST_MS = 2_500


class Toast(QWidget):
    """Lies over the foot of its parent; touches go through it."""

    def __init__(self, theme: Theme, parent: QWidget, *, foot_px: int = 0) -> None:
        super().__init__(parent)
        self._theme, self._over, self._foot_px = theme, parent, foot_px
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.clear)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; empty while it is hidden."""
        return self._text

    def say(self, text: str) -> None:
        """Show a line for a while; an empty one hides it."""
        self._text = text
        self.setAccessibleName(text)
        if not text:
            self.clear()
            return
        theme, parent = self._theme, self._over
        room = parent.width() - theme.px(96)
        wide = text_width(theme.font("strong", bold=True), text) + theme.px(168)
        self.resize(min(wide, room), theme.px(112))
        bottom = parent.height() - self._foot_px - theme.px(24)
        self.move((parent.width() - self.width()) // 2, bottom - self.height())
        self.raise_()
        self.show()
        self.update()
        self._timer.start()

    def clear(self) -> None:
        """Hide it and forget its text."""
        self._timer.stop()
        self._text = ""
        self.setAccessibleName("")
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Dark, a tick, white words."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        edge = colours.amber if theme.is_high_contrast else ""
        box(painter, self.rect(), theme.px(28), colours.rail.fill, edge, theme.px(4))
        side = theme.px(60)
        mark = QRect(theme.px(32), (self.height() - side) // 2, side, side)
        draw_icon(painter, mark, "check_circle", colours.amber)
        place = self.rect().adjusted(theme.px(112), 0, -theme.px(32), 0)
        draw_text(painter, place, self._text, theme, "strong", "#FFFFFF", bold=True)
        painter.end()
