"""15 投诉维权: what happened, where the answer goes, then it is recorded with a receipt."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.complaint import COMPLAINT_KINDS
from kiosk.domain.identity import parse_phone
from kiosk.domain.problems import InvalidInput
from kiosk.domain.typed import digit_of
from kiosk.i18n import _
from kiosk.service.complaints import ComplaintReceipt, MakeComplaint, make_complaint
from kiosk.service.hall_profile import hall_view
from kiosk.service.hall_register import public_contacts
from kiosk.ui.public.context import PublicContext, Receipt, failure_text
from kiosk.ui.public.phone_presenter import grouped_phone
from kiosk.words import complaint_text, date_text, problem_text

__all__ = [
    "ComplaintContactPresenter",
    "ComplaintPresenter",
    "ComplaintState",
    "ComplaintView",
    "ContactState",
    "ContactView",
    "KindTile",
    "kind_tiles",
]

_DIGITS = 11
_CONTACTS = 2


@dataclass(frozen=True, slots=True)
class KindTile:
    """A kind with its icon, one line on it, and the colour of its band."""

    kind: str
    icon: str
    line: str
    colour: str


def kind_tiles() -> tuple[KindTile, ...]:
    """The eight kinds in the order of the screen."""
    lines = {
        "wage_arrears": ("payments", _("拖着不给、少给"), "red"),
        "fees": ("money_off", _("要交钱才给活"), "red"),
        "kept_papers": ("badge", _("证件不还"), "red"),
        "other_work": ("swap_horiz", _("和说好的不同"), "brown"),
        "injury": ("local_hospital", _("摔了、砸了"), "brown"),
        "abuse": ("sentiment_very_dissatisfied", _("嫌年纪、嫌女的"), "brown"),
        "no_employer": ("person_off", _("白等一趟"), "slate"),
        "other": ("more_horiz", _("说给工作人员听"), "slate"),
    }
    return tuple(KindTile(kind, *lines[kind]) for kind in COMPLAINT_KINDS)


@dataclass(frozen=True, slots=True)
class ComplaintState:
    """Numbers to call at once; `contacts` are (name, phone) that the hall made public."""

    hotline: str
    contacts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ContactState:
    """What it is about, and the phone as typed."""

    subject: str
    shown: str
    missing: int
    message: str = ""
    is_busy: bool = False


class ComplaintView(Protocol):
    """The view of the first step."""

    def show_state(self, state: ComplaintState) -> None:
        """Show it."""


class ContactView(Protocol):
    """The view of the second step."""

    def show_state(self, state: ContactState) -> None:
        """Show it."""


class ComplaintPresenter:
    """Step 1: what happened."""

    def __init__(self, context: PublicContext, view: ComplaintView) -> None:
        self._context = context
        self._view = view

    def enter(self) -> None:
        """The screen is shown."""
        site = self._context.site

        def look() -> ComplaintState:
            return ComplaintState(hall_view(site).hotline, public_contacts(site)[:_CONTACTS])

        self._context.tasks.read(look, self._view.show_state, lambda _error: None)

    def choose(self, kind: str) -> None:
        """A tile was touched."""
        self._context.session.complaint = kind
        self._context.navigator.go("complaint_contact")

    def read_rules(self) -> None:
        """看看规矩."""
        self._context.navigator.go("leaflets")


class ComplaintContactPresenter:
    """Step 2: a phone for the answer, or none; then it is recorded."""

    def __init__(self, context: PublicContext, view: ContactView) -> None:
        self._context = context
        self._view = view

    def enter(self) -> None:
        """The screen is shown."""
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

    def with_phone(self) -> None:
        """留手机号，交上去."""
        try:
            phone = parse_phone(self._context.session.phone, required=True)
        except InvalidInput as error:
            self._show(problem_text(error.problems[0]))
            return
        self._make(phone)

    def without_phone(self) -> None:
        """不留，凭回执来问."""
        self._make("")

    def _make(self, phone: str) -> None:
        context, session = self._context, self._context.session
        given = MakeComplaint(
            kind=session.complaint,
            seeker=session.seeker.id if session.seeker else "",
            referral=session.referral.id if session.referral else "",
            vacancy=session.vacancy.id if session.referral and session.vacancy else "",
            phone=phone,
        )
        self._show(is_busy=True)
        context.tasks.write(lambda: make_complaint(context.site, given), self._made, self._failed)

    def _made(self, made: ComplaintReceipt) -> None:
        session = self._context.session
        session.number, session.print_job = made.number, made.print_job
        phone_left = bool(session.phone)
        session.phone = ""
        how = _("答复会打您的电话") if phone_left else _("拿回执到服务台问答复")
        session.receipt = Receipt(
            kind="complaint",
            subject=made.complaint,
            title=complaint_text(made.kind),
            steps=(
                ("receipt_long", _("回执收好，是凭据")),
                ("schedule", _("{day} 以前答复").format(day=date_text(made.reply_by))),
                ("call", how),
            ),
        )
        self._context.navigator.replace("slip")

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "", *, is_busy: bool = False) -> None:
        session = self._context.session
        self._view.show_state(
            ContactState(
                subject=complaint_text(session.complaint),
                shown=grouped_phone(session.phone, hide=True),
                missing=_DIGITS - len(session.phone),
                message=message,
                is_busy=is_busy,
            )
        )
