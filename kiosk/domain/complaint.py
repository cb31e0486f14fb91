"""The complaint (投诉举报): what was said, by when an answer is due, and how it was handled."""

import msgspec

from kiosk.domain.complaint_events import (
    ComplaintAccepted,
    ComplaintClosed,
    ComplaintHandedOver,
    ComplaintNoted,
    ComplaintReopened,
)
from kiosk.domain.envelope import Event
from kiosk.domain.help_events import ComplaintContactGiven, ComplaintMade
from kiosk.domain.ids import is_staff
from kiosk.domain.payload import Payload
from kiosk.domain.state import AggregateState

__all__ = [
    "ADVICE_KINDS",
    "COMPLAINT_KINDS",
    "FINAL",
    "OUTCOMES",
    "Complaint",
    "ComplaintNote",
    "step_complaint",
]

COMPLAINT_KINDS = (
    "wage_arrears",
    "fees",
    "kept_papers",
    "other_work",
    "injury",
    "abuse",
    "no_employer",
    "other",
)
ADVICE_KINDS = ("legal_aid", "advice")
"""Requests that are no complaint; counted apart."""
OUTCOMES = ("settled", "unfounded", "withdrawn", "advised", "referred")
"""Ends of a complaint: made good, not so, taken back, advice given, sent to somebody else."""
FINAL = frozenset({"closed", "handed_over"})

_MADE_FIELDS = ("number", "kind", "reply_by", "seeker", "referral", "vacancy", "accept_by")


class ComplaintNote(msgspec.Struct, frozen=True, array_like=True):
    """Something that was done. `at` is a stamp; `what` the state it led to, or `noted`."""

    at: int
    actor: str
    what: str
    text: str = ""


class Complaint(AggregateState, kw_only=True):
    """A complaint or a request for advice. `made_at` is a stamp, `reply_by` an ISO day."""

    number: str = ""
    kind: str = ""
    reply_by: str = ""
    made_at: int = 0
    seeker: str = ""
    referral: str = ""
    vacancy: str = ""
    phone: str = ""
    accept_by: str = ""
    close_by: str = ""
    """ISO day by which it must be handled; known once it is accepted."""
    status: str = ""
    """received, accepted, handling, closed, handed_over."""
    closed_at: int = 0
    outcome: str = ""
    handed_to: str = ""
    handover: str = ""
    notes: list[ComplaintNote] = msgspec.field(default_factory=list)

    @property
    def due(self) -> str:
        """The ISO day that decides whether it was closed on time."""
        return self.close_by or self.reply_by


def step_complaint(complaint: Complaint, event: Event, payload: Payload) -> None:
    """Apply one event to the complaint; it is made once."""
    match payload:
        case ComplaintMade() if not complaint.made_at:
            complaint.made_at = event.time
            complaint.status = complaint.status or "received"
            for field in _MADE_FIELDS:
                setattr(complaint, field, getattr(payload, field))
        case ComplaintContactGiven():
            complaint.phone = payload.phone
        case _ if is_staff(event.actor):
            _handle(complaint, event, payload)


def _handle(complaint: Complaint, event: Event, payload: Payload) -> None:
    """What staff do; a step that comes after the end (said at two desks) is kept as a note."""
    is_final = complaint.status in FINAL
    match payload:
        case ComplaintAccepted():
            complaint.close_by = payload.close_by
            _move(complaint, event, "accepted", "", is_final)
        case ComplaintNoted(text=text):
            _move(complaint, event, "handling", text, is_final)
        case ComplaintClosed(outcome=outcome, text=text):
            if not is_final:
                complaint.closed_at, complaint.outcome = event.time, outcome
            _move(complaint, event, "closed", text, is_final)
        case ComplaintHandedOver(to=to, handover=handover):
            if not is_final:
                complaint.closed_at = event.time
                complaint.handed_to, complaint.handover = to, handover
            _move(complaint, event, "handed_over", to, is_final)
        case ComplaintReopened(reason=reason) if is_final:
            complaint.closed_at, complaint.outcome = 0, ""
            complaint.handed_to = complaint.handover = ""
            _move(complaint, event, "handling", reason, is_final=False)


def _move(complaint: Complaint, event: Event, status: str, text: str, is_final: bool) -> None:
    complaint.notes.append(ComplaintNote(event.time, event.actor, status, text))
    if not is_final:
        complaint.status = status
