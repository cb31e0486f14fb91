"""The large sign beside a headline: done, wait, or trouble."""

from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.painting import box, draw_icon
from kiosk.ui.theme import Theme

__all__ = ["MarkKind", "StateMark"]

MarkKind = Literal["done", "wait", "trouble"]
_SIDE = 112


class StateMark(QWidget):
    """An icon in a square: green when done, amber for trouble; the headline says the same."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._kind: MarkKind = "wait"
        self._icon = "hourglass_empty"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_mark(self, kind: MarkKind, icon: str) -> None:
        """Show another one."""
        self._kind, self._icon = kind, icon
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A square."""
        return QSize(self._theme.px(_SIDE), self._theme.px(_SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Ground and icon."""
        theme, colours = self._theme, self._theme.colours
        fill, ink = {
            "done": (colours.green.fill, colours.on_fill),
            "wait": (colours.rail.tint, colours.rail.fill),
            "trouble": (colours.amber, "#000000"),
        }[self._kind]
        if theme.is_high_contrast and self._kind != "trouble":
            fill, ink = colours.card, colours.ink
        edge = colours.border if theme.is_high_contrast else fill
        painter = QPainter(self)
        box(painter, self.rect(), theme.px(24), fill, edge, theme.line_width)
        pad = theme.px(18)
        draw_icon(painter, self.rect().adjusted(pad, pad, -pad, -pad), self._icon, ink)
        painter.end()
