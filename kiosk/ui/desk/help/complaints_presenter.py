"""投诉: by what is due first; one with its history, and everything that can be done; no Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from kiosk.domain.complaint import ADVICE_KINDS, COMPLAINT_KINDS, FINAL, OUTCOMES
from kiosk.domain.roles import Act, may
from kiosk.help_words import complaint_outcome_text, iso_day_text
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.case_papers import print_complaint_file
from kiosk.service.complaint_desk import (
    accept_complaint,
    close_complaint,
    note_complaint,
    print_receipt_again,
    reopen_complaint,
    take_complaint,
)
from kiosk.service.complaint_views import (
    ComplaintRow,
    ComplaintView,
    complaint_list,
    complaint_phone,
    complaint_view,
)
from kiosk.service.complaints import ComplaintReceipt, MakeComplaint
from kiosk.service.referral_choices import WorkDone, work_of
from kiosk.service.searching import DeskHit
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.form_field import FormField, Written
from kiosk.ui.desk.help.asking_presenter import AskingPresenter
from kiosk.ui.desk.paper_out import Paper, PaperOut
from kiosk.words import complaint_text, pay_text

__all__ = ["ComplaintsPresenter", "ComplaintsState", "ComplaintsView"]

T = TypeVar("T")
_NONE = "none"


@dataclass(frozen=True, slots=True)
class ComplaintsState:
    """The list and the chosen one; `phone` in full once it was asked for."""

    rows: tuple[ComplaintRow, ...] = ()
    is_final: bool = False
    overdue: int = 0
    chosen: ComplaintView | None = None
    phone: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the chosen one can be worked on."""
        return self.chosen is not None and self.chosen.status not in FINAL


class ComplaintsView(Protocol):
    """The view of the page."""

    def show_state(self, state: ComplaintsState) -> None:
        """Show it."""


