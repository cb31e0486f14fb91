"""加减人数 of a post that stands."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.i18n import _
from kiosk.service.matching import show_vacancy
from kiosk.service.seat_escrow import change_headcount
from kiosk.service.views import VacancyView
from kiosk.ui.public.context import PublicContext, failure_text

__all__ = ["HeadcountPresenter", "HeadcountState", "HeadcountView"]


@dataclass(frozen=True, slots=True)
class HeadcountState:
    """How many are wanted now, and how many shall be."""

    vacancy: VacancyView
    wanted: int
    message: str = ""
    is_busy: bool = False


class HeadcountView(Protocol):
    """The view of the screen."""

    def show_state(self, state: HeadcountState) -> None:
        """Show it."""


class HeadcountPresenter:
    """One more, one fewer, done; never fewer than have agreed."""

    def __init__(self, context: PublicContext, view: HeadcountView) -> None:
        self._context = context
        self._view = view
        self._wanted = 0

    def enter(self) -> None:
        """The screen is shown."""
        vacancy = self._context.session.vacancy
        if vacancy is not None:
            self._wanted = vacancy.headcount
            self._show()
            context = self._context
            context.tasks.read(
                lambda: show_vacancy(context.site, vacancy.id), self._refreshed, self._failed
            )

    def step(self, change: int) -> None:
        """加一个, 减一个, 加五个."""
        vacancy = self._context.session.vacancy
        if vacancy is not None:
            least = max(1, vacancy.agreed)
            most = self._context.site.rules.headcount_limit
            self._wanted = min(max(least, self._wanted + change), most)
            self._show()

    def done(self) -> None:
        """就这么多人."""
        context, vacancy = self._context, self._context.session.vacancy
        if vacancy is None:
            return
        wanted = self._wanted

        def work() -> VacancyView:
            change_headcount(context.site, vacancy.id, wanted, vacancy.employer)
            return show_vacancy(context.site, vacancy.id)

        self._show(is_busy=True)
        context.tasks.write(work, self._changed, self._failed)

    def _refreshed(self, vacancy: VacancyView) -> None:
        """Somebody may have agreed since the list was read: the number counts from now."""
        self._context.session.vacancy = vacancy
        self._show()

    def _changed(self, vacancy: VacancyView) -> None:
        self._context.session.vacancy = vacancy
        self._context.navigator.back()
        self._context.navigator.note(_("人数改好了"))

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "", *, is_busy: bool = False) -> None:
        vacancy = self._context.session.vacancy
        if vacancy is not None:
            self._view.show_state(HeadcountState(vacancy, self._wanted, message, is_busy))
