"""总数 = 已送达 + 待送 + 被退回; each term opens its records."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.day_words import term_text
from kiosk.i18n import N_, _
from kiosk.service.day_views import DayView
from kiosk.ui.components.labels import Words
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.painting import Align, draw_text
from kiosk.ui.theme import Theme, Zone

__all__ = ["TERMS", "Equation", "TermTile"]

TERMS = ("total", "acknowledged", "pending", "refused")
_SIGNS = (N_("="), N_("+"), N_("+"))
_HIGH = 148


class TermTile(Touchable):
    """A figure over its word."""

    def __init__(self, theme: Theme, term: str, zone: Zone) -> None:
        super().__init__(theme, term_text(term), _HIGH)
        self._zone, self.value = zone, 0

    def show_value(self, value: int) -> None:
        """Another figure."""
        self.value = value
        words = _("{label} {count} 条，点开看明细")
        self.setAccessibleName(words.format(label=self.text(), count=value))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A quarter of the pane."""
        return QSize(self.theme.px(200), self._height)

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Tint, figure, word."""
        theme, zone = self.theme, self._zone
        ink = theme.colours.ink if theme.is_high_contrast else zone.fill
        self.draw_frame(painter, rect, zone.tint, ink, pressed_fill=theme.colours.card)
        centre = Align.AlignCenter
        number = QRect(rect.left(), rect.top() + theme.px(14), rect.width(), theme.px(72))
        word = QRect(rect.left(), rect.bottom() - theme.px(56), rect.width(), theme.px(44))
        pad = theme.px(8)
        room = number.adjusted(pad, 0, -pad, 0)
        draw_text(painter, room, str(self.value), theme, "title", ink, bold=True, align=centre)
        draw_text(painter, word, self.text(), theme, "desk", ink, bold=True, align=centre)


class Equation(QWidget):
    """Four terms and three signs."""

    opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        colours = theme.colours
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        zones = (colours.slate, colours.green, colours.blue, colours.red)
        self.tiles: dict[str, TermTile] = {}
        for place, (term, zone) in enumerate(zip(TERMS, zones, strict=True)):
            if place:
                sign = Words(theme, _(_SIGNS[place - 1]), "title", bold=True, centred=True)
                sign.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
                row.addWidget(sign)
            tile = TermTile(theme, term, zone)
            tile.clicked.connect(lambda _checked=False, item=term: self.opened.emit(item))
            self.tiles[term] = tile
            row.addWidget(tile, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_view(self, view: DayView) -> None:
        """The day's figures."""
        for term, tile in self.tiles.items():
            tile.show_value(getattr(view, term))
