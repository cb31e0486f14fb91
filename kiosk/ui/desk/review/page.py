"""审核 (mockup 18): the queue left, the text with its marks in the middle, findings right."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.desk_words import source_text
from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.person_cards import EmployerCard
from kiosk.service.reviewing import ReviewItem, ReviewSheet
from kiosk.service.views import VacancyView
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.components.segments import Segments
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.desk.review.findings import FindingCards, MarkedText
from kiosk.ui.desk.review.presenter import ReviewPresenter, ReviewState
from kiosk.ui.theme import Theme
from kiosk.words import clock_text, day_text, pay_text, review_text

__all__ = ["ReviewPage"]

_LIST, _FOUND = 476, 540


class ReviewPage(DeskPage):
    """Posts that wait for a look."""

    name, title, icon, act = "review", N_("审核"), "fact_check", Act.REVIEW
    has_badge = True

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = ReviewPresenter(context, self)
        self._make_list(theme)
        self._make_middle(theme)
        self._make_found(theme)
        self.show_state(ReviewState())

    count = DeskPage.enter

    def show_subject(self, subject_id: str) -> None:
        """A vacancy."""
        self.presenter.choose(subject_id)

    def wipe(self) -> None:
        """Nothing stays."""
        self.show_state(ReviewState())

    def show_state(self, state: ReviewState) -> None:
        """Show it."""
        self._show_list(state)
        self._show_sheet(state.sheet, state.employer)
        self.found.say(
            _("查出 {count} 处").format(count=len(state.sheet.findings))
            if state.sheet
            else _("查出来的"),
            _("规则表 {day} 版").format(day=state.sheet.rules_since[:7]) if state.sheet else "",
        )
        self.cards.show_findings(state.sheet.findings if state.sheet else ())
        self._show_buttons(state)

    def _make_list(self, theme: Theme) -> None:
        self.waiting = Pane(theme, "fact_check", _("等审核"), is_flush=True)
        self.waiting.setFixedWidth(theme.px(_LIST))
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(12))
        self.mode = Segments(theme, (("queue", _("等审核")), ("live", _("在招的"))))
        self.mode.choose("queue")
        self.mode.picked.connect(lambda value: self.presenter.show(str(value)))
        row.addWidget(self.mode)
        row.addStretch(1)
        self.list = RecordList(theme, _("等审核"), empty=_("没有等审核的，都看完了。"))
        self.list.chosen.connect(self.presenter.choose)
        self.today = Words(theme, "", "desk", colour=theme.colours.ink2, centred=True)
        self.waiting.body.addWidget(frame)
        self.waiting.body.addWidget(self.list, 1)
        self.waiting.body.addWidget(self.today)
        self.panes.addWidget(self.waiting)

    def _make_middle(self, theme: Theme) -> None:
        self.sheet = Pane(theme, "work", _("岗位"))
        self.who = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.text = MarkedText(theme)
        self.facts = Words(theme, "", "desk", bold=True)
        self.history = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.decided = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.locked = Words(theme, "", "desk", bold=True, colour=theme.colours.red.fill)
        for widget in (self.who, self.text, self.facts):
            self.sheet.body.addWidget(widget)
        self.sheet.body.addStretch(1)
        for widget in (self.history, self.decided, self.locked):
            self.sheet.body.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(theme.px(14))
        act = self.presenter
        self.back = DeskButton(theme, _("退回，请改"), kind="danger", icon="undo")
        self.ask = DeskButton(theme, _("打电话问"), icon="call")
        self.employer = DeskButton(theme, _("看老板"), icon="storefront")
        self.approve = DeskButton(theme, _("通过"), kind="primary", icon="check", commits=True)
        self.down = DeskButton(theme, _("下架"), kind="danger", icon="block")
        for button, chosen in (
            (self.back, act.sent_back),
            (self.ask, act.called),
            (self.employer, act.see_employer),
            (self.down, act.taken_down),
            (self.approve, act.passed),
        ):
            button.clicked.connect(lambda _checked=False, use=chosen: use())
            row.addWidget(button)
        self.sheet.body.addLayout(row)
        self.panes.addWidget(self.sheet, 1)

    def _make_found(self, theme: Theme) -> None:
        self.found = Pane(theme, "policy", _("查出来的"))
        self.found.setFixedWidth(theme.px(_FOUND))
        self.cards = FindingCards(theme)
        note = _("有红色的不能通过，退回要带理由。")
        self.found.body.addWidget(self.cards, 1)
        self.found.body.addWidget(Words(theme, note, "desk", colour=theme.colours.ink2))
        self.panes.addWidget(self.found)

    def _show_list(self, state: ReviewState) -> None:
        queue = state.queue
        self.badged.emit(len(queue.items))
        self.mode.choose(state.mode)
        if state.mode == "live":
            rows = [_live_row(item) for item in state.live]
            self.waiting.say(_("在招的"), _("{count} 条").format(count=len(rows)))
        else:
            rows = _queue_rows(queue.items)
            words = _("{count} 条，加急在前").format(count=len(queue.items))
            self.waiting.say(_("等审核"), words)
        self.list.show_rows(rows)
        self.list.choose(state.sheet.vacancy.id if state.sheet else "")
        self.today.say(
            _("今天自动通过 {rules} 条\n人工通过 {staff} 条 · 退回 {back} 条").format(
                rules=queue.passed_by_rules, staff=queue.passed_by_staff, back=queue.sent_back
            )
        )

    def _show_sheet(self, sheet: ReviewSheet | None, employer: EmployerCard | None) -> None:
        if sheet is None or employer is None:
            self.sheet.say(_("岗位"))
            for widget in (self.who, self.facts, self.history, self.decided, self.locked):
                widget.say("")
            self.text.show_fields((), ())
            return
        gig = sheet.vacancy
        title = _("{trade} {count} 人").format(trade=gig.trade_name, count=gig.headcount)
        self.sheet.say(title, _papers(employer))
        self.who.say(
            " · ".join(
                (
                    gig.employer_name,
                    f"{clock_text(sheet.posted_at)} {source_text(sheet.source)}",
                )
            )
        )
        fields = (("content", gig.content), ("conditions", gig.conditions), ("place", gig.place))
        self.text.show_fields(fields, sheet.findings)
        day = day_text(gig.starts, self.context.site.today())
        self.facts.say(
            " · ".join(
                (
                    pay_text(gig.pay_cents, gig.pay_unit),
                    f"{day} {clock_text(gig.starts)} – {clock_text(gig.ends)}",
                    _("要 {count} 人").format(count=gig.headcount),
                )
            )
        )
        self.history.say(
            _("近 30 天：发 {posts} 次，退回 {back} 次，爽约 {missed} 次，被投诉 {said} 次").format(
                posts=employer.posts,
                back=employer.sent_back,
                missed=employer.missed,
                said=len(employer.complaints),
            )
        )
        last = sheet.decisions[-1] if sheet.decisions else None
        words = f"{review_text(last.verdict)}：{last.reason}" if last and last.reason else ""
        self.decided.say(words)
        until = sheet.suspended_until
        self.locked.say(_("这家暂停到 {day}").format(day=until) if until else "")

    def _show_buttons(self, state: ReviewState) -> None:
        sheet = state.sheet
        waits = sheet is not None and sheet.vacancy.review in {"queued", "asked"}
        is_live = sheet is not None and sheet.vacancy.review == "live"
        is_locked = sheet is not None and sheet.is_locked
        for button in (self.back, self.ask, self.approve):
            button.setVisible(waits)
        self.down.setVisible(is_live and self.may(Act.TAKE_DOWN))
        self.employer.setVisible(sheet is not None)
        self.approve.setEnabled(not is_locked)
        self.approve.show_icon("lock" if is_locked else "check")


def _papers(employer: EmployerCard) -> str:
    licence = employer.paper("licence")
    if employer.kind == "agency":
        if licence is None:
            return _("中介证没看过")
        if licence.result != "good":
            return _("中介证有问题")
        return _("中介证 {day} 到期").format(day=licence.valid_until[:7])
    return _("证照已核实") if employer.is_verified else _("证照没核")


def _queue_rows(items: tuple[ReviewItem, ...]) -> list[Row]:
    """The express lane first, under a head of its own."""
    urgent = [item for item in items if item.vacancy.is_urgent]
    plain = [item for item in items if not item.vacancy.is_urgent]
    rows: list[Row] = []
    if urgent:
        rows.append(Row("", _("加急通道"), is_head=True))
        rows += [_queue_row(item) for item in urgent]
    if urgent and plain:
        rows.append(Row("", _("按先后"), is_head=True))
    return rows + [_queue_row(item) for item in plain]


def _queue_row(item: ReviewItem) -> Row:
    gig = item.vacancy
    if item.blocks:
        mark = Mark(_("{count} 处问题").format(count=item.blocks + item.warnings), "bad")
    elif item.warnings:
        mark = Mark(_("{count} 处提醒").format(count=item.warnings), "warn")
    else:
        mark = Mark(_("待核实"), "plain")
    marks = (Mark(_("问过了"), "info"), mark) if gig.review == "asked" else (mark,)
    title = _("{trade} {count} 人").format(trade=gig.trade_name, count=gig.headcount)
    return Row(gig.id, title, f"{clock_text(item.posted_at)} {gig.employer_name}", marks=marks)


def _live_row(gig: VacancyView) -> Row:
    title = _("{trade} {count} 人").format(trade=gig.trade_name, count=gig.headcount)
    return Row(gig.id, title, gig.employer_name, number=gig.number)
