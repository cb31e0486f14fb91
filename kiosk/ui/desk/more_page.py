"""更多: tiles of the pages that have no tab."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout

from kiosk.i18n import N_, _
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.painting import Align, box, draw_icon, draw_text
from kiosk.ui.theme import Theme

__all__ = ["MorePage", "PageTile"]

_COLUMNS = 4


class PageTile(Touchable):
    """Icon, title, number."""

    def __init__(self, theme: Theme, page: type[DeskPage]) -> None:
        super().__init__(theme, _(page.title), 176)
        self._icon, self._badge = page.icon, 0
        self.setMinimumHeight(theme.px(120))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_badge(self, count: int) -> None:
        """How much waits."""
        self._badge = count
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A quarter of the page."""
        return QSize(self.theme.px(440), self._height)

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Icon left of the title."""
        theme, colours = self.theme, self.theme.colours
        self.draw_frame(painter, rect, colours.card, colours.border)
        side = theme.px(72)
        mark = QRect(rect.left() + theme.px(28), rect.center().y() - side // 2, side, side)
        ink = colours.ink if theme.is_high_contrast else colours.rail.fill
        draw_icon(painter, mark, self._icon, ink)
        words = rect.adjusted(theme.px(124), 0, -theme.px(20), 0)
        if self._badge:
            high = theme.px(52)
            place = QRect(words.right() - high, rect.center().y() - high // 2, high, high)
            box(painter, place, high // 2, colours.amber)
            number, centre = str(min(self._badge, 99)), Align.AlignCenter
            draw_text(painter, place, number, theme, "desk", "#000000", bold=True, align=centre)
            words = words.adjusted(0, 0, -high - theme.px(12), 0)
        draw_text(
            painter, words, self.text(), theme, "desk_title", colours.ink, bold=True, wrap=True
        )


class MorePage(DeskPage):
    """A grid of tiles."""

    name, title, icon = "more", N_("更多"), "grid_view"
    asked = Signal(str)

    def __init__(
        self, theme: Theme, context: DeskContext, pages: Sequence[type[DeskPage]] = ()
    ) -> None:
        super().__init__(theme, context)
        column = QVBoxLayout()
        self.panes.addLayout(column)
        grid = QGridLayout()
        grid.setSpacing(theme.px(20))
        self.tiles: dict[str, PageTile] = {}
        for place, page in enumerate(pages):
            tile = PageTile(theme, page)
            tile.clicked.connect(lambda _checked=False, name=page.name: self.asked.emit(name))
            self.tiles[page.name] = tile
            grid.addWidget(tile, place // _COLUMNS, place % _COLUMNS)
        for place in range(_COLUMNS):
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        column.addStretch(1)
