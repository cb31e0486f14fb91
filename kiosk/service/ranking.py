"""Ranked matches for the desk: who fits a vacancy, what fits a seeker, and why (R21, R34)."""

from collections import defaultdict
from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.catalog import regions
from kiosk.domain.clock import day_bounds, day_of, ms_of, stamp_of
from kiosk.domain.problems import NotPossible
from kiosk.domain.ranking import Ranked, SeekerCard, VacancyCard, rank_pair
from kiosk.domain.ranking_index import SeekerIndex, VacancyIndex
from kiosk.match_words import desk_sentence, worker_sentence
from kiosk.rule_tables import ranking_rules
from kiosk.service.help_tiers import HelpTiers
from kiosk.service.site import Site
from kiosk.store.ranking_rows import (
    agreed_rows,
    arrived_today,
    changed_since,
    open_vacancy_rows,
    seeker_rows,
    seekers_referred_to,
    vacancy_rows,
)

__all__ = ["Explained", "MatchDesk", "county_in"]

_DAY_MS = 24 * 3600 * 1000
_ACTIVE_DAYS = 30
_SHOWN_IN_PUBLIC = 2
_SPARE = 20


@dataclass(frozen=True, slots=True)
class Explained:
    """A place in a ranking with its sentences; `public` may be shown to everyone."""

    id: str
    score: int
    sentences: tuple[str, ...]
    public: tuple[str, ...]


