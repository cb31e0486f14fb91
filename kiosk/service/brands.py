"""劳务品牌 (R18): the hall's labour brands, and which vacancies and people count to them."""

from dataclasses import dataclass

from kiosk.domain.hall_events import SeekerBranded, VacancyBranded
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.service.authority import Authorised
from kiosk.service.hall_register import Entry, list_entries
from kiosk.service.site import Site
from kiosk.store.hall_entries import branded
from kiosk.store.people import survivor
from kiosk.store.search import search_records

__all__ = ["BrandRow", "brand_rows", "brand_seeker", "brand_vacancy", "find_numbered"]


@dataclass(frozen=True, slots=True)
class BrandRow:
    """A labour brand and how many carry it."""

    entry: Entry
    vacancies: int
    seekers: int


def brand_rows(site: Site) -> tuple[BrandRow, ...]:
    """The hall's labour brands with their counts."""
    entries = list_entries(site, "brand")
    with site.store.read() as db:
        return tuple(BrandRow(item, *branded(db, item.title)) for item in entries)


def find_numbered(site: Site, number: str) -> str:
    """The vacancy or the seeker with a number, the surest first.

    Raises:
        NotPossible: `unknown_vacancy` where no record has it.
    """
    with site.store.read() as db:
        for found in search_records(db, number):
            if found.kind in {"vacancy", "seeker"} and found.by == "number":
                return found.id
    raise NotPossible("unknown_vacancy")


def brand_vacancy(site: Site, allowed: Authorised, vacancy: str, brand: str) -> frozenset[str]:
    """Count a vacancy to a brand, by its name; an empty one takes it off.

    Raises:
        NotAllowed: leave for something else than `Act.REVIEW`.
        NotPossible: `unknown_vacancy`, `unknown_brand`.
    """
    actor = allowed.actor_for(Act.REVIEW)
    _known(site, brand)
    with site.store.write() as writing:
        state = writing.state(vacancy)
        if not isinstance(state, Vacancy) or state.posting is None:
            raise NotPossible("unknown_vacancy")
        if state.brand != brand:
            writing.append(VacancyBranded(brand=brand), vacancy, actor)
        return frozenset(writing.changed)


def brand_seeker(site: Site, allowed: Authorised, seeker: str, brand: str) -> frozenset[str]:
    """Count a seeker to a brand, by its name; an empty one takes it off.

    Raises:
        NotAllowed: leave for something else than `Act.CHANGE_PERSON`.
        NotPossible: `unknown_seeker`, `unknown_brand`.
    """
    actor = allowed.actor_for(Act.CHANGE_PERSON)
    _known(site, brand)
    with site.store.write() as writing:
        state = survivor(writing.applier, seeker)
        if not isinstance(state, Seeker) or state.erased:
            raise NotPossible("unknown_seeker")
        if state.brand != brand:
            writing.append(SeekerBranded(brand=brand), state.id, actor)
        return frozenset(writing.changed)


def _known(site: Site, brand: str) -> None:
    if brand and brand not in {item.title for item in list_entries(site, "brand")}:
        raise NotPossible("unknown_brand")
