"""07 today's gigs, the person's own trades first."""

from dataclasses import dataclass
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


class PostsPresenter:
    """Pages through the list."""

    def __init__(self, context: PublicContext, view: PostsView, per_page: int = 4) -> None:
        self._context = context
        self._view = view
        self._per_page = per_page
        self._page = 1

    def enter(self) -> None:
        """The screen is shown, or comes back."""
        self.turn(self._page)

    def first(self) -> None:
        """A new session begins on page one."""
        self._page = 1

    def turn(self, page: int) -> None:
        """Show a page."""
        context, session = self._context, self._context.session
        seeker_id = session.seeker.id if session.seeker else ""
        order, only = session.order, session.only_trade

        def work() -> VacancyPage:
            return list_vacancies(
                context.site, seeker_id, page, self._per_page, order=order, only_trade=only
            )

        context.tasks.read(work, self._listed, self._failed)

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

    def _listed(self, page: VacancyPage) -> None:
        self._page = page.page
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
