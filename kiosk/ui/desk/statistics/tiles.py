"""Figures as tiles, and trades as pairs of bars; each opens to its records."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.domain.statistics import TradeRow
from kiosk.i18n import _
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.painting import Align, box, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["FigureTile", "TileWords", "TradeBars"]

_TILE_HIGH, _ROW_HIGH, _ROW_GAP = 196, 58, 11
_NAME_WIDE, _GAP_WIDE, _NUMBER_WIDE = 168, 104, 56
_SHOWN_TRADES = 7
_RIGHT = Align.AlignRight | Align.AlignVCenter


@dataclass(frozen=True, slots=True)
class TileWords:
    """What a tile says; `key` is the figure that it opens."""

    key: str
    name: str
    number: str
    unit: str
    behind: str
    change: str


class FigureTile(Touchable):
    """Name, number with unit, what stands behind it, how it changed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("数字"), _TILE_HIGH)
        self.words = TileWords("", "", "", "", "", "")

    def show_words(self, words: TileWords) -> None:
        """Show a figure."""
        self.words = words
        said = (words.name, words.number, words.unit, words.behind, words.change)
        self.setAccessibleName(" ".join(part for part in said if part) or _("数字"))
        self.update()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Six in a row."""
        return QSize(self.theme.px(200), self.theme.px(_TILE_HIGH))

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Four lines."""
        theme, colours, words = self.theme, self.theme.colours, self.words
        self.draw_frame(painter, rect, colours.card, colours.hairline)
        inner = rect.adjusted(theme.px(22), theme.px(12), -theme.px(14), -theme.px(12))
        line = theme.px(40)
        name = QRect(inner.left(), inner.top(), inner.width(), line)
        draw_text(painter, name, words.name, theme, "desk", colours.ink2)
        high = theme.px(64)
        number = QRect(inner.left(), name.bottom(), inner.width(), high)
        wide = text_width(theme.font("strong", bold=True), words.number)
        draw_text(painter, number, words.number, theme, "strong", colours.ink, bold=True)
        unit = number.adjusted(wide + theme.px(8), theme.px(8), 0, theme.px(6))
        if words.unit:
            draw_text(painter, unit, words.unit, theme, "desk", colours.ink)
        top = number.bottom()
        for text in (words.behind, words.change):
            row = QRect(inner.left(), top, inner.width(), line - theme.px(4))
            draw_text(painter, row, text, theme, "desk", colours.ink2)
            top += line - theme.px(6)


class _TradeBar(Touchable):
    """A trade: people wanted above people seeking, and what is missing."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("工种"), _ROW_HIGH)
        self.key, self._name = "", ""
        self._wanted, self._seeking, self._most = 0, 0, 1

    def show_trade(self, name: str, row: TradeRow, most: int) -> None:
        """Show a trade; `most` is the longest bar of all."""
        self.key, self._name, self._most = f"trade:{row.trade}", name, max(1, most)
        self._wanted, self._seeking = row.headcount.value, row.seekers.value
        said = _("{name}，要招 {wanted} 人，求职 {seeking} 人").format(
            name=name, wanted=self._wanted, seeking=self._seeking
        )
        self.setAccessibleName(said)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """One row."""
        return QSize(self.theme.px(480), self.theme.px(_ROW_HIGH))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """One row."""
        return QSize(self.theme.px(380), self.theme.px(_ROW_HIGH))

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Name, two bars with their numbers, the gap."""
        theme, colours, px = self.theme, self.theme.colours, self.theme.px
        if self.isDown():
            box(painter, rect, px(10), colours.blue.tint)
        name = QRect(rect.left() + px(8), rect.top(), px(_NAME_WIDE) - px(16), rect.height())
        draw_text(painter, name, self._name, theme, "desk", colours.ink, bold=True)
        left = rect.left() + px(_NAME_WIDE)
        room = rect.width() - px(_NAME_WIDE) - px(_GAP_WIDE) - px(_NUMBER_WIDE)
        half = rect.height() // 2
        pairs = ((self._wanted, colours.blue.fill), (self._seeking, colours.brown.fill))
        for place, (value, colour) in enumerate(pairs):
            top = rect.top() + place * half
            long = max(px(3), room * value // self._most)
            bar = QRect(left, top + px(4), long, half - px(8))
            ink = colours.ink if theme.is_high_contrast else colour
            box(painter, bar, px(4), ink)
            lift = px(7) if place else 0
            number = QRect(bar.right() + px(10), top - lift, px(_NUMBER_WIDE), half + px(7))
            draw_text(painter, number, str(value), theme, "desk", ink, bold=True)
        gap = self._wanted - self._seeking
        words = _("缺 {count}") if gap > 0 else _("够") if gap == 0 else _("多 {count}")
        ink = colours.wage if gap > 0 else colours.ink2
        end = rect.right() - px(_GAP_WIDE)
        place_of_gap = QRect(end, rect.top(), px(_GAP_WIDE) - px(8), rect.height())
        draw_text(
            painter,
            place_of_gap,
            words.format(count=abs(gap)),
            theme,
            "desk",
            ink,
            bold=True,
            align=_RIGHT,
        )


class TradeBars(QWidget):
    """The trades that want most people."""

    opened = Signal(str)
    """`trade:` and the trade of a row that was chosen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(_ROW_GAP))
        self.rows = [_TradeBar(theme) for _row in range(_SHOWN_TRADES)]
        for bar in self.rows:
            bar.hide()
            bar.clicked.connect(lambda _checked=False, item=bar: self.opened.emit(item.key))
            column.addWidget(bar)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_trades(self, names: Sequence[str], rows: Sequence[TradeRow]) -> None:
        """Show them; rows that are left over vanish."""
        shown = rows[:_SHOWN_TRADES]
        most = max(
            [1, *(max(row.headcount.value, row.seekers.value) for row in shown)],
        )
        for place, bar in enumerate(self.rows):
            bar.setVisible(place < len(shown))
            if place < len(shown):
                bar.show_trade(names[place], shown[place], most)
