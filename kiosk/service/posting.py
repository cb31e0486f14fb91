"""招聘登记: posting a vacancy with its seats."""

from dataclasses import dataclass, field

from kiosk.domain.clock import day_bounds, day_of
from kiosk.domain.employer import PERSONAL_KINDS, Employer
from kiosk.domain.events import SeatsMinted, VacancyPosted
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.qualifications import LEVELS
from kiosk.domain.review import verdict
from kiosk.domain.vacancy import ENGAGEMENTS, PAY_UNITS, SETTLEMENTS, SOURCES
from kiosk.qualification_tables import certificate_kinds
from kiosk.service.employer_trust import check_trusted, goes_live
from kiosk.service.event_mode import fair_for
from kiosk.service.posting_checks import hits_at_posting
from kiosk.service.site import Site
from kiosk.service.slips import queue_posting_slip
from kiosk.service.vacancy_views import vacancy_view
from kiosk.service.views import VacancyView
from kiosk.store.log import Writing
from kiosk.store.people import survivor
from kiosk.store.vacancies import common_places, vacancy_row

__all__ = ["PostVacancy", "Posted", "check_posting", "places_of_hall", "post_vacancy"]

_TEXT_LIMITS = {"place": 40, "content": 60, "conditions": 60, "bay": 12, "plate": 12, "meals": 12}
_MONTH_MS = 31 * 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class PostVacancy:
    """A posting as entered. Times in ms since 1970, pay in cents."""

    employer: str
    trade: str
    headcount: int
    pay_cents: int
    pay_unit: str
    starts: int
    ends: int
    place: str
    settlement: str = "daily"
    bay: str = ""
    plate: str = ""
    content: str = ""
    conditions: str = ""
    meals: str = ""
    engagement: str = "temporary"
    is_urgent: bool = False
    shows_phone: bool = False
    prefers_priority: bool = False
    """优先招用: the employer would rather take people who find it hard (R21)."""
    source: str = "kiosk"
    level: int = 0
    """Skill level that is asked for, 1 to 8; 0 for none."""
    certificate: str = ""
    """Kind of certificate that is asked for; empty for none."""


@dataclass(frozen=True, slots=True)
class Posted:
    """The vacancy as it stands now, with the number on the posting slip."""

    vacancy: VacancyView
    number: str
    print_job: str
    blocked_by: tuple[str, ...] = ()
    """Terms because of which the desk looks at it first."""
    changed: frozenset[str] = field(default_factory=frozenset)


def places_of_hall(site: Site, limit: int = 6) -> tuple[str, ...]:
    """Places where gigs of this hall took place lately, the most used first."""
    with site.store.read() as db:
        return common_places(db, limit)


def check_posting(site: Site, given: PostVacancy) -> tuple[Problem, ...]:
    """Everything that is wrong with a posting; empty when it can be posted."""
    problems = [*_check_work(site, given), *_check_times(site, given)]
    if not given.place.strip():
        problems.append(Problem("place", "required"))
    problems += [
        Problem(name, "too_long", {"limit": limit})
        for name, limit in _TEXT_LIMITS.items()
        if len(getattr(given, name)) > limit
    ]
    return tuple(problems)


def post_vacancy(site: Site, given: PostVacancy, actor: str = "") -> Posted:
    """Post a vacancy, mint its seats, and queue the posting slip, all in one transaction.

    Args:
        site: this station.
        given: what is posted.
        actor: who of the staff posts for the employer; empty for the employer itself.

    Raises:
        InvalidInput: one Problem per wrong field; nothing is written.
        NotPossible: `unknown_employer`, `employer_suspended`.
    """
    problems = check_posting(site, given)
    if problems:
        raise InvalidInput(*problems)
    with site.store.write() as writing:
        employer = survivor(writing.applier, given.employer)
        if not isinstance(employer, Employer) or employer.erased:
            raise NotPossible("unknown_employer")
        check_trusted(site, writing.applier, writing.db, employer.id)
        trusted = goes_live(site, writing, employer)
        county = _county(writing)
        hits = hits_at_posting(site, given, county)
        number = writing.next_number(site.today().isoformat())
        vacancy = writing.new_id("vacancy")
        posting = VacancyPosted(
            number=number,
            employer_name="" if employer.kind in PERSONAL_KINDS else employer.name,
            employer=employer.id,
            valid_until=_valid_until(given),
            county=county,
            review=verdict(hits, is_trusted=trusted),
            hits=hits,
            fair=fair_for(site, writing),
            **{name: getattr(given, name) for name in _POSTED_FIELDS},
        )
        writing.append(posting, vacancy, actor or employer.id)
        writing.append(SeatsMinted(count=given.headcount), vacancy, actor or employer.id)
        job = queue_posting_slip(site, writing, vacancy, employer)
        row = vacancy_row(writing.db, vacancy)
        assert row is not None  # noqa: S101 (just written)
        return Posted(
            vacancy=vacancy_view(site, row),
            number=number,
            print_job=job,
            blocked_by=tuple(hit.text for hit in hits),
            changed=frozenset(writing.changed),
        )


_POSTED_FIELDS = tuple(
    name for name in PostVacancy.__dataclass_fields__ if name not in {"employer"}
)


def _check_work(site: Site, given: PostVacancy) -> list[Problem]:
    rules, problems = site.rules, []
    if given.trade not in site.trades:
        problems.append(Problem("trade", "required"))
    if not 1 <= given.headcount <= rules.headcount_limit:
        problems.append(Problem("headcount", "out_of_range", {"limit": rules.headcount_limit}))
    if given.pay_cents <= 0:
        problems.append(Problem("pay", "not_positive"))
    elif given.pay_cents > rules.pay_limit_cents:
        problems.append(Problem("pay", "too_much", {"limit": rules.pay_limit_cents // 100}))
    if given.level not in (0, *LEVELS):
        problems.append(Problem("level", "unknown"))
    if given.certificate and given.certificate not in certificate_kinds(site.today().isoformat()):
        problems.append(Problem("certificate", "unknown"))
    for name, allowed in (
        ("pay_unit", PAY_UNITS),
        ("settlement", SETTLEMENTS),
        ("engagement", ENGAGEMENTS),
        ("source", SOURCES),
    ):
        if getattr(given, name) not in allowed:
            problems.append(Problem(name, "unknown"))
    return problems


def _check_times(site: Site, given: PostVacancy) -> list[Problem]:
    now = site.now_ms()
    if given.starts <= now:
        return [Problem("starts", "in_the_past")]
    if given.ends <= given.starts:
        return [Problem("ends", "before_start")]
    if given.starts - now > _MONTH_MS:
        return [Problem("starts", "too_far")]
    return []


def _valid_until(given: PostVacancy) -> int:
    """A vacancy can be taken until its first day ends, so that late places still fill."""
    return max(given.starts, min(given.ends, day_bounds(day_of(given.starts))[1]))


def _county(writing: Writing) -> str:
    row = writing.db.execute(
        "SELECT county FROM halls WHERE id = ?", (f"hall:{writing.chain.hall}",)
    ).fetchone()
    return str(row[0]) if row else ""
