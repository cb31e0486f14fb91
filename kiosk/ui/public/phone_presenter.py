"""05 type the phone number; it may be skipped."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.identity import parse_phone
from kiosk.domain.problems import InvalidInput
from kiosk.domain.typed import digit_of
from kiosk.i18n import _
from kiosk.service.registration import change_seeker
from kiosk.service.views import SeekerView
from kiosk.ui.public.context import PublicContext, failure_text
from kiosk.words import problem_text

__all__ = ["PhonePresenter", "PhoneState", "PhoneView", "count_text", "grouped_phone"]

_DIGITS = 11
_HIDE_FROM = 8


@dataclass(frozen=True, slots=True)
class PhoneState:
    """`shown` is grouped, its middle four hidden once the last group has begun."""

    shown: str
    typed: int
    missing: int
    is_looking: bool = False
    message: str = ""


class PhoneView(Protocol):
    """The view of the screen."""

    def show_state(self, state: PhoneState) -> None:
        """Show it."""


def grouped_phone(digits: str, hide: bool) -> str:
    """138 1234 5678, or 138 **** 5678."""
    middle = digits[3:7]
    if hide and len(digits) >= _HIDE_FROM:
        middle = "****"
    return " ".join(group for group in (digits[:3], middle, digits[7:]) if group)


class PhonePresenter:
    """Collects the digits; what was typed stays when something is wrong."""

    def __init__(self, context: PublicContext, view: PhoneView) -> None:
        self._context = context
        self._view = view
        self._looking = False

    def enter(self) -> None:
        """The screen is shown."""
        self._looking = False
        self._show()

    def key(self, digit: str) -> None:
        """A digit was touched."""
        session = self._context.session
        if len(session.phone) < _DIGITS:
            session.phone += digit_of(digit)
        self._show()

    def erase(self) -> None:
        """退一格."""
        self._context.session.phone = self._context.session.phone[:-1]
        self._show()

    def look(self, shown: bool) -> None:
        """看一下 was touched, or its three seconds are over."""
        self._looking = shown
        self._show()

    def proceed(self) -> None:
        """下一步."""
        try:
            parse_phone(self._context.session.phone, required=True)
        except InvalidInput as error:
            self._show(problem_text(error.problems[0]))
            return
        self._go_on()

    def skip(self) -> None:
        """没有手机，跳过; of a known person, the number is taken out."""
        self._context.session.phone = ""
        self._go_on()

    def _go_on(self) -> None:
        context, seeker = self._context, self._context.session.seeker
        phone = context.session.phone
        if seeker is None:
            context.navigator.go("trades")
            return
        context.tasks.write(
            lambda: change_seeker(context.site, seeker.id, phone=phone),
            self._changed,
            lambda error: self._show(failure_text(error)),
        )

    def _changed(self, seeker: SeekerView) -> None:
        self._context.session.seeker = seeker
        self._context.session.phone = ""
        self._context.navigator.back()
        self._context.navigator.note(_("手机号改好了"))

    def _show(self, message: str = "") -> None:
        digits = self._context.session.phone
        shown = grouped_phone(digits, hide=not self._looking)
        missing = _DIGITS - len(digits)
        self._view.show_state(PhoneState(shown, len(digits), missing, self._looking, message))


def count_text(state: PhoneState) -> str:
    """按了 9 个，还差 2 个."""
    if not state.missing:
        return _("11 个数字，齐了")
    return _("按了 {typed} 个，还差 {missing} 个").format(typed=state.typed, missing=state.missing)
