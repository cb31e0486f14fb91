"""What the desk shows of complaints: the list by what is due, one with its history."""

from dataclasses import dataclass

from kiosk.domain.clock import ms_of
from kiosk.domain.complaint import ADVICE_KINDS, FINAL, Complaint, ComplaintNote
from kiosk.domain.employer import Employer
from kiosk.domain.masking import mask_name, mask_phone
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act, StaffSession
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.service.authority import authorise, authorise_read, read_or_again
from kiosk.service.site import Site
from kiosk.store.apply import Applier
from kiosk.store.help_rows import complaint_rows
from kiosk.store.people import survivor

__all__ = [
    "ComplaintRow",
    "ComplaintView",
    "Dealings",
    "complaint_list",
    "complaint_phone",
    "complaint_view",
    "count_complaints",
    "dealings_of",
    "known_complaint",
]

_SHOWN = 500


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A complaint of the list. `due` is the ISO day of what is due next, empty once it ended."""

    id: str
    number: str
    kind: str
    status: str
    made_at: int
    """ms."""
    due: str
    is_overdue: bool
    is_advice: bool
    is_anonymous: bool


@dataclass(frozen=True, slots=True)
class Dealings:
    """Who worked for whom on what terms, as the records have it: what a claim for pay rests on."""

    referral: str
    vacancy: str
    referral_number: str
    vacancy_number: str
    worker: str
    """张*"""
    employer: str
    employer_name: str
    trade_name: str
    pay_cents: int
    pay_unit: str
    settlement: str
    starts: int
    ends: int
    place: str
    is_agreed: bool
    arrival: str


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """A complaint with its history, the earliest first. Days are ISO days, times ms."""

    id: str
    number: str
    kind: str
    status: str
    made_at: int
    reply_by: str
    accept_by: str
    close_by: str
    is_overdue: bool
    person: str
    """张*, empty for who wants to stay unknown."""
    seeker: str
    phone_masked: str
    outcome: str
    handed_to: str
    handover: str
    notes: tuple[ComplaintNote, ...]
    dealings: Dealings | None


def complaint_list(
    site: Site, staff: StaffSession, *, is_final: bool = False
) -> tuple[ComplaintRow, ...]:
    """Open complaints by what is due first, or ended ones, the latest first.

    Raises:
        NotAllowed: see `authorise`.
    """
    authorise(site, staff, Act.COMPLAINTS)
    today = site.today().isoformat()
    with site.store.read() as db:
        rows = complaint_rows(db, is_final=is_final, limit=_SHOWN)
    shown = []
    for row in rows:
        due = "" if is_final else _next_due(row["status"], row["accept_by"], row["due"])
        shown.append(
            ComplaintRow(
                id=row["id"],
                number=row["number"],
                kind=row["kind"],
                status=row["status"],
                made_at=ms_of(row["made_at"]),
                due=due,
                is_overdue="" < due < today,
                is_advice=row["kind"] in ADVICE_KINDS,
                is_anonymous=not row["seeker"] and not row["phone"],
            )
        )
    return tuple(shown)


def count_complaints(site: Site) -> int:
    """Open ones, for the badge of the tab."""
    with site.store.read() as db:
        return len(complaint_rows(db, is_final=False, limit=_SHOWN))


def complaint_view(
    site: Site, staff: StaffSession, complaint: str, *, is_again: bool = False
) -> ComplaintView:
    """A complaint; that it was read stands in the log.

    Raises:
        NotAllowed: see `authorise_read`.
        NotPossible: `unknown_complaint`.
    """
    with site.store.read() as db:
        known_complaint(site.store.applier(db), complaint)
    fields, purpose = ("notes",), "complaint"
    read_or_again(site, staff, Act.COMPLAINTS, complaint, fields, purpose, is_again=is_again)
    today = site.today().isoformat()
    with site.store.read() as db:
        applier = site.store.applier(db)
        state = known_complaint(applier, complaint)
        person = survivor(applier, state.seeker) if state.seeker else None
        is_final = state.status in FINAL
        due = "" if is_final else _next_due(state.status, state.accept_by, state.due)
        return ComplaintView(
            id=complaint,
            number=state.number,
            kind=state.kind,
            status=state.status,
            made_at=ms_of(state.made_at),
            reply_by=state.reply_by,
            accept_by=state.accept_by,
            close_by=state.close_by,
            is_overdue="" < due < today,
            person=mask_name(person.name) if isinstance(person, Seeker) else "",
            seeker=person.id if isinstance(person, Seeker) else "",
            phone_masked=mask_phone(state.phone),
            outcome=state.outcome,
            handed_to=state.handed_to,
            handover=state.handover,
            notes=tuple(state.notes),
            dealings=dealings_of(site, applier, state),
        )


def complaint_phone(site: Site, staff: StaffSession, complaint: str) -> str:
    """The phone in full, to ring back; empty where none was left.

    Raises:
        NotAllowed: see `authorise_read`.
        NotPossible: `unknown_complaint`.
    """
    authorise_read(site, staff, Act.SEE_PHONE, complaint, ("phone",), "complaint")
    with site.store.read() as db:
        return known_complaint(site.store.applier(db), complaint).phone


def known_complaint(applier: Applier, complaint: str) -> Complaint:
    """The complaint.

    Raises:
        NotPossible: `unknown_complaint`.
    """
    state = applier.state(complaint)
    if not isinstance(state, Complaint) or state.erased or not state.made_at:
        raise NotPossible("unknown_complaint")
    return state


def dealings_of(site: Site, applier: Applier, complaint: Complaint) -> Dealings | None:
    """What the records say of the work that a complaint is about; None where it names none."""
    vacancy = applier.state(complaint.vacancy) if complaint.vacancy else None
    if not isinstance(vacancy, Vacancy) or vacancy.posting is None:
        return None
    posting, referral = vacancy.posting, vacancy.referrals.get(complaint.referral)
    worker = survivor(applier, referral.seeker) if referral else None
    employer = survivor(applier, posting.employer)
    name = posting.employer_name
    if not name and isinstance(employer, Employer):
        name = employer.name
    return Dealings(
        referral=complaint.referral,
        vacancy=vacancy.id,
        referral_number=referral.number if referral else "",
        vacancy_number=posting.number,
        worker=mask_name(worker.name) if worker else "",
        employer=posting.employer,
        employer_name=name,
        trade_name=site.trade_name(posting.trade),
        pay_cents=posting.pay_cents,
        pay_unit=posting.pay_unit,
        settlement=posting.settlement,
        starts=posting.starts,
        ends=posting.ends,
        place=posting.place,
        is_agreed=referral is not None and vacancy.referral_status(referral) == "agreed",
        arrival=referral.arrival if referral else "",
    )


def _next_due(status: str, accept_by: str, due: str) -> str:
    """The day that staff must not miss: taking it on while that has not happened."""
    days = (accept_by, due) if status == "received" else (due,)
    return min((day for day in days if day), default="")
