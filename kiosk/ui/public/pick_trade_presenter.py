"""Pick one trade: to see its gigs only, or to learn it."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.course import OWN_SHOP
from kiosk.i18n import _
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.trades_presenter import TRADES_PER_PAGE, TradeChoice, ordered_trades

__all__ = ["PickTradePresenter", "PickTradeState", "PickTradeView"]


@dataclass(frozen=True, slots=True)
class PickTradeState:
    """One page of tiles."""

    choices: tuple[TradeChoice, ...]
    page: int
    pages: int


class PickTradeView(Protocol):
    """The view of the screen."""

    def show_state(self, state: PickTradeState) -> None:
        """Show it."""


class PickTradePresenter:
    """One touch answers and goes back."""

    def __init__(self, context: PublicContext, view: PickTradeView, *, is_topic: bool) -> None:
        self._context = context
        self._view = view
        self._is_topic = is_topic
        self._page = 1
        self._order = ordered_trades(context.site)
        if is_topic:
            self._order = [OWN_SHOP, *self._order]

    def enter(self) -> None:
        """The screen is shown."""
        self.turn(1)

    def turn(self, page: int) -> None:
        """上一页, 下一页."""
        pages = -(-len(self._order) // TRADES_PER_PAGE)
        self._page = min(max(1, page), pages)
        start = (self._page - 1) * TRADES_PER_PAGE
        shown = self._order[start : start + TRADES_PER_PAGE]
        self._view.show_state(
            PickTradeState(tuple(self._choice(trade) for trade in shown), self._page, pages)
        )

    def picked(self, trade: str) -> None:
        """A tile was touched."""
        session = self._context.session
        if self._is_topic:
            session.training = f"topic:{trade}"
        else:
            session.only_trade = trade
        self._context.navigator.back()

    def _choice(self, trade: str) -> TradeChoice:
        site = self._context.site
        if trade == OWN_SHOP:
            return TradeChoice(trade, _("开小店"), "D", is_chosen=False)
        return TradeChoice(trade, site.trade_name(trade), site.trades[trade].zone, is_chosen=False)
