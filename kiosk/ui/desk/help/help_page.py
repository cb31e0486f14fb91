"""帮扶: who needs help first on the left, the person in the middle, the case on the right."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.domain.clock import day_of, ms_of
from kiosk.domain.roles import Act
from kiosk.help_tables import priority_rules
from kiosk.help_words import (
    case_note_text,
    case_status_text,
    certainty_text,
    iso_day_text,
    iso_year_text,
    outcome_text,
    service_text,
    tier_text,
)
from kiosk.i18n import N_, _
from kiosk.service.assistance import PUBLIC_POST
from kiosk.service.assistance_views import CaseView, HelpCard, HelpRow, count_due
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.components.row_style import MarkKind
from kiosk.ui.desk.components.segments import Segments
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.help.help_presenter import HelpPresenter, HelpState
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme
from kiosk.words import date_text

__all__ = ["HelpPage"]

_CERTAINTY: dict[str, MarkKind] = {"declared": "warn", "verified": "info", "certified": "good"}


class HelpPage(DeskPage):
    """Three panes; every act is one button."""

    name, title, icon, act = "help", N_("帮扶"), "volunteer_activism", Act.CASES
    has_badge = True

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = HelpPresenter(context, self)
        self._build_list()
        self._build_person()
        self._build_case()
        for pane, share in ((self.pane, 30), (self.person, 35), (self.case, 35)):
            self.panes.addWidget(pane, share)
        self.show_state(HelpState())

    def _build_list(self) -> None:
        theme = self.theme
        self.pane = Pane(theme, "volunteer_activism", _("先帮谁"), is_flush=True)
        self.filter = Segments(
            theme, (("all", _("全部")), ("due", _("今天要办")), ("no_case", _("没建档")))
        )
        self.filter.picked.connect(self._narrow)
        self.filter.choose("all")
        self.look_up = DeskButton(theme, _("找别的人"), icon="search")
        self.look_up.clicked.connect(lambda _checked=False: self.presenter.find())
        self.list = RecordList(theme, _("先帮谁"), empty=_("现在没有要重点帮扶的人"))
        self.list.chosen.connect(self.presenter.choose)
        head, foot = QWidget(), QWidget()
        for widget, inner in ((head, self.filter), (foot, self.look_up)):
            row = QHBoxLayout(widget)
            edge = theme.px(20)
            row.setContentsMargins(edge, theme.px(14), edge, theme.px(10))
            row.addWidget(inner)
        self.pane.body.addWidget(head)
        self.pane.body.addWidget(self.list, 1)
        self.pane.body.addWidget(foot)

    def _build_person(self) -> None:
        theme = self.theme
        self.person = Pane(theme, "person", _("这个人"))
        self.hint = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.facts = FactsPane(theme)
        self.claims = RecordList(theme, _("困难类别"), row_height=108, empty=_("还没有记困难类别"))
        self.claim = DeskButton(theme, _("记困难类别"), icon="add")
        self.unclaim = DeskButton(theme, _("去掉选中的"), icon="remove")
        self.open = DeskButton(theme, _("建档"), kind="primary", icon="edit", commits=True)
        self.care = DeskButton(theme, _("改信息、撤回同意"), icon="badge")
        self.claim.clicked.connect(lambda _checked=False: self.presenter.claim())
        self.unclaim.clicked.connect(
            lambda _checked=False: self.presenter.unclaim(self.claims.chosen_id)
        )
        self.claims.chosen.connect(lambda _key: self.unclaim.setEnabled(True))
        self.open.clicked.connect(lambda _checked=False: self.presenter.open())
        self.care.clicked.connect(lambda _checked=False: self.presenter.care())
        body = self.person.body
        body.addWidget(self.hint)
        body.addWidget(self.facts)
        body.addWidget(self.claims, 1)
        _beside(body, theme, self.claim, self.unclaim)
        _beside(body, theme, self.care, self.open)

    def _build_case(self) -> None:
        theme, presenter = self.theme, self.presenter
        self.case = Pane(theme, "description", _("实名制帮扶"))
        self.case_facts = FactsPane(theme)
        self.history = RecordList(theme, _("步骤和回访"), empty=_("还没有步骤"))
        self.acts = {
            "plan": DeskButton(theme, _("加一步"), icon="add"),
            "done": DeskButton(theme, _("做好了一步"), icon="check"),
            "refer": DeskButton(theme, _("推荐活"), icon="handshake"),
            "hand_off": DeskButton(theme, _("公益性岗位"), icon="work"),
            "close": DeskButton(theme, _("结案"), icon="task_alt"),
            "follow_up": DeskButton(theme, _("记回访"), kind="primary", icon="call"),
        }
        for name, button in self.acts.items():
            button.clicked.connect(lambda _checked=False, act=name: getattr(presenter, act)())
        body = self.case.body
        body.addWidget(self.case_facts)
        body.addWidget(self.history, 1)
        shown = list(self.acts.values())
        for start in range(0, len(shown), 2):
            _beside(body, theme, *shown[start : start + 2])

    def count(self) -> None:
        """Cases in which something is due."""
        site = self.context.site
        self.context.tasks.read(lambda: count_due(site), self.badged.emit, lambda _error: None)

    def show_subject(self, subject_id: str) -> None:
        """A seeker's id."""
        self.list.choose(subject_id)
        self.presenter.choose(subject_id)

    def show_state(self, state: HelpState) -> None:
        """List, person, case."""
        self.list.show_rows([_row(item) for item in state.rows])
        note = _("{count} 人").format(count=len(state.rows))
        self.pane.say(_("先帮谁"), note)
        self._show_person(state)
        self._show_case(state)

    def wipe(self) -> None:
        """Nothing of anybody stays."""
        self.presenter.wipe()

    def _narrow(self, value: object) -> None:
        self.filter.choose(value)
        self.presenter.narrow(value)

    def _show_person(self, state: HelpState) -> None:
        card = state.card
        self.hint.say("" if card else _("点左边的一个人，或者“找别的人”。"))
        today = self.context.site.today().isoformat()
        names = {key: rule.name for key, rule in priority_rules(today).items()}
        self.facts.show_facts(_facts(card, names) if card else ())
        self.claims.setVisible(card is not None)
        self.claims.show_rows(_claim_rows(card, names, today) if card else ())
        self.unclaim.setEnabled(bool(self.claims.chosen_id))
        for button in (self.claim, self.unclaim, self.open, self.care):
            button.setVisible(card is not None)
        self.open.setEnabled(card is not None and not state.has_open_case and card.tier.tier > 0)
        self.open.setVisible(card is not None and not state.has_open_case)

    def _show_case(self, state: HelpState) -> None:
        case = state.case
        self.case.say(_("实名制帮扶"), case.number if case else "")
        self.case_facts.show_facts(_case_facts(case) if case else ())
        self.history.show_rows(_history(case) if case else ())
        for button in self.acts.values():
            button.setVisible(state.has_open_case)


