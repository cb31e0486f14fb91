"""关账: steps left, the day's records in the middle, the certificate right."""

from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.audit_words import event_text
from kiosk.day_words import group_text, term_text
from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.day_table import DayGroup
from kiosk.service.day_views import DayRecord, DayView
from kiosk.sync.loop import SyncStatus
from kiosk.ui.components.labels import Words
from kiosk.ui.components.progress import Bar
from kiosk.ui.desk.components.data_table import Column, DataTable
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.components.row_style import MarkKind
from kiosk.ui.desk.components.scroll_column import ScrollColumn
from kiosk.ui.desk.components.segments import Segments
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.day_close.certificate_card import CertificateCard
from kiosk.ui.desk.day_close.checks import Checks
from kiosk.ui.desk.day_close.equation import Equation
from kiosk.ui.desk.day_close.presenter import DayClosePresenter, DayCloseState
from kiosk.ui.desk.day_close.steps import StepList, steps_of
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme
from kiosk.words import clock_text, date_text

__all__ = ["DayClosePage"]

_ANSWER_MARKS: dict[str, MarkKind] = {"acknowledged": "good", "pending": "info", "refused": "bad"}


class DayClosePage(DeskPage):
    """One day, provably."""

    name, title, icon, act = "day_close", N_("关账"), "task_alt", Act.CLOSE_DAY

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = DayClosePresenter(context, self)
        self.left = Pane(theme, "task_alt", _("日结关账"), is_flush=True)
        self.middle = Pane(theme, "fact_check", _("今天的记录，一条不少"))
        self.right = Pane(theme, "verified_user", _("关账证"))
        self._fill_left(theme)
        self._fill_middle(theme)
        self._fill_right(theme)
        self.left.setFixedWidth(theme.px(472))
        self.right.setFixedWidth(theme.px(440))
        self.panes.addWidget(self.left)
        self.panes.addWidget(self.middle, 1)
        self.panes.addWidget(self.right)

    def sync_changed(self, status: SyncStatus) -> None:
        """How far the sending is."""
        self.presenter.sync_changed(status)

    def show_subject(self, subject_id: str) -> None:
        """A day: 2026-11-23."""
        self.presenter.choose_day(date.fromisoformat(subject_id))

    def show_state(self, state: DayCloseState) -> None:
        """Show everything."""
        view = state.looked.view
        self.left.say(_("日结关账"), date_text(state.day))
        self.steps.show_steps(steps_of(state), has_now=not state.is_closed)
        back = (state.today - state.day).days
        self.days.choose(back)
        self._show_middle(state)
        self._show_right(state)
        self.card.show_view(view, date_text(state.day))

    def wipe(self) -> None:
        """Nothing stays."""
        self.presenter.wipe()
        self.records.show_rows(())

    def _show_middle(self, state: DayCloseState) -> None:
        view = state.looked.view
        self.middle.say(_("当天的记录，一条不少"), _("对上了 ✓"))
        self.equation.show_view(view)
        self.table.show_rows(state.looked.table)
        self.sending.say(state.sending.words)
        waits = state.looked.waiting.count
        self.send.setText(_("接着送 {count} 条").format(count=waits))
        self.send.setAccessibleName(self.send.text())
        # Sending again mends nothing then: who is needed for it stands on the machine's page.
        self.send.setVisible(bool(waits) and not state.sending.needs_somebody)
        self.why.setVisible(bool(waits) and state.sending.needs_somebody)
        self.bar.show_share(state.sending.share)
        self.bar.setVisible(state.sending.is_moving)
        self.checks.show_checks(view.open_checks)
        notes = []
        if view.late:
            notes.append(_("关账以后又来了 {count} 条当天的记录。").format(count=view.late))
        if view.earlier_pending:
            notes.append(_("以前的日子还有 {count} 条待送。").format(count=view.earlier_pending))
        self.notes.say("".join(notes))
        if state.records is None:
            self.stack.setCurrentIndex(0)
        else:
            self.records_title.say(f"{state.records_title} · {len(state.records)}")
            self.records.show_rows([_row(item) for item in state.records])
            self.stack.setCurrentIndex(1)

    def _show_right(self, state: DayCloseState) -> None:
        view = state.looked.view
        self.right.say(_("关账证"), _certificate_note(view))
        if state.is_closed:
            by = _("{name} {time} 签字").format(name=view.account, time=clock_text(view.closed_at))
            right = _("签名核对过，没有改动")
            lines = [by, right if view.is_signature_right else _("签名对不上，请找运维人员")]
        else:
            lines = [_("没网也能关账。没送完的，来网后自动补送、自动补章。")]
        self.status.say(state.busy or "\n".join(lines))
        for button in (self.reports, self.print_reports, self.backup):
            button.setEnabled(not state.busy)
        self.close_day.setVisible(not state.is_closed)
        left = bool(view.open_checks) or bool(view.pending)
        self.close_day.setText(_("先关账，晚点送") if left else _("关账，出关账证"))
        self.close_day.setAccessibleName(self.close_day.text())
        self.slip.setVisible(state.is_closed)
        self.reopen.setVisible(state.is_closed and self.may(Act.REOPEN_DAY))
        self.backup.setVisible(self.may(Act.BACK_UP))

    def _fill_left(self, theme: Theme) -> None:
        self.steps = StepList(theme)
        self.days = Segments(theme, ((0, _("今天")), (1, _("昨天"))))
        self.days.picked.connect(
            lambda back: self.presenter.choose_day(
                self.context.site.today() - timedelta(days=int(str(back)))
            )
        )
        self.other_day = DeskButton(theme, _("别的日子"), height=60)
        self.other_day.clicked.connect(lambda _checked=False: self.presenter.choose_closed_day())
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(24), theme.px(12), theme.px(24), theme.px(8))
        row.setSpacing(theme.px(12))
        row.addWidget(self.days)
        row.addWidget(self.other_day, 1)
        self.left.body.addWidget(self.steps, 1)
        self.left.body.addLayout(row)

    def _fill_middle(self, theme: Theme) -> None:
        self.equation = Equation(theme)
        self.equation.opened.connect(
            lambda term: self.presenter.open_records("", term, term_text(term))
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self._overview(theme))
        self.stack.addWidget(self._drill_down(theme))
        self.middle.body.addWidget(self.equation)
        self.middle.body.addWidget(self.stack, 1)

    def _overview(self, theme: Theme) -> QWidget:
        overview = QWidget()
        column = QVBoxLayout(overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.table = _table(theme)
        self.table.chosen.connect(self._row_chosen)
        self.table.setFixedHeight(theme.px(60) * 6 + 2)
        self.sending = Words(theme, "", "desk")
        self.bar = Bar(theme, share=0.0)
        self.notes = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.checks = Checks(theme)
        self.checks.mend_asked.connect(self.presenter.mend)
        scroll = ScrollColumn(theme, _("还没办完的"))
        scroll.column.addWidget(self.checks)
        scroll.column.addWidget(self.notes)
        scroll.column.addStretch(1)
        self.send = DeskButton(theme, "", icon="update", height=60)
        self.send.clicked.connect(lambda _checked=False: self.presenter.send_now())
        self.why = DeskButton(theme, _("看为什么"), icon="info", height=60)
        self.why.clicked.connect(lambda _checked=False: self.presenter.ask_why())
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(self.sending, 1)
        row.addWidget(self.send)
        row.addWidget(self.why)
        column.addWidget(self.table)
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addWidget(scroll, 1)
        return overview

    def _drill_down(self, theme: Theme) -> QWidget:
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        self.records_title = Words(theme, "", "desk_title", bold=True)
        self.back = DeskButton(theme, _("回到总表"), icon="arrow_back", height=64)
        self.back.clicked.connect(lambda _checked=False: self.presenter.close_records())
        row.addWidget(self.records_title, 1)
        row.addWidget(self.back)
        self.records = RecordList(theme, _("明细"), row_height=84, empty=_("这里没有记录"))
        self.records.opened.connect(self.presenter.open_record)
        column.addLayout(row)
        column.addWidget(self.records, 1)
        return below

    def _fill_right(self, theme: Theme) -> None:
        self.card = CertificateCard(theme)
        self.status = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.reports = DeskButton(theme, _("存报表"), icon="description", height=64)
        self.print_reports = DeskButton(theme, _("打印报表"), icon="print", height=64, commits=True)
        self.backup = DeskButton(theme, _("备份"), icon="save", height=64)
        self.slip = DeskButton(theme, _("打小票"), icon="print", height=64)
        self.reopen = DeskButton(theme, _("重开"), icon="undo", kind="danger", height=64)
        self.close_day = DeskButton(
            theme, "", kind="primary", icon="task_alt", height=76, commits=True
        )
        for button, act in (
            (self.reports, self.presenter.papers.save_reports),
            (self.print_reports, self.presenter.papers.print_reports),
            (self.backup, self.presenter.papers.back_up),
            (self.slip, self.presenter.papers.print_slip),
            (self.reopen, self.presenter.reopen),
            (self.close_day, self.presenter.close),
        ):
            button.clicked.connect(lambda _checked=False, run=act: run())
        body = self.right.body
        body.addWidget(self.card)
        body.addWidget(self.status)
        body.addStretch(1)
        pairs = ((self.reports, self.print_reports), (self.backup, self.slip), (self.reopen,))
        for pair in pairs:
            row = QHBoxLayout()
            row.setSpacing(theme.px(12))
            for button in pair:
                row.addWidget(button, 1)
            body.addLayout(row)
        body.addWidget(self.close_day)

    def _row_chosen(self, group: str) -> None:
        self.presenter.open_records(group, "total", group_text(group))
        self.table.choose("")


def _certificate_note(view: DayView) -> str:
    return {
        "open": _("草稿"),
        "reopened": _("重开了"),
        "closed": _("关好了，等补章"),
        "completed": _("关好了，全部送达"),
    }.get(view.status, view.status)


def _row(item: DayRecord) -> Row:
    kind = _ANSWER_MARKS.get(item.state, "plain")
    what = event_text(item.detail)
    marks = (Mark(term_text(item.state), kind),) if item.state in _ANSWER_MARKS else ()
    return Row(item.id, what, clock_text(item.at), number=item.number or " ", marks=marks)


def _table(theme: Theme) -> DataTable[DayGroup]:
    columns: tuple[Column[DayGroup], ...] = (
        Column(_("点一行看明细"), lambda row: group_text(row.code)),
        Column(_("总数"), lambda row: str(row.total), 110, lambda row: row.total, True, True),
        Column(term_text("acknowledged"), lambda row: str(row.acknowledged), 140, None, True),
        Column(term_text("pending"), lambda row: str(row.pending), 110, None, True),
        Column(term_text("refused"), lambda row: str(row.refused), 140, None, True),
    )
    return DataTable(theme, _("当天的记录"), columns, lambda row: row.code)
