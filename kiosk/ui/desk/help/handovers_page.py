"""移送: files that went to the authorities, by the day to ask again; the chosen one; what came."""

from kiosk.domain.clock import ms_of
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.roles import Act
from kiosk.help_words import authority_text, handover_status_text, iso_day_text
from kiosk.i18n import N_, _
from kiosk.service.case_papers import moment_text
from kiosk.service.handover import HandoverView, count_handovers_due
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.history_text import HistoryText
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.help.handovers_presenter import HandoversPresenter, HandoversState
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme

__all__ = ["HandoversPage"]


class HandoversPage(DeskPage):
    """A new one begins at the complaint, the post or the employer that it is about."""

    name, title, icon, act = "handovers", N_("移送"), "policy", Act.COMPLAINTS
    has_badge = True

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = HandoversPresenter(context, self)
        self.pane = Pane(theme, "policy", _("移送"), is_flush=True)
        empty = _("还没有移送过。在投诉那一页点“移送有关部门”。")
        self.list = RecordList(theme, _("移送"), empty=empty)
        self.list.chosen.connect(self.presenter.choose)
        self.pane.body.addWidget(self.list, 1)
        self.detail = Pane(theme, "description", _("这次移送"))
        self.hint = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.facts = FactsPane(theme)
        self.history = HistoryText(theme, _("回音"), empty=_("还没有回音"))
        self.acts = {
            "open_subject": DeskButton(theme, _("看那件投诉"), icon="gavel"),
            "note_receipt": DeskButton(theme, _("收到回执"), icon="receipt_long"),
            "note_result": DeskButton(theme, _("有结果了"), kind="primary", icon="task_alt"),
        }
        for widget in (self.hint, self.facts):
            self.detail.body.addWidget(widget)
        self.detail.body.addWidget(self.history, 1)
        for name, button in self.acts.items():
            button.clicked.connect(lambda _checked=False, act=name: getattr(self.presenter, act)())
            self.detail.body.addWidget(button)
        self.panes.addWidget(self.pane, 1)
        self.panes.addWidget(self.detail, 1)
        self.show_state(HandoversState())

    def count(self) -> None:
        """Those about which the authority must be asked."""
        site = self.context.site
        self.context.tasks.read(
            lambda: count_handovers_due(site), self.badged.emit, lambda _error: None
        )

    def show_subject(self, subject_id: str) -> None:
        """A hand-over's id, or that of a complaint, a post or an employer to hand over."""
        self.list.choose(subject_id)
        self.presenter.come_with(subject_id)

    def show_state(self, state: HandoversState) -> None:
        """List and chosen one."""
        self.list.show_rows([_row(item) for item in state.rows])
        item = state.chosen
        if item is not None:
            self.list.choose(item.id)
        self.pane.say(_("移送"), _("{count} 次").format(count=len(state.rows)))
        self.detail.say(_("这次移送"), item.number if item else "")
        self.hint.say("" if item else _("点左边的一次。"))
        self.facts.show_facts(_facts(item) if item else ())
        self.history.setVisible(item is not None)
        answers = item.answers if item else ()
        self.history.show_entries(
            [
                (
                    f"{moment_text(ms_of(answer.at))} {handover_status_text(answer.kind)}",
                    answer.text,
                )
                for answer in reversed(answers)
            ]
        )
        is_complaint = item is not None and aggregate_kind(item.subject) == "complaint"
        self.acts["open_subject"].setVisible(is_complaint)
        for name in ("note_receipt", "note_result"):
            self.acts[name].setVisible(item is not None)


def _row(item: HandoverView) -> Row:
    status = handover_status_text(item.status)
    if item.status == "result":
        mark = Mark(status, "good")
    elif item.is_overdue:
        mark = Mark(_("{day} 该问了").format(day=iso_day_text(item.reply_by)), "bad", "schedule")
    else:
        mark = Mark(_("{day} 问").format(day=iso_day_text(item.reply_by)), "warn", "schedule")
    return Row(item.id, authority_text(item.to), status, number=item.number, marks=(mark,))


def _facts(item: HandoverView) -> tuple[Fact, ...]:
    kinds = {"complaint": _("投诉"), "vacancy": _("招工信息"), "employer": _("用工主体")}
    return (
        Fact("", _("移送给"), authority_text(item.to)),
        Fact("", _("是什么"), kinds.get(aggregate_kind(item.subject), "")),
        Fact("", _("什么时候"), moment_text(item.sent_at)),
        Fact("", _("哪天问"), iso_day_text(item.reply_by)),
        Fact("", _("文件"), _("{count} 份").format(count=item.files)),
        Fact("", _("校验值"), item.sha256[:16]),
    )
