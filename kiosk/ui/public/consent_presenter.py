"""03 consent, in plain words, before the first record."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.ui.public.context import PublicContext

__all__ = ["ConsentPresenter", "ConsentState", "ConsentView"]


@dataclass(frozen=True, slots=True)
class ConsentState:
    """Whether an employer may be given the phone after an agreement."""

    shares_phone: bool


class ConsentView(Protocol):
    """The view of the screen."""

    def show_state(self, state: ConsentState) -> None:
        """Show it."""


class ConsentPresenter:
    """Nothing is stored before 同意; without it work can still be looked at."""

    def __init__(self, context: PublicContext, view: ConsentView) -> None:
        self._context = context
        self._view = view

    def enter(self) -> None:
        """The screen is shown."""
        self._view.show_state(ConsentState(self._context.session.share_phone))

    def choose_sharing(self, shares: bool) -> None:
        """可以 or 不可以 give the phone to the employer."""
        self._context.session.share_phone = shares
        self.enter()

    def agree(self) -> None:
        """同意，往下办."""
        self._context.session.has_consented = True
        self._context.navigator.go("check")

    def browse_only(self) -> None:
        """不同意，只看活不登记: what the card said is forgotten at once."""
        self._context.session.wipe()
        self._context.session.purpose = "work"
        self._context.navigator.replace("posts")
