"""投诉举报 and requests for advice: taken offline, answered by a day that the receipt names."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from kiosk.catalog import ComplaintTerm
from kiosk.domain.complaint import ADVICE_KINDS, COMPLAINT_KINDS
from kiosk.domain.events import ComplaintContactGiven, ComplaintMade
from kiosk.domain.identity import parse_phone
from kiosk.domain.problems import InvalidInput, Problem
from kiosk.help_tables import work_calendar
from kiosk.service.site import STATION_ACTOR, Site
from kiosk.service.slips import queue_complaint_slip

__all__ = [
    "ComplaintReceipt",
    "MakeComplaint",
    "accept_day",
    "close_day",
    "make_complaint",
    "reply_days",
]

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


def make_complaint(site: Site, given: MakeComplaint, actor: str = "") -> ComplaintReceipt:
    """Record a complaint and queue its receipt, in one transaction.

    Args:
        site: this station.
        given: what happened.
        actor: who of the staff writes it down; empty where the person does it at a station.

    Raises:
        InvalidInput: the kind is unknown, or the phone is wrong; nothing is written.
    """
    if given.kind not in (*COMPLAINT_KINDS, *ADVICE_KINDS):
        raise InvalidInput(Problem("kind", "required"))
    phone = parse_phone(given.phone)
    reply_by = site.today() + timedelta(days=reply_days(site, given.kind))
    with site.store.write() as writing:
        complaint = writing.new_id("complaint")
        actor = actor or given.seeker or STATION_ACTOR
        made = ComplaintMade(
            number=writing.next_number(site.today().isoformat()),
            kind=given.kind,
            reply_by=reply_by.isoformat(),
            seeker=given.seeker,
            referral=given.referral,
            vacancy=given.vacancy,
            accept_by=accept_day(site, given.kind).isoformat(),
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
    term = _term(site, kind)
    return term.reply_days if term else _LONGEST_DAYS


def accept_day(site: Site, kind: str) -> date:
    """The day by which staff must have taken it on, in working days from today."""
    term = _term(site, kind)
    return work_calendar().after(site.today(), term.accept_days if term else _LONGEST_DAYS)


def close_day(site: Site, kind: str) -> date:
    """The day by which it must be handled, in working days from today, when it is taken on."""
    term = _term(site, kind)
    return work_calendar().after(site.today(), term.close_days if term else _LONGEST_DAYS)


def _term(site: Site, kind: str) -> ComplaintTerm | None:
    today = site.today().isoformat()
    rows = [row for row in site.complaint_terms if row.kind == kind and row.effective <= today]
    return max(rows, key=lambda row: row.effective, default=None)
