"""A synthetic month of a hall through the service floor, with a clock that is moved: everything
that can become of a visit, a post, an agreement, a complaint, a case.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Protocol

from kiosk.domain.clock import day_bounds, day_of
from kiosk.domain.complaint import ADVICE_KINDS, COMPLAINT_KINDS
from kiosk.domain.events import CourseOffered
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.arrivals import mark_arrived, mark_missed
from kiosk.service.assistance import (
    PlanStep,
    close_case,
    do_step,
    follow_up_case,
    hand_off_case,
    open_case,
    plan_step,
)
from kiosk.service.authority import authorise_console
from kiosk.service.complaint_desk import accept_complaint, close_complaint, note_complaint
from kiosk.service.complaints import MakeComplaint, make_complaint
from kiosk.service.confirmation import undo_agreement
from kiosk.service.priority_help import NoteClaim, allow_help_data, note_claim
from kiosk.service.registration import erase_person
from kiosk.service.site import Site
from kiosk.service.training import join_course, leave_course, offer_course, want_training
from kiosk.service.vacancy_changes import close_vacancy
from kiosk.simulation import SimulatedDay
from kiosk.synthetic import Invention, Person

__all__ = ["MovableClock", "MovedClock", "SimulatedMonth", "simulate_month"]

_HOUR_MS = 3_600_000
_STAFF = "console"
_KINDS = (*COMPLAINT_KINDS, *ADVICE_KINDS)


class MovableClock(Protocol):
    """A clock that the simulation puts where it wants it; never backwards."""

    def move_to(self, unix_ms: int) -> None:
        """From now on it is that moment."""


class MovedClock:
    """A clock that stands where it was put.

    Args:
        unix_ms: the first moment.
    """

    def __init__(self, unix_ms: int) -> None:
        self._ms = unix_ms

    def now_ms(self) -> int:
        """The present moment."""
        return self._ms

    def move_to(self, unix_ms: int) -> None:
        """From now on it is that moment; ValueError for one that is over."""
        if unix_ms < self._ms:
            raise ValueError("a clock never goes backwards")
        self._ms = unix_ms


class SimulatedMonth:
    """Runs day after day; `counts` says what happened.

    Args:
        site: the station, on the clock.
        clock: the clock of the station's store.
        seed: the same seed gives the same month.
    """

    def __init__(self, site: Site, clock: MovableClock, seed: int) -> None:
        self._site, self._clock = site, clock
        self._invention = Invention(seed)
        self._people: list[tuple[Person, str]] = []
        self._known = 0
        """How many of `_people` were here before this day."""
        self._came: set[str] = set()
        self._open: list[tuple[str, str]] = []
        """Open complaints: id, and whether they were accepted."""
        self._cases: list[str] = []
        self._steps: dict[str, str] = {}
        self._courses: list[str] = []
        self._in_course: list[tuple[str, str]] = []
        self._day = SimulatedDay(site, seed + 1)

    @property
    def counts(self) -> Counter[str]:
        """What happened, by name."""
        return self._day.counts

    def run_day(self, day: date, seekers: int, vacancies: int) -> None:
        """One day from five in the morning to six in the evening."""
        start = day_bounds(day)[0]
        self._clock.move_to(max(self._site.now_ms(), start + 5 * _HOUR_MS))
        self._day.agreed, self._came, self._known = [], set(), len(self._people)
        for number in range(max(seekers, vacancies)):
            if number < vacancies:
                self._day.post()
            if number < seekers:
                self._seek()
            self._clock.move_to(self._site.now_ms() + _HOUR_MS // 10)
        self._clock.move_to(max(self._site.now_ms(), start + 11 * _HOUR_MS))
        self._arrivals()
        self._close_some()
        self._clock.move_to(max(self._site.now_ms(), start + 15 * _HOUR_MS))
        self._complaints()
        self._training()
        self._help()
        self._erase_somebody()

    def _seek(self) -> None:
        """Half of those who come have been here on a day before."""
        before = self._people[: self._known]
        person = None
        if before and self._invention.chance(0.5):
            person = before[self._invention.pick(len(before))][0]
        if person is None or person.id_number in self._came:
            person = self._invention.person()
        self._came.add(person.id_number)
        registration = self._day.seek(person)
        if all(known != registration.seeker.id for _who, known in self._people):
            self._people.append((person, registration.seeker.id))

    def _arrivals(self) -> None:
        """Most come to work, some do not, of some nobody says, and some agreements are undone."""
        for referral in self._day.agreed:
            chance = self._invention.chance
            if chance(0.8):
                mark_arrived(self._site, referral, _STAFF)
                self.counts["arrived"] += 1
            elif chance(0.5):
                mark_missed(self._site, referral, _STAFF)
                self.counts["missed"] += 1
            elif chance(0.5):
                undo_agreement(self._site, referral, _STAFF, "fell through")
                self.counts["undone_later"] += 1

    def _close_some(self) -> None:
        for vacancy in self._day.vacancies:
            if self._invention.chance(0.1):
                close_vacancy(self._site, vacancy, _STAFF)
                self.counts["closed_vacancies"] += 1
        self._day.vacancies = []

    def _complaints(self) -> None:
        """Received, taken on, noted, closed; some late, some never."""
        site, leave = self._site, authorise_console(Act.COMPLAINTS)
        still: list[tuple[str, str]] = []
        for complaint, state in self._open:
            if not state and self._invention.chance(0.6):
                accept_complaint(site, leave, complaint)
                self.counts["complaints_accepted"] += 1
                still.append((complaint, "accepted"))
            elif state and self._invention.chance(0.4):
                note_complaint(site, leave, complaint, _("问过双方了"))
                close_complaint(site, leave, complaint, "settled", _("说好了，钱给了"))
                self.counts["complaints_closed"] += 1
            else:
                still.append((complaint, state))
        self._open = still
        if self._invention.chance(0.7):
            kind = _KINDS[self._invention.pick(len(_KINDS))]
            made = make_complaint(site, MakeComplaint(kind=kind))
            self._open.append((made.complaint, ""))
            self.counts["complaints_made"] += 1

    def _training(self) -> None:
        site, invention = self._site, self._invention
        if not self._courses or invention.chance(0.1):
            offer = CourseOffered(
                title=_("电焊基础"),
                trade="welder",
                seats=12,
                schedule=_("晚上 7 点"),
                place=_("二楼"),
            )
            self._courses.append(offer_course(site, offer, _STAFF))
        for _person in range(2):
            _who, seeker = self._people[invention.pick(len(self._people))]
            try:
                want_training(site, seeker, invention.trades()[0])
                course = self._courses[-1]
                if invention.chance(0.6) and join_course(site, seeker, course).is_new:
                    self._in_course.append((seeker, course))
                    self.counts["joined"] += 1
            except NotPossible as error:
                self.counts[f"not_possible_{error.code}"] += 1
        if self._in_course and invention.chance(0.2):
            seeker, course = self._in_course.pop()
            leave_course(site, seeker, course)
            self.counts["left"] += 1

    def _help(self) -> None:
        """A case is opened, its step done, followed up, handed off or closed."""
        site, leave = self._site, authorise_console(Act.CASES)
        for case in list(self._cases):
            if case in self._steps:
                do_step(site, leave, case, self._steps.pop(case), _("谈过了"))
                self.counts["steps_done"] += 1
            elif self._invention.chance(0.5):
                follow_up_case(site, leave, case, _("问过了，还在做"))
                self.counts["followed_up"] += 1
            elif self._invention.chance(0.5):
                hand_off_case(site, leave, case, _("保洁岗"))
                close_case(site, leave, case, "public_post")
                self._cases.remove(case)
                self.counts["handed_off"] += 1
        if self._invention.chance(0.5):
            self._open_case()

    def _open_case(self) -> None:
        site = self._site
        _who, seeker = self._people[self._invention.pick(len(self._people))]
        try:
            allow_help_data(site, authorise_console(Act.VERIFY_PRIORITY), seeker)
            claim = NoteClaim(category="disabled", certainty="verified", basis=_("看过残疾人证"))
            note_claim(site, authorise_console(Act.VERIFY_PRIORITY), seeker, claim)
            leave = authorise_console(Act.CASES)
            case = open_case(site, leave, seeker, _("找个稳当的活"))
            self._steps[case] = plan_step(site, leave, case, PlanStep("interview"))
        except NotPossible as error:
            self.counts[f"not_possible_{error.code}"] += 1
            return
        self._cases.append(case)
        self.counts["cases"] += 1

    def _erase_somebody(self) -> None:
        if self._invention.chance(0.15) and len(self._people) > 1:
            _who, seeker = self._people.pop(self._invention.pick(len(self._people)))
            erase_person(self._site, seeker, _STAFF)
            self._in_course = [item for item in self._in_course if item[0] != seeker]
            self.counts["erased"] += 1


def simulate_month(
    site: Site,
    clock: MovableClock,
    days: int,
    seekers: int,
    vacancies: int,
    seed: int,
    on_day: Callable[[date], None] = lambda _day: None,
) -> dict[str, int]:
    """So many days from today on, with about so many visits and posts each; fewer at the weekend.

    Args:
        site: the station.
        clock: of its store.
        days: how many.
        seekers: visits on a working day.
        vacancies: posts on a working day.
        seed: the same seed gives the same month.
        on_day: is given each day when it is over.

    Returns:
        What happened, by name.
    """
    month = SimulatedMonth(site, clock, seed)
    first = day_of(site.now_ms())
    for number in range(days):
        day = first + timedelta(days=number)
        share = 0.6 if day.isoweekday() in {6, 7} else 1.0
        month.run_day(day, max(1, round(seekers * share)), max(1, round(vacancies * share)))
        on_day(day)
    return dict(sorted(month.counts.items()))
