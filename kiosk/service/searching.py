"""What the desk finds, masked as its lists are: 张*, tails of numbers."""

from dataclasses import dataclass

from kiosk.domain.clock import day_bounds, stamp_of
from kiosk.domain.employer import PERSONAL_KINDS, Employer
from kiosk.domain.masking import mask_name
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.service.site import Site
from kiosk.store.apply import Applier
from kiosk.store.counter_rows import employers_lately, people_since
from kiosk.store.search import FoundRecord, search_records
from kiosk.store.vacancies import find_referral

__all__ = ["DeskHit", "latest_people", "search_desk"]


_TAIL = 4


@dataclass(frozen=True, slots=True)
class DeskHit:
    """A record as the desk's list shows it. `kind`: seeker, employer, vacancy, referral."""

    kind: str
    id: str
    by: str
    title: str
    number: str
    tail: str
    trades: tuple[str, ...] = ()


def search_desk(site: Site, query: str, limit: int = 50) -> tuple[DeskHit, ...]:
    """Seekers, employers, posts and referrals that a query names, the surest first."""
    with site.store.read() as db:
        applier = site.store.applier(db)
        hits = []
        for found in search_records(db, query, limit):
            if found.kind == "referral":
                row = find_referral(db, found.id) or {"number": "", "seeker": "", "vacancy": ""}
                person = applier.state(row["seeker"])
                title = mask_name(person.name) if isinstance(person, Seeker) else ""
                hits.append(DeskHit("referral", found.id, found.by, title, row["number"], ""))
            else:
                hit = _hit(site, applier, found)
                hits += [hit] if hit else []
    return tuple(hits)


def latest_people(site: Site, kind: str, limit: int = 100) -> tuple[DeskHit, ...]:
    """Seekers of today, or employers by their last post, where nothing is searched for.

    Args:
        site: this station.
        kind: `seeker` or `employer`.
        limit: how many.
    """
    since = stamp_of(day_bounds(site.today())[0])
    with site.store.read() as db:
        applier = site.store.applier(db)
        ids = people_since(db, since, limit) if kind == "seeker" else employers_lately(db, limit)
        hits = [_hit(site, applier, FoundRecord(kind, item, "")) for item in ids]
    return tuple(hit for hit in hits if hit is not None)


def _hit(site: Site, applier: Applier, found: FoundRecord) -> DeskHit | None:
    match applier.state(found.id):
        case Seeker() as seeker:
            names = tuple(site.trade_name(trade) for trade in seeker.trades)
            title, tail = mask_name(seeker.name), seeker.phone[-_TAIL:]
            return DeskHit("seeker", found.id, found.by, title, seeker.number, tail, names)
        case Employer() as employer:
            name = mask_name(employer.name) if employer.kind in PERSONAL_KINDS else employer.name
            return DeskHit("employer", found.id, found.by, name, "", employer.phone[-_TAIL:])
        case Vacancy(posting=posting) if posting is not None:
            trade = site.trade_name(posting.trade)
            return DeskHit("vacancy", found.id, found.by, trade, posting.number, "", (trade,))
    return None
