"""The referral (对接): a recorded introduction, and what both sides said."""

from enum import StrEnum

import msgspec

__all__ = ["Answer", "Referral", "ReferralStatus", "Side"]


class Side(StrEnum):
    """Whose answer it is."""

    SEEKER = "seeker"
    EMPLOYER = "employer"


class Answer(StrEnum):
    """What a side said."""

    OPEN = ""
    AGREED = "agreed"
    DECLINED = "declined"


class ReferralStatus(StrEnum):
    """Where a referral stands. `pending`: both agreed and no seat is spent yet (待确认)."""

    OPEN = "open"
    HALF = "half"
    PENDING = "pending"
    AGREED = "agreed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Referral(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One referral of a vacancy, as folded from its events. `made_at` and `called_at` are stamps.

    An answer may arrive before the referral itself: then only the answers are filled.
    """

    id: str
    seeker: str = ""
    number: str = ""
    station: str = ""
    made_at: int = 0
    called_at: int = 0
    calls: int = 0
    """How often the number was called."""
    moved_to: int = 0
    """Stamp of the place in the queue that staff gave it; 0 for the time it was made."""
    moved_at: int = 0
    """When staff did so."""
    made_by: str = ""
    reasons: tuple[str, ...] = ()
    answer_seeker: str = Answer.OPEN
    answer_employer: str = Answer.OPEN
    is_cancelled: bool = False
    arrival: str = ""
    """`arrived` or `missed`, as said last; empty as long as nobody said."""
    clashes: bool = False
    """A hub said that the person agreed to other work at overlapping hours."""

    @property
    def queue_key(self) -> tuple[int, int, str]:
        """Its place among the numbers that wait; what was moved to a taken place comes after."""
        return self.moved_to or self.made_at, self.moved_at, self.id

    def status(self, has_seat: bool) -> ReferralStatus:
        """The status, given whether a seat is spent on it."""
        answers = (self.answer_seeker, self.answer_employer)
        if Answer.DECLINED in answers:
            return ReferralStatus.DECLINED
        if self.is_cancelled and not has_seat:
            return ReferralStatus.CANCELLED
        if answers == (Answer.AGREED, Answer.AGREED):
            return ReferralStatus.AGREED if has_seat else ReferralStatus.PENDING
        return ReferralStatus.HALF if Answer.AGREED in answers else ReferralStatus.OPEN
