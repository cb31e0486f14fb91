"""招聘登记: employers, and posting a vacancy with its seats."""

from dataclasses import dataclass, field, replace

from kiosk.domain.clock import day_bounds, day_of
from kiosk.domain.employer import EMPLOYER_KINDS, Employer
from kiosk.domain.events import (
    EmployerContactGiven,
    EmployerRegistered,
    SeatsMinted,
    VacancyClosed,
    VacancyPosted,
)
from kiosk.domain.identity import parse_id_number, parse_phone, parse_uscc
from kiosk.domain.masking import mask_phone, surname
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.review import review_text, verdict
from kiosk.domain.vacancy import ENGAGEMENTS, PAY_UNITS, SETTLEMENTS, Vacancy
from kiosk.i18n import _
from kiosk.service.site import Site
from kiosk.service.slips import queue_posting_slip
from kiosk.service.vacancy_views import vacancy_view
from kiosk.service.views import EmployerView, VacancyView
from kiosk.store.log import Writing
from kiosk.store.people import find_person, survivor
from kiosk.store.vacancies import common_places, vacancy_row

__all__ = [
    "PostVacancy",
    "Posted",
    "RegisterEmployer",
    "check_posting",
    "close_vacancy",
    "employer_view",
    "find_employer",
    "find_employer_by_id_number",
    "places_of_hall",
    "post_vacancy",
    "register_employer",
]

_TEXT_LIMITS = {"place": 40, "content": 60, "conditions": 60, "bay": 12, "plate": 12, "meals": 12}
_NAME_LIMIT = 60
_PERSONS = frozenset({"household", "sole_trader"})
"""Kinds whose name is a person's: it stands in the employer's own events only."""
_MONTH_MS = 31 * 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class RegisterEmployer:
    """Who wants to hire. A household or sole trader gives a card, a company its USCC."""

    kind: str
    name: str
    uscc: str = ""
    id_number: str = ""
    contact_name: str = ""
    phone: str = ""
    licence: str = ""


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
    source: str = "kiosk"


@dataclass(frozen=True, slots=True)
class Posted:
    """The vacancy as it stands now, with the number on the posting slip."""

    vacancy: VacancyView
    number: str
    print_job: str
    blocked_by: tuple[str, ...] = ()
    """Terms because of which the desk looks at it first."""
    changed: frozenset[str] = field(default_factory=frozenset)


def register_employer(site: Site, given: RegisterEmployer) -> EmployerView:
    """Register an employer, or recognise a known one by card number or USCC.

    Raises:
        InvalidInput: one Problem per wrong field; nothing is written.
    """
    given = _checked_employer(site, given)
    with site.store.write() as writing:
        known = _known_employer(writing, given)
        employer = known.id if known else writing.new_id("employer")
        if known is None or known.name != given.name:
            event = EmployerRegistered(
                kind=given.kind, name=given.name, uscc=given.uscc, licence=given.licence
            )
            writing.append(event, employer, employer)
        contact = EmployerContactGiven(
            contact_name=given.contact_name, phone=given.phone, id_number=given.id_number
        )
        if known is None or not _has_contact(known, given):
            writing.append(contact, employer, employer)
        state = writing.state(employer)
        assert isinstance(state, Employer)  # noqa: S101 (just written)
        return employer_view(state)


def find_employer(site: Site, employer: str) -> EmployerView | None:
    """The employer that survives under this id, if it is known here."""
    with site.store.read() as db:
        state = survivor(site.store.applier(db), employer)
    return employer_view(state) if isinstance(state, Employer) else None


def find_employer_by_id_number(site: Site, id_number: str) -> EmployerView | None:
    """The known employer that this person is.

    Raises:
        InvalidInput: the number is malformed.
    """
    number = parse_id_number(id_number, site.today()).number
    with site.store.read() as db:
        found = find_person(db, "employer", site.store.applier(db).blind_index(number))
    return find_employer(site, found) if found else None


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


