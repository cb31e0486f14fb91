"""A file handed to the authorities (移送): what went where, and what came back (R41)."""

import msgspec

from kiosk.domain.complaint_events import EvidenceHandedOver, HandoverAnswered
from kiosk.domain.envelope import Event
from kiosk.domain.ids import is_staff
from kiosk.domain.payload import Payload
from kiosk.domain.state import AggregateState

__all__ = ["Handover", "HandoverAnswer", "step_handover"]


class HandoverAnswer(msgspec.Struct, frozen=True, array_like=True):
    """A receipt or a result. `at` is a stamp."""

    at: int
    actor: str
    kind: str
    text: str


class Handover(AggregateState, kw_only=True):
    """A hand-over. `status`: sent, receipt, result."""

    subject: str = ""
    to: str = ""
    number: str = ""
    sha256: str = ""
    files: int = 0
    reply_by: str = ""
    sent_at: int = 0
    status: str = ""
    answers: list[HandoverAnswer] = msgspec.field(default_factory=list)


def step_handover(handover: Handover, event: Event, payload: Payload) -> None:
    """Apply one event to the hand-over; only staff write in it, and it is sent once."""
    if not is_staff(event.actor):
        return
    match payload:
        case EvidenceHandedOver() if not handover.sent_at:
            for field in ("subject", "to", "number", "sha256", "files", "reply_by"):
                setattr(handover, field, getattr(payload, field))
            handover.sent_at, handover.status = event.time, handover.status or "sent"
        case HandoverAnswered():
            answer = HandoverAnswer(event.time, event.actor, payload.kind, payload.text)
            handover.answers.append(answer)
            # A result says more than a receipt, whichever was noted last.
            if handover.status != "result":
                handover.status = payload.kind
