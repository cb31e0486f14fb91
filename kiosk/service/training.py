"""Courses, places in them, and what people would like to learn."""

from dataclasses import dataclass, field

from kiosk.domain.course import OWN_SHOP, Course
from kiosk.domain.events import (
    CourseJoined,
    CourseLeft,
    CourseOffered,
    CourseWithdrawn,
    TrainingWanted,
)
from kiosk.domain.offer_checks import check_course
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.seeker import Seeker
from kiosk.service.site import Site
from kiosk.store.courses import course_row, joined_courses, open_courses
from kiosk.store.log import Writing
from kiosk.store.people import same_people, survivor

__all__ = [
    "CoursePage",
    "CourseView",
    "Joined",
    "join_course",
    "leave_course",
    "list_courses",
    "offer_course",
    "want_training",
    "withdraw_course",
]


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course in words and figures. `left` is None where there is no limit; money in cents."""

    id: str
    title: str
    level: str
    trade: str
    is_online: bool
    starts: int
    schedule: str
    place: str
    left: int | None
    fee_cents: int
    subsidy: str
    source: str
    source_day: str
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class CoursePage:
    """One page of the courses."""

    items: tuple[CourseView, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A seeker's place in a course; `is_new` is False where she or he had it already."""

    course: CourseView
    number: str
    is_new: bool
    changed: frozenset[str] = field(default_factory=frozenset)


def offer_course(site: Site, given: CourseOffered, actor: str, course: str = "") -> str:
    """Offer a course, or change the offer of a known one; returns its id.

    Raises:
        InvalidInput: one Problem per wrong field; nothing is written.
    """
    problems = check_course(given)
    if problems:
        raise InvalidInput(*problems)
    with site.store.write() as writing:
        course = course or writing.new_id("course")
        writing.append(given, course, actor)
    return course


def withdraw_course(site: Site, course: str, actor: str, reason: str = "") -> None:
    """The course does not take place.

    Raises:
        NotPossible: `unknown_course`.
    """
    with site.store.write() as writing:
        _course(writing, course)
        writing.append(CourseWithdrawn(reason=reason), course, actor)


def list_courses(site: Site, seeker: str = "", page: int = 1, per_page: int = 4) -> CoursePage:
    """Courses that can still be joined, soonest first; pages count from 1."""
    with site.store.read() as db:
        people = same_people(db, seeker) if seeker else []
        mine = joined_courses(db, people)
        rows = open_courses(db, site.now_ms())
    pages = max(1, -(-len(rows) // per_page))
    page = min(max(1, page), pages)
    shown = rows[(page - 1) * per_page : page * per_page]
    return CoursePage(tuple(_view(row, row["id"] in mine) for row in shown), page, pages)


def join_course(site: Site, seeker: str, course: str) -> Joined:
    """Sign a seeker up; asking twice gives the same place.

    Raises:
        NotPossible: `unknown_seeker`, `unknown_course`, `course_full`.
    """
    with site.store.write() as writing:
        person = _seeker(writing, seeker)
        state = _course(writing, course)
        row = course_row(writing.db, course)
        if row is None or row["withdrawn"]:
            raise NotPossible("unknown_course")
        for known in same_people(writing.db, person.id):
            place = state.places.get(known)
            if place is not None and not place.has_left:
                return Joined(_view(row, True), place.number, is_new=False)
        if row["seats"] and state.taken >= row["seats"]:
            raise NotPossible("course_full")
        number = writing.next_number(site.today().isoformat())
        writing.append(CourseJoined(seeker=person.id, number=number), course, person.id)
        row = course_row(writing.db, course)
        assert row is not None  # noqa: S101 (just written)
        return Joined(_view(row, True), number, True, frozenset(writing.changed))


def leave_course(site: Site, seeker: str, course: str) -> None:
    """Give the place back; nothing happens where there is none.

    Raises:
        NotPossible: `unknown_seeker`, `unknown_course`.
    """
    with site.store.write() as writing:
        person = _seeker(writing, seeker)
        state = _course(writing, course)
        for known in same_people(writing.db, person.id):
            place = state.places.get(known)
            if place is not None and not place.has_left:
                writing.append(CourseLeft(seeker=known), course, person.id)


def want_training(site: Site, seeker: str, topic: str) -> tuple[str, ...]:
    """Note what a seeker would like to learn; returns all topics.

    Raises:
        InvalidInput: the topic is no trade and not `own_shop`.
        NotPossible: `unknown_seeker`.
    """
    if topic != OWN_SHOP and topic not in site.trades:
        raise InvalidInput(Problem("trade", "required"))
    with site.store.write() as writing:
        person = _seeker(writing, seeker)
        if topic not in person.training:
            writing.append(TrainingWanted(topic=topic), person.id, person.id)
            person = _seeker(writing, seeker)
        return person.training


def _seeker(writing: Writing, seeker: str) -> Seeker:
    person = survivor(writing.applier, seeker)
    if not isinstance(person, Seeker) or person.erased:
        raise NotPossible("unknown_seeker")
    return person


def _course(writing: Writing, course: str) -> Course:
    state = writing.state(course)
    if not isinstance(state, Course) or state.offer is None:
        raise NotPossible("unknown_course")
    return state


def _view(row: dict[str, object], is_joined: bool) -> CourseView:
    seats, taken = int(str(row["seats"])), int(str(row["taken"]))
    plain = ("id", "title", "level", "trade", "schedule", "place", "subsidy", "source")
    texts = {name: str(row[name]) for name in (*plain, "source_day")}
    return CourseView(
        is_online=row["mode"] == "online",
        starts=int(str(row["starts"])),
        left=max(0, seats - taken) if seats else None,
        fee_cents=int(str(row["fee_cents"])),
        is_joined=is_joined,
        **texts,
    )
