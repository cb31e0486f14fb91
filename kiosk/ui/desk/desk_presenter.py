"""The desk's list of today's referrals; staff answer on behalf of both sides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.referral import Side
from kiosk.service.boards import DeskReferral, desk_referrals
from kiosk.service.confirmation import agree, decline, undo_agreement
from kiosk.service.print_queue import reprint
from kiosk.service.site import Site
from kiosk.ui.public.context import Tasks, failure_text

__all__ = ["DESK_ACTOR", "DeskPresenter", "DeskState", "DeskView"]

# One pseudonym for the counter until staff have accounts of their own.
DESK_ACTOR = "staff:desk"


@dataclass(frozen=True, slots=True)
class DeskState:
    """Today's referrals, the chosen one, and the last message."""

    referrals: tuple[DeskReferral, ...]
    chosen: DeskReferral | None
    message: str = ""
    is_problem: bool = False


class DeskView(Protocol):
    """The view of the desk."""

    def show_state(self, state: DeskState) -> None:
        """Show it."""


class DeskPresenter:
    """Chooses a referral and acts on it."""

    def __init__(self, site: Site, tasks: Tasks, view: DeskView) -> None:
        self._site, self._tasks, self._view = site, tasks, view
        self._referrals: tuple[DeskReferral, ...] = ()
        self._chosen = ""

    def refresh(self, message: str = "") -> None:
        """Look at the store again."""
        site = self._site

        def known(referrals: tuple[DeskReferral, ...]) -> None:
            self._referrals = referrals
            self._show(message)

        self._tasks.read(lambda: desk_referrals(site), known, self._failed)

    def choose(self, referral: str) -> None:
        """A row was chosen."""
        self._chosen = referral
        self._show()

    def agreed(self, done: str) -> None:
        """谈成了 for both sides, as told at the counter."""

        def work(referral: str) -> object:
            agree(self._site, referral, Side.SEEKER, DESK_ACTOR)
            return agree(self._site, referral, Side.EMPLOYER, DESK_ACTOR)

        self._act(work, done)

    def declined(self, done: str) -> None:
        """没谈成."""
        self._act(lambda item: decline(self._site, item, Side.EMPLOYER, DESK_ACTOR), done)

    def undone(self, done: str) -> None:
        """撤回: both answers open again."""
        self._act(lambda item: undo_agreement(self._site, item, DESK_ACTOR), done)

    def reprinted(self, done: str) -> None:
        """补打."""
        self._act(lambda item: reprint(self._site.store, item, "referral"), done)

    def _act(self, work: Callable[[str], object], done: str) -> None:
        chosen = self._chosen
        if chosen:
            self._tasks.write(lambda: work(chosen), lambda _r: self.refresh(done), self._failed)

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error), is_problem=True)

    def _show(self, message: str = "", *, is_problem: bool = False) -> None:
        chosen = next((item for item in self._referrals if item.id == self._chosen), None)
        self._view.show_state(DeskState(self._referrals, chosen, message, is_problem))
