"""07 today's gigs, the person's own trades first."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from kiosk.service.matching import list_vacancies
from kiosk.service.views import VacancyPage, VacancyView
from kiosk.ui.public.context import PublicContext, failure_text

__all__ = ["PostsPresenter", "PostsState", "PostsView"]


@dataclass(frozen=True, slots=True)
class PostsState:
    """One page; `person` is empty for somebody who only looks."""

    page: VacancyPage | None
    person: str
    message: str = ""
    order: str = "fit"
    only_trade: str = ""
    """Name of the trade that alone is shown; empty for all."""


class PostsView(Protocol):
    """The view of the screen."""

    def show_state(self, state: PostsState) -> None:
        """Show it."""

    def draw_ahead(self, page: VacancyPage) -> None:
        """Make the page ready that is likely to be asked for next."""

    def after_painting(self, act: Callable[[], None]) -> None:
        """Do it when what is shown stands on the screen."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a page was asked for."""

    page: int
    order: str
    only_trade: str
    seeker: str


class PostsPresenter:
    """Pages through the list. The next page is read and drawn ahead: asked for, it is shown at once
    and looked up again behind it.
    """

    def __init__(self, context: PublicContext, view: PostsView, per_page: int = 4) -> None:
        self._context = context
        self._view = view
        self._per_page = per_page
        self._page = 1
        self._asked: _Asked | None = None
        self._shown: VacancyPage | None = None
        """What this turn has shown so far."""
        self._ahead: tuple[_Asked, VacancyPage] | None = None

    def enter(self) -> None:
        """The screen is shown, or comes back."""
        self.turn(self._page)

    def first(self) -> None:
        """A new session begins on page one, and with nothing read for the last one."""
        self._page = 1
        self._asked = self._shown = self._ahead = None

    def prepare(self) -> None:
        """Somebody who may want to look without a card is near: page one is read ahead."""
        asked = _Asked(1, "fit", "", "")

        def came(page: VacancyPage) -> None:
            if self._asked is None:
                self._ahead = (asked, page)

        self._view.after_painting(lambda: self._read(asked, came, lambda _error: None))

    def turn(self, page: int) -> None:
        """Show a page."""
        session = self._context.session
        seeker = session.seeker.id if session.seeker else ""
        asked = self._asked = _Asked(page, session.order, session.only_trade, seeker)
        self._shown = None
        if self._ahead is not None and self._ahead[0] == asked:
            self._show_page(self._ahead[1])
            # A reading thread beside it would hold the painting up.
            self._view.after_painting(lambda: self._look_up(asked))
        else:
            self._look_up(asked)

    def _look_up(self, asked: _Asked) -> None:
        if asked is self._asked:
            self._read(asked, lambda found: self._listed(asked, found), self._failed)

    def _read(
        self,
        asked: _Asked,
        done: Callable[[VacancyPage], None],
        failed: Callable[[Exception], None],
    ) -> None:
        site, count = self._context.site, self._per_page

        def work() -> VacancyPage:
            return list_vacancies(
                site,
                asked.seeker,
                asked.page,
                count,
                order=asked.order,
                only_trade=asked.only_trade,
            )

        self._context.tasks.read(work, done, failed)

    def choose_order(self, order: str) -> None:
        """合适的, 离得近, 钱多的, 早开工."""
        self._context.session.order = order
        self.turn(1)

    def choose_trade(self) -> None:
        """挑工种, or back to all of them."""
        session = self._context.session
        if session.only_trade:
            session.only_trade = ""
            self.turn(1)
        else:
            self._context.navigator.go("pick_trade")

    def open(self, vacancy: VacancyView) -> None:
        """看看."""
        self._context.session.vacancy = vacancy
        self._context.navigator.go("detail")

    def _listed(self, asked: _Asked, page: VacancyPage) -> None:
        if asked is not self._asked:
            # Somebody turned on meanwhile.
            return
        if page != self._shown:
            self._show_page(page)
        if page.page < page.pages:
            following = replace(asked, page=page.page + 1)
            self._read(following, lambda found: self._came(following, found), lambda _error: None)

    def _came(self, following: _Asked, page: VacancyPage) -> None:
        if self._asked is None or self._asked != replace(following, page=self._asked.page):
            # Another order, or nobody is there any more.
            return
        self._ahead = (following, page)
        self._view.draw_ahead(page)

    def _show_page(self, page: VacancyPage) -> None:
        self._page, self._shown = page.page, page
        self._show(page)

    def _failed(self, error: Exception) -> None:
        self._show(None, failure_text(error))

    def _show(self, page: VacancyPage | None, message: str = "") -> None:
        session = self._context.session
        only = self._context.site.trade_name(session.only_trade) if session.only_trade else ""
        self._view.show_state(PostsState(page, self._person, message, session.order, only))

    @property
    def _person(self) -> str:
        seeker = self._context.session.seeker
        return seeker.public_name if seeker else ""
