"""对接: today's referrals left, the chosen one right."""

from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.boards import DeskReferral
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.components.row_style import MarkKind
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.desk_presenter import DeskPresenter, DeskState
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme

__all__ = ["TodayPage", "status_text"]

_MARKS: dict[str, tuple[MarkKind, str]] = {
    "open": ("info", "groups"),
    "half": ("info", "groups"),
    "pending": ("warn", "hourglass_empty"),
    "agreed": ("good", "check_circle"),
    "declined": ("bad", "close"),
    "cancelled": ("plain", "block"),
}


def status_text(status: str) -> str:
    """A referral's status in the desk's words."""
    return {
        "open": _("等着谈"),
        "half": _("一边说成了"),
        "pending": _("待确认"),
        "agreed": _("谈成了"),
        "declined": _("没谈成"),
        "cancelled": _("取消了"),
    }.get(status, status)


class TodayPage(DeskPage):
    """Staff answer on behalf of both sides."""

    name, title, icon, act = "matching", N_("对接"), "groups", Act.CONFIRM
    has_badge = True

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = DeskPresenter(context, self)
        self.pane = Pane(theme, "receipt_long", _("今天的对接"), is_flush=True)
        self.list = RecordList(theme, _("今天的对接"), empty=_("今天还没有开对接单"))
        self.list.chosen.connect(self.presenter.choose)
        self.pane.body.addWidget(self.list)
        self.detail = Pane(theme, "badge", _("这张单子"))
        self.facts = FactsPane(theme)
        self.agree = DeskButton(theme, _("谈成了（两边都说好）"), kind="primary", icon="thumb_up")
        self.decline = DeskButton(theme, _("没谈成"), kind="danger")
        self.undo = DeskButton(theme, _("撤回，重新谈"), icon="undo")
        self.again = DeskButton(theme, _("补打"), icon="print")
        self.agree.clicked.connect(lambda _checked=False: self.presenter.agreed())
        self.decline.clicked.connect(lambda _checked=False: self.presenter.declined())
        self.undo.clicked.connect(lambda _checked=False: self.presenter.undone())
        self.again.clicked.connect(lambda _checked=False: self.presenter.reprinted())
        self.undo.setVisible(self.may(Act.UNDO))
        self.detail.body.addWidget(self.facts)
        self.detail.body.addStretch(1)
        for button in (self.again, self.undo, self.decline, self.agree):
            self.detail.body.addWidget(button)
        self.panes.addWidget(self.pane, 3)
        self.panes.addWidget(self.detail, 2)

    def refresh(self, changed: frozenset[str]) -> None:
        """Look again."""
        del changed
        self.presenter.refresh()

    count = DeskPage.enter

    def show_subject(self, subject_id: str) -> None:
        """A referral's id."""
        self.list.choose(subject_id)
        self.presenter.choose(subject_id)

    def show_state(self, state: DeskState) -> None:
        """Show list and chosen referral."""
        self.list.show_rows([_row(item) for item in state.referrals])
        count = len(state.referrals)
        self.pane.say(_("今天的对接"), _("{count} 张").format(count=count))
        self.badged.emit(sum(item.status in {"open", "half"} for item in state.referrals))
        item = state.chosen
        self.facts.show_facts(_facts(item) if item else ())
        can_answer = item is not None and item.status in {"open", "half", "pending"}
        self.agree.setEnabled(can_answer)
        self.decline.setEnabled(can_answer)
        self.undo.setEnabled(item is not None and item.status in {"agreed", "half", "pending"})
        self.again.setEnabled(item is not None)

    def wipe(self) -> None:
        """No rows, no facts."""
        self.list.show_rows(())
        self.facts.show_facts(())


def _row(item: DeskReferral) -> Row:
    kind, icon = _MARKS.get(item.status, ("plain", ""))
    return Row(
        item.id,
        f"{item.name} · {item.trade_name}",
        f"{_('尾号')}{item.tail}",
        number=item.number,
        marks=(Mark(status_text(item.status), kind, icon),),
    )


def _facts(item: DeskReferral) -> tuple[Fact, ...]:
    return (
        Fact("", _("号码"), item.number),
        Fact("", _("求职者"), f"{item.name} {_('尾号')}{item.tail}"),
        Fact("", _("工种"), item.trade_name),
        Fact("", _("情况"), status_text(item.status)),
    )