class ComplaintsPresenter(AskingPresenter):
    """Takes complaints down and sees them to their end."""

    def __init__(self, context: DeskContext, view: ComplaintsView) -> None:
        super().__init__(context)
        self._view = view
        self._rows: tuple[ComplaintRow, ...] = ()
        self._is_final = False
        self._id, self._phone = "", ""
        self._chosen: ComplaintView | None = None
        self._papers = PaperOut(context)

    @property
    def _may_handle(self) -> bool:
        session = self.session
        return session is not None and may(session.role, Act.COMPLAINTS)

    def refresh(self) -> None:
        """Look at the list again, and at the one shown."""
        if not self._may_handle:
            self._show()
            return
        site, is_final = self.site, self._is_final
        self.read_as(lambda staff: complaint_list(site, staff, is_final=is_final), self._known)
        if self._id:
            self._load(self._id, is_again=True)

    def narrow(self, value: object) -> None:
        """在办的, 办完的."""
        self._is_final = value == "final"
        self.refresh()

    def choose(self, complaint: str) -> None:
        """One of the list, or from another page."""
        self._id, self._chosen, self._phone = complaint, None, ""
        self._load(complaint, is_again=False)

    def wipe(self) -> None:
        """Nothing of anybody stays."""
        self._rows, self._id, self._chosen, self._phone = (), "", None, ""
        self._show()

    def take(self) -> None:
        """接一件: what about, then who."""
        options = [(kind, complaint_text(kind)) for kind in (*COMPLAINT_KINDS, *ADVICE_KINDS)]
        self.navigator.choose(_("是什么事？"), options, self._ask_who)

    def accept(self) -> None:
        """受理."""
        site = self.site

        def work(allowed: Authorised, complaint: str) -> str:
            return accept_complaint(site, allowed, complaint)

        self._handle(work, lambda day: _("受理了，{day} 以前办结").format(day=iso_day_text(day)))

    def note(self) -> None:
        """记一笔."""
        fields = (FormField("text", _("做了什么"), _("问了谁，怎么说，约哪天"), kind="text"),)
        self.ask_form_about(
            Act.COMPLAINTS,
            self._chosen_id,
            _("记一笔"),
            fields,
            lambda allowed, complaint, written: note_complaint(
                self.site, allowed, complaint, written["text"]
            ),
            _("记下了"),
        )

    def close(self) -> None:
        """办结."""
        fields = (
            FormField(
                "outcome",
                _("结果"),
                kind="choice",
                options=tuple((item, complaint_outcome_text(item)) for item in OUTCOMES),
            ),
            FormField("text", _("怎么办的"), _("怎么解决的，怎么答复本人的"), kind="text"),
        )
        self.ask_form_about(
            Act.COMPLAINTS,
            self._chosen_id,
            _("办结"),
            fields,
            lambda allowed, complaint, written: close_complaint(
                self.site, allowed, complaint, written["outcome"], written["text"]
            ),
            _("办结了"),
        )

    def reopen(self) -> None:
        """重开."""
        self.ask_form_about(
            Act.COMPLAINTS,
            self._chosen_id,
            _("重开"),
            (FormField("reason", _("为什么"), _("写一句，会记下来"), kind="text"),),
            lambda allowed, complaint, written: reopen_complaint(
                self.site, allowed, complaint, written["reason"]
            ),
            _("重开了，接着办"),
        )

    def hand_over(self) -> None:
        """移送: on its own page."""
        if self._chosen is not None:
            self.navigator.go("handovers", self._chosen.id)

    def show_phone(self) -> None:
        """看电话: in full, and it is written down."""
        chosen, site = self._chosen, self.site

        def known(phone: str) -> None:
            if chosen is not None and chosen.id == self._id:
                self._phone = phone
                self._show()

        if chosen is not None:
            self.read_as(lambda staff: complaint_phone(site, staff, chosen.id), known)

    def print_again(self) -> None:
        """补打回执."""
        chosen, site = self._chosen, self.site
        if chosen is not None:
            self.do(
                Act.PRINT_AGAIN,
                lambda allowed: print_receipt_again(site, allowed, chosen.id),
                _("已排队补打"),
                subject=chosen.id,
            )

    def save_paper(self) -> None:
        """办理单存成 PDF."""
        if self._chosen is not None:
            self._papers.save(self._paper(self._chosen))

    def print_paper(self) -> None:
        """办理单打在 A4 上."""
        if self._chosen is not None:
            self._papers.print(self._paper(self._chosen))

    def _paper(self, chosen: ComplaintView) -> Paper:
        site = self.site

        def make(allowed: Authorised, folder: Path, name: str) -> tuple[Path, ...]:
            path = folder / f"{_('投诉办理单')}-{chosen.number}.pdf"
            print_complaint_file(site, allowed, chosen.id, path, name)
            return (path,)

        return Paper(Act.COMPLAINTS, _("办理单"), make)

    def _ask_who(self, kind: str) -> None:
        options = (
            ("known", _("在这里登记过的人")),
            ("phone", _("没登记，留个电话")),
            (_NONE, _("不留名")),
        )

        def chosen(who: str) -> None:
            if who == "known":
                self.ask_person(_("谁来投诉？"), lambda hit: self._ask_work(kind, hit))
            elif who == "phone":
                self._ask_phone(MakeComplaint(kind))
            else:
                self._take(MakeComplaint(kind))

        self.navigator.choose(_("谁来投诉？"), options, chosen)

    def _ask_work(self, kind: str, hit: DeskHit) -> None:
        """Which job it is about; pay that was agreed stands beside each."""
        site = self.site

        def known(done: tuple[WorkDone, ...]) -> None:
            if not done:
                self._ask_phone(MakeComplaint(kind, hit.id))
                return
            options = [(item.referral, _work_text(item)) for item in done]
            by_id = {item.referral: item for item in done}

            def chosen(referral: str) -> None:
                vacancy = by_id[referral].vacancy if referral != _NONE else ""
                about = "" if referral == _NONE else referral
                self._ask_phone(MakeComplaint(kind, hit.id, about, vacancy))

            self.navigator.choose(_("说的是哪份活？"), [*options, (_NONE, _("不是这些活"))], chosen)

        self.read_as(lambda _staff: work_of(site, hit.id), known)

    def _ask_phone(self, given: MakeComplaint) -> None:
        site = self.site

        def work(allowed: Authorised, written: Written) -> ComplaintReceipt:
            told = MakeComplaint(
                given.kind, given.seeker, given.referral, given.vacancy, written["phone"]
            )
            return take_complaint(site, allowed, told)

        self.ask_form(
            complaint_text(given.kind),
            (FormField("phone", _("回话打哪个电话"), _("不留也行，凭回执来问")),),
            Act.COMPLAINT_INTAKE,
            work,
            _taken,
        )

    def _take(self, given: MakeComplaint) -> None:
        site = self.site
        self.do(Act.COMPLAINT_INTAKE, lambda allowed: take_complaint(site, allowed, given), _taken)

    def _handle(self, work: Callable[[Authorised, str], T], said: Callable[[T], str]) -> None:
        chosen = self._chosen
        if chosen is not None:
            self.do(Act.COMPLAINTS, lambda allowed: work(allowed, chosen.id), said)

    @property
    def _chosen_id(self) -> str:
        return self._chosen.id if self._chosen is not None else ""

    def _known(self, rows: tuple[ComplaintRow, ...]) -> None:
        self._rows = rows
        self._show()

    def _load(self, complaint: str, *, is_again: bool) -> None:
        site = self.site
        self.read_as(
            lambda staff: complaint_view(site, staff, complaint, is_again=is_again), self._loaded
        )

    def _loaded(self, view: ComplaintView) -> None:
        if view.id == self._id:
            self._chosen = view
            self._show()

    def _show(self) -> None:
        overdue = sum(row.is_overdue for row in self._rows)
        state = ComplaintsState(self._rows, self._is_final, overdue, self._chosen, self._phone)
        self._view.show_state(state)


def _taken(receipt: ComplaintReceipt) -> str:
    return _("接下了 {number}，回执在打，{day} 以前答复").format(
        number=receipt.number, day=iso_day_text(receipt.reply_by.isoformat())
    )


def _work_text(item: WorkDone) -> str:
    pay = pay_text(item.pay_cents, item.pay_unit)
    day = iso_day_text(item.day)
    return f"{item.number} {day} {item.trade_name} {pay} {item.employer_name}".strip()
