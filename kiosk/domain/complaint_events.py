"""Payloads of handling complaints, of handing evidence to the authorities, and of integrity.

What staff write about a complaint may tell of people: it stands in events of the complaint itself.
"""

from kiosk.domain.payload import Payload

__all__ = [
    "ComplaintAccepted",
    "ComplaintClosed",
    "ComplaintHandedOver",
    "ComplaintNoted",
    "ComplaintReopened",
    "EmployerNoted",
    "EvidenceHandedOver",
    "HandoverAnswered",
]


class ComplaintAccepted(Payload, frozen=True, kw_only=True):
    """受理: it will be handled, by the ISO day `close_by` of the rule table."""

    close_by: str


class ComplaintNoted(Payload, frozen=True, kw_only=True):
    """办理: what was done or found."""

    text: str


class ComplaintClosed(Payload, frozen=True, kw_only=True):
    """办结. `outcome`: kiosk.domain.complaint.OUTCOMES."""

    outcome: str
    text: str = ""


class ComplaintHandedOver(Payload, frozen=True, kw_only=True):
    """移送: an authority goes on with it; `handover` is the aggregate of the file."""

    to: str
    handover: str


class ComplaintReopened(Payload, frozen=True, kw_only=True):
    """It was closed too early."""

    reason: str


class EvidenceHandedOver(Payload, frozen=True, kw_only=True):
    """A sealed file about a complaint, a vacancy or an employer went to an authority (R41).

    `sha256` of the file; `subject` the aggregate; `reply_by` the ISO day to ask again.
    """

    subject: str
    to: str
    number: str
    sha256: str
    files: int
    reply_by: str = ""


class HandoverAnswered(Payload, frozen=True, kw_only=True):
    """The authority gave a receipt or said what came of it. `kind`: receipt or result."""

    kind: str
    text: str


class EmployerNoted(Payload, frozen=True, kw_only=True):
    """诚信记录: staff note what an employer did. `grade`: good or bad; `until` ISO day, empty for
    ever; `subject` the complaint or vacancy it rests on."""

    grade: str
    text: str
    subject: str = ""
    until: str = ""
