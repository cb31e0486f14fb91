"""The PIN once more, before a sensitive act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.roles import StaffSession
from kiosk.domain.typed import digit_of
from kiosk.service.pins import PIN_LEAST, PIN_MOST
from kiosk.service.sign_in import step_up
from kiosk.service.site import Site
from kiosk.ui.public.context import Tasks, failure_text

__all__ = ["StepUpPresenter", "StepUpState", "StepUpView"]


@dataclass(frozen=True, slots=True)
class StepUpState:
    """The PIN as dots."""

    dots: str
    can_proceed: bool
    is_busy: bool = False
    message: str = ""


class StepUpView(Protocol):
    """The view of the dialog."""

    def show_state(self, state: StepUpState) -> None:
        """Show it."""

    def close_dialog(self) -> None:
        """It is answered."""


class StepUpPresenter:
    """Asks until the PIN is right or somebody gives up."""

    def __init__(
        self,
        site: Site,
        tasks: Tasks,
        view: StepUpView,
        session: StaffSession,
        done: Callable[[StaffSession], None],
    ) -> None:
        self._site, self._tasks, self._view = site, tasks, view
        self._session, self._done = session, done
        self._pin = ""
        self._is_busy = False

    def key(self, digit: str) -> None:
        """A digit."""
        if not self._is_busy and len(self._pin) < PIN_MOST:
            self._pin += digit_of(digit)
            self.show()

    def erase(self) -> None:
        """退一格."""
        if not self._is_busy:
            self._pin = self._pin[:-1]
            self.show()

    def proceed(self) -> None:
        """继续."""
        if self._is_busy or len(self._pin) < PIN_LEAST:
            return
        pin, site, session = self._pin, self._site, self._session
        self._pin, self._is_busy = "", True
        self.show()
        self._tasks.write(lambda: step_up(site, session, pin), self._proven, self._refused)

    def show(self, message: str = "") -> None:
        """Show what was typed."""
        can_proceed = len(self._pin) >= PIN_LEAST and not self._is_busy
        dots = "●" * len(self._pin)
        self._view.show_state(StepUpState(dots, can_proceed, self._is_busy, message))

    def _proven(self, session: StaffSession) -> None:
        self._view.close_dialog()
        self._done(session)

    def _refused(self, error: Exception) -> None:
        self._is_busy = False
        self.show(failure_text(error))
