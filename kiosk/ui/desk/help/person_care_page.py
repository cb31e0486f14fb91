"""个人信息: who is found, the record masked, what the person can ask for."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.person_care import PersonCard
from kiosk.service.searching import DeskHit
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.record_list import RecordList, Row
from kiosk.ui.desk.components.segments import FilterBar
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.help.person_care_presenter import PersonCarePresenter, PersonCareState
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme

__all__ = ["PersonCarePage"]


class PersonCarePage(DeskPage):
    """Other pages come here with a seeker's id."""

    name, title, icon, act = "person_care", N_("个人信息"), "badge", Act.CHANGE_PERSON

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = PersonCarePresenter(context, self)
        self.pane = Pane(theme, "search", _("找人"), is_flush=True)
        self.bar = FilterBar(theme, _("姓名、拼音、电话后四位、登记号"))
        self.bar.changed.connect(lambda text, _value: self.presenter.search(text))
        self.list = RecordList(theme, _("找到的人"), empty=_("在上面写名字或者号码"))
        self.list.chosen.connect(self.presenter.choose)
        holder = QWidget()
        row = QHBoxLayout(holder)
        edge = theme.px(20)
        row.setContentsMargins(edge, theme.px(14), edge, theme.px(10))
        row.addWidget(self.bar)
        self.pane.body.addWidget(holder)
        self.pane.body.addWidget(self.list, 1)
        self.detail = Pane(theme, "badge", _("这个人"))
        self.hint = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.facts = FactsPane(theme)
        self.detail.body.addWidget(self.hint)
        self.detail.body.addWidget(self.facts)
        self.detail.body.addStretch(1)
        self.ways = Pane(theme, "edit", _("本人可以要求"))
        self._build_acts()
        for pane, share in ((self.pane, 34), (self.detail, 38), (self.ways, 28)):
            self.panes.addWidget(pane, share)
        self.show_state(PersonCareState())

    def _build_acts(self) -> None:
        theme = self.theme
        self.acts = {
            "correct": DeskButton(theme, _("改信息"), kind="primary", icon="edit"),
            "help": DeskButton(theme, _("看帮扶"), icon="volunteer_activism"),
            "merge": DeskButton(theme, _("和另一条合并"), icon="groups"),
            "withdraw_phone": DeskButton(theme, _("电话不再给老板"), icon="phone_iphone"),
            "withdraw_help": DeskButton(theme, _("撤回困难情况"), icon="lock"),
            "erase": DeskButton(theme, _("删除个人信息"), kind="danger", icon="delete_forever"),
        }
        for name, button in self.acts.items():
            button.clicked.connect(lambda _checked=False, act=name: getattr(self.presenter, act)())
            self.ways.body.addWidget(button)
        self.ways.body.addStretch(1)
        note = _("看完整信息、改动和删除都记在操作日志里。")
        self.ways.body.addWidget(Words(theme, note, "desk", colour=theme.colours.ink2))

    def show_subject(self, subject_id: str) -> None:
        """A seeker's id."""
        self.presenter.choose(subject_id)

    def show_state(self, state: PersonCareState) -> None:
        """Hits, person, buttons."""
        self.list.show_rows([_row(hit) for hit in state.hits])
        card = state.card
        self.hint.say("" if card else _("先在左边找到这个人。"))
        self.facts.show_facts(_facts(card) if card else ())
        shown = {
            "correct": card is not None,
            "help": card is not None and self.may(Act.CASES),
            "merge": card is not None and self.may(Act.MERGE_PEOPLE),
            "withdraw_phone": card is not None and card.shares_phone,
            "withdraw_help": card is not None and card.has_help_consent,
            "erase": card is not None and self.may(Act.ERASE_PERSON),
        }
        for name, button in self.acts.items():
            button.setVisible(shown[name])

    def wipe(self) -> None:
        """Nothing of anybody stays."""
        self.bar.wipe()
        self.presenter.wipe()


def _row(hit: DeskHit) -> Row:
    tail = _("尾号{tail}").format(tail=hit.tail) if hit.tail else ""
    return Row(hit.id, f"{hit.title} {tail}".strip(), _("、").join(hit.trades), number=hit.number)


def _facts(card: PersonCard) -> tuple[Fact, ...]:
    yes, no = _("同意"), _("不同意")
    return (
        Fact("", _("求职者"), card.name),
        Fact("", _("登记号"), card.number),
        Fact("", _("电话"), card.phone_masked or _("没留")),
        Fact("", _("证件"), card.id_masked),
        Fact("", _("工种"), _("、").join(card.trades)),
        Fact("", _("来过"), _("{count} 回").format(count=card.visits)),
        Fact("", _("电话给老板"), yes if card.shares_phone else no),
        Fact("", _("记困难情况"), yes if card.has_help_consent else no),
        Fact("", _("合并过"), _("{count} 条").format(count=card.twins) if card.twins else ""),
    )
