"""Bars and lines over the periods of a trend, by pyqtgraph; a bar leads to its period."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui.painting import box, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["Legend", "TrendChart"]

_BAR_WIDE = 0.56
_MOST_LABELS = 8


class Legend(QWidget):
    """Patches of colour with their words."""

    def __init__(self, theme: Theme, items: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._theme, self._items = theme, tuple(items)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("、").join(name for name, _colour in items))

    def _wide(self, name: str) -> int:
        return self._theme.px(52) + text_width(self._theme.font("desk"), name)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """One line."""
        return QSize(sum(self._wide(name) for name, _colour in self._items), self._theme.px(44))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Patch and word, one after the other."""
        theme, left = self._theme, 0
        painter = QPainter(self)
        for name, colour in self._items:
            side = theme.px(24)
            box(painter, QRect(left, (self.height() - side) // 2, side, side), theme.px(5), colour)
            words = QRect(left + side + theme.px(10), 0, self._wide(name), self.height())
            draw_text(painter, words, name, theme, "desk", theme.colours.ink)
            left += self._wide(name)
        painter.end()


class TrendChart(QWidget):
    """One measure as bars, two as lines."""

    picked = Signal(int)
    """Place of the bar that was clicked, from 0."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        # Loaded with the first chart: it brings numpy along.
        import pyqtgraph  # noqa: PLC0415

        self._theme, self._pg, self._count = theme, pyqtgraph, 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.plot = pyqtgraph.PlotWidget(background=theme.colours.card)
        self.plot.setFrameShape(self.plot.Shape.NoFrame)
        self.plot.setAntialiasing(True)
        item = self.plot.getPlotItem()
        item.hideButtons()
        item.setMenuEnabled(False)
        item.getViewBox().setMouseEnabled(x=False, y=False)
        item.showGrid(x=False, y=True, alpha=0.35)
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setTickFont(theme.font("desk"))
            axis.setTextPen(theme.colours.ink2)
            axis.setPen(theme.colours.hairline)
            axis.setStyle(tickTextOffset=theme.px(10), tickLength=0)
        item.getAxis("left").setWidth(theme.px(84))
        item.getAxis("bottom").setHeight(theme.px(52))
        self.plot.scene().sigMouseClicked.connect(self._clicked)
        self.plot.setCursor(Qt.CursorShape.PointingHandCursor)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(self.plot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As much as there is."""
        return QSize(self._theme.px(700), self._theme.px(380))

    def show_trend(
        self, labels: Sequence[str], bars: Sequence[int], lines: Sequence[Sequence[int]], now: int
    ) -> None:
        """Show other numbers; `now` is the place of the period that is looked at."""
        pg, theme, colours = self._pg, self._theme, self._theme.colours
        self._count = len(labels)
        item = self.plot.getPlotItem()
        item.clear()
        places = list(range(len(labels)))
        brushes = [pg.mkBrush(colours.amber if place == now else _BARS) for place in places]
        bar = pg.BarGraphItem(
            x=places, height=list(bars), width=_BAR_WIDE, brushes=brushes, pen=pg.mkPen(None)
        )
        item.addItem(bar)
        for values, colour in zip(lines, line_colours(theme), strict=True):
            item.plot(
                places,
                list(values),
                pen=pg.mkPen(colour, width=theme.px(5)),
                symbol="o",
                symbolSize=theme.px(15),
                symbolBrush=colours.card,
                symbolPen=pg.mkPen(colour, width=theme.px(4)),
            )
        every = max(1, -(-len(labels) // _MOST_LABELS))
        last = len(labels) - 1
        shown = [(place, labels[place]) for place in places if (last - place) % every == 0]
        item.getAxis("bottom").setTicks([shown])
        most = max([1, *bars, *(value for values in lines for value in values)])
        item.setXRange(-0.6, last + 0.6, padding=0)
        item.setYRange(0, most * 1.08, padding=0)
        self.setAccessibleName(_("每期多少：{count} 期").format(count=len(labels)))

    def place_at(self, x: float) -> int:
        """The bar at a place of the axis, -1 for none."""
        place = round(x)
        return place if 0 <= place < self._count else -1

    def _clicked(self, event: Any) -> None:
        box_of_view = self.plot.getPlotItem().getViewBox()
        point: QPointF = box_of_view.mapSceneToView(event.scenePos())
        place = self.place_at(point.x())
        if place >= 0:
            self.picked.emit(place)


_BARS = "#C9DAE8"


def line_colours(theme: Theme) -> tuple[str, str]:
    """Colours of the two lines: seekers, agreements."""
    colours = theme.colours
    if theme.is_high_contrast:
        return colours.ink, colours.amber
    return colours.brown.fill, colours.green.fill


def legend_items(theme: Theme) -> tuple[tuple[str, str], ...]:
    """Names and colours of what the chart shows."""
    seekers, agreements = line_colours(theme)
    return (
        (_("要招人数"), _BARS),
        (_("求职人数"), seekers),
        (_("谈成人次"), agreements),
    )
