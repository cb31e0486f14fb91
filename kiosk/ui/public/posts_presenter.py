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
        context, seeker = self._context, self._context.session.seeker
        seeker_id = seeker.id if seeker else ""
        context.tasks.read(
            lambda: list_vacancies(context.site, seeker_id, page, self._per_page),
            self._listed,
            self._failed,
        )

    def open(self, vacancy: VacancyView) -> None:
        """看看."""
        self._context.session.vacancy = vacancy
        self._context.navigator.go("detail")

    def _listed(self, page: VacancyPage) -> None:
        self._page = page.page
        self._view.show_state(PostsState(page, self._person))

    def _failed(self, error: Exception) -> None:
        self._view.show_state(PostsState(None, self._person, failure_text(error)))

    @property
    def _person(self) -> str:
        seeker = self._context.session.seeker
        return seeker.public_name if seeker else ""
