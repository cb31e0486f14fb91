"""投诉: the list by what is due, the chosen one with its history, what can be done."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.domain.clock import day_of, ms_of
from kiosk.domain.roles import Act
from kiosk.help_words import authority_text, complaint_outcome_text, iso_day_text
from kiosk.i18n import N_, _
from kiosk.service.case_papers import moment_text
from kiosk.service.complaint_views import ComplaintRow, ComplaintView, Dealings, count_complaints
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.history_text import HistoryText
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.components.segments import Segments
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.help.complaints_presenter import ComplaintsPresenter, ComplaintsState
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme
from kiosk.words import (
    clock_text,
    complaint_status_text,
    complaint_text,
    date_text,
    pay_text,
    settlement_text,
)

__all__ = ["ComplaintsPage"]


class ComplaintsPage(DeskPage):
    """Volunteers take complaints down; specialists handle them."""

    name, title, icon, act = "complaints", N_("投诉"), "gavel", Act.COMPLAINT_INTAKE
    has_badge = True

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = ComplaintsPresenter(context, self)
        self._build_list()
        self._build_chosen()
        self._build_acts()
        for pane, share in ((self.pane, 31), (self.detail, 41), (self.ways, 28)):
            self.panes.addWidget(pane, share)
        self.show_state(ComplaintsState())

    def _build_list(self) -> None:
        theme = self.theme
        self.pane = Pane(theme, "gavel", _("投诉"), is_flush=True)
        self.filter = Segments(theme, (("open", _("在办的")), ("final", _("办完的"))))
        self.filter.choose("open")
        self.filter.picked.connect(self._narrow)
        self.take = DeskButton(theme, _("接一件投诉"), kind="primary", icon="add")
        self.take.clicked.connect(lambda _checked=False: self.presenter.take())
        empty = _("没有要办的投诉") if self.may(Act.COMPLAINTS) else _("投诉由服务专员办")
        self.list = RecordList(theme, _("投诉"), empty=empty)
        self.list.chosen.connect(self.presenter.choose)
        edge = theme.px(20)
        for inner in (self.filter, self.take):
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(edge, theme.px(14), edge, theme.px(10))
            row.addWidget(inner)
            self.pane.body.addWidget(holder)
            if inner is self.filter:
                holder.setVisible(self.may(Act.COMPLAINTS))
                self.pane.body.addWidget(self.list, 1)

    def _build_chosen(self) -> None:
        theme = self.theme
        self.detail = Pane(theme, "description", _("这件事"))
        self.hint = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.facts = FactsPane(theme)
        self.dealings = FactsPane(theme)
        self.history = HistoryText(theme, _("办理经过"), empty=_("还没有办理记录"))
        self.detail.body.addWidget(self.hint)
        self.detail.body.addWidget(self.facts)
        self.detail.body.addWidget(self.dealings)
        self.detail.body.addWidget(self.history, 1)

    def _build_acts(self) -> None:
        theme, presenter = self.theme, self.presenter
        self.ways = Pane(theme, "task_alt", _("怎么办"))
        self.acts = {
            "show_phone": DeskButton(theme, _("看电话"), icon="call"),
            "print_again": DeskButton(theme, _("补打回执"), icon="print"),
            "print_paper": DeskButton(theme, _("打印办理单"), icon="print", commits=True),
            "save_paper": DeskButton(theme, _("办理单存 PDF"), icon="save"),
            "hand_over": DeskButton(theme, _("移送有关部门"), icon="policy"),
            "reopen": DeskButton(theme, _("重开"), icon="replay"),
            "close": DeskButton(theme, _("办结"), icon="task_alt"),
            "note": DeskButton(theme, _("记一笔"), icon="edit"),
            "accept": DeskButton(theme, _("受理"), kind="primary", icon="check", commits=True),
        }
        self.ways.body.addStretch(1)
        for name, button in self.acts.items():
            button.clicked.connect(lambda _checked=False, act=name: getattr(presenter, act)())
            self.ways.body.addWidget(button)

    def count(self) -> None:
        """How many are open; for who can handle them."""
        if self.may(Act.COMPLAINTS):
            site = self.context.site
            self.context.tasks.read(
                lambda: count_complaints(site), self.badged.emit, lambda _error: None
            )

    def show_subject(self, subject_id: str) -> None:
        """A complaint's id."""
        self.list.choose(subject_id)
        self.presenter.choose(subject_id)

    def show_state(self, state: ComplaintsState) -> None:
        """List, chosen one, buttons."""
        self.list.show_rows([_row(item) for item in state.rows])
        note = _("{count} 件").format(count=len(state.rows))
        if state.overdue:
            note = _("{count} 件，{overdue} 件过期").format(
                count=len(state.rows), overdue=state.overdue
            )
        self.pane.say(_("投诉"), note)
        view = state.chosen
        self.detail.say(
            complaint_text(view.kind) if view else _("这件事"), view.number if view else ""
        )
        hint = _("点左边的一件。") if self.may(Act.COMPLAINTS) else ""
        self.hint.say("" if view else hint)
        self.facts.show_facts(_facts(view, state.phone) if view else ())
        self.history.setVisible(view is not None)
        self.history.show_entries(_entries(view) if view else ())
        dealings = view.dealings if view else None
        self.dealings.show_facts(_dealings(dealings) if dealings else ())
        self._show_acts(state)

    def _show_acts(self, state: ComplaintsState) -> None:
        view = state.chosen
        is_open = state.is_open
        shown = {
            "show_phone": view is not None and bool(view.phone_masked) and not state.phone,
            "print_again": view is not None,
            "print_paper": view is not None,
            "save_paper": view is not None,
            "hand_over": is_open and self.may(Act.HAND_OVER),
            "reopen": view is not None and not is_open,
            "close": is_open,
            "note": is_open,
            "accept": is_open and view is not None and not view.close_by,
        }
        for name, button in self.acts.items():
            button.setVisible(shown[name])

    def wipe(self) -> None:
        """Nothing of anybody stays."""
        self.presenter.wipe()

    def _narrow(self, value: object) -> None:
        self.filter.choose(value)
        self.presenter.narrow(value)


