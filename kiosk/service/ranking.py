"""Ranked matches for the desk: who fits a vacancy, what fits a seeker, and why (R21, R34)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from kiosk.domain.clock import day_bounds, stamp_of
from kiosk.domain.problems import NotPossible
from kiosk.domain.ranking import rank_pair
from kiosk.domain.ranking_cards import Ranked, Reason, SeekerCard, VacancyCard
from kiosk.domain.ranking_index import SeekerIndex, VacancyIndex
from kiosk.match_words import desk_sentence, worker_sentence
from kiosk.rule_tables import ranking_rules
from kiosk.service.help_tiers import HelpTiers
from kiosk.service.match_cards import Bound, KnownSkills, seeker_card, vacancy_card
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

__all__ = ["Explained", "MatchDesk"]

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
    against: tuple[str, ...] = ()
    """What speaks against it: a certificate that has run out, a level that is too low."""


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
                self._vacancies.put(vacancy_card(row))

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
                    self._vacancies.put(vacancy_card(still[gig]))
            self._take_people(db, sorted(people))

    def _take_people(self, db: Database, people: list[str] | None) -> None:
        """Read people anew; None for everybody of the last month."""
        since = stamp_of(self._site.now_ms() - _ACTIVE_DAYS * _DAY_MS)
        tiers = HelpTiers(self._site, db)
        if people is not None:
            # What changed at a twin changed for who survives.
            people = sorted({*people, *(tiers.root(person) for person in people)})
        bound = Bound(agreed_rows(db, people))
        skills = KnownSkills(db, tiers.roots, people)
        first = stamp_of(day_bounds(self._day)[0])
        arrival = {seeker: i + 1 for i, seeker in enumerate(arrived_today(db, first))}
        for seeker in people or ():
            self._people.pop(seeker, None)
            self._seekers.drop(seeker)
        for row in seeker_rows(db, since, people):
            card = seeker_card(self._site, row, bound, tiers, arrival.get(row[0], 0))
            self._put(skills.complete(card))

    def candidates(self, vacancy: str, limit: int = 20) -> tuple[Explained, ...]:
        """Who fits a vacancy, best first.

        Raises:
            NotPossible: `unknown_vacancy`.
        """
        card = self._vacancy(vacancy)
        return tuple(self._told(item, desk_sentence) for item in self._seekers.best(card, limit))

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
        return tuple(self._told(item, worker_sentence) for item in kept)

    def explain(self, seeker: str, vacancy: str) -> Explained | None:
        """One pair for the desk; None for who cannot do the work.

        Raises:
            NotPossible: `unknown_seeker`, `unknown_vacancy`.
        """
        card = self._people.get(seeker)
        if card is None:
            raise NotPossible("unknown_seeker")
        ranked = rank_pair(card, self._vacancy(vacancy), self._rules)
        return self._told(ranked, desk_sentence) if ranked is not None else None

    def _put(self, card: SeekerCard) -> None:
        self._people[card.id] = card
        self._seekers.put(card)

    def _vacancy(self, vacancy: str) -> VacancyCard:
        with self._site.store.read() as db:
            rows = vacancy_rows(db, [vacancy])
        if not rows:
            raise NotPossible("unknown_vacancy")
        return vacancy_card(rows[0])

    def _told(self, ranked: Ranked, sentence: Callable[[Reason, date], str]) -> Explained:
        def words(reasons: Iterable[Reason]) -> tuple[str, ...]:
            return tuple(sentence(reason, self._day) for reason in reasons)

        return Explained(
            id=ranked.id,
            score=ranked.score,
            sentences=words(item for item in ranked.reasons if not item.is_against),
            public=words(ranked.public_reasons(_SHOWN_IN_PUBLIC)),
            against=words(item for item in ranked.reasons if item.is_against),
        )
