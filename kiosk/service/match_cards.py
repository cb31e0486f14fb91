"""Rows of the store as the cards that ranking compares."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlite_utils import Database

from kiosk.domain.clock import day_bounds, day_of, local_time, ms_of
from kiosk.domain.desk_rows import parse_certificates, parse_skills, parse_wish
from kiosk.domain.qualifications import SEEN, Wish, skill_of
from kiosk.domain.ranking_cards import Certificate, SeekerCard, VacancyCard
from kiosk.regions import county_in, town_in, town_stem
from kiosk.service.help_tiers import HelpTiers
from kiosk.service.site import Site
from kiosk.store.ranking_rows import qualified_rows

__all__ = ["Bound", "KnownSkills", "certificate_of", "seeker_card", "vacancy_card"]

_NO_WISH = Wish()


class Bound:
    """What agreements mean for people: hours taken, and since when they wait."""

    def __init__(self, rows: list[tuple[str, int, int, int, str]]) -> None:
        self.busy: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.last: dict[str, int] = {}
        for seeker, made_at, starts, ends, arrival in rows:
            self.last[seeker] = max(ms_of(made_at), self.last.get(seeker, 0))
            if arrival != "missed":
                self.busy[seeker].append((starts, ends))


class KnownSkills:
    """Skills, certificates and wishes by the id that survives; of twins' claims the later one.

    Args:
        db: a connection.
        roots: twin → the id that survives.
        only: people that are wanted; None for all.
    """

    def __init__(
        self, db: Database, roots: Mapping[str, str], only: list[str] | None = None
    ) -> None:
        self._skills: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
        self._certificates: dict[str, list[Certificate]] = defaultdict(list)
        self._wishes: dict[str, Wish] = {}
        wanted = None
        if only is not None:
            people = set(only)
            wanted = sorted(people | {twin for twin, root in roots.items() if root in people})
        for seeker, skills, certificates, wish in qualified_rows(db, wanted):
            self._take(roots.get(seeker, seeker), skills, certificates, wish)

    def _take(self, person: str, skills: str, certificates: str, wish: str) -> None:
        for key, level, at in parse_skills(skills):
            known = self._skills[person]
            known[key] = max(known.get(key, (0, 0)), (at, level))
        self._certificates[person] += [
            certificate_of(kind, ends, is_seen=certainty == SEEN)
            for kind, certainty, ends in parse_certificates(certificates)
        ]
        if wish:
            found = parse_wish(wish)
            if found.at >= self._wishes.get(person, _NO_WISH).at:
                self._wishes[person] = found

    def complete(self, card: SeekerCard) -> SeekerCard:
        """The card with what is known of the person."""
        claims = {key: level for key, (_at, level) in self._skills.get(card.id, {}).items()}
        held = self._certificates.get(card.id, [])
        wish = self._wishes.get(card.id, _NO_WISH)
        if not claims and not held and not wish.at:
            return card
        skills = {trade: skill_of(claims, trade) for trade in card.trades}
        return replace(
            card,
            skills={trade: skill for trade, skill in skills.items() if skill is not None},
            certificates=tuple(held),
            pay_wish_cents=wish.pay_cents,
            county=wish.county or card.county,
            town=town_stem(wish.town) if wish.county else card.town,
            hours=wish.hours,
            free_from=day_bounds(date.fromisoformat(wish.first))[0] if wish.first else 0,
            free_until=_end_of(wish.last),
        )


def certificate_of(kind: str, ends: str, *, is_seen: bool) -> Certificate:
    """A certificate as ranking compares it: it holds through the last day."""
    return Certificate(kind, _end_of(ends), is_seen)


def _end_of(day: str) -> int:
    return day_bounds(date.fromisoformat(day))[1] - 1 if day else 0


def seeker_card(
    site: Site, row: tuple[str, str, int, str], bound: Bound, tiers: HelpTiers, arrival: int
) -> SeekerCard:
    """The card of a row of `seeker_rows`, still without skills."""
    seeker, trades, registered_at, address = row
    now = site.now_ms()
    since = max(bound.last.get(seeker, 0), ms_of(registered_at))
    waited = max(0, (site.today() - day_of(since)).days)
    return SeekerCard(
        id=seeker,
        trades=tuple(trades.split()),
        tier=tiers.of(seeker, waited).tier,
        waiting_days=waited,
        arrival=arrival,
        county=county_in(address),
        town=town_stem(town_in(address)),
        busy=tuple(hours for hours in bound.busy.get(seeker, ()) if hours[1] > now),
    )


def vacancy_card(row: tuple[Any, ...]) -> VacancyCard:
    """The card of a row of `open_vacancy_rows`; the place of work may name another county than
    that of the hall, and a town."""
    vacancy, trade, starts, ends, pay_cents, pay_unit, county, is_urgent, place, told = row
    prefers, level, certificate = (*json.loads(told), None, None, None)[:3]
    return VacancyCard(
        id=vacancy,
        trade=trade,
        starts=starts,
        ends=ends,
        pay_cents=pay_cents,
        pay_unit=pay_unit,
        level=level or 0,
        county=county_in(place) or county,
        town=town_stem(town_in(place)),
        prefers_priority=bool(prefers),
        is_urgent=bool(is_urgent),
        certificate=certificate or "",
        begins=_minute_of(starts),
        stops=_minute_of(ends),
    )


def _minute_of(unix_ms: int) -> int:
    moment = local_time(unix_ms)
    return moment.hour * 60 + moment.minute
