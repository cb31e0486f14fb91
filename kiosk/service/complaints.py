"""投诉举报 and requests for advice: taken offline, answered by a day that the receipt names."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from kiosk.domain.complaint import ADVICE_KINDS, COMPLAINT_KINDS
from kiosk.domain.events import ComplaintContactGiven, ComplaintMade
from kiosk.domain.identity import parse_phone
from kiosk.domain.problems import InvalidInput, Problem
from kiosk.service.site import STATION_ACTOR, Site
from kiosk.service.slips import queue_complaint_slip

__all__ = ["ComplaintReceipt", "MakeComplaint", "make_complaint", "reply_days"]

_LONGEST_DAYS = 15


@dataclass(frozen=True, slots=True)
class MakeComplaint:
    """What happened, and as far as known to whom. Without seeker and phone it is anonymous."""

    kind: str
    seeker: str = ""
    referral: str = ""
    vacancy: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ComplaintReceipt:
    """What the person takes home."""

    complaint: str
    number: str
    kind: str
    reply_by: date
    print_job: str
    changed: frozenset[str] = field(default_factory=frozenset)


def make_complaint(site: Site, given: MakeComplaint) -> ComplaintReceipt:
    """Record a complaint and queue its receipt, in one transaction.

    Raises:
        InvalidInput: the kind is unknown, or the phone is wrong; nothing is written.
    """
    if given.kind not in (*COMPLAINT_KINDS, *ADVICE_KINDS):
        raise InvalidInput(Problem("kind", "required"))
    phone = parse_phone(given.phone)
    reply_by = site.today() + timedelta(days=reply_days(site, given.kind))
    with site.store.write() as writing:
        complaint = writing.new_id("complaint")
        actor = given.seeker or STATION_ACTOR
        made = ComplaintMade(
            number=writing.next_number(site.today().isoformat()),
            kind=given.kind,
            reply_by=reply_by.isoformat(),
            seeker=given.seeker,
            referral=given.referral,
            vacancy=given.vacancy,
        )
        writing.append(made, complaint, actor)
        if phone:
            writing.append(ComplaintContactGiven(phone=phone), complaint, actor)
        job = queue_complaint_slip(site, writing, complaint)
        return ComplaintReceipt(
            complaint, made.number, made.kind, reply_by, job, frozenset(writing.changed)
        )


def reply_days(site: Site, kind: str) -> int:
    """Days until the answer, by the latest row in force; the longest time for an unknown kind."""
    today = site.today().isoformat()
    rows = [row for row in site.complaint_terms if row.kind == kind and row.effective <= today]
    if not rows:
        return _LONGEST_DAYS
    return max(rows, key=lambda row: row.effective).reply_days
