"""培训: courses with their places, who signed up, what people would like to learn; no Qt."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.domain.course import OWN_SHOP
from kiosk.domain.roles import Act
from kiosk.help_words import topic_text
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.catalogue_imports import (
    CatalogueReport,
    course_values,
    import_courses,
    parse_course,
)
from kiosk.service.searching import DeskHit
from kiosk.service.training import offer_course, want_training, withdraw_course
from kiosk.service.training_desk import (
    CourseRow,
    Need,
    SignUp,
    course_list,
    join_for,
    leave_for,
    needs_list,
    sign_ups,
)
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.form_field import FormField, Written
from kiosk.ui.desk.help.asking_presenter import AskingPresenter
from kiosk.ui.question import Question

__all__ = ["TrainingPresenter", "TrainingState", "TrainingView", "import_words"]


@dataclass(frozen=True, slots=True)
class TrainingState:
    """Courses, the chosen one with who signed up, and what is wanted."""

    courses: tuple[CourseRow, ...] = ()
    chosen: CourseRow | None = None
    people: tuple[SignUp, ...] = ()
    needs: tuple[Need, ...] = ()
    names: dict[str, str] | None = None
    """Topic → what it is called."""


class TrainingView(Protocol):
    """The view of the page."""

    def show_state(self, state: TrainingState) -> None:
        """Show it."""


class TrainingPresenter(AskingPresenter):
    """Signs people up, offers courses, notes what is wanted."""

    def __init__(self, context: DeskContext, view: TrainingView) -> None:
        super().__init__(context)
        self._view = view
        self._courses: tuple[CourseRow, ...] = ()
        self._needs: tuple[Need, ...] = ()
        self._people: tuple[SignUp, ...] = ()
        self._id = ""

    @property
    def _chosen(self) -> CourseRow | None:
        return next((item for item in self._courses if item.id == self._id), None)

    def refresh(self) -> None:
        """Look at everything again."""
        site = self.site

        def known(found: tuple[tuple[CourseRow, ...], tuple[Need, ...]]) -> None:
            self._courses, self._needs = found
            self._show()

        self.read_as(lambda _staff: (course_list(site), needs_list(site)), known)
        if self._id:
            self._load()

    def choose(self, course: str) -> None:
        """A course of the list."""
        self._id, self._people = course, ()
        self._show()
        self._load()

    def wipe(self) -> None:
        """Nobody's name stays."""
        self._id, self._people = "", ()
        self._show()

    def join(self) -> None:
        """替人报名."""
        chosen, site = self._chosen, self.site
        if chosen is None:
            return

        def told(place: SignUp) -> str:
            if place.is_waiting:
                return _("名额满了，排上候补，号码 {number}").format(number=place.number)
            return _("报上了，号码 {number}").format(number=place.number)

        def sign(hit: DeskHit) -> None:
            self.do(Act.TRAINING, lambda allowed: join_for(site, allowed, hit.id, chosen.id), told)

        self.ask_person(_("替谁报名？"), sign)

    def leave(self, seeker: str) -> None:
        """退出: the chosen row's person."""
        chosen, site = self._chosen, self.site
        if chosen is None or not seeker:
            return
        question = Question(
            "person_off",
            _("这个人不参加了吗？"),
            _("名额让给候补的人。"),
            _("还参加"),
            _("不参加了"),
        )

        def answered(is_safe: bool) -> None:
            if not is_safe:
                self.do(
                    Act.TRAINING,
                    lambda allowed: leave_for(site, allowed, seeker, chosen.id),
                    _("退了名额"),
                )

        self.navigator.ask(question, answered)

    def want(self) -> None:
        """记培训需求."""
        site = self.site

        def ask(hit: DeskHit) -> None:
            options = tuple((key, trade.name) for key, trade in site.trades.items())
            fields = (
                FormField(
                    "topic",
                    _("想学什么"),
                    kind="choice",
                    options=((OWN_SHOP, topic_text(OWN_SHOP, {})), *options),
                    columns=6,
                ),
            )

            def work(allowed: Authorised, written: Written) -> object:
                allowed.actor_for(Act.TRAINING)
                return want_training(site, hit.id, written["topic"])

            self.ask_form(_("想学什么"), fields, Act.TRAINING, work, _("记下了"))

        self.ask_person(_("谁想学？"), ask)

    def offer(self) -> None:
        """发布新班."""
        self._ask_course(_("发布培训班"), None)

    def change(self) -> None:
        """改这个班."""
        if self._chosen is not None:
            self._ask_course(_("改这个班"), self._chosen)

    def withdraw(self) -> None:
        """不办了."""
        chosen, site = self._chosen, self.site
        if chosen is not None:
            self.do_with_reason(
                Act.OFFER_COURSE,
                _("为什么不办了？"),
                lambda allowed, why: withdraw_course(
                    site, chosen.id, allowed.actor_for(Act.OFFER_COURSE), why
                ),
                _("记下了：不办了。请告诉报了名的人。"),
            )

    def import_file(self) -> None:
        """从文件导入."""
        self.navigator.ask_file(_("导入哪个文件？"), (".csv", ".xlsx", ".json"), self.load)

    def load(self, path: Path) -> None:
        """Import a file's courses."""
        site = self.site
        self.do(Act.OFFER_COURSE, lambda allowed: import_courses(site, allowed, path), import_words)

    def _ask_course(self, title: str, course: CourseRow | None) -> None:
        site, known = self.site, course.id if course else ""

        def work(allowed: Authorised, written: Written) -> object:
            actor = allowed.actor_for(Act.OFFER_COURSE)
            return offer_course(site, parse_course(site, values | written), actor, known)

        values = course_values(site, course) if course else {}
        self.ask_form(
            title, course_fields(values), Act.OFFER_COURSE, work, _("发布了，自助机上能看到")
        )

    def _load(self) -> None:
        site, course = self.site, self._id

        def known(people: tuple[SignUp, ...]) -> None:
            if course == self._id:
                self._people = people
                self._show()

        self.read_as(lambda staff: sign_ups(site, staff, course), known)

    def _show(self) -> None:
        trades = {key: trade.name for key, trade in self.site.trades.items()}
        names = {need.topic: topic_text(need.topic, trades) for need in self._needs}
        state = TrainingState(self._courses, self._chosen, self._people, self._needs, names)
        self._view.show_state(state)


