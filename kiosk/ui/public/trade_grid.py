"""A page of trade tiles, used by the worker's choice and by the posting."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.components.tiles import TradeTile
from kiosk.ui.public.icons import trade_icon
from kiosk.ui.public.trades_presenter import TRADES_PER_PAGE, TradeChoice
from kiosk.ui.theme import Theme

__all__ = ["TradeGrid"]


class TradeGrid(QWidget):
    """Twelve tiles, three across in portrait, six in landscape."""

    touched = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(24))
        columns = 6 if theme.is_landscape else 3
        self.tiles: list[TradeTile] = []
        self._trades: list[str] = [""] * TRADES_PER_PAGE
        for index in range(TRADES_PER_PAGE):
            tile = TradeTile(theme, "", "work", theme.colours.slate)
            tile.clicked.connect(lambda _checked=False, at=index: self._touched(at))
            grid.addWidget(tile, index // columns, index % columns)
            self.tiles.append(tile)
        for column in range(columns):
            grid.setColumnStretch(column, 1)

    def show_choices(self, choices: Sequence[TradeChoice]) -> None:
        """Show a page."""
        for index, tile in enumerate(self.tiles):
            known = index < len(choices)
            tile.setVisible(known)
            self._trades[index] = choices[index].id if known else ""
            if known:
                choice = choices[index]
                zone = self._theme.colours.zone(choice.zone)
                tile.show_trade(choice.name, trade_icon(choice.id), zone, choice.is_chosen)

    def tile(self, trade: str) -> TradeTile:
        """The tile of a trade on this page; ValueError if it is on another one."""
        return self.tiles[self._trades.index(trade)]

    def _touched(self, index: int) -> None:
        if self._trades[index]:
            self.touched.emit(self._trades[index])
