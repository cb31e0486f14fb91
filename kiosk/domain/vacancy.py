"""The vacancy (岗位) with its seats and referrals."""

import msgspec

from kiosk.domain.counter_events import RankingOverridden, ReferralMoved
from kiosk.domain.envelope import Event
from kiosk.domain.events import (
    HeadcountChanged,
    Payload,
    ReferralAgreed,
    ReferralArrived,
    ReferralCalled,
    ReferralCancelled,
    ReferralDeclined,
    ReferralMade,
    ReferralMissed,
    ReferralUndone,
    SeatReturned,
    SeatsMinted,
    SeatSpent,
    SeatsReclaimed,
    SeatsRetired,
    SeatsTransferDeclined,
    SeatsTransferred,
    SeatsTransferRequested,
    VacancyClosed,
    VacancyKept,
    VacancyPosted,
    VacancyReviewed,
)
from kiosk.domain.hall_events import VacancyBranded
from kiosk.domain.ids import is_staff
from kiosk.domain.referral import Answer, Referral, ReferralStatus
from kiosk.domain.refusal_events import ReferralClashed
from kiosk.domain.seats import SeatRequest, Seats
from kiosk.domain.state import AggregateState

__all__ = [
    "ENGAGEMENTS",
    "PAY_UNITS",
    "SETTLEMENTS",
    "SOURCES",
    "Decision",
    "Override",
    "Vacancy",
    "step_vacancy",
]

PAY_UNITS = ("day", "hour", "piece", "trip", "job")
SETTLEMENTS = ("daily", "on_completion", "weekly")
SOURCES = ("kiosk", "desk", "phone", "visit", "park", "agency", "online", "fair", "import")
"""By which way a demand came to the hall (R2)."""
ENGAGEMENTS = ("part_time", "temporary", "phased", "internship")


class Decision(msgspec.Struct, frozen=True, array_like=True):
    """One decision of the posting review; `at` is a stamp."""

    at: int
    actor: str
    verdict: str
    reason: str = ""


class Override(msgspec.Struct, frozen=True, array_like=True):
    """A place among the candidates, who gave it, and why; `at` is a stamp."""

    at: int
    actor: str
    place: int
    reason: str


class Vacancy(AggregateState, kw_only=True):
    """A posted gig. `posting` is the first VacancyPosted in fold order."""

    posting: VacancyPosted | None = None
    station: str = ""
    posted_at: int = 0
    review: str = ""
    decisions: list[Decision] = msgspec.field(default_factory=list)
    """What staff decided on the posting, in fold order."""
    overrides: dict[str, Override] = msgspec.field(default_factory=dict)
    """Seeker → the place among the candidates that staff gave her or him."""
    closed: str = ""
    brand: str = ""
    """劳务品牌 that staff count it to."""
    wanted: int = 0
    """Headcount after a change; 0 for that of the posting."""
    kept_at: int = 0
    """Stamp of the employer's last word that people are still needed."""
    seats: Seats = msgspec.field(default_factory=Seats)
    referrals: dict[str, Referral] = msgspec.field(default_factory=dict)

    def referral_status(self, referral: Referral) -> ReferralStatus:
        """The status of one of the vacancy's referrals."""
        return referral.status(referral.id in self.seats.spent)

    @property
    def headcount(self) -> int:
        """How many people are wanted now."""
        return self.wanted or (self.posting.headcount if self.posting else 0)

    @property
    def agreed(self) -> int:
        """Agreements: both sides agreed and a seat is spent."""
        return sum(
            self.referral_status(referral) is ReferralStatus.AGREED
            for referral in self.referrals.values()
        )


def step_vacancy(vacancy: Vacancy, event: Event, payload: Payload) -> None:
    """Apply one event to the vacancy."""
    if not (_step_posting(vacancy, event, payload) or _step_seats(vacancy, event, payload)):
        _step_referral(vacancy, event, payload)


