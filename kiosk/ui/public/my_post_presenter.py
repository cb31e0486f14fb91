"""11 my post: who came, and 谈成了 or 没谈成 for each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.referral import Side
from kiosk.service.confirmation import agree, candidates, decline
from kiosk.service.matching import show_vacancy
from kiosk.service.vacancy_changes import close_vacancy
from kiosk.service.views import Candidate, VacancyView
from kiosk.ui.public.context import PublicContext, failure_text

__all__ = ["MyPostPresenter", "MyPostState", "MyPostView"]


@dataclass(frozen=True, slots=True)
class MyPostState:
    """The post, those who wait for an answer (one page of them), and those agreed."""

    vacancy: VacancyView
    waiting: tuple[Candidate, ...]
    agreed: tuple[Candidate, ...]
    page: int = 1
    pages: int = 1
    waiting_count: int = 0
    message: str = ""


class MyPostView(Protocol):
    """The view of the screen."""

    def show_state(self, state: MyPostState) -> None:
        """Show it."""


class MyPostPresenter:
    """Whoever holds the posting slip answers for this vacancy only."""

    def __init__(self, context: PublicContext, view: MyPostView, per_page: int = 3) -> None:
        self._context = context
        self._view = view
        self._per_page = per_page
        self._page = 1
        self._candidates: tuple[Candidate, ...] = ()

    def enter(self) -> None:
        """The screen is shown."""
        self.forget()
        self.refresh()

    def forget(self) -> None:
        """The people of another post are nobody's business here."""
        self._page = 1
        self._candidates = ()

    def refresh(self) -> None:
        """Something changed, here or elsewhere."""
        context, vacancy = self._context, self._context.session.vacancy
        if vacancy is None:
            return

        def work() -> tuple[VacancyView, tuple[Candidate, ...]]:
            return show_vacancy(context.site, vacancy.id), candidates(context.site, vacancy.id)

        context.tasks.read(work, self._known, self._failed)

    def turn(self, page: int) -> None:
        """上一页, 下一页."""
        self._page = page
        self._show()

    def agreed(self, referral: str) -> None:
        """谈成了."""
        self._write(lambda: agree(self._context.site, referral, Side.EMPLOYER, self._actor))

    def declined(self, referral: str) -> None:
        """没谈成."""
        self._write(lambda: decline(self._context.site, referral, Side.EMPLOYER, self._actor))

    def close(self) -> None:
        """人够了，不招了."""
        vacancy = self._context.session.vacancy
        if vacancy is not None:
            self._write(lambda: close_vacancy(self._context.site, vacancy.id, self._actor))

    @property
    def _actor(self) -> str:
        vacancy = self._context.session.vacancy
        return vacancy.employer if vacancy else ""

    def _write(self, work: Callable[[], object]) -> None:
        self._context.tasks.write(work, lambda _changed: self.refresh(), self._failed)

    def _known(self, known: tuple[VacancyView, tuple[Candidate, ...]]) -> None:
        self._context.session.vacancy, self._candidates = known
        self._show()

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "") -> None:
        vacancy = self._context.session.vacancy
        if vacancy is None:
            return
        ended = {"agreed", "declined", "cancelled"}
        waiting = [item for item in self._candidates if item.referral.status not in ended]
        agreed = tuple(item for item in self._candidates if item.referral.status == "agreed")
        pages = max(1, -(-len(waiting) // self._per_page))
        self._page = min(max(1, self._page), pages)
        start = (self._page - 1) * self._per_page
        shown = tuple(waiting[start : start + self._per_page])
        self._view.show_state(
            MyPostState(vacancy, shown, agreed, self._page, pages, len(waiting), message)
        )
