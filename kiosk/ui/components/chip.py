"""Chips: a short word on a tint, which is read and not touched."""

from typing import Literal

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.painting import Align, box, draw_icon, draw_text, text_width
from kiosk.ui.theme import Theme, Zone

__all__ = ["Chip", "ChipKind", "chip_width", "draw_chip"]

ChipKind = Literal[
    "urgent", "fits", "differs", "pay", "training", "waiting", "done", "stopped", "unsure"
]
"""The last four are states of a record: one waits, is settled, ended, or is not known for sure."""
_ICONS: dict[ChipKind, str] = {
    "urgent": "bolt",
    "fits": "thumb_up",
    "differs": "info",
    "waiting": "hourglass_top",
    "done": "check_circle",
    "stopped": "close",
    "unsure": "help",
}


def chip_width(theme: Theme, kind: ChipKind, text: str, *, has_icon: bool = True) -> int:
    """The width a chip wants."""
    icon = theme.px(52) if has_icon and kind in _ICONS else 0
    return text_width(theme.font("small", bold=True), text) + icon + theme.px(36)


def draw_chip(
    painter: QPainter,
    theme: Theme,
    at: QPoint,
    kind: ChipKind,
    text: str,
    most: int,
    *,
    has_icon: bool = True,
) -> None:
    """A chip whose left upper corner is `at`, `most` pixels wide at most."""
    fill, ink = _look(theme, kind)
    place = QRect(
        at, QSize(min(chip_width(theme, kind, text, has_icon=has_icon), most), theme.px(58))
    )
    edge = ink if theme.is_high_contrast and kind != "urgent" else ""
    box(painter, place, theme.px(10), fill, edge, theme.px(3))
    room = place.adjusted(theme.px(16), 0, -theme.px(12), 0)
    icon = _ICONS.get(kind)
    if icon and has_icon:
        side = theme.px(40)
        mark = QRect(room.left(), place.center().y() - side // 2, side, side)
        draw_icon(painter, mark, icon, ink)
        room.setLeft(mark.right() + theme.px(12))
    align = Align.AlignLeft | Align.AlignVCenter
    draw_text(painter, room, text, theme, "small", ink, bold=True, align=align)


def _look(theme: Theme, kind: ChipKind) -> tuple[str, str]:
    """Fill and ink."""
    colours = theme.colours
    if kind == "urgent":
        return colours.amber, "#000000" if theme.is_high_contrast else colours.ink
    if theme.is_high_contrast:
        return colours.card, colours.ink
    zones: dict[ChipKind, Zone] = {
        "fits": colours.green,
        "differs": colours.slate,
        "pay": colours.red,
        "training": colours.plum,
        "waiting": colours.brown,
        "done": colours.green,
        "stopped": colours.slate,
        "unsure": colours.blue,
    }
    return zones[kind].tint, colours.wage if kind == "pay" else zones[kind].fill


class Chip(QWidget):
    """A chip of its own, as wide as its word."""

    def __init__(self, theme: Theme, kind: ChipKind, text: str) -> None:
        super().__init__()
        self._theme, self._kind, self._text = theme, kind, text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def spoken(self) -> str:
        """What 朗读 says of it."""
        return self._text

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as its word."""
        return QSize(chip_width(self._theme, self._kind, self._text), self._theme.px(58))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """The chip."""
        painter = QPainter(self)
        draw_chip(painter, self._theme, QPoint(0, 0), self._kind, self._text, self.width())
        painter.end()