def _step_posting(vacancy: Vacancy, event: Event, payload: Payload) -> bool:
    match payload:
        case VacancyPosted():
            if vacancy.posting is None:
                vacancy.posting, vacancy.station = payload, event.station
                vacancy.posted_at = event.time
                vacancy.review = vacancy.review or payload.review
        case VacancyReviewed():
            if is_staff(event.actor):
                vacancy.review = payload.verdict
                decided = Decision(event.time, event.actor, payload.verdict, payload.reason)
                vacancy.decisions.append(decided)
        case VacancyBranded() if is_staff(event.actor):
            vacancy.brand = payload.brand
        case VacancyClosed():
            vacancy.closed = payload.reason
        case VacancyKept():
            vacancy.kept_at = event.time
        case _:
            return False
    return True


def _step_seats(vacancy: Vacancy, event: Event, payload: Payload) -> bool:
    seats = vacancy.seats
    match payload:
        case SeatsMinted():
            # Whoever else says so makes no seats: his agreements would be overflow.
            if event.station == vacancy.station:
                seats.mint(event.station, payload.count)
        case HeadcountChanged():
            if event.station == vacancy.station and payload.headcount > 0:
                vacancy.wanted = payload.headcount
        case SeatsRetired():
            seats.retire(event.station, payload.count)
        case SeatsTransferred():
            seats.transfer(
                event.station,
                payload.to,
                payload.count,
                payload.request,
                lease_until=payload.lease_until,
                returns=payload.returns,
            )
        case SeatsTransferRequested():
            asked = SeatRequest(event.station, payload.holder, payload.count, payload.purpose)
            seats.ask(payload.request, asked)
        case SeatsTransferDeclined():
            seats.decline(event.station, payload.request)
        case SeatsReclaimed():
            seats.reclaim(event.station, payload.request, payload.count)
        case SeatSpent():
            seats.spend(event.station, payload.referral)
        case SeatReturned():
            seats.take_back(event.station, payload.referral)
        case _:
            return False
    return True


def _step_referral(vacancy: Vacancy, event: Event, payload: Payload) -> None:
    match payload:
        case ReferralMade():
            referral = _referral(vacancy, payload.referral)
            referral.seeker, referral.number = payload.seeker, payload.number
            referral.station, referral.made_at = event.station, event.time
            referral.reasons, referral.made_by = payload.reasons, payload.made_by
        case ReferralCalled():
            called = _referral(vacancy, payload.referral)
            called.called_at, called.calls = event.time, called.calls + 1
        case ReferralAgreed():
            _answer(vacancy, payload.referral, payload.side, Answer.AGREED)
        case ReferralDeclined():
            _answer(vacancy, payload.referral, payload.side, Answer.DECLINED)
        case ReferralCancelled():
            _referral(vacancy, payload.referral).is_cancelled = True
        case ReferralUndone():
            referral = _referral(vacancy, payload.referral)
            referral.answer_seeker = referral.answer_employer = Answer.OPEN
            referral.is_cancelled, referral.arrival = False, ""
        case ReferralArrived():
            _referral(vacancy, payload.referral).arrival = "arrived"
        case ReferralMissed():
            _referral(vacancy, payload.referral).arrival = "missed"
        case ReferralClashed():
            _referral(vacancy, payload.referral).clashes = payload.clashes
        case ReferralMoved() | RankingOverridden() if is_staff(event.actor):
            _reorder(vacancy, event, payload)


def _reorder(vacancy: Vacancy, event: Event, payload: ReferralMoved | RankingOverridden) -> None:
    if isinstance(payload, ReferralMoved):
        moved = _referral(vacancy, payload.referral)
        moved.moved_to, moved.moved_at = max(0, payload.place), event.time
    elif payload.place > 0:
        placed = Override(event.time, event.actor, payload.place, payload.reason)
        vacancy.overrides[payload.seeker] = placed
    else:
        vacancy.overrides.pop(payload.seeker, None)


def _referral(vacancy: Vacancy, referral_id: str) -> Referral:
    referral = vacancy.referrals.get(referral_id)
    if referral is None:
        referral = vacancy.referrals[referral_id] = Referral(id=referral_id)
    return referral


def _answer(vacancy: Vacancy, referral_id: str, side: str, answer: Answer) -> None:
    referral = _referral(vacancy, referral_id)
    if side == "seeker":
        referral.answer_seeker = answer
    elif side == "employer":
        referral.answer_employer = answer
