"""Show gigs of one trade only."""

from kiosk.i18n import _
from kiosk.ui.components.page_row import PageRow
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.pick_trade_presenter import PickTradePresenter, PickTradeState
from kiosk.ui.public.trade_grid import TradeGrid
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["PickTopicScreen", "PickTradeScreen"]


class PickTradeScreen(Screen):
    """Tiles in pages; one touch is the answer."""

    name = "pick_trade"
    question = _("想看什么活？点一样")
    has_own_shop = False

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, is_single=True)
        self.presenter = PickTradePresenter(context, self, is_topic=self.has_own_shop)
        self.head(self.question)
        self.grid = TradeGrid(theme)
        self.grid.touched.connect(self.presenter.picked)
        self.main.addWidget(self.grid, 1)
        self.pages = PageRow(theme)
        self.pages.turned.connect(self.presenter.turn)
        self.side.addWidget(self.pages)

    def enter(self) -> None:
        """Show the first page."""
        self.presenter.enter()

    def show_state(self, state: PickTradeState) -> None:
        """Show a page of tiles."""
        self.grid.show_choices(state.choices)
        self.pages.show_page(state.page, state.pages)


class PickTopicScreen(PickTradeScreen):
    """What somebody would like to learn."""

    name = "pick_topic"
    question = _("想学什么？点一样，有班就告诉您")
    has_own_shop = True
