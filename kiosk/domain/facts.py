"""Facts that statistics are made of: plain rows, read from the store by the floor above.

Times are ms since 1970 by the order of the log (`order_time`), so that a clock gone wild moves no
figure. Ids are those of the records to which a figure can be drilled down.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from kiosk.domain.clock import day_bounds

__all__ = [
    "AgreementFact",
    "ComplaintFact",
    "Facts",
    "HelpFact",
    "Period",
    "ReferralFact",
    "RegistrationFact",
    "SeekerFact",
    "TrainingFact",
    "VacancyFact",
]


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")

    @classmethod
    def day(cls, day: date) -> Self:
        """One day."""
        return cls(day, day)

    @classmethod
    def week(cls, day: date) -> Self:
        """Monday to Sunday around a day."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + timedelta(days=6))

    @classmethod
    def month(cls, day: date) -> Self:
        """The calendar month of a day."""
        first = day.replace(day=1)
        return cls(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))

    def shifted(self, days: int) -> Self:
        """The same length, so many days later."""
        step = timedelta(days=days)
        return type(self)(self.first + step, self.last + step)

    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=i) for i in range(count))

    @property
    def start_ms(self) -> int:
        """Its first millisecond."""
        return day_bounds(self.first)[0]

    @property
    def end_ms(self) -> int:
        """The first millisecond after it."""
        return day_bounds(self.last)[1]

    def has(self, moment_ms: int) -> bool:
        """Whether a moment lies in it."""
        return self.start_ms <= moment_ms < self.end_ms


@dataclass(frozen=True, slots=True)
class RegistrationFact:
    """求职登记: one visit. `id` is the event; `seeker` the id that survives merges."""

    id: str
    seeker: str
    at: int


@dataclass(frozen=True, slots=True)
class SeekerFact:
    """What is known of a seeker; an erased one has no trades."""

    id: str
    trades: tuple[str, ...]
    registered_at: int


@dataclass(frozen=True, slots=True)
class VacancyFact:
    """A posting that staff or rules let live. `until` is the end of its validity or its closing,
    whichever came first."""

    id: str
    trade: str
    headcount: int
    pay_cents: int
    pay_unit: str
    posted_at: int
    until: int


@dataclass(frozen=True, slots=True)
class ReferralFact:
    """对接: an introduction made in this hall."""

    id: str
    vacancy: str
    seeker: str
    at: int


@dataclass(frozen=True, slots=True)
class AgreementFact:
    """达成意向: a seat spent on a referral. `stands` is False once it was taken back.

    An agreement of another hall on a vacancy of this one has no seeker here; it fills a seat and
    counts in no figure. `arrival`: arrived, missed, or empty.
    """

    referral: str
    vacancy: str
    seeker: str
    at: int
    stands: bool
    arrival: str = ""


@dataclass(frozen=True, slots=True)
class HelpFact:
    """困难帮扶: one service given to a person of a priority category."""

    id: str
    seeker: str
    service: str
    at: int


@dataclass(frozen=True, slots=True)
class TrainingFact:
    """A training need (`need`) or a place in a course (`enrolled`)."""

    id: str
    kind: str
    seeker: str
    at: int


@dataclass(frozen=True, slots=True)
class ComplaintFact:
    """投诉举报. `closed_at` is 0 while it is open; `reply_by` is the day an answer is due."""

    id: str
    kind: str
    made_at: int
    closed_at: int
    reply_by: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that statistics over a period may need, and what happened shortly before."""

    registrations: tuple[RegistrationFact, ...] = ()
    seekers: tuple[SeekerFact, ...] = ()
    vacancies: tuple[VacancyFact, ...] = ()
    referrals: tuple[ReferralFact, ...] = ()
    agreements: tuple[AgreementFact, ...] = ()
    help: tuple[HelpFact, ...] = ()
    training: tuple[TrainingFact, ...] = ()
    complaints: tuple[ComplaintFact, ...] = ()
