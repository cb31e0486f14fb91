"""到岗: the employer says who came to work."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.service.arrivals import mark_arrived, mark_missed
from kiosk.service.confirmation import candidates
from kiosk.service.views import Candidate
from kiosk.ui.public.context import PublicContext, failure_text

__all__ = ["ArrivalsPresenter", "ArrivalsState", "ArrivalsView"]


@dataclass(frozen=True, slots=True)
class ArrivalsState:
    """One page of the people who agreed."""

    people: tuple[Candidate, ...]
    page: int
    pages: int
    arrived: int
    total: int
    message: str = ""


class ArrivalsView(Protocol):
    """The view of the screen."""

    def show_state(self, state: ArrivalsState) -> None:
        """Show it."""


class ArrivalsPresenter:
    """到了 or 没来, as often as the employer changes her or his mind."""

    def __init__(self, context: PublicContext, view: ArrivalsView, per_page: int = 4) -> None:
        self._context = context
        self._view = view
        self._per_page = per_page
        self._page = 1
        self._people: tuple[Candidate, ...] = ()

    def enter(self) -> None:
        """The screen is shown."""
        self._show()
        self._refresh()

    def forget(self) -> None:
        """The session is over."""
        self._people, self._page = (), 1

    def turn(self, page: int) -> None:
        """上一页, 下一页."""
        self._page = page
        self._show()

    def arrived(self, referral: str) -> None:
        """到了."""
        self._write(lambda: mark_arrived(self._context.site, referral, self._actor))

    def missed(self, referral: str) -> None:
        """没来."""
        self._write(lambda: mark_missed(self._context.site, referral, self._actor))

    @property
    def _actor(self) -> str:
        vacancy = self._context.session.vacancy
        return vacancy.employer if vacancy else ""

    def _refresh(self) -> None:
        context, vacancy = self._context, self._context.session.vacancy
        if vacancy is not None:
            context.tasks.read(
                lambda: candidates(context.site, vacancy.id), self._known, self._failed
            )

    def _write(self, work: Callable[[], None]) -> None:
        self._context.tasks.write(work, lambda _none: self._refresh(), self._failed)

    def _known(self, people: tuple[Candidate, ...]) -> None:
        self._people = tuple(item for item in people if item.referral.status == "agreed")
        self._show()

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "") -> None:
        pages = max(1, -(-len(self._people) // self._per_page))
        self._page = min(max(1, self._page), pages)
        start = (self._page - 1) * self._per_page
        arrived = sum(item.referral.arrival == "arrived" for item in self._people)
        self._view.show_state(
            ArrivalsState(
                people=self._people[start : start + self._per_page],
                page=self._page,
                pages=pages,
                arrived=arrived,
                total=len(self._people),
                message=message,
            )
        )
