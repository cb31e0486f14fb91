"""What ranking knows of people and vacancies, its rules, and what it gives back. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.domain.qualifications import Skill

__all__ = ["Certificate", "Ranked", "RankingRules", "Reason", "SeekerCard", "VacancyCard"]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of a kind; `valid_until` in ms, 0 where it does not run out."""

    kind: str
    valid_until: int = 0
    is_seen: bool = True


@dataclass(frozen=True, slots=True)
class SeekerCard:
    """What ranking knows of a seeker. Unknown is empty, 0 or None, and never held against them.

    `skills`: trade → level 1 (学徒工) to 8 (首席技师). `tier`: 0 none, 1 to 3 by need of help.
    `arrival`: 1 for the first in the hall today, 0 for who is not here. `busy`: hours taken, ms.
    `county` is a GB/T 2260 code, `town` a name within it. `pay_wish_cents` is for a day.
    `hours`: see `kiosk.domain.qualifications.HOURS`; `free_from`, `free_until` in ms, 0 for open.
    """

    id: str
    trades: tuple[str, ...]
    skills: Mapping[str, Skill] = field(default_factory=dict)
    certificates: tuple[Certificate, ...] = ()
    tier: int = 0
    waiting_days: int = 0
    arrival: int = 0
    county: str = ""
    town: str = ""
    pay_wish_cents: int = 0
    busy: tuple[tuple[int, int], ...] = ()
    hours: str = ""
    free_from: int = 0
    free_until: int = 0


@dataclass(frozen=True, slots=True)
class VacancyCard:
    """What ranking knows of a vacancy. `prefers_priority`: 优先招用; hours in ms; `begins`, `stops`
    are minutes of the local day; `level` and `certificate` are what it asks for, 0 and empty for
    nothing."""

    id: str
    trade: str
    starts: int
    ends: int
    pay_cents: int
    pay_unit: str = "day"
    level: int = 0
    county: str = ""
    town: str = ""
    prefers_priority: bool = False
    is_urgent: bool = False
    certificate: str = ""
    begins: int = 0
    stops: int = 0


@dataclass(frozen=True, slots=True)
class RankingRules:
    """The rule tables of one day: weights, the ladder of trades, certificates that are required."""

    weights: Mapping[str, int]
    ladder: Mapping[str, Mapping[str, int]]
    """Wanted trade → offered trade → share in percent."""
    required: frozenset[str] = frozenset()
    """Trades that may not be done without a valid certificate."""
    certificates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Trade → kinds of certificate of which any one does."""
    waiting_full_days: int = 30
    arrival_places: int = 200

    def weight(self, factor: str) -> int:
        """The weight of a factor; 0 for one that the table does not have."""
        return self.weights.get(factor, 0)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody stands where she or he stands. `value`, `other` and `subject` fill the sentence.

    Private reasons are for staff only: they tell of need. One that is against somebody is for staff
    as well.
    """

    code: str
    points: int
    value: int = 0
    is_private: bool = False
    other: int = 0
    subject: str = ""
    is_against: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in a ranking; `reasons` by what they weigh."""

    id: str
    score: int
    reasons: tuple[Reason, ...]

    def public_reasons(self, most: int = 2) -> tuple[Reason, ...]:
        """The reasons that may be seen by everyone, at most so many."""
        return tuple(item for item in self.reasons if not (item.is_private or item.is_against))[
            :most
        ]