def course_fields(values: dict[str, str]) -> tuple[FormField, ...]:
    """The form of a course, filled with what is known."""
    rows: tuple[tuple[str, str, str], ...] = (
        ("title", _("名称"), _("例如：养老护理员")),
        ("trade", _("工种"), _("照工种表写，没有就不写")),
        ("starts", _("开班日期"), _("例如 2026-12-01")),
        ("schedule", _("时间安排"), _("例如：周六周日 白天")),
        ("place", _("地点"), _("例如：雨花区技工学校")),
        ("seats", _("名额"), _("不写就是不限")),
        ("fee", _("费用（元）"), _("不写就是免费")),
        ("subsidy", _("补贴"), _("写了就要写来源和日期")),
        ("source", _("来源"), _("哪里说的")),
        ("source_day", _("来源日期"), _("例如 2026-11-01")),
    )
    return tuple(FormField(key, label, hint, values.get(key, "")) for key, label, hint in rows)


def import_words(report: CatalogueReport) -> str:
    """What an import did, with the first row that was wrong."""
    words = _("导入 {entered} 条，原来就有 {known} 条").format(
        entered=report.entered, known=report.known
    )
    if report.problems:
        first = report.problems[0]
        words += _("；{bad} 行不对，第 {row} 行“{column}”：{why}").format(
            bad=report.bad_rows, row=first.row, column=first.column, why=first.sentence
        )
    return words
