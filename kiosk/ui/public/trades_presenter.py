"""06 what can you do? Then the registration is written."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.i18n import _
from kiosk.service.registration import (
    RegisterSeeker,
    Registration,
    change_seeker,
    register_seeker,
)
from kiosk.service.site import Site
from kiosk.service.views import SeekerView
from kiosk.ui.public.context import PublicContext, failure_text
from kiosk.ui.public.identified import go_on_as_seeker

__all__ = [
    "TRADES_PER_PAGE",
    "TradeChoice",
    "TradesPresenter",
    "TradesState",
    "TradesView",
    "ordered_trades",
]

TRADES_PER_PAGE = 12
_MOST = 6
# What halls ask for most comes first; the rest follows in the catalogue's order.
_COMMON = [
    "loader",
    "construction_labourer",
    "cleaner",
    "bricklayer",
    "plumber_electrician",
    "cook",
    "truck_driver",
    "domestic_worker",
    "painter",
    "factory_hand",
    "elder_care",
    "gardener",
]


@dataclass(frozen=True, slots=True)
class TradeChoice:
    """One tile."""

    id: str
    name: str
    zone: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TradesState:
    """One page of tiles; `chosen` counts all pages."""

    choices: tuple[TradeChoice, ...]
    page: int
    pages: int
    chosen: int
    message: str = ""
    is_busy: bool = False


class TradesView(Protocol):
    """The view of the screen."""

    def show_state(self, state: TradesState) -> None:
        """Show it."""


def ordered_trades(site: Site) -> list[str]:
    """All trades, those that halls ask for most first."""
    return [*_COMMON, *(trade for trade in site.trades if trade not in _COMMON)]


class TradesPresenter:
    """Choosing up to six trades; 选好了 registers the person."""

    def __init__(
        self, context: PublicContext, view: TradesView, per_page: int = TRADES_PER_PAGE
    ) -> None:
        self._context = context
        self._view = view
        self._per_page = per_page
        self._page = 1
        self._order = ordered_trades(context.site)

    def enter(self) -> None:
        """The screen is shown."""
        self._page = 1
        self._show()

    def turn(self, page: int) -> None:
        """上一页, 下一页."""
        self._page = min(max(1, page), self._pages)
        self._show()

    def toggle(self, trade: str) -> None:
        """A tile was touched."""
        session = self._context.session
        if trade in session.trades:
            session.trades = tuple(item for item in session.trades if item != trade)
        elif len(session.trades) >= _MOST:
            self._show(_("最多选 {limit} 样，请先去掉一样。").format(limit=_MOST))
            return
        else:
            session.trades = (*session.trades, trade)
        self._show()

    def done(self) -> None:
        """选好了: register."""
        session, site = self._context.session, self._context.site
        if not session.trades:
            self._show(_("请先点一样您会干的活。什么都能干，就点“小工/杂工”。"))
            return
        self._show(is_busy=True)
        if session.seeker is not None:
            seeker, trades = session.seeker.id, session.trades
            self._context.tasks.write(
                lambda: change_seeker(site, seeker, trades=trades), self._changed, self._failed
            )
            return
        given = RegisterSeeker(
            name=session.name,
            id_number=session.id_number,
            phone=session.phone,
            trades=session.trades,
            share_phone=session.share_phone,
            ethnicity=session.ethnicity,
            address=session.address,
            has_consented=session.has_consented,
            entry=session.entry,
        )
        self._context.tasks.write(
            lambda: register_seeker(site, given), self._registered, self._failed
        )

    @property
    def _pages(self) -> int:
        return -(-len(self._order) // self._per_page)

    def _registered(self, registration: Registration) -> None:
        self._context.session.number = registration.number
        go_on_as_seeker(self._context, registration.seeker)

    def _changed(self, seeker: SeekerView) -> None:
        self._context.session.seeker = seeker
        self._context.navigator.back()
        self._context.navigator.note(_("工种改好了"))

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "", is_busy: bool = False) -> None:
        start = (self._page - 1) * self._per_page
        chosen = self._context.session.trades
        choices = tuple(
            TradeChoice(
                id=trade,
                name=self._context.site.trade_name(trade),
                zone=self._context.site.trades[trade].zone,
                is_chosen=trade in chosen,
            )
            for trade in self._order[start : start + self._per_page]
        )
        self._view.show_state(
            TradesState(choices, self._page, self._pages, len(chosen), message, is_busy)
        )
