"""The card of a seeker or an employer at the desk, masked, with history."""

from dataclasses import dataclass, field, replace
from datetime import date

from kiosk.domain.clock import day_of, ms_of, stamp_of
from kiosk.domain.employer import PERSONAL_KINDS, Employer, IntegrityNote, PaperCheck, Suspension
from kiosk.domain.masking import mask_id_number, mask_name, mask_phone
from kiosk.domain.posting_review import age_on
from kiosk.domain.problems import NotPossible
from kiosk.domain.seeker import Seeker
from kiosk.service.employer_trust import suspended_until
from kiosk.service.site import Site
from kiosk.service.skill_views import PersonSkills, person_skills
from kiosk.service.vacancy_views import vacancy_view
from kiosk.service.views import VacancyView
from kiosk.store.counter_rows import complaints_about, missed_at, posts_of
from kiosk.store.people import same_people, survivor
from kiosk.store.ranking_rows import agreed_rows
from kiosk.store.vacancies import referrals_of_seeker, vacancy_row

__all__ = [
    "ComplaintNote",
    "EmployerCard",
    "PastReferral",
    "SeekerPage",
    "employer_card",
    "seeker_page",
]

HISTORY_DAYS = 30
_YEAR_DAYS, _MOST = 366, 30


@dataclass(frozen=True, slots=True)
class PastReferral:
    """A referral of a person. `made_at` in ms."""

    id: str
    number: str
    trade_name: str
    status: str
    arrival: str
    made_at: int


@dataclass(frozen=True, slots=True)
class SeekerPage:
    """A seeker, masked. `waiting_days` since the last agreement or the first registration (R20)."""

    id: str
    name: str
    number: str
    phone_masked: str
    id_masked: str
    sex: str
    age: int
    trades: tuple[str, ...]
    trade_names: tuple[str, ...]
    visits: int
    last_visit: int
    waiting_days: int
    shares_phone: bool
    referrals: tuple[PastReferral, ...]
    known: PersonSkills = field(default_factory=PersonSkills)


@dataclass(frozen=True, slots=True)
class ComplaintNote:
    """A complaint about an employer: number, kind, and when (ms)."""

    id: str
    number: str
    kind: str
    made_at: int


@dataclass(frozen=True, slots=True)
class EmployerCard:
    """An employer, masked where it is a person; figures over the last 30 days."""

    id: str
    kind: str
    name: str
    contact: str
    phone_masked: str
    id_masked: str
    uscc: str
    licence: str
    is_verified: bool
    suspended_until: str
    posts: int
    sent_back: int
    agreed: int
    missed: int
    complaints: tuple[ComplaintNote, ...]
    notes: tuple[IntegrityNote, ...]
    papers: tuple[PaperCheck, ...]
    suspensions: tuple[Suspension, ...]
    recent: tuple[VacancyView, ...] = field(default=())

    def paper(self, paper: str) -> PaperCheck | None:
        """The latest look at a paper."""
        return next((item for item in reversed(self.papers) if item.paper == paper), None)


def seeker_page(site: Site, seeker: str) -> SeekerPage:
    """A seeker with the referrals of a year.

    Raises:
        NotPossible: `unknown_seeker`.
    """
    since = stamp_of(site.now_ms() - _YEAR_DAYS * 24 * 3_600_000)
    with site.store.read() as db:
        person = survivor(site.store.applier(db), seeker)
        if not isinstance(person, Seeker) or person.erased:
            raise NotPossible("unknown_seeker")
        group = same_people(db, person.id)
        past = []
        for row in referrals_of_seeker(db, group, since)[:_MOST]:
            gig = vacancy_row(db, row["vacancy"])
            trade = site.trade_name(gig["trade"]) if gig else ""
            past.append(
                PastReferral(
                    row["id"],
                    row["number"],
                    trade,
                    row["status"],
                    row["arrival"],
                    ms_of(row["made_at"]),
                )
            )
        last = max((row[1] for row in agreed_rows(db, group)), default=0)
        known = person_skills(site, site.store.applier(db), group, person.trades)
    page = _page(site, person, tuple(past), last or person.registered_at)
    return replace(page, known=known)


def _page(site: Site, person: Seeker, past: tuple[PastReferral, ...], since: int) -> SeekerPage:
    today = site.today()
    age = age_on(date.fromisoformat(person.birth), today) if person.birth else 0
    return SeekerPage(
        id=person.id,
        name=mask_name(person.name),
        number=person.number,
        phone_masked=mask_phone(person.phone),
        id_masked=mask_id_number(person.id_number),
        sex=person.sex,
        age=age,
        trades=person.trades,
        trade_names=tuple(site.trade_name(trade) for trade in person.trades),
        visits=person.visits,
        last_visit=ms_of(person.last_visit),
        waiting_days=max(0, (today - day_of(ms_of(since))).days) if since else 0,
        shares_phone=person.share_phone,
        referrals=past,
    )


def employer_card(site: Site, employer: str) -> EmployerCard:
    """An employer with posts, no-shows, complaints and notes.

    Raises:
        NotPossible: `unknown_employer`.
    """
    today = site.today()
    since = stamp_of(site.now_ms() - HISTORY_DAYS * 24 * 3_600_000)
    with site.store.read() as db:
        applier = site.store.applier(db)
        found = survivor(applier, employer)
        if not isinstance(found, Employer) or found.erased:
            raise NotPossible("unknown_employer")
        group = same_people(db, found.id)
        states = [applier.state(item) for item in group]
        known = [item for item in states if isinstance(item, Employer)]
        posts = posts_of(db, group, since, 500)
        agreed, missed = missed_at(db, group, since)
        complaints = complaints_about(db, group, since)
        until = suspended_until(applier, db, found.id, today.isoformat())
    is_person = found.kind in PERSONAL_KINDS
    return EmployerCard(
        id=found.id,
        kind=found.kind,
        name=mask_name(found.name) if is_person else found.name,
        contact=mask_name(found.contact_name) if found.contact_name else "",
        phone_masked=mask_phone(found.phone),
        id_masked=mask_id_number(found.id_number),
        uscc=found.uscc,
        licence=found.licence,
        is_verified=any(item.is_verified for item in known),
        suspended_until=until,
        posts=len(posts),
        sent_back=sum(row["review"] in {"rejected", "taken_down"} for row in posts),
        agreed=agreed,
        missed=missed,
        complaints=tuple(
            ComplaintNote(row["id"], row["number"], row["kind"], ms_of(row["made_at"]))
            for row in complaints
        ),
        notes=_by_time([note for item in known for note in item.integrity]),
        papers=tuple(
            sorted((paper for item in known for paper in item.papers), key=lambda item: item.at)
        ),
        suspensions=tuple(
            sorted((item for one in known for item in one.suspensions), key=lambda item: item.at)
        ),
        recent=tuple(vacancy_view(site, row) for row in posts[:_MOST]),
    )


def _by_time(notes: list[IntegrityNote]) -> tuple[IntegrityNote, ...]:
    return tuple(sorted(notes, key=lambda note: -note.at))