def _beside(body: QVBoxLayout, theme: Theme, *widgets: QWidget) -> None:
    row = QHBoxLayout()
    row.setSpacing(theme.px(16))
    for widget in widgets:
        row.addWidget(widget, 1)
    body.addLayout(row)


def _row(item: HelpRow) -> Row:
    waited = _("等了 {days} 天").format(days=item.waited)
    line = "　".join(part for part in (tier_text(item.tier), waited) if part)
    if item.is_due:
        mark = Mark(_("{day} 该办").format(day=iso_day_text(item.due)), "bad", "schedule")
    elif item.case:
        words = _("{day} 办").format(day=iso_day_text(item.due)) if item.due else _("在帮")
        mark = Mark(words, "help")
    else:
        mark = Mark(_("没建档"), "plain")
    return Row(item.seeker, f"{item.name} {_('尾号')}{item.tail}", line, marks=(mark,))


def _facts(card: HelpCard, names: dict[str, str]) -> tuple[Fact, ...]:
    consent = _("本人同意记") if card.has_consent else _("还没问过本人")
    hints = _("、").join(names.get(key, key) for key in card.hints)
    return (
        Fact("", _("求职者"), f"{card.name} {_('尾号')}{card.tail or card.number}"),
        Fact("", _("工种"), _("、").join(card.trades)),
        Fact("", _("档次"), tier_text(card.tier.tier) or _("不在重点帮扶")),
        Fact("", _("等活"), _("{days} 天").format(days=card.waited)),
        Fact("", _("困难情况"), consent),
        Fact("", _("可以问问"), hints),
    )


def _claim_rows(card: HelpCard, names: dict[str, str], today: str) -> list[Row]:
    counted = {f"{category} {certainty}" for category, certainty in card.tier.reasons}
    rows = []
    for category, certainty, claim in card.claims:
        key = f"{category} {certainty}"
        until = iso_year_text(claim.valid_until)
        when = _("到 {day}").format(day=until) if until else _("长期")
        is_over = bool(claim.valid_until) and claim.valid_until < today
        kind: MarkKind = _CERTAINTY.get(certainty, "plain") if key in counted else "plain"
        marks = (
            Mark(certainty_text(certainty), kind),
            Mark(_("过期了"), "bad") if is_over else Mark(when, "plain"),
        )
        rows.append(Row(key, names.get(category, category), claim.basis, marks=marks))
    return rows


def _case_facts(case: CaseView) -> tuple[Fact, ...]:
    return (
        Fact("", _("情况"), case_status_text(case.status)),
        Fact("", _("想办成"), case.goal),
        Fact("", _("下一件"), iso_day_text(case.next_due)),
        Fact("", _("岗位"), case.post),
        Fact("", _("结果"), outcome_text(case.outcome)),
    )


def _history(case: CaseView) -> list[Row]:
    """What is to be done first, then what was done, the latest first."""
    ahead = [
        Row(
            name,
            service_text(step.service),
            step.text,
            marks=(Mark(_("{day} 办").format(day=iso_day_text(step.due)), "warn", "schedule"),),
        )
        for name, step in case.steps
        if not step.done_at
    ]
    done = [
        (step.done_at, _past_row(name, service_text(step.service), step.result, step.done_at))
        for name, step in case.steps
        if step.done_at
    ]
    for note in case.notes:
        words = _note_text(note.what, note.text)
        row = _past_row(f"note {note.at}", case_note_text(note.what), words, note.at)
        done.append((note.at, row))
    return ahead + [row for _at, row in sorted(done, key=lambda item: -item[0])]


def _note_text(what: str, text: str) -> str:
    return _("公益性岗位") if what == "handed_off" and text == PUBLIC_POST else text


def _past_row(key: str, title: str, line: str, stamp: int) -> Row:
    day = date_text(day_of(ms_of(stamp)))
    return Row(key, title, line, marks=(Mark(day, "good", "check"),))