def post_vacancy(site: Site, given: PostVacancy) -> Posted:
    """Post a vacancy, mint its seats, and queue the posting slip, all in one transaction.

    Raises:
        InvalidInput: one Problem per wrong field; nothing is written.
        NotPossible: `unknown_employer`.
    """
    problems = check_posting(site, given)
    if problems:
        raise InvalidInput(*problems)
    text = f"{given.content} {given.conditions} {given.place}"
    hits = review_text(text, site.terms, site.today().isoformat())
    with site.store.write() as writing:
        employer = survivor(writing.applier, given.employer)
        if not isinstance(employer, Employer) or employer.erased:
            raise NotPossible("unknown_employer")
        trusted = employer.is_verified or site.rules.unverified_goes_live
        number = writing.next_number(site.today().isoformat())
        vacancy = writing.new_id("vacancy")
        posting = VacancyPosted(
            number=number,
            employer_name="" if employer.kind in _PERSONS else employer.name,
            employer=employer.id,
            valid_until=_valid_until(given),
            county=_county(writing),
            review=verdict(hits, is_trusted=trusted),
            hits=hits,
            **{name: getattr(given, name) for name in _POSTED_FIELDS},
        )
        writing.append(posting, vacancy, employer.id)
        writing.append(SeatsMinted(count=given.headcount), vacancy, employer.id)
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


def close_vacancy(site: Site, vacancy: str, actor: str, reason: str = "filled") -> frozenset[str]:
    """Close a vacancy: nobody new is referred to it.

    Raises:
        NotPossible: `unknown_vacancy` or `vacancy_closed`.
    """
    with site.store.write() as writing:
        state = writing.state(vacancy)
        if not isinstance(state, Vacancy) or state.posting is None:
            raise NotPossible("unknown_vacancy")
        if state.closed:
            raise NotPossible("vacancy_closed")
        writing.append(VacancyClosed(reason=reason), vacancy, actor)
        return frozenset(writing.changed)


def employer_view(employer: Employer) -> EmployerView:
    """What public screens may show."""
    name = employer.contact_name
    return EmployerView(
        id=employer.id,
        kind=employer.kind,
        name=employer.name,
        contact=_("{surname}老板").format(surname=surname(name)) if name else "",
        phone_masked=mask_phone(employer.phone),
        is_verified=employer.is_verified,
    )


_POSTED_FIELDS = tuple(
    name for name in PostVacancy.__dataclass_fields__ if name not in {"employer"}
)


def _checked_employer(site: Site, given: RegisterEmployer) -> RegisterEmployer:
    problems: list[Problem] = []
    fields = {"name": " ".join(given.name.split()), "contact_name": given.contact_name.strip()}
    if given.kind not in EMPLOYER_KINDS:
        problems.append(Problem("kind", "unknown"))
    if not fields["name"]:
        problems.append(Problem("name", "required"))
    problems += [
        Problem(name, "too_long", {"limit": _NAME_LIMIT})
        for name, text in (*fields.items(), ("licence", given.licence))
        if len(text) > _NAME_LIMIT
    ]
    try:
        fields["phone"] = parse_phone(given.phone, required=True)
    except InvalidInput as error:
        problems.extend(error.problems)
    try:
        if given.uscc:
            fields["uscc"] = parse_uscc(given.uscc)
        elif given.id_number or given.kind in _PERSONS:
            fields["id_number"] = parse_id_number(given.id_number, site.today()).number
        else:
            problems.append(Problem("uscc", "required"))
    except InvalidInput as error:
        problems.extend(error.problems)
    if problems:
        raise InvalidInput(*problems)
    return replace(given, **fields)


def _known_employer(writing: Writing, given: RegisterEmployer) -> Employer | None:
    found = ""
    if given.id_number:
        index = writing.applier.blind_index(given.id_number)
        found = find_person(writing.db, "employer", index)
    elif given.uscc:
        row = writing.db.execute(
            "SELECT min(id) FROM employers WHERE uscc = ? AND erased = 0", (given.uscc,)
        ).fetchone()
        found = row[0] or ""
    state = survivor(writing.applier, found) if found else None
    return state if isinstance(state, Employer) else None


def _has_contact(known: Employer, given: RegisterEmployer) -> bool:
    return (known.contact_name, known.phone) == (
        given.contact_name or known.contact_name,
        given.phone,
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
    for name, allowed in (
        ("pay_unit", PAY_UNITS),
        ("settlement", SETTLEMENTS),
        ("engagement", ENGAGEMENTS),
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
