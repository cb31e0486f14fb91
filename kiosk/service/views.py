"""What use cases give back: frozen values, safe to hand to another thread and to a screen."""

from dataclasses import dataclass, field

__all__ = [
    "Candidate",
    "EmployerView",
    "Figures",
    "HallView",
    "ReferralView",
    "SeekerView",
    "VacancyPage",
    "VacancyView",
]


@dataclass(frozen=True, slots=True)
class HallView:
    """The hall's card; `opens` and `closes` are today's."""

    id: str
    name: str
    county: str = ""
    address: str = ""
    opens: str = ""
    closes: str = ""
    hotline: str = ""
    is_closed_today: bool = False
    """The hours by weekday and season say that it does not open today."""
    short_name: str = ""
    operator: str = ""
    operator_kind: str = ""
    phone: str = ""
    trades: tuple[str, ...] = ()
    facilities: str = ""
    bays: int = 0


@dataclass(frozen=True, slots=True)
class SeekerView:
    """A seeker as public screens may show her or him."""

    id: str
    public_name: str
    """张师傅 尾号1234"""
    number: str
    trades: tuple[str, ...]
    phone_masked: str
    has_phone: bool


@dataclass(frozen=True, slots=True)
class EmployerView:
    """An employer as public screens may show it."""

    id: str
    kind: str
    name: str
    contact: str
    """刘老板"""
    phone_masked: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class VacancyView:
    """A vacancy in words and figures. Times are ms since 1970, money in cents."""

    id: str
    number: str
    employer: str
    employer_name: str
    trade: str
    trade_name: str
    zone: str
    headcount: int
    agreed: int
    left: int
    """Seats that nobody has spent, over all halls."""
    pay_cents: int
    pay_unit: str
    settlement: str
    starts: int
    ends: int
    place: str
    bay: str
    plate: str
    content: str
    conditions: str
    meals: str
    is_urgent: bool
    is_open: bool
    review: str
    reasons: tuple[str, ...] = ()
    """Why it stands where it stands, codes: same_trade, other_trade, near, paid_today."""
    engagement: str = "temporary"
    """part_time, temporary, phased or internship."""
    level: int = 0
    """Skill level that is asked for; 0 for none."""
    certificate: str = ""
    """Kind of certificate that is asked for; empty for none."""


@dataclass(frozen=True, slots=True)
class VacancyPage:
    """One page of a list, and figures over the whole list."""

    items: tuple[VacancyView, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A referral and where it stands (`status`: kiosk.domain.referral.ReferralStatus)."""

    id: str
    vacancy: str
    seeker: str
    number: str
    status: str
    answer_seeker: str
    answer_employer: str
    is_own_station: bool
    arrival: str = ""
    """`arrived`, `missed` or empty."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who came for a vacancy, as its employer sees her or him."""

    referral: ReferralView
    public_name: str
    trade_names: tuple[str, ...]
    visits: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Today's figures on the home screen."""

    posts: int = 0
    headcount: int = 0
    agreed: int = 0
    as_of: int = 0
    changed: frozenset[str] = field(default_factory=frozenset)
