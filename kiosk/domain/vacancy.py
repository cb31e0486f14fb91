"""The vacancy (岗位) with its seats and referrals."""

import msgspec

from kiosk.domain.envelope import Event
from kiosk.domain.events import (
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
    SeatsRetired,
    SeatsTransferred,
    VacancyClosed,
    VacancyHeadcountChanged,
    VacancyKept,
    VacancyPosted,
    VacancyReviewed,
)
from kiosk.domain.referral import Answer, Referral, ReferralStatus
from kiosk.domain.scopes import hall_of
from kiosk.domain.seats import Seats
from kiosk.domain.state import AggregateState

__all__ = ["ENGAGEMENTS", "PAY_UNITS", "SETTLEMENTS", "Vacancy", "step_vacancy"]

PAY_UNITS = ("day", "hour", "piece", "trip", "job")
SETTLEMENTS = ("daily", "on_completion", "weekly")
ENGAGEMENTS = ("part_time", "temporary", "phased", "internship")


class Vacancy(AggregateState, kw_only=True):
    """A posted gig. `posting` is the first VacancyPosted in fold order."""

    posting: VacancyPosted | None = None
    station: str = ""
    posted_at: int = 0
    review: str = ""
    closed: str = ""
    headcount: int = 0
    """People wanted, as said last; never above what the seats allow."""
    kept_at: int = 0
    """Stamp of the employer's last word that people are still needed."""
    seats: Seats = msgspec.field(default_factory=Seats)
    referrals: dict[str, Referral] = msgspec.field(default_factory=dict)

    def referral_status(self, referral: Referral) -> ReferralStatus:
        """The status of one of the vacancy's referrals."""
        return referral.status(referral.id in self.seats.spent)

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
                vacancy.headcount = vacancy.headcount or payload.headcount
        case VacancyReviewed():
            if event.actor.startswith("staff:"):
                vacancy.review = payload.verdict
        case VacancyClosed():
            vacancy.closed = payload.reason
        case VacancyHeadcountChanged():
            if hall_of(event.scope) == vacancy.hall and payload.headcount > 0:
                vacancy.headcount = payload.headcount
        case VacancyKept():
            vacancy.kept_at = event.time
        case _:
            return False
    return True


def _step_seats(vacancy: Vacancy, event: Event, payload: Payload) -> bool:
    seats = vacancy.seats
    match payload:
        case SeatsMinted():
            seats.mint(event.station, payload.count)
        case SeatsRetired():
            seats.retire(event.station, payload.count)
        case SeatsTransferred():
            seats.transfer(event.station, payload.to, payload.count, payload.request)
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
            referral.reasons = payload.reasons
        case ReferralCalled():
            _referral(vacancy, payload.referral).called_at = event.time
        case ReferralAgreed():
            _answer(vacancy, payload.referral, payload.side, Answer.AGREED)
        case ReferralDeclined():
            _answer(vacancy, payload.referral, payload.side, Answer.DECLINED)
        case ReferralCancelled():
            _referral(vacancy, payload.referral).is_cancelled = True
        case ReferralUndone():
            referral = _referral(vacancy, payload.referral)
            referral.answer_seeker = referral.answer_employer = Answer.OPEN
            referral.is_cancelled = False
        case ReferralArrived():
            _referral(vacancy, payload.referral).arrival = "arrived"
        case ReferralMissed():
            _referral(vacancy, payload.referral).arrival = "missed"


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
