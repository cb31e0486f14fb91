"""手输号码: type the identity number."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.identity import parse_id_number
from kiosk.domain.problems import InvalidInput
from kiosk.domain.typed import digit_of, narrowed
from kiosk.i18n import _
from kiosk.service.views import EmployerView, SeekerView
from kiosk.ui.public.context import PublicContext, failure_text
from kiosk.ui.public.identified import go_on_as_employer, go_on_as_seeker, identify
from kiosk.words import problem_text

__all__ = ["IdNumberPresenter", "IdNumberState", "IdNumberView", "grouped_number"]

_DIGITS = 18
# Region, birth date, order: as on the card.
_GROUPS = ((0, 6), (6, 14), (14, 18))
_OPEN_HEAD = 3


@dataclass(frozen=True, slots=True)
class IdNumberState:
    """The number as the screen may show it, how many digits are missing, and what is wrong."""

    shown: str
    missing: int
    message: str = ""


class IdNumberView(Protocol):
    """The view of the screen."""

    def show_state(self, state: IdNumberState) -> None:
        """Show it."""


def grouped_number(digits: str, *, is_open: bool) -> str:
    """430*** ******** 00: only the group that is being typed can be read, and the first three.

    With 18 digits nothing but those three and the last one; `is_open` shows everything.
    """
    groups = []
    for start, end in _GROUPS:
        part = digits[start:end]
        is_past = len(digits) > end or len(digits) == _DIGITS
        if part and is_past and not is_open:
            head = part[:_OPEN_HEAD] if start == 0 else ""
            tail = part[-1] if end == _DIGITS else ""
            part = head + "*" * (len(part) - len(head) - len(tail)) + tail
        groups.append(part)
    return " ".join(group for group in groups if group)


class IdNumberPresenter:
    """Checks the number as a whole once 18 digits are there; what was typed stays."""

    def __init__(self, context: PublicContext, view: IdNumberView) -> None:
        self._context = context
        self._view = view
        self._is_looking = False

    def enter(self) -> None:
        """The screen is shown."""
        self._is_looking = False
        self._show()

    def look(self, shown: bool) -> None:
        """看一下 was touched, or its three seconds are over."""
        self._is_looking = shown
        self._show()

    def key(self, digit: str) -> None:
        """A digit or X was touched."""
        session = self._context.session
        digit = "X" if narrowed(digit) in {"X", "x"} else digit_of(digit)
        if len(session.id_number) < _DIGITS and (digit != "X" or len(session.id_number) == 17):
            session.id_number += digit
        self._show()

    def erase(self) -> None:
        """退一格."""
        self._context.session.id_number = self._context.session.id_number[:-1]
        self._show()

    def proceed(self) -> None:
        """下一步."""
        context, number = self._context, self._context.session.id_number
        try:
            parse_id_number(number, context.site.today())
        except InvalidInput as error:
            self._show(problem_text(error.problems[0]))
            return
        context.session.entry = "typed"
        identify(context, number, self._seeker_found, self._employer_found, self._failed)

    def _seeker_found(self, seeker: SeekerView | None) -> None:
        if seeker is None:
            # Without a card the name is written by hand, and staff may look at the card later.
            self._context.navigator.replace("consent")
            return
        go_on_as_seeker(self._context, seeker)

    def _employer_found(self, employer: EmployerView | None) -> None:
        if employer is None:
            self._show(_("还没有您的登记。头一回招工，请放身份证，或者找工作人员。"))
            return
        go_on_as_employer(self._context, employer)

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "") -> None:
        digits = self._context.session.id_number
        shown = grouped_number(digits, is_open=self._is_looking)
        self._view.show_state(IdNumberState(shown, _DIGITS - len(digits), message))
