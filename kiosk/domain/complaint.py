"""The complaint (投诉举报): what was said, and by when an answer is due."""

from kiosk.domain.envelope import Event
from kiosk.domain.help_events import ComplaintContactGiven, ComplaintMade
from kiosk.domain.payload import Payload
from kiosk.domain.state import AggregateState

__all__ = ["ADVICE_KINDS", "COMPLAINT_KINDS", "Complaint", "step_complaint"]

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


def step_complaint(complaint: Complaint, event: Event, payload: Payload) -> None:
    """Apply one event to the complaint; it is made once."""
    match payload:
        case ComplaintMade() if not complaint.made_at:
            complaint.made_at = event.time
            for field in ("number", "kind", "reply_by", "seeker", "referral", "vacancy"):
                setattr(complaint, field, getattr(payload, field))
        case ComplaintContactGiven():
            complaint.phone = payload.phone