class MatchDesk:
    """Everybody who came within a month and all open vacancies, ranked in a few milliseconds.

    Loading reads the whole hall once; `catch_up` then takes over what the log got since. One
    thread at a time: callers on several take turns by `kiosk.service.candidates`.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._seen = 0
        self.load()

    def load(self) -> None:
        """Read everything anew, by the rules of today."""
        self._day = self._site.today()
        self._rules = ranking_rules(self._day.isoformat())
        self._seekers, self._vacancies = SeekerIndex(self._rules), VacancyIndex(self._rules)
        self._people: dict[str, SeekerCard] = {}
        with self._site.store.read() as db:
            self._seen, _none = changed_since(db, 0, is_first=True)
            self._take_people(db, None)
            for row in open_vacancy_rows(db, self._site.now_ms()):
                self._vacancies.put(_vacancy_card(row))

    def catch_up(self) -> None:
        """Take over whatever the log got since the last look, written here or delivered."""
        with self._site.store.read() as db:
            seen, changed = changed_since(db, self._seen)
        self.refresh(changed)
        self._seen = max(self._seen, seen)

    def refresh(self, changed: frozenset[str]) -> None:
        """Take over aggregates that changed; a new day loads everything."""
        if self._day != self._site.today():
            self.load()
            return
        gigs = sorted(item for item in changed if item.startswith("vacancy:"))
        people = {item for item in changed if item.startswith("seeker:")}
        if not gigs and not people:
            return
        with self._site.store.read() as db:
            # An agreement binds a person whom the vacancy's id alone does not name.
            people |= seekers_referred_to(db, gigs)
            still = {row[0]: row for row in open_vacancy_rows(db, self._site.now_ms(), gigs)}
            for gig in gigs:
                self._vacancies.drop(gig)
                if gig in still:
                    self._vacancies.put(_vacancy_card(still[gig]))
            self._take_people(db, sorted(people))

    def _take_people(self, db: Database, people: list[str] | None) -> None:
        """Read people anew; None for everybody of the last month."""
        since = stamp_of(self._site.now_ms() - _ACTIVE_DAYS * _DAY_MS)
        bound, tiers = _Bound(agreed_rows(db, people)), HelpTiers(self._site, db)
        first = stamp_of(day_bounds(self._day)[0])
        arrival = {seeker: i + 1 for i, seeker in enumerate(arrived_today(db, first))}
        for seeker in people or ():
            self._people.pop(seeker, None)
            self._seekers.drop(seeker)
        for row in seeker_rows(db, since, people):
            self._put(_seeker_card(self._site, row, bound, tiers, arrival.get(row[0], 0)))

    def candidates(self, vacancy: str, limit: int = 20) -> tuple[Explained, ...]:
        """Who fits a vacancy, best first.

        Raises:
            NotPossible: `unknown_vacancy`.
        """
        card = self._vacancy(vacancy)
        return tuple(_explained(item, desk=True) for item in self._seekers.best(card, limit))

    def card_of(self, seeker: str) -> SeekerCard | None:
        """What ranking knows of somebody who came within a month."""
        return self._people.get(seeker)

    def vacancies(self, seeker: str, limit: int = 20) -> tuple[Explained, ...]:
        """Open vacancies that fit a seeker, best first.

        Raises:
            NotPossible: `unknown_seeker`.
        """
        card = self._people.get(seeker)
        if card is None:
            raise NotPossible("unknown_seeker")
        best = self._vacancies.best(card, limit + _SPARE)
        with self._site.store.read() as db:
            # A gig runs out without any event that would tell.
            ids = [item.id for item in best]
            still = {row[0] for row in open_vacancy_rows(db, self._site.now_ms(), ids)}
        kept = [item for item in best if item.id in still][:limit]
        return tuple(_explained(item, desk=False) for item in kept)

    def explain(self, seeker: str, vacancy: str) -> Explained | None:
        """One pair for the desk; None for who cannot do the work.

        Raises:
            NotPossible: `unknown_seeker`, `unknown_vacancy`.
        """
        card = self._people.get(seeker)
        if card is None:
            raise NotPossible("unknown_seeker")
        ranked = rank_pair(card, self._vacancy(vacancy), self._rules)
        return _explained(ranked, desk=True) if ranked is not None else None

    def _put(self, card: SeekerCard) -> None:
        self._people[card.id] = card
        self._seekers.put(card)

    def _vacancy(self, vacancy: str) -> VacancyCard:
        with self._site.store.read() as db:
            rows = vacancy_rows(db, [vacancy])
        if not rows:
            raise NotPossible("unknown_vacancy")
        return _vacancy_card(rows[0])


class _Bound:
    """What agreements mean for people: hours taken, and since when they wait."""

    def __init__(self, rows: list[tuple[str, int, int, int, str]]) -> None:
        self.busy: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.last: dict[str, int] = {}
        for seeker, made_at, starts, ends, arrival in rows:
            self.last[seeker] = max(ms_of(made_at), self.last.get(seeker, 0))
            if arrival != "missed":
                self.busy[seeker].append((starts, ends))


def _seeker_card(
    site: Site, row: tuple[str, str, int, str], bound: _Bound, tiers: HelpTiers, arrival: int
) -> SeekerCard:
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
        busy=tuple(hours for hours in bound.busy.get(seeker, ()) if hours[1] > now),
    )


def _vacancy_card(row: tuple[str, str, int, int, int, str, str, int, int]) -> VacancyCard:
    vacancy, trade, starts, ends, pay_cents, pay_unit, county, is_urgent, prefers = row
    return VacancyCard(
        id=vacancy,
        trade=trade,
        starts=starts,
        ends=ends,
        pay_cents=pay_cents,
        pay_unit=pay_unit,
        county=county,
        prefers_priority=bool(prefers),
        is_urgent=bool(is_urgent),
    )


def _explained(ranked: Ranked, *, desk: bool) -> Explained:
    sentence = desk_sentence if desk else worker_sentence
    return Explained(
        id=ranked.id,
        score=ranked.score,
        sentences=tuple(sentence(reason) for reason in ranked.reasons),
        public=tuple(sentence(reason) for reason in ranked.public_reasons(_SHOWN_IN_PUBLIC)),
    )


def county_in(address: str) -> str:
    """The county of Hunan (GB/T 2260) that an address names; empty where it names none.

    Some county names begin others' or stand in two cities: the city's name decides, else the one
    that stands first and is longest.
    """
    if not address:
        return ""
    table = regions()
    found = [
        (
            table[region.parent].name not in address,
            address.index(region.name),
            -len(region.name),
            region.code,
        )
        for region in table.values()
        if region.level == "county" and region.name in address
    ]
    return min(found)[3] if found else ""
