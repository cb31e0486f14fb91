"""Payloads of the counter: order of the queue, order of candidates, employers' papers, suspension.

Who an employer is stands in its own aggregate, so that erasing it takes these along.
"""

from kiosk.domain.payload import Payload

__all__ = [
    "EmployerPaperChecked",
    "EmployerReinstated",
    "EmployerSuspended",
    "RankingOverridden",
    "ReferralMoved",
]


class ReferralMoved(Payload, frozen=True, kw_only=True):
    """换顺序: staff gave a referral another place in the queue of numbers.

    `place` is a stamp: the queue goes by it in place of the time at which the referral was made.
    """

    referral: str
    place: int
    reason: str


class RankingOverridden(Payload, frozen=True, kw_only=True):
    """Staff put a seeker at a place of a vacancy's ranking, from 1 on; 0 leaves it to the rules."""

    seeker: str
    place: int
    reason: str


class EmployerSuspended(Payload, frozen=True, kw_only=True):
    """暂停: nobody is referred to this employer and it posts nothing, up to the ISO day `until`
    included. `reason`: kiosk.domain.employer.SUSPENSION_REASONS; `subject` is what it rests on."""

    until: str
    reason: str
    subject: str = ""


class EmployerReinstated(Payload, frozen=True, kw_only=True):
    """The suspension was lifted before its day."""

    reason: str


class EmployerPaperChecked(Payload, frozen=True, kw_only=True):
    """Staff looked at a paper. `paper`: kiosk.domain.employer.PAPERS; `result`: good or bad.

    `number` as on the paper; `valid_until` is an ISO day, empty where it does not run out.
    """

    paper: str
    result: str
    number: str = ""
    valid_until: str = ""
    text: str = ""
