"""The posting review over what is entered and over what is stored, for screens that mark words."""

from datetime import date

from kiosk.catalog import regions
from kiosk.domain.clock import day_of
from kiosk.domain.events import RuleHit
from kiosk.domain.posting_review import (
    Draft,
    Hit,
    review_person,
    review_posting,
    rule_hits,
)
from kiosk.domain.problems import NotPossible
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.rule_tables import review_rules
from kiosk.service.site import Site
from kiosk.store.people import survivor

__all__ = [
    "age_hits",
    "county_code",
    "hits_at_posting",
    "review_draft",
    "review_seeker_for",
    "review_vacancy",
]

_ENTERED = tuple(
    name for name in Draft.__dataclass_fields__ if name not in {"employer", "valid_until"}
)


def review_draft(site: Site, draft: Draft, county: str = "") -> tuple[Hit, ...]:
    """What the rules of today say of a posting; `county` as a code or a name."""
    return review_posting(draft, review_rules(site.today().isoformat(), county_code(county)))


def hits_at_posting(site: Site, given: object, county: str) -> tuple[RuleHit, ...]:
    """What the rules say of a posting as entered (a `PostVacancy`), as its event keeps it.

    What is missing is the form's business, which has asked for it already.
    """
    draft = Draft(
        employer="entered",
        valid_until=getattr(given, "ends", 0),
        **{name: getattr(given, name) for name in _ENTERED},
    )
    return rule_hits(hit for hit in review_draft(site, draft, county) if hit.rule != "missing")


def review_vacancy(site: Site, vacancy: str) -> tuple[Hit, ...]:
    """What the rules of today say of a stored posting; the verdict at posting stays in its event.

    Raises:
        NotPossible: `unknown_vacancy`.
    """
    with site.store.read() as db:
        posting = _vacancy(site.store.applier(db).state(vacancy)).posting
    assert posting is not None  # noqa: S101 (checked with the vacancy)
    draft = Draft(
        employer=posting.employer,
        content=posting.content,
        conditions=posting.conditions,
        place=posting.place,
        headcount=posting.headcount,
        pay_cents=posting.pay_cents,
        pay_unit=posting.pay_unit,
        starts=posting.starts,
        ends=posting.ends,
        valid_until=posting.valid_until,
    )
    return review_draft(site, draft, posting.county)


def review_seeker_for(site: Site, seeker: str, vacancy: str) -> tuple[Hit, ...]:
    """What the age rules say of a person for a vacancy; nothing where the birthday is unknown.

    Raises:
        NotPossible: `unknown_seeker`, `unknown_vacancy`.
    """
    with site.store.read() as db:
        applier = site.store.applier(db)
        person = survivor(applier, seeker)
        work = _vacancy(applier.state(vacancy))
    if not isinstance(person, Seeker):
        raise NotPossible("unknown_seeker")
    return age_hits(site, person, work)


def age_hits(site: Site, person: Seeker, vacancy: Vacancy) -> tuple[Hit, ...]:
    """What the age rules of today say of a person for a posted vacancy."""
    posting = vacancy.posting
    if posting is None or not person.birth:
        return ()
    trade = site.trades.get(posting.trade)
    return review_person(
        date.fromisoformat(person.birth),
        person.sex,
        day_of(posting.starts),
        is_site_work=trade is not None and trade.is_site_work,
        rules=review_rules(site.today().isoformat()),
    )


def county_code(county: str) -> str:
    """The GB/T 2260 code of a county of Hunan given as code or name; empty for another one."""
    if county in regions():
        return county
    return next((item.code for item in regions().values() if item.name == county), "")


def _vacancy(state: object) -> Vacancy:
    if not isinstance(state, Vacancy) or state.posting is None:
        raise NotPossible("unknown_vacancy")
    return state
