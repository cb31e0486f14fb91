"""The desk's list of today's referrals; staff answer on behalf of both sides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.referral import Side
from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.boards import DeskReferral, desk_referrals
from kiosk.service.confirmation import agree, decline, undo_agreement
from kiosk.service.print_queue import reprint
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page_presenter import PagePresenter

__all__ = ["DeskPresenter", "DeskState", "DeskView"]


@dataclass(frozen=True, slots=True)
class DeskState:
    """Today's referrals and the chosen one."""

    referrals: tuple[DeskReferral, ...]
    chosen: DeskReferral | None


class DeskView(Protocol):
    """The view of the page."""

    def show_state(self, state: DeskState) -> None:
        """Show it."""


class DeskPresenter(PagePresenter):
    """Chooses a referral and acts on it."""

    def __init__(self, context: DeskContext, view: DeskView) -> None:
        super().__init__(context)
        self._view = view
        self._referrals: tuple[DeskReferral, ...] = ()
        self._chosen = ""

    def refresh(self) -> None:
        """Look at the store again."""
        site = self._context.site

        def known(referrals: tuple[DeskReferral, ...]) -> None:
            self._referrals = referrals
            self._show()

        self.read(lambda: desk_referrals(site), known)

    def choose(self, referral: str) -> None:
        """A row was chosen."""
        self._chosen = referral
        self._show()

    def agreed(self) -> None:
        """谈成了 for both sides, as told at the counter."""
        site, chosen = self._context.site, self._chosen

        def work(allowed: Authorised) -> object:
            agree(site, chosen, Side.SEEKER, allowed.actor)
            return agree(site, chosen, Side.EMPLOYER, allowed.actor)

        self._on_chosen(Act.CONFIRM, work, _("记下了：谈成"))

    def declined(self) -> None:
        """没谈成."""
        site, chosen = self._context.site, self._chosen

        def work(allowed: Authorised) -> object:
            return decline(site, chosen, Side.EMPLOYER, allowed.actor)

        self._on_chosen(Act.CONFIRM, work, _("记下了：没谈成"))

    def undone(self) -> None:
        """撤回: both answers open again."""
        site, chosen = self._context.site, self._chosen

        def work(allowed: Authorised) -> object:
            return undo_agreement(site, chosen, allowed.actor)

        self._on_chosen(Act.UNDO, work, _("撤回了，位子还回去了"))

    def reprinted(self) -> None:
        """补打."""
        store, chosen = self._context.site.store, self._chosen

        def work(allowed: Authorised) -> object:
            return reprint(store, chosen, "referral", allowed.actor_for(Act.PRINT_AGAIN))

        self._on_chosen(Act.PRINT_AGAIN, work, _("已排队补打"))

    def _on_chosen(self, act: Act, work: Callable[[Authorised], object], done: str) -> None:
        if self._chosen:
            self.act(act, work, done, subject=self._chosen)

    def _show(self) -> None:
        chosen = next((item for item in self._referrals if item.id == self._chosen), None)
        self._view.show_state(DeskState(self._referrals, chosen))
