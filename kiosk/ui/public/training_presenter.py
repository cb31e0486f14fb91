"""16 学门手艺: courses, a place in one, and what somebody would like to learn."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.i18n import _
from kiosk.service.training import (
    CoursePage,
    CourseView,
    Joined,
    join_course,
    leave_course,
    list_courses,
    want_training,
)
from kiosk.ui.public.context import PublicContext, failure_text

__all__ = ["TrainingPresenter", "TrainingState", "TrainingView"]

_TOPIC = "topic:"


@dataclass(frozen=True, slots=True)
class TrainingState:
    """One page of courses."""

    page: CoursePage | None
    message: str = ""
    is_problem: bool = False


class TrainingView(Protocol):
    """The view of the screen."""

    def show_state(self, state: TrainingState) -> None:
        """Show it."""


class TrainingPresenter:
    """Anybody may look; signing up needs to know who it is."""

    def __init__(self, context: PublicContext, view: TrainingView, per_page: int = 4) -> None:
        self._context = context
        self._view = view
        self._per_page = per_page
        self._page = 1
        self._items: tuple[CourseView, ...] = ()
        self._message, self._is_problem = "", False

    def enter(self) -> None:
        """The screen is shown; what was asked for before the card is done now."""
        session = self._context.session
        self._message, self._is_problem = "", False
        if session.training and session.seeker is None:
            # Back from the topics, or from the card without having shown one.
            if session.training.startswith(_TOPIC):
                self._ask_who()
                return
            session.training = ""
        if session.training:
            self._do(session.training)
        else:
            self.turn(self._page)

    def forget(self) -> None:
        """The session is over."""
        self._page, self._items, self._message = 1, (), ""

    def turn(self, page: int) -> None:
        """Show a page."""
        context, seeker = self._context, self._context.session.seeker
        seeker_id = seeker.id if seeker else ""
        context.tasks.read(
            lambda: list_courses(context.site, seeker_id, page, self._per_page),
            self._listed,
            self._failed,
        )

    def touch(self, course: str) -> None:
        """想学, or 不去了 where there is a place already."""
        session = self._context.session
        if session.seeker is None:
            session.training = course
            self._ask_who()
        else:
            self._do(course)

    def other_topic(self) -> None:
        """没有想学的."""
        self._context.navigator.go("pick_topic")

    def _ask_who(self) -> None:
        self._context.session.purpose = "training"
        self._context.navigator.go("card")

    def _do(self, wish: str) -> None:
        context, session = self._context, self._context.session
        session.training = ""
        assert session.seeker is not None  # noqa: S101 (asked by the callers)
        seeker = session.seeker.id
        if wish.startswith(_TOPIC):
            topic = wish.removeprefix(_TOPIC)
            context.tasks.write(
                lambda: want_training(context.site, seeker, topic),
                lambda _topics: self._done(_("记下了，有这样的班就告诉您。")),
                self._failed,
            )
            return
        known = next((item for item in self._items if item.id == wish), None)
        if known is not None and known.is_joined:
            context.tasks.write(
                lambda: leave_course(context.site, seeker, wish),
                lambda _none: self._done(_("给您取消了，位子让给别人。")),
                self._failed,
            )
        else:
            context.tasks.write(
                lambda: join_course(context.site, seeker, wish), self._joined, self._failed
            )

    def _joined(self, joined: Joined) -> None:
        self._done(
            _("{title} 报上了，您的号码 {number}。开班前工作人员会找您。").format(
                title=joined.course.title, number=joined.number
            )
        )

    def _done(self, message: str) -> None:
        self._message, self._is_problem = message, False
        self.turn(self._page)

    def _listed(self, page: CoursePage) -> None:
        self._page, self._items = page.page, page.items
        self._view.show_state(TrainingState(page, self._message, self._is_problem))

    def _failed(self, error: Exception) -> None:
        self._message, self._is_problem = failure_text(error), True
        self._view.show_state(TrainingState(None, self._message, is_problem=True))
