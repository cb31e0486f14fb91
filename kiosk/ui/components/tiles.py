"""Tiles: the two main ones, small ones, trades, and figures."""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.components.touchable import Touchable
from kiosk.ui.painting import Align, box, draw_icon, draw_text, text_width
from kiosk.ui.theme import Theme, Zone

__all__ = ["MainTile", "SmallTile", "StatTile", "TradeTile"]

# Below this height a small tile has its word in the size of strong lines.
_LOW_TILE = 190


class MainTile(Touchable):
    """找活干, 我要招工: filled, icon, word, one line below."""

    def __init__(self, theme: Theme, label: str, line: str, icon: str, zone: Zone) -> None:
        super().__init__(theme, label, 392, spoken=f"{label}，{line}")
        self._line, self._icon, self._zone = line, icon, zone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(210))

    @property
    def radius(self) -> int:
        """Corner radius."""
        return self.theme.px(24)

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Icon above, word, line."""
        theme, colours, fill = self.theme, self.theme.colours, self._zone.fill
        ink = colours.on_fill
        if theme.is_high_contrast:
            fill, ink = (colours.amber, "#000000")
        if not self.isEnabled():
            ink = colours.ink2
        self.draw_frame(painter, rect, fill, fill, pressed_fill=QColor(fill).darker(150).name())
        pad = theme.px(40)
        if rect.width() > 2.5 * rect.height():
            # A low tile: the icon stands beside its words.
            side = min(theme.px(140), rect.height() - pad)
            top = rect.top() + (rect.height() - side) // 2
            draw_icon(painter, QRect(rect.left() + pad, top, side, side), self._icon, ink)
            rect = rect.adjusted(pad + side, 0, 0, 0)
            self._draw_words(painter, rect, ink, (rect.height() - theme.px(168)) // 2)
            return
        word = self._draw_words(painter, rect, ink, pad)
        room = word.top() - rect.top() - pad
        side = min(theme.px(176), max(room, theme.px(40)))
        mark = QRect(rect.left() + pad, rect.top() + pad // 2 + (room - side) // 2, side, side)
        draw_icon(painter, mark, self._icon, ink)

    def _draw_words(self, painter: QPainter, rect: QRect, ink: str, below: int) -> QRect:
        """Word and line, `below` above the lower edge; returns where the word stands."""
        theme, pad = self.theme, self.theme.px(40)
        line_high, word_high = theme.px(64), theme.px(104)
        bottom = rect.bottom() - below
        place = QRect(rect.left() + pad, bottom - line_high, rect.width() - 2 * pad, line_high)
        draw_text(painter, place, self._line, theme, "body", ink)
        word = QRect(place.left(), place.top() - word_high, place.width(), word_high)
        draw_text(painter, word, self.text(), theme, "tile_main", ink, bold=True)
        return word


class SmallTile(Touchable):
    """White with a colour band: 我的单子, 我的登记, 学门手艺, 投诉维权.

    A soft one has a tinted band and a plain edge, where many stand together.
    """

    def __init__(
        self,
        theme: Theme,
        label: str,
        line: str,
        icon: str,
        zone: Zone,
        *,
        is_soft: bool = False,
    ) -> None:
        super().__init__(theme, label, 272, spoken="，".join(filter(None, (label, line))))
        self._line, self._icon, self._zone, self._is_soft = line, icon, zone, is_soft
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(150))

    @property
    def radius(self) -> int:
        """Corner radius."""
        return self.theme.px(24)

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Band with icon, word, line."""
        theme, colours, zone = self.theme, self.theme.colours, self._zone
        is_plain = theme.is_high_contrast
        edge = colours.border if is_plain or self._is_soft else zone.fill
        band_fill = zone.tint if self._is_soft else zone.fill
        self.draw_frame(
            painter, rect, colours.card, edge, pressed_fill=zone.tint, pressed_edge=zone.fill
        )
        band = QRect(rect.left(), rect.top(), theme.px(124), rect.height())
        if not is_plain:
            painter.save()
            painter.setClipRect(band)
            inset = rect.adjusted(*(3, 3, -3, -3) if self._is_soft else (0, 0, 0, 0))
            box(painter, inset, self.radius - (3 if self._is_soft else 0), band_fill)
            painter.restore()
        side = theme.px(76)
        mark = QRect(band.center().x() - side // 2, band.center().y() - side // 2, side, side)
        mark_ink = zone.fill if self._is_soft and not is_plain else colours.on_fill
        draw_icon(painter, mark, self._icon, mark_ink)
        left = band.right() + theme.px(20)
        width = rect.right() - left - theme.px(8)
        middle = rect.center().y()
        word = QRect(left, middle - theme.px(84), width, theme.px(90))
        ink = colours.ink if is_plain or self._is_soft else zone.fill
        is_low = rect.height() < theme.px(_LOW_TILE)
        if theme.is_large or not self._line:
            # Secondary lines are dropped in large type.
            word.moveCenter(QPoint(word.center().x(), middle))
            role = "strong" if is_low else "tile"
            draw_text(painter, word, self.text(), theme, role, ink, bold=True)
            return
        role, word_high = ("strong", theme.px(62)) if is_low else ("tile", theme.px(90))
        needs_two = not is_low and text_width(theme.font("small"), self._line) > width
        word.setHeight(theme.px(74) if needs_two else word_high)
        line_high = theme.px(94 if needs_two else 54)
        high = word.height() + theme.px(4) + line_high
        word.moveTop(rect.top() + max(theme.px(4), (rect.height() - high) // 2))
        draw_text(painter, word, self.text(), theme, role, ink, bold=True)
        line = QRect(left, word.bottom() + theme.px(4), width, line_high)
        draw_text(painter, line, self._line, theme, "small", colours.ink2, wrap=needs_two)


class TradeTile(Touchable):
    """One trade: icon and word; chosen is filled with an amber tick."""

    def __init__(self, theme: Theme, label: str, icon: str, zone: Zone, height: int = 242) -> None:
        super().__init__(theme, label, height)
        self.setCheckable(True)
        self._icon, self._zone = icon, zone
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(130))
        self.setMaximumHeight(theme.px(height))

    def show_trade(self, label: str, icon: str, zone: Zone, is_chosen: bool) -> None:
        """Show another trade on this tile."""
        self._icon, self._zone = icon, zone
        self.setText(label)
        self.setAccessibleName(label)
        self.setChecked(is_chosen)
        self.update()

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Icon above the word."""
        theme, colours, zone = self.theme, self.theme.colours, self._zone
        chosen = self.isChecked()
        ink = colours.ink
        mark_ink = colours.ink if theme.is_high_contrast else zone.fill
        if chosen:
            fill = colours.amber if theme.is_high_contrast else zone.fill
            ink = mark_ink = "#000000" if theme.is_high_contrast else colours.on_fill
            self.draw_frame(painter, rect, fill, fill, pressed_fill=QColor(fill).darker(150).name())
        else:
            self.draw_frame(
                painter,
                rect,
                colours.card,
                colours.border,
                pressed_fill=zone.tint,
                pressed_edge=zone.fill,
            )
            if self.isDown():
                ink = mark_ink
        word_high = theme.px(76)
        room = rect.height() - word_high - theme.px(24)
        side = min(theme.px(116), room)
        top = rect.top() + theme.px(16) + (room - side) // 2
        mark = QRect(rect.center().x() - side // 2, top, side, side)
        draw_icon(painter, mark, self._icon, mark_ink)
        word = QRect(
            rect.left() + theme.px(10),
            rect.bottom() - word_high - theme.px(8),
            rect.width() - theme.px(20),
            word_high,
        )
        centre = Align.AlignCenter
        draw_text(painter, word, self.text(), theme, "strong", ink, bold=True, align=centre)
        if chosen:
            self._draw_tick(painter, rect)

    def _draw_tick(self, painter: QPainter, rect: QRect) -> None:
        theme, side = self.theme, self.theme.px(60)
        at = QRect(rect.right() - side - theme.px(12), rect.top() + theme.px(12), side, side)
        inset = side // 8
        box(painter, at, side // 2, theme.colours.amber)
        draw_icon(painter, at.adjusted(inset, inset, -inset, -inset), "check", "#000000")


class StatTile(QWidget):
    """A figure with its unit under a label; reads only."""

    def __init__(self, theme: Theme, label: str, unit: str) -> None:
        super().__init__()
        self._theme, self._label, self._unit = theme, label, unit
        self._value = "–"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_value("–")

    def show_value(self, value: str) -> None:
        """Show another figure."""
        self._value = value
        self.setAccessibleName(f"{self._label} {value} {self._unit}")
        self.update()

    @property
    def spoken(self) -> str:
        """What 朗读 says of it."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A third of the width."""
        return QSize(self._theme.px(312), self._theme.px(156))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Label, number, unit."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        box(painter, self.rect(), theme.px(20), colours.card, colours.border, theme.px(2))
        pad = theme.px(30)
        label = QRect(pad, theme.px(12), self.width() - 2 * pad, theme.px(56))
        draw_text(painter, label, self._label, theme, "small", colours.ink2)
        number = QRect(pad, theme.px(62), self.width() - 2 * pad, theme.px(86))
        ink = colours.amber if theme.is_high_contrast else colours.ink
        draw_text(painter, number, self._value, theme, "question", ink, bold=True)
        wide = text_width(theme.font("question", bold=True), self._value)
        unit = QRect(pad + wide + theme.px(12), theme.px(74), theme.px(140), theme.px(70))
        draw_text(painter, unit, self._unit, theme, "body", ink, bold=True)
        painter.end()
