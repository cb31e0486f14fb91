"""培训: courses, the chosen one with who signed up, what people would like to learn."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.domain.clock import day_of
from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.training_desk import CourseRow, SignUp
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.help.training_presenter import TrainingPresenter, TrainingState
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme
from kiosk.words import date_text, yuan

__all__ = ["TrainingPage"]


class TrainingPage(DeskPage):
    """Volunteers sign people up; specialists offer courses."""

    name, title, icon, act = "training", N_("培训"), "school", Act.TRAINING

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = TrainingPresenter(context, self)
        self._build_courses()
        self._build_chosen()
        self._build_needs()
        for pane, share in ((self.pane, 37), (self.detail, 37), (self.wanted, 26)):
            self.panes.addWidget(pane, share)
        self.show_state(TrainingState())

    def _build_courses(self) -> None:
        theme, presenter = self.theme, self.presenter
        self.pane = Pane(theme, "school", _("培训班"), is_flush=True)
        self.list = RecordList(theme, _("培训班"), empty=_("还没有培训班"))
        self.list.chosen.connect(presenter.choose)
        self.offer = DeskButton(theme, _("发布新班"), icon="add")
        self.load = DeskButton(theme, _("从文件导入"), icon="storage")
        self.offer.clicked.connect(lambda _checked=False: presenter.offer())
        self.load.clicked.connect(lambda _checked=False: presenter.import_file())
        foot = QWidget()
        row = QHBoxLayout(foot)
        edge = theme.px(20)
        row.setContentsMargins(edge, theme.px(14), edge, theme.px(10))
        row.setSpacing(theme.px(16))
        for button in (self.offer, self.load):
            row.addWidget(button, 1)
        self.pane.body.addWidget(self.list, 1)
        self.pane.body.addWidget(foot)
        foot.setVisible(self.may(Act.OFFER_COURSE))

    def _build_chosen(self) -> None:
        theme, presenter = self.theme, self.presenter
        self.detail = Pane(theme, "menu_book", _("这个班"))
        self.hint = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.facts = FactsPane(theme)
        self.people = RecordList(theme, _("报名的人"), row_height=64, empty=_("还没有人报名"))
        self.join = DeskButton(theme, _("替人报名"), kind="primary", icon="person_add")
        self.leave = DeskButton(theme, _("选中的人退出"), icon="person_off")
        self.change = DeskButton(theme, _("改这个班"), icon="edit")
        self.withdraw = DeskButton(theme, _("不办了"), icon="block")
        self.join.clicked.connect(lambda _checked=False: presenter.join())
        self.leave.clicked.connect(lambda _checked=False: presenter.leave(self.people.chosen_id))
        self.change.clicked.connect(lambda _checked=False: presenter.change())
        self.withdraw.clicked.connect(lambda _checked=False: presenter.withdraw())
        self.people.chosen.connect(lambda _id: self.leave.setEnabled(True))
        body = self.detail.body
        body.addWidget(self.hint)
        body.addWidget(self.facts)
        body.addWidget(self.people, 1)
        for pair in ((self.change, self.withdraw), (self.leave, self.join)):
            row = QHBoxLayout()
            row.setSpacing(theme.px(16))
            for button in pair:
                row.addWidget(button, 1)
            body.addLayout(row)

    def _build_needs(self) -> None:
        theme = self.theme
        self.wanted = Pane(theme, "lightbulb", _("大家想学"), is_flush=True)
        self.needs = RecordList(theme, _("大家想学"), row_height=64, empty=_("还没有人说想学什么"))
        self.want = DeskButton(theme, _("记一个想学的"), icon="add")
        self.want.clicked.connect(lambda _checked=False: self.presenter.want())
        foot = QWidget()
        row = QHBoxLayout(foot)
        edge = theme.px(20)
        row.setContentsMargins(edge, theme.px(14), edge, theme.px(10))
        row.addWidget(self.want)
        self.wanted.body.addWidget(self.needs, 1)
        self.wanted.body.addWidget(foot)

    def show_subject(self, subject_id: str) -> None:
        """A course's id."""
        self.list.choose(subject_id)
        self.presenter.choose(subject_id)

    def show_state(self, state: TrainingState) -> None:
        """Courses, the chosen one, needs."""
        self.list.show_rows([_course_row(item) for item in state.courses])
        is_open = sum(item.state == "open" for item in state.courses)
        self.pane.say(_("培训班"), _("在招 {count} 个").format(count=is_open))
        course = state.chosen
        self.detail.say(course.title if course else _("这个班"))
        self.hint.say("" if course else _("点左边的一个班。"))
        self.facts.show_facts(_facts(course) if course else ())
        self.people.setVisible(course is not None)
        self.people.show_rows([_person_row(item) for item in state.people])
        can_join = course is not None and course.state == "open"
        self.join.setVisible(can_join)
        self.leave.setVisible(can_join)
        self.leave.setEnabled(bool(self.people.chosen_id))
        for button in (self.change, self.withdraw):
            button.setVisible(can_join and self.may(Act.OFFER_COURSE))
        names = state.names or {}
        self.needs.show_rows(
            [
                Row(
                    need.topic,
                    names.get(need.topic, need.topic),
                    marks=(Mark(_("{count} 人").format(count=len(need.people)), "help"),),
                )
                for need in state.needs
            ]
        )

    def wipe(self) -> None:
        """Nobody's name stays."""
        self.presenter.wipe()


def _course_row(item: CourseRow) -> Row:
    if item.state != "open":
        mark = Mark(_("不办了") if item.state == "withdrawn" else _("报名过了"), "plain")
    elif item.left is None:
        mark = Mark(_("报了 {count} 人").format(count=item.taken), "good")
    elif item.left:
        mark = Mark(_("还有 {count} 个名额").format(count=item.left), "good")
    else:
        mark = Mark(_("满了，候补 {count} 人").format(count=item.waiting), "warn")
    when = _("{day} 开班").format(day=date_text(day_of(item.starts))) if item.starts else ""
    mode = _("线上") if item.is_online else _("线下")
    return Row(item.id, item.title, "　".join(filter(None, (mode, when))), marks=(mark,))


def _facts(course: CourseRow) -> tuple[Fact, ...]:
    fee = _("{yuan} 元").format(yuan=yuan(course.fee_cents)) if course.fee_cents else _("免费")
    seats = _("{taken} 人，共 {seats} 个名额").format(taken=course.taken, seats=course.seats)
    source = " ".join(filter(None, (course.source, course.source_day)))
    return (
        Fact("", _("级别"), course.level),
        Fact("", _("时间"), course.schedule),
        Fact("", _("地点"), course.place),
        Fact(
            "",
            _("报名"),
            seats if course.seats else _("{taken} 人，不限名额").format(taken=course.taken),
        ),
        Fact("", _("费用"), fee),
        Fact("", _("补贴"), course.subsidy),
        Fact("", _("哪里说的"), source),
    )


def _person_row(item: SignUp) -> Row:
    word, kind = (_("候补"), "warn") if item.is_waiting else (_("有名额"), "good")
    title = f"{item.name} {_('尾号')}{item.tail}" if item.tail else item.name
    return Row(item.seeker, title, number=item.number, marks=(Mark(word, kind),))  # type: ignore[arg-type]
