"""An employer without card: phone, then the PIN on the receipt."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.identity import parse_phone
from kiosk.domain.problems import InvalidInput
from kiosk.domain.typed import digit_of
from kiosk.service.employer_access import PIN_DIGITS, open_by_pin
from kiosk.service.views import EmployerView
from kiosk.ui.public.context import PublicContext, failure_text
from kiosk.ui.public.identified import go_on_as_employer
from kiosk.ui.public.phone_presenter import grouped_phone

__all__ = ["EmployerPinPresenter", "EmployerPinState", "EmployerPinView"]

_PHONE_DIGITS = 11


@dataclass(frozen=True, slots=True)
class EmployerPinState:
    """What is typed; the PIN only as dots."""

    phone: str
    pin: str
    is_at_pin: bool
    is_complete: bool
    message: str = ""
    is_busy: bool = False


class EmployerPinView(Protocol):
    """The view of the screen."""

    def show_state(self, state: EmployerPinState) -> None:
        """Show it."""


class EmployerPinPresenter:
    """One keypad for both: after eleven digits the PIN follows."""

    def __init__(self, context: PublicContext, view: EmployerPinView) -> None:
        self._context = context
        self._view = view

    def enter(self) -> None:
        """The screen is shown."""
        self._context.session.pin = ""
        self._show()

    def key(self, digit: str) -> None:
        """A digit was touched."""
        session = self._context.session
        if len(session.phone) < _PHONE_DIGITS:
            session.phone += digit_of(digit)
        elif len(session.pin) < PIN_DIGITS:
            session.pin += digit_of(digit)
        self._show(self._phone_problem())

    def erase(self) -> None:
        """退一格: from the PIN back into the phone."""
        session = self._context.session
        if session.pin:
            session.pin = session.pin[:-1]
        else:
            session.phone = session.phone[:-1]
        self._show()

    def proceed(self) -> None:
        """打开."""
        context, session = self._context, self._context.session
        phone, pin = session.phone, session.pin
        self._show(is_busy=True)
        # A wrong try is counted, so this writes.
        context.tasks.write(
            lambda: open_by_pin(context.site, phone, pin), self._opened, self._failed
        )

    def _opened(self, employer: EmployerView) -> None:
        self._context.session.phone = self._context.session.pin = ""
        go_on_as_employer(self._context, employer)

    def _failed(self, error: Exception) -> None:
        self._context.session.pin = ""
        self._show(failure_text(error))

    def _phone_problem(self) -> str:
        session = self._context.session
        if len(session.phone) < _PHONE_DIGITS:
            return ""
        try:
            parse_phone(session.phone, required=True)
        except InvalidInput as error:
            return failure_text(error)
        return ""

    def _show(self, message: str = "", *, is_busy: bool = False) -> None:
        session = self._context.session
        at_pin = len(session.phone) == _PHONE_DIGITS
        self._view.show_state(
            EmployerPinState(
                phone=grouped_phone(session.phone, hide=True),
                pin="●" * len(session.pin) + "○" * (PIN_DIGITS - len(session.pin)),
                is_at_pin=at_pin,
                is_complete=at_pin and len(session.pin) == PIN_DIGITS,
                message=message,
                is_busy=is_busy,
            )
        )
