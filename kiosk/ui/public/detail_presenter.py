"""08 one gig; 我要去 makes the referral and prints the slip."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.service.matching import Referred, refer, show_vacancy
from kiosk.service.views import VacancyView
from kiosk.ui.public.context import PublicContext, failure_text

__all__ = ["DetailPresenter", "DetailState", "DetailView"]


@dataclass(frozen=True, slots=True)
class DetailState:
    """The vacancy; `is_registered` is False for somebody who only looks."""

    vacancy: VacancyView
    is_registered: bool
    message: str = ""
    is_busy: bool = False


class DetailView(Protocol):
    """The view of the screen."""

    def show_state(self, state: DetailState) -> None:
        """Show it."""


class DetailPresenter:
    """Takes the gig, or goes back to the list."""

    def __init__(self, context: PublicContext, view: DetailView) -> None:
        self._context = context
        self._view = view

    def enter(self) -> None:
        """The screen is shown: at once with what the list knew, then as it stands now."""
        self._show()
        context, vacancy = self._context, self._context.session.vacancy
        if vacancy is None:
            return
        seeker = context.session.seeker
        seeker_id = seeker.id if seeker else ""
        context.tasks.read(
            lambda: show_vacancy(context.site, vacancy.id, seeker_id), self._refreshed, self._failed
        )

    def take(self) -> None:
        """我要去: the referral is committed, then its slip is printed."""
        context, session = self._context, self._context.session
        if session.vacancy is None:
            return
        if session.seeker is None:
            session.purpose = "work"
            context.navigator.go("card")
            return
        vacancy, seeker = session.vacancy.id, session.seeker.id
        self._show(is_busy=True)
        context.tasks.write(
            lambda: refer(context.site, seeker, vacancy), self._referred, self._failed
        )

    def another(self) -> None:
        """换一个."""
        self._context.navigator.back()

    def _refreshed(self, vacancy: VacancyView) -> None:
        self._context.session.vacancy = vacancy
        self._show()

    def _referred(self, referred: Referred) -> None:
        session = self._context.session
        session.referral, session.vacancy = referred.referral, referred.vacancy
        session.print_job, session.number = referred.print_job, referred.referral.number
        self._context.navigator.replace("slip")

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "", is_busy: bool = False) -> None:
        session = self._context.session
        if session.vacancy is not None:
            is_registered = session.seeker is not None
            self._view.show_state(DetailState(session.vacancy, is_registered, message, is_busy))
