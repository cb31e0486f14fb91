"""市场资料: the hall's card, hours, register, people, brands, and how they changed."""

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from kiosk.domain.roles import Act, Role, may
from kiosk.i18n import N_, _
from kiosk.ui.desk.components.form import Form
from kiosk.ui.desk.components.record_list import RecordList, Row
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.hall.presenter import HallPresenter, HallState
from kiosk.ui.desk.hall.sections import CARD, HISTORY, RUNNING, SECTIONS, form_rows, section_text
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.question import Question
from kiosk.ui.theme import Theme

__all__ = ["HallPage"]

_SINGLE = {CARD, RUNNING}
_ANNEX, _BRAND = "contact", "brand"


class HallPage(DeskPage):
    """Sections left, their entries in the middle, the form of one right."""

    name, title, icon, act = "hall", N_("市场资料"), "storefront", Act.EDIT_PROFILE

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = HallPresenter(context, self)
        self._section = ""
        sections = Pane(theme, "menu_book", _("市场资料"), is_flush=True)
        sections.setMaximumWidth(theme.px(380))
        self.sections = RecordList(theme, _("市场资料"), row_height=64)
        self.sections.show_rows([Row(item, section_text(item)) for item in SECTIONS])
        self.sections.chosen.connect(self.presenter.pick)
        sections.body.addWidget(self.sections)
        self.middle = Pane(theme, "menu_book", "", is_flush=True)
        self.list = RecordList(theme, _("条目"), empty=_("还没有，点“新添一条”写上"))
        self.list.chosen.connect(self.presenter.choose)
        self.middle.body.addWidget(self.list)
        self.detail = Pane(theme, "edit", "")
        self.forms = QStackedWidget()
        self._forms: dict[str, Form] = {}
        self.detail.body.addWidget(self.forms, 1)
        self.detail.body.addLayout(self._buttons())
        self.panes.addWidget(sections, 2)
        self.panes.addWidget(self.middle, 3)
        self.panes.addWidget(self.detail, 4)
        self.sections.choose(CARD)

    @classmethod
    def is_for(cls, role: Role) -> bool:
        """Whoever may change something of it."""
        return any(may(role, act) for act in (Act.EDIT_PROFILE, Act.EDIT_ROSTER))

    def show_subject(self, subject_id: str) -> None:
        """The name of a section."""
        self.sections.choose(subject_id)
        self.presenter.pick(subject_id)

    def show_state(self, state: HallState) -> None:
        """Show a section; what is being typed stays while only the list has changed."""
        section, title = state.section, section_text(state.section)
        self.middle.setVisible(section not in _SINGLE)
        self.detail.setVisible(section != HISTORY)
        count = _("{count} 条").format(count=len(state.items))
        self.middle.say(title, count)
        self.list.show_rows([Row(item.id, item.title, item.line) for item in state.items])
        self.list.choose(state.chosen)
        self.detail.say(title if section in _SINGLE or state.chosen else _("新添一条"))
        self.new.setVisible(section not in _SINGLE)
        self.stop.setVisible(section not in _SINGLE and bool(state.chosen))
        self.annex.setVisible(section == _ANNEX)
        self.print_annex.setVisible(section == _ANNEX)
        self.tag.setVisible(section == _BRAND and bool(state.chosen))
        if section != HISTORY:
            self._fill(state)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Below the rows they belong to; what has no row is said below the page."""
        form = self._form(self._section)
        keys = {row.key for row in form_rows(self._section)}
        for key in keys:
            form.show_problem(key, problems.get(key, ""))
        rest = [words for key, words in problems.items() if key not in keys]
        if rest:
            self.context.navigator.say(rest[0], True)

    def wipe(self) -> None:
        """Nobody's phone stays in a form."""
        self.list.show_rows(())
        for form in self._forms.values():
            form.wipe()

    def form(self) -> Form:
        """The form that is shown."""
        return self._form(self._section)

    def _fill(self, state: HallState) -> None:
        self._section = state.section
        form = self._form(state.section)
        form.wipe()
        for row in form_rows(state.section):
            usual = str(row.choices[0][0]) if row.choices else ""
            form.show_value(row.key, state.values.get(row.key, "") or usual)
        self.forms.setCurrentWidget(form)

    def _form(self, section: str) -> Form:
        known = self._forms.get(section)
        if known is not None:
            return known
        form = Form(self.theme)
        for row in form_rows(section):
            if row.choices:
                form.choices(row.key, row.label, row.choices, columns=row.columns)
            elif row.is_long:
                form.text(row.key, row.label, row.hint, height=120)
            else:
                form.line(row.key, row.label, row.hint)
        self._forms[section] = form
        self.forms.addWidget(form)
        return form

    def _buttons(self) -> QHBoxLayout:
        theme = self.theme
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        self.annex = DeskButton(theme, _("存信息表"), icon="description")
        self.print_annex = DeskButton(theme, _("打印信息表"), icon="print", commits=True)
        self.stop = DeskButton(theme, _("不用了"), kind="danger", icon="block")
        self.new = DeskButton(theme, _("新添一条"), icon="add")
        self.save = DeskButton(theme, _("存好"), kind="primary", icon="check")
        self.tag = DeskButton(theme, _("标单号"), icon="verified_user")
        self.tag.clicked.connect(lambda _checked=False: self._ask_tag())
        papers, annex = self.presenter.papers, self.presenter.annex
        self.annex.clicked.connect(lambda _checked=False: papers.save(annex()))
        self.print_annex.clicked.connect(lambda _checked=False: papers.print(annex()))
        self.stop.clicked.connect(lambda _checked=False: self._ask_stop())
        self.new.clicked.connect(lambda _checked=False: self.presenter.new())
        self.save.clicked.connect(lambda _checked=False: self._save())
        papers_too: tuple[QWidget, ...] = (self.annex, self.print_annex)
        for button in (*papers_too, self.tag, self.stop, self.new, self.save):
            row.addWidget(button, 1)
        return row

    def _save(self) -> None:
        form = self.form()
        values = {row.key: form.written(row.key) for row in form_rows(self._section)}
        self.presenter.save(values)

    def _ask_stop(self) -> None:
        question = Question(
            "block",
            _("这一条不用了？"),
            _("以后的名册和报表里没有它，改动记录里还查得到。"),
            _("留着"),
            _("不用了"),
        )

        def chosen(is_safe: bool) -> None:
            if not is_safe:
                self.presenter.stop()

        self.context.navigator.ask(question, chosen)

    def _ask_tag(self) -> None:
        self.context.navigator.ask_text(
            _("哪一张招工单，或者哪一个登记号？"), _("例如 A037"), self.presenter.tag
        )
