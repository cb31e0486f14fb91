"""对接 (mockup 17): numbers left, who fits best in the middle, the gig right."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.counter_views import QueueRow
from kiosk.service.searching import DeskHit
from kiosk.service.views import VacancyView
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.components.segments import FilterBar
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.matching.candidate_rows import CandidateRows
from kiosk.ui.desk.matching.gig_head import GigHead
from kiosk.ui.desk.matching.presenter import SHOWN, MatchingPresenter, MatchingState
from kiosk.ui.desk.matching.words import facts_of, gig_line, hit_line, status_mark, tail_text
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme

__all__ = ["MatchingPage"]

_LIST, _DETAIL = 496, 500
_MOST_URGENT = 2
"""Rows of candidates that make room for what is said of the seats."""
_ASKED = frozenset({"open", "half", "pending"})


class MatchingPage(DeskPage):
    """The counter."""

    name, title, icon, act = "matching", N_("对接"), "groups", Act.CONFIRM
    has_badge = True

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = MatchingPresenter(context, self)
        self._make_list(theme)
        self._make_middle(theme)
        self._make_detail(theme)
        self.show_state(MatchingState())

    count = DeskPage.enter

    def show_subject(self, subject_id: str) -> None:
        """A referral or a vacancy."""
        self.list.choose(subject_id)
        self.presenter.choose(subject_id)

    def scanned(self, text: str) -> None:
        """A number or a phone from the scanner goes into the search."""
        self.filter.field.setText(text[:40])

    def wipe(self) -> None:
        """Nothing of a person stays."""
        self.filter.field.clear()
        self.show_state(MatchingState())

    def show_state(self, state: MatchingState) -> None:
        """Show it."""
        self._show_list(state)
        self._show_middle(state)
        self._show_detail(state)

    def _make_list(self, theme: Theme) -> None:
        self.numbers = Pane(theme, "receipt_long", _("今天的对接"), is_flush=True)
        self.numbers.setFixedWidth(theme.px(_LIST))
        options = (("numbers", _("叫号")), ("gigs", _("岗位")))
        self.filter = FilterBar(theme, _("搜号码、拼音"), options)
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(12))
        row.addWidget(self.filter)
        self.list = RecordList(theme, _("今天的对接"), empty=_("今天还没有开对接单"))
        self.numbers.body.addWidget(frame)
        self.numbers.body.addWidget(self.list, 1)
        self.filter.changed.connect(lambda text, mode: self.presenter.search(text, str(mode)))
        self.list.chosen.connect(self.presenter.choose)
        self.panes.addWidget(self.numbers)

    def _make_middle(self, theme: Theme) -> None:
        self.best = Pane(theme, "groups", _("谁最合适"), is_flush=True)
        self.rows = CandidateRows(theme, SHOWN)
        self.rows.asked.connect(self.presenter.refer)
        self.rows.wanted.connect(self.presenter.phone)
        self.rows.shown.connect(self.presenter.choose)
        self.nobody = Words(theme, "", "desk", colour=theme.colours.ink2, centred=True)
        self._make_seats(theme)
        self.best.body.addWidget(self.rows)
        self.best.body.addWidget(self.nobody)
        self.best.body.addStretch(1)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(24), theme.px(8), theme.px(24), theme.px(8))
        row.setSpacing(theme.px(16))
        note = _("换顺序要写原因。")
        self.note = Words(theme, note, "desk")
        self.print_list = DeskButton(theme, _("打印名单"), icon="print")
        self.reorder = DeskButton(theme, _("换顺序"), icon="swap_horiz")
        self.print_list.clicked.connect(lambda _checked=False: self.presenter.print_list())
        self.reorder.clicked.connect(lambda _checked=False: self.presenter.reorder())
        for button in (self.print_list, self.reorder):
            button.setFixedWidth(theme.px(210))
        row.addWidget(self.note, 1)
        row.addWidget(self.print_list)
        row.addWidget(self.reorder)
        self.foot = foot
        self.best.body.addWidget(foot)
        self.panes.addWidget(self.best, 1)

    def _make_seats(self, theme: Theme) -> None:
        """What is wrong with the seats stands over the candidates, before the next slip."""
        self.seats = Banner(theme, "notice", role="desk")
        self._seats_place = QWidget()
        place = QHBoxLayout(self._seats_place)
        edge = theme.px(16)
        place.setContentsMargins(edge, edge, edge, 0)
        place.addWidget(self.seats)
        self.best.body.addWidget(self._seats_place)

    def _make_detail(self, theme: Theme) -> None:
        self.detail = Pane(theme, "work", _("这个活"))
        self.detail.setFixedWidth(theme.px(_DETAIL))
        self.gig = GigHead(theme)
        self.facts = FactsPane(theme)
        self.hint = Words(theme, _("在左边点一张单子，或者一个岗位。"), "desk")
        for widget in (self.gig, self.facts, self.hint):
            self.detail.body.addWidget(widget)
        self.detail.body.addStretch(1)
        grid = QGridLayout()
        grid.setSpacing(theme.px(14))
        act = self.presenter
        self.call = self._button(_("再叫"), act.call, icon="campaign", commits=True)
        self.again = self._button(_("补打"), act.printed_again, icon="print", commits=True)
        self.agree = self._button(_("谈成了"), act.agreed, icon="thumb_up", kind="primary")
        self.decline = self._button(_("没谈成"), act.declined, kind="danger")
        self.came = self._button(_("到岗了"), lambda: act.arrived(True), kind="primary")
        self.missed = self._button(_("没来"), lambda: act.arrived(False), kind="danger")
        self.undo = self._button(_("撤回"), act.undone, icon="undo")
        self.more = self._button(_("更多"), act.more, icon="more_horiz")
        places = (
            (self.undo, 0, 0),
            (self.more, 0, 1),
            (self.call, 1, 0),
            (self.again, 1, 1),
            (self.agree, 2, 0),
            (self.decline, 2, 1),
            (self.came, 3, 0),
            (self.missed, 3, 1),
        )
        for button, line, column in places:
            grid.addWidget(button, line, column)
        self.detail.body.addLayout(grid)
        self.panes.addWidget(self.detail)

    def _button(self, label, act, *, icon="", kind="secondary", commits=False) -> DeskButton:  # type: ignore[no-untyped-def]  # a shorthand
        button = DeskButton(self.theme, label, icon=icon, kind=kind, commits=commits, height=64)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _show_list(self, state: MatchingState) -> None:
        waiting = sum(row.is_waiting for row in state.queue)
        self.badged.emit(waiting)
        if state.query:
            known = {row.id: row for row in state.queue}
            rows = [
                _queue_row(known[hit.id]) if hit.id in known else _hit_row(hit)
                for hit in state.hits
            ]
            self.numbers.say(_("找到的"), _("{count} 条").format(count=len(rows)))
        elif state.mode == "gigs":
            rows = [self._gig_row(gig) for gig in state.gigs]
            self.numbers.say(_("在招的岗位"), _("{count} 个").format(count=len(rows)))
        else:
            rows = [_queue_row(row) for row in state.queue]
            self.numbers.say(_("今天的对接"), _("{count} 张").format(count=len(rows)))
        self.list.show_rows(rows)
        chosen = state.chosen.id if state.chosen else ""
        if state.listed is not None and not chosen:
            chosen = state.listed.vacancy.id
        self.list.choose(chosen)

    def _gig_row(self, gig: VacancyView) -> Row:
        left = Mark(_("还差 {count} 人").format(count=gig.left), "info")
        marks = (Mark(_("急招"), "warn", "bolt"), left) if gig.is_urgent else (left,)
        line = gig_line(gig, self.context.site.today())
        return Row(gig.id, gig.trade_name, line, marks=marks)

    def _show_middle(self, state: MatchingState) -> None:
        listed = state.listed
        seats = listed.gig.seats if listed is not None else None
        urgent = seats.urgent if seats is not None else ()
        is_over = seats is not None and bool(seats.overflow)
        icon = "error" if is_over else "hourglass_top"
        self.seats.say("\n".join(urgent), "error" if is_over else "notice", icon)
        self._seats_place.setVisible(bool(urgent))
        shown = SHOWN - min(len(urgent), _MOST_URGENT)
        self.rows.show_list(listed, shown)
        note = ""
        if listed is not None:
            free = f"{listed.free}+" if listed.is_more else str(listed.free)
            names = min(shown, len(listed.rows))
            note = _("有空的 {free} 人里前 {shown} 名").format(free=free, shown=names)
        self.best.say(_("谁最合适"), note)
        has_rows = listed is not None and bool(listed.rows)
        words = "" if has_rows else _("现在没有合适又有空的人。") if listed else ""
        self.nobody.say(words)
        self.foot.setVisible(has_rows)
        self.reorder.setVisible(self.may(Act.OVERRIDE_RANKING))

    def _show_detail(self, state: MatchingState) -> None:
        gig = state.listed.gig if state.listed else None
        self.gig.show_gig(gig)
        facts = facts_of(gig, self.context.site.today()) if gig else ()
        self.facts.show_facts([Fact("", label, value) for label, value in facts])
        self.hint.setVisible(gig is None)
        row = state.chosen
        number = row.number if row else ""
        self.detail.say(_("这个活"), _("单子 {number}").format(number=number) if number else "")
        self._show_buttons(row)

    def _show_buttons(self, row: QueueRow | None) -> None:
        is_asked = row is not None and row.status in _ASKED
        is_agreed = row is not None and row.status == "agreed"
        has_said = row is not None and row.status != "open"
        self.call.setVisible(is_asked or is_agreed)
        words = _("再叫 {number}") if row is not None and row.calls else _("叫 {number}")
        self.call.setText(words.format(number=row.number if row else ""))
        self.call.setAccessibleName(self.call.text())
        self.again.setVisible(row is not None)
        self.agree.setVisible(is_asked)
        self.decline.setVisible(is_asked)
        self.came.setVisible(is_agreed)
        self.missed.setVisible(is_agreed)
        self.came.setEnabled(row is not None and row.arrival != "arrived")
        self.missed.setEnabled(row is not None and row.arrival != "missed")
        self.undo.setVisible(has_said and self.may(Act.UNDO))
        self.more.setVisible(row is not None)


def _queue_row(row: QueueRow) -> Row:
    word, kind, icon = status_mark(row)
    return Row(
        row.id,
        f"{row.name} {tail_text(row.tail)}",
        row.trade_name,
        number=row.number,
        marks=(Mark(word, kind, icon),),  # type: ignore[arg-type]  # kinds of `MarkKind`
    )


def _hit_row(hit: DeskHit) -> Row:
    word, icon = {
        "seeker": (_("求职者"), "person"),
        "employer": (_("老板"), "storefront"),
        "vacancy": (_("岗位"), "work"),
        "referral": (_("以前的单子"), "receipt_long"),
    }.get(hit.kind, (hit.kind, ""))
    mark = Mark(word, "plain", icon)
    return Row(hit.id, hit.title, hit_line(hit), number=hit.number, marks=(mark,))
