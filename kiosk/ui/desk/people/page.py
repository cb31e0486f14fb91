"""登记: people and employers found left, the card in the middle, what is entered right."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.devices.id_card import IdCard
from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.searching import DeskHit
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.components.segments import FilterBar, Segments
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.matching.words import gig_line, tail_text
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.desk.people.presenter import PeoplePresenter, PeopleState
from kiosk.ui.desk.people.skill_rows import barred_text, known_rows
from kiosk.ui.desk.people.skill_tasks import SKILL_TASKS
from kiosk.ui.desk.people.skills_pane import SkillsPane
from kiosk.ui.desk.people.tasks import TASKS
from kiosk.ui.desk.people.words import (
    employer_facts,
    employer_lines,
    seeker_facts,
    seeker_lines,
)
from kiosk.ui.desk.people.work_pane import GroupPane, TaskPane
from kiosk.ui.theme import Theme

__all__ = ["PeoplePage"]

_LIST, _WORK = 480, 640
_GATES = {
    "seeker": Act.REGISTER_SEEKER,
    "group": Act.REGISTER_SEEKER,
    "employer": Act.POST_VACANCY,
    "person": Act.CHANGE_PERSON,
    "post": Act.POST_VACANCY,
    "paper": Act.VERIFY_EMPLOYER,
    "note": Act.VERIFY_EMPLOYER,
    "suspend": Act.SUSPEND_EMPLOYER,
    "skills": Act.RECORD_SKILL,
    "wish": Act.REGISTER_SEEKER,
}
"""Which act a form leads to; a form nobody may send is not offered."""


class PeoplePage(DeskPage):
    """People and employers."""

    name, title, icon, act = "people", N_("登记"), "badge", Act.REGISTER_SEEKER

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = PeoplePresenter(context, self)
        self.buttons: dict[str, DeskButton] = {}
        self._state = PeopleState()
        self._make_list(theme)
        self._make_card(theme)
        self._make_work(theme)
        self.show_state(PeopleState())

    def show_subject(self, subject_id: str) -> None:
        """A seeker or an employer."""
        self.presenter.choose(subject_id)

    def card_arrived(self, card: IdCard) -> None:
        """Onto the list, into the form, or to the person."""
        self.presenter.card(card)

    def wipe(self) -> None:
        """Nothing of a person stays."""
        self.filter.field.clear()
        for pane in self.tasks.values():
            pane.form.wipe()
        self.group.wipe()
        self.skills.wipe()
        self.presenter.wipe()

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into the form that is shown."""
        if self._state.task in self.tasks:
            self.tasks[self._state.task].fill(values)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """What is wrong with which row."""
        if self._state.task in self.tasks:
            self.tasks[self._state.task].show_problems(problems)
        else:
            self.context.navigator.say(next(iter(problems.values())), True)

    def show_state(self, state: PeopleState) -> None:
        """Show it."""
        if state.task != self._state.task and state.task in self.tasks:
            self.tasks[state.task].form.wipe()
        self._state = state
        self.mode.choose(state.mode)
        title = _("求职者") if state.mode == "seeker" else _("老板")
        self.found.say(title, _("{count} 条").format(count=len(state.hits)))
        self.list.show_rows([_hit_row(hit) for hit in state.hits])
        chosen = state.seeker.id if state.seeker else state.employer.id if state.employer else ""
        self.list.choose(chosen)
        self._show_card(state)
        self._show_work(state)

    def _make_list(self, theme: Theme) -> None:
        self.found = Pane(theme, "search", _("求职者"), is_flush=True)
        self.found.setFixedWidth(theme.px(_LIST))
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(12))
        column.setSpacing(theme.px(12))
        self.filter = FilterBar(theme, _("名字、拼音、电话尾号、工种"))
        self.mode = Segments(theme, (("seeker", _("求职者")), ("employer", _("老板"))))
        self.filter.changed.connect(lambda text, _none: self._search(text, self._state.mode))
        self.mode.picked.connect(lambda mode: self._search(self.filter.text, str(mode)))
        column.addWidget(self.filter)
        column.addWidget(self.mode)
        self.list = RecordList(theme, _("找到的人"), empty=_("没有找到。"))
        self.list.chosen.connect(self.presenter.choose)
        self.found.body.addWidget(frame)
        self.found.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), 0)
        row.setSpacing(theme.px(12))
        for task, label, icon in (
            ("seeker", _("登记求职者"), "person_add"),
            ("employer", _("登记老板"), "storefront"),
        ):
            row.addWidget(self._task_button(task, label, icon, "primary"))
        self.found.body.addLayout(row)
        again = QHBoxLayout()
        again.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(4))
        again.addWidget(self._task_button("group", _("几个人一起登记"), "groups"))
        self.found.body.addLayout(again)
        self.panes.addWidget(self.found)

    def _make_card(self, theme: Theme) -> None:
        self.card = Pane(theme, "badge", _("这个人"))
        self.facts = FactsPane(theme)
        self.hint = Words(theme, _("在左边点一个人，或者放身份证。"), "desk")
        self.history = RecordList(theme, _("以前的事"), row_height=84)
        self.card.body.addWidget(self.hint)
        self.card.body.addWidget(self.facts)
        self.barred = Words(theme, "", "desk", colour=theme.colours.red.fill, bold=True)
        self.card.body.addWidget(self.barred)
        self.card.body.addWidget(self.history, 1)
        grid = QGridLayout()
        grid.setSpacing(theme.px(12))
        act = self.presenter
        plain = (
            ("see_phone", _("看电话"), "call", act.see_phone),
            ("see_id", _("看证件号"), "visibility", act.see_id),
            ("print", _("补打登记单"), "print", act.print_again),
            ("reinstate", _("提前恢复"), "undo", act.reinstate),
        )
        made = [self._button(*item) for item in plain]
        made += [
            self._task_button("person", _("改登记"), "edit"),
            self._task_button("skills", _("技能和证书"), "school"),
            self._task_button("wish", _("求职意向"), "thumb_up"),
            self._task_button("post", _("代发岗位"), "work", "primary"),
            self._task_button("paper", _("核验证照"), "verified_user"),
            self._task_button("note", _("记诚信"), "draw"),
            self._task_button("suspend", _("暂停"), "block", "danger"),
        ]
        self._grid, self._made = grid, made
        self.card.body.addLayout(grid)
        self.panes.addWidget(self.card, 1)

    def _make_work(self, theme: Theme) -> None:
        self.work = Pane(theme, "work", _("给他找活"))
        self.work.setFixedWidth(theme.px(_WORK))
        self.stack = QStackedWidget()
        self.gigs = QWidget()
        column = QVBoxLayout(self.gigs)
        column.setContentsMargins(0, 0, 0, 0)
        self.gig_list = RecordList(theme, _("合适的活"), row_height=104, empty=_("没有合适的活。"))
        self.refer = DeskButton(theme, _("打单叫来"), kind="primary", commits=True)
        self.refer.clicked.connect(
            lambda _checked=False: self.presenter.refer(self.gig_list.chosen_id)
        )
        self.gig_list.chosen.connect(lambda _id: self._show_refer())
        column.addWidget(self.gig_list, 1)
        column.addWidget(self.refer)
        self.stack.addWidget(self.gigs)
        self.tasks = {name: TaskPane(theme, make()) for name, make in (TASKS | SKILL_TASKS).items()}
        for pane in self.tasks.values():
            pane.sent.connect(self.presenter.send)
            back = "skills" if pane.task.name in {"skill", "certificate"} else ""
            pane.left.connect(lambda back=back: self.presenter.open(back))
            self.stack.addWidget(pane)
        self.group = GroupPane(theme)
        self.group.added.connect(self.presenter.add)
        self.group.dropped.connect(self.presenter.drop)
        self.group.confirmed.connect(self.presenter.confirm_group)
        self.group.left.connect(lambda: self.presenter.open(""))
        self.stack.addWidget(self.group)
        self.skills = SkillsPane(theme)
        acts = self.presenter.skills
        self.skills.verified.connect(acts.verify)
        self.skills.withdrawn.connect(acts.withdraw)
        self.skills.looked.connect(acts.see_number)
        self.skills.opened.connect(self.presenter.open)
        self.stack.addWidget(self.skills)
        self.work.body.addWidget(self.stack)
        self.panes.addWidget(self.work)

    def _search(self, text: str, mode: str) -> None:
        self.presenter.search(text, mode)

    def _button(self, name: str, label: str, icon: str, act: Callable[[], None]) -> DeskButton:
        button = DeskButton(self.theme, label, icon=icon, height=64)
        button.clicked.connect(lambda _checked=False: act())
        self.buttons[name] = button
        return button

    def _task_button(self, task: str, label: str, icon: str, kind: str = "secondary") -> DeskButton:
        button = DeskButton(self.theme, label, icon=icon, height=64, kind=kind)  # type: ignore[arg-type]  # a kind of `ButtonKind`
        button.clicked.connect(lambda _checked=False: self.presenter.open(task))
        button.setVisible(self.may(_GATES[task]))
        self.buttons[task] = button
        return button

    def _show_card(self, state: PeopleState) -> None:
        today = self.context.site.today()
        facts: tuple[tuple[str, str], ...] = ()
        lines: tuple[tuple[str, str, str], ...] = ()
        if state.seeker is not None:
            self.card.say(f"{state.seeker.name} {tail_text(state.seeker.phone_masked[-4:])}")
            facts = seeker_facts(state.seeker, state.full, today)
            lines = seeker_lines(state.seeker)
        elif state.employer is not None:
            self.card.say(state.employer.name)
            facts = employer_facts(state.employer, state.full, today)
            lines = employer_lines(state.employer)
        else:
            self.card.say(_("这个人"))
        self.barred.say(barred_text(state.seeker.known) if state.seeker else "")
        self.facts.show_facts([Fact("", label, value) for label, value in facts])
        self.history.show_rows([Row(key, title, line) for key, title, line in lines])
        self.hint.setVisible(not facts)
        self.history.setVisible(bool(facts))
        self._show_buttons(state)

    def _show_buttons(self, state: PeopleState) -> None:
        is_seeker, employer = state.seeker is not None, state.employer
        shown = {
            "see_phone": (is_seeker or employer is not None) and self.may(Act.SEE_PHONE),
            "see_id": (is_seeker or employer is not None) and self.may(Act.SEE_FULL_ID),
            "print": is_seeker and self.may(Act.PRINT_AGAIN),
            "reinstate": employer is not None
            and bool(employer.suspended_until)
            and self.may(Act.SUSPEND_EMPLOYER),
            "person": is_seeker and self.may(Act.CHANGE_PERSON),
            "suspend": employer is not None
            and not employer.suspended_until
            and self.may(Act.SUSPEND_EMPLOYER),
        }
        for task in ("skills", "wish"):
            shown[task] = is_seeker and self.may(_GATES[task])
        for task in ("post", "paper", "note"):
            shown[task] = employer is not None and self.may(_GATES[task])
        for name, is_shown in shown.items():
            self.buttons[name].setVisible(is_shown)
        # What is shown stands without holes between.
        places = [button for button in self._made if not button.isHidden()]
        for place, button in enumerate(places):
            self._grid.addWidget(button, place // 3, place % 3)

    def _show_work(self, state: PeopleState) -> None:
        if state.task == "group":
            self.work.say(_("几个人一起登记"), _("{count} 人").format(count=len(state.group)))
            self.stack.setCurrentWidget(self.group)
            self.group.show_group(state.group)
            return
        if state.task == "skills" and state.seeker is not None:
            known, today = state.seeker.known, self.context.site.today()
            self.work.say(_("技能和证书"), state.seeker.name)
            self.stack.setCurrentWidget(self.skills)
            self.skills.show_known(known_rows(known, today), barred_text(known))
            return
        if state.task in self.tasks:
            pane = self.tasks[state.task]
            self.work.say(pane.task.title)
            self.stack.setCurrentWidget(pane)
            return
        self.stack.setCurrentWidget(self.gigs)
        self.work.say(_("合适的活"), _("{count} 个").format(count=len(state.gigs)))
        today = self.context.site.today()
        self.gig_list.show_rows(
            [
                Row(
                    item.vacancy.id,
                    " · ".join((item.vacancy.trade_name, *item.sentences[:1])),
                    gig_line(item.vacancy, today),
                    marks=(Mark(_("还差 {n} 人").format(n=item.vacancy.left), "info"),),
                )
                for item in state.gigs
            ]
        )
        self._show_refer()

    def _show_refer(self) -> None:
        self.refer.setVisible(bool(self._state.gigs))
        self.refer.setEnabled(bool(self.gig_list.chosen_id))


def _hit_row(hit: DeskHit) -> Row:
    if hit.kind == "employer":
        return Row(hit.id, hit.title, tail_text(hit.tail))
    return Row(
        hit.id,
        f"{hit.title} {tail_text(hit.tail)}",
        "、".join(hit.trades),
        number=hit.number,
    )
