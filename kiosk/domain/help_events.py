"""Payloads of what people ask the hall's staff for: complaints and calls for help.

A complaint knows its seeker by the random id only; a phone left for the answer stands in an event
of the complaint itself, so that erasing the complaint erases it.
"""

from kiosk.domain.payload import Payload

__all__ = ["ComplaintContactGiven", "ComplaintMade", "StaffCallAnswered", "StaffCalled"]


class ComplaintMade(Payload, frozen=True, kw_only=True):
    """投诉举报, or a request for legal aid or advice. `kind`: kiosk.domain.complaint.KINDS.

    `reply_by` is the ISO day on which an answer is due, by the rule table in force that day;
    `accept_by` the one on which staff must have taken it on.
    """

    number: str
    kind: str
    reply_by: str
    seeker: str = ""
    referral: str = ""
    vacancy: str = ""
    accept_by: str = ""


class ComplaintContactGiven(Payload, frozen=True, kw_only=True):
    """Where the answer goes to; absent for who wants to stay unknown."""

    phone: str


class StaffCalled(Payload, frozen=True, kw_only=True):
    """找工作人员: somebody at a station asks for help. `place` is the screen's name."""

    place: str


class StaffCallAnswered(Payload, frozen=True, kw_only=True):
    """Staff went there."""