def _row(item: ComplaintRow) -> Row:
    status = complaint_status_text(item.status)
    if item.due:
        word = _("{day} 过期了") if item.is_overdue else _("{day} 以前")
        mark = Mark(
            word.format(day=iso_day_text(item.due)),
            "bad" if item.is_overdue else "warn",
            "schedule",
        )
    else:
        mark = Mark(status, "good")
    line = status if item.due else moment_text(item.made_at)
    return Row(item.id, complaint_text(item.kind), line, number=item.number, marks=(mark,))


def _facts(view: ComplaintView, phone: str) -> tuple[Fact, ...]:
    person = view.person or _("不留名")
    due = iso_day_text(view.close_by or view.accept_by or view.reply_by)
    return (
        Fact("", _("谁"), f"{person} {phone or view.phone_masked}".strip()),
        Fact("", _("收到"), moment_text(view.made_at)),
        Fact("", _("情况"), complaint_status_text(view.status)),
        Fact("", _("期限"), _("{day}，过期了").format(day=due) if view.is_overdue else due),
        Fact("", _("结果"), complaint_outcome_text(view.outcome)),
        Fact("", _("移送给"), authority_text(view.handed_to)),
    )


def _dealings(item: Dealings) -> tuple[Fact, ...]:
    """Who worked where for how much, as the records have it."""
    pay = f"{pay_text(item.pay_cents, item.pay_unit)}，{settlement_text(item.settlement)}"
    day, end = date_text(day_of(item.starts)), clock_text(item.ends)
    agreed = _("谈成了") if item.is_agreed else _("没有谈成的记录")
    arrived = {"arrived": _("到岗了"), "missed": _("没到岗")}.get(item.arrival, "")
    facts = (
        Fact("", _("哪份活"), f"{item.vacancy_number} {item.trade_name}"),
        Fact("", _("老板"), item.employer_name),
        Fact("", _("说好的"), pay),
        Fact("", _("时间"), f"{day} {clock_text(item.starts)} – {end}"),
        Fact("", _("地点"), item.place),
    )
    result = _("，").join(part for part in (agreed, arrived) if part)
    return (
        *facts,
        Fact("", _("对接"), f"{item.referral_number} {result}" if item.referral else ""),
    )


def _entries(view: ComplaintView) -> list[tuple[str, str]]:
    """The latest first."""
    made = (f"{moment_text(view.made_at)} {_('收到')}", "")
    notes = [
        (
            f"{moment_text(ms_of(note.at))} {complaint_status_text(note.what)}",
            _words(note.what, note.text),
        )
        for note in view.notes
    ]
    return [*reversed(notes), made]


def _words(what: str, text: str) -> str:
    return authority_text(text) if what == "handed_over" else text
