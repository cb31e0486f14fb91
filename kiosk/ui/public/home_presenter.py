"""01 home: what do you want to do?"""

from dataclasses import dataclass
from typing import Protocol

from kiosk.service.hall_profile import hall_view, today_figures
from kiosk.service.views import Figures, HallView
from kiosk.ui.public.context import PublicContext

__all__ = ["HomePresenter", "HomeState", "HomeView"]


@dataclass(frozen=True, slots=True)
class HomeState:
    """What home shows."""

    hall: HallView
    figures: Figures


class HomeView(Protocol):
    """The view of home."""

    def show_state(self, state: HomeState) -> None:
        """Show the hall's card and today's figures."""


class HomePresenter:
    """Starts a session for a purpose."""

    def __init__(self, context: PublicContext, view: HomeView) -> None:
        self._context = context
        self._view = view

    def enter(self) -> None:
        """Home is shown: refresh its figures."""
        site = self._context.site

        def work() -> HomeState:
            return HomeState(hall_view(site), today_figures(site))

        self._context.tasks.read(work, self._view.show_state, lambda _error: None)

    def find_work(self) -> None:
        """找活干."""
        self._start("work", "card")

    def hire(self) -> None:
        """我要招工."""
        self._start("hire", "card")

    def my_slips(self) -> None:
        """我的单子: scan a slip, or put the card."""
        self._start("mine", "card")

    def my_registration(self) -> None:
        """我的登记."""
        self._start("registration", "card")

    def training(self) -> None:
        """学门手艺."""
        self._start("training", "training")

    def rights(self) -> None:
        """投诉维权."""
        self._start("", "complaint")

    def _start(self, purpose: str, screen: str) -> None:
        self._context.session.wipe()
        self._context.session.purpose = purpose
        self._context.navigator.go(screen)
