"""Training at the desk: all courses with their places, who signed up, who waits, who wants what."""

from dataclasses import dataclass

from kiosk.domain.clock import ms_of
from kiosk.domain.course import Course
from kiosk.domain.events import CourseJoined, CourseLeft
from kiosk.domain.masking import mask_name, mask_phone
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act, StaffSession
from kiosk.domain.seeker import Seeker
from kiosk.service.authority import Authorised, authorise
from kiosk.service.priority_help import known_seeker
from kiosk.service.site import Site
from kiosk.store.courses import all_courses
from kiosk.store.help_rows import place_rows, roots_of, training_needs
from kiosk.store.people import same_people, survivor

__all__ = [
    "CourseRow",
    "Need",
    "SignUp",
    "course_list",
    "join_for",
    "leave_for",
    "needs_list",
    "sign_ups",
]

_TAIL = 4


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course of the list. `state`: open, over, withdrawn. Times in ms, money in cents."""

    id: str
    title: str
    trade: str
    level: str
    is_online: bool
    starts: int
    schedule: str
    place: str
    seats: int
    """0 for no limit."""
    taken: int
    left: int | None
    waiting: int
    """How many signed up beyond the places."""
    fee_cents: int
    subsidy: str
    source: str
    source_day: str
    valid_until: int
    state: str


@dataclass(frozen=True, slots=True)
class SignUp:
    """Somebody who signed up; `is_waiting` beyond the places, in order of signing up."""

    seeker: str
    number: str
    name: str
    tail: str
    joined_at: int
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class Need:
    """How many people would like to learn something, and who: ids of those who survive merges."""

    topic: str
    people: tuple[str, ...]


def course_list(site: Site) -> tuple[CourseRow, ...]:
    """All courses: open ones first, soonest first, then past and withdrawn ones."""
    now = site.now_ms()
    with site.store.read() as db:
        rows = [_course_row(row, now) for row in all_courses(db)]
    order = {"open": 0, "over": 1, "withdrawn": 2}
    return tuple(sorted(rows, key=lambda row: (order[row.state], row.starts == 0, row.starts)))


def sign_ups(site: Site, staff: StaffSession, course: str) -> tuple[SignUp, ...]:
    """Who signed up, masked, the first first.

    Raises:
        NotAllowed: see `authorise`.
        NotPossible: `unknown_course`.
    """
    authorise(site, staff, Act.TRAINING)
    with site.store.read() as db:
        applier = site.store.applier(db)
        state = applier.state(course)
        if not isinstance(state, Course) or state.offer is None:
            raise NotPossible("unknown_course")
        seats, found = state.offer.seats, []
        for place, row in enumerate(place_rows(db, course)):
            person = survivor(applier, row["seeker"])
            name = mask_name(person.name) if isinstance(person, Seeker) else ""
            phone = person.phone if isinstance(person, Seeker) else ""
            found.append(
                SignUp(
                    seeker=person.id if person is not None else row["seeker"],
                    number=row["number"],
                    name=name,
                    tail=mask_phone(phone)[-_TAIL:],
                    joined_at=ms_of(row["joined_at"]),
                    is_waiting=bool(seats) and place >= seats,
                )
            )
    return tuple(found)


def join_for(site: Site, allowed: Authorised, seeker: str, course: str) -> SignUp:
    """Sign somebody up at the desk; a full course puts her or him on its waiting list.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`, `unknown_course`, `already_joined`.
    """
    actor = allowed.actor_for(Act.TRAINING)
    with site.store.write() as writing:
        person = known_seeker(writing.applier, seeker)
        state = writing.state(course)
        if not isinstance(state, Course) or state.offer is None or state.withdrawn:
            raise NotPossible("unknown_course")
        if any(_has_place(state, known) for known in same_people(writing.db, person.id)):
            raise NotPossible("already_joined")
        number = writing.next_number(site.today().isoformat())
        event = writing.append(CourseJoined(seeker=person.id, number=number), course, actor)
    is_waiting = bool(state.offer.seats) and state.taken >= state.offer.seats
    tail = mask_phone(person.phone)[-_TAIL:]
    return SignUp(person.id, number, mask_name(person.name), tail, ms_of(event.time), is_waiting)


def leave_for(site: Site, allowed: Authorised, seeker: str, course: str) -> None:
    """Give somebody's place back; the first who waits has it then.

    Raises:
        NotAllowed: the leave is for something else.
        NotPossible: `unknown_seeker`, `unknown_course`.
    """
    actor = allowed.actor_for(Act.TRAINING)
    with site.store.write() as writing:
        person = known_seeker(writing.applier, seeker)
        state = writing.state(course)
        if not isinstance(state, Course):
            raise NotPossible("unknown_course")
        for known in same_people(writing.db, person.id):
            if _has_place(state, known):
                writing.append(CourseLeft(seeker=known), course, actor)


def needs_list(site: Site) -> tuple[Need, ...]:
    """What people would like to learn, the most wanted first; a person counts once a topic."""
    with site.store.read() as db:
        roots = roots_of(db)
        wanted: dict[str, set[str]] = {}
        for topic, seeker in training_needs(db):
            wanted.setdefault(topic, set()).add(roots.get(seeker, seeker))
    needs = [Need(topic, tuple(sorted(people))) for topic, people in wanted.items()]
    return tuple(sorted(needs, key=lambda need: (-len(need.people), need.topic)))


def _has_place(course: Course, seeker: str) -> bool:
    place = course.places.get(seeker)
    return place is not None and not place.has_left


def _course_row(row: dict[str, object], now: int) -> CourseRow:
    seats, taken, until = (int(str(row[name])) for name in ("seats", "taken", "valid_until"))
    state = "withdrawn" if row["withdrawn"] else "over" if 0 < until <= now else "open"
    texts = {
        name: str(row[name])
        for name in (
            "id",
            "title",
            "trade",
            "level",
            "schedule",
            "place",
            "subsidy",
            "source",
            "source_day",
        )
    }
    return CourseRow(
        is_online=row["mode"] == "online",
        starts=int(str(row["starts"])),
        seats=seats,
        taken=min(taken, seats) if seats else taken,
        left=max(0, seats - taken) if seats else None,
        waiting=max(0, taken - seats) if seats else 0,
        fee_cents=int(str(row["fee_cents"])),
        valid_until=until,
        state=state,
        **texts,
    )
