"""Indexes for ranking among many: the best of 50,000 without looking at each.

Seekers lie in buckets of (trade, skill, place, certificates, hours), in order of the points that do
not depend on the vacancy; vacancies likewise. `kiosk.domain.best_of_buckets` finds the best.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import TypeVar

from kiosk.domain.best_of_buckets import Filled, Place, Shelf, best_of
from kiosk.domain.qualifications import HOURS, Skill
from kiosk.domain.ranking import (
    FULL,
    best_trade,
    certificate_share,
    place_share,
    rank_pair,
    skill_share,
    standing_points,
    suits_hours,
    trade_shares,
    wanted_kinds,
)
from kiosk.domain.ranking_cards import Ranked, RankingRules, SeekerCard, VacancyCard

__all__ = ["SeekerIndex", "VacancyIndex"]

_Held = tuple[tuple[str, bool], ...]
_SeekerBucket = tuple[str, int, int, int, int, bool]
"""Trade; numbers of skill, (county, town), (kind, is seen) of certificates, hours; has a tier."""
_VacancyBucket = tuple[str, int, str, str, bool, str, tuple[str, ...]]
"""Trade, level, county, town, prefers people in need, certificate, hours of people that suit."""
_K = TypeVar("_K")


class SeekerIndex:
    """Seekers, ready to be ranked for any vacancy."""

    def __init__(self, rules: RankingRules) -> None:
        self._rules = rules
        self._cards: dict[str, SeekerCard] = {}
        self._buckets: dict[str, dict[_SeekerBucket, list[Place]]] = defaultdict(dict)
        self._shared = _Kinds()

    def __len__(self) -> int:
        return len(self._cards)

    def put(self, card: SeekerCard) -> None:
        """Add a seeker, or take over what changed."""
        self.drop(card.id)
        self._cards[card.id] = card
        place = self._place(card)
        for bucket in self._shared.buckets_of(card):
            insort(self._buckets[bucket[0]].setdefault(bucket, []), place)

    def drop(self, seeker: str) -> None:
        """Take a seeker out; nothing happens to one that is not in it."""
        card = self._cards.pop(seeker, None)
        if card is None:
            return
        place = self._place(card)
        for bucket in self._shared.buckets_of(card):
            places = self._buckets[bucket[0]][bucket]
            del places[bisect_left(places, place)]
            if not places:
                del self._buckets[bucket[0]][bucket]

    def best(self, vacancy: VacancyCard, limit: int = 20) -> list[Ranked]:
        """The best candidates for a vacancy, best first."""

        def look(seeker: str) -> Ranked | None:
            return rank_pair(self._cards[seeker], vacancy, self._rules)

        rules, ceilings = self._rules, _Ceilings(vacancy, self._rules, self._shared)
        shelves = []
        for trade, share in trade_shares(vacancy.trade, rules).items():
            if trade in self._buckets:
                top = rules.weight("trade") * share
                buckets = self._buckets[trade]
                shelves.append(Shelf(top + ceilings.most, partial(ceilings.fill, top, buckets)))
        return best_of(shelves, look, limit)

    def _place(self, card: SeekerCard) -> Place:
        return -standing_points(card, self._rules), (card.arrival <= 0, card.arrival), card.id


class _Numbered(dict[_K, int]):
    """A small number for each of the few values that thousands of buckets share."""

    def __missing__(self, key: _K) -> int:
        number = self[key] = len(self)
        return number


class _Kinds:
    """What people of a bucket have in common, as numbers."""

    def __init__(self) -> None:
        self.skills: _Numbered[Skill | None] = _Numbered()
        self.places: _Numbered[tuple[str, str]] = _Numbered()
        self.held: _Numbered[_Held] = _Numbered()
        self.hours: _Numbered[str] = _Numbered()

    def buckets_of(self, card: SeekerCard) -> set[_SeekerBucket]:
        """Where a person lies, once for each trade."""
        held = self.held[tuple(sorted({(item.kind, item.is_seen) for item in card.certificates}))]
        place, hours = self.places[card.county, card.town], self.hours[card.hours]
        return {
            (trade, self.skills[card.skills.get(trade)], place, held, hours, card.tier > 0)
            for trade in card.trades
        }


class _Ceilings:
    """What a vacancy adds at most in a bucket, by the numbers of what its people share."""

    def __init__(self, vacancy: VacancyCard, rules: RankingRules, shared: _Kinds) -> None:
        weight, kinds = rules.weight, wanted_kinds(vacancy, rules)
        county, town = vacancy.county, vacancy.town
        self._pay = weight("pay") * FULL
        self._prefer = weight("prefer") * FULL if vacancy.prefers_priority else 0
        self._skills = [
            weight("skill") * skill_share(skill, vacancy.level) for skill in shared.skills
        ]
        self._places = [
            weight("distance") * place_share(*place, county, town) for place in shared.places
        ]
        self._held = [
            weight("certificate") * certificate_share(held, kinds) for held in shared.held
        ]
        self._hours = [
            weight("hours") * FULL if suits_hours(hours, vacancy) else 0 for hours in shared.hours
        ]
        standing = sum(map(weight, ("priority", "waiting", "arrival"))) * FULL
        parts = (self._skills, self._places, self._held, self._hours)
        self.most = (
            standing + self._pay + self._prefer + sum(max(part, default=0) for part in parts)
        )

    def fill(self, top: int, buckets: Mapping[_SeekerBucket, list[Place]]) -> list[Filled]:
        """Buckets of a trade with the most that comes on top of what is known before."""
        skills, places, certificates, hours = self._skills, self._places, self._held, self._hours
        top, more = top + self._pay, (0, self._prefer)
        return [
            (
                top + skills[skill] + places[place] + certificates[held] + hours[when] + more[need],
                who,
            )
            for (_trade, skill, place, held, when, need), who in buckets.items()
        ]


class VacancyIndex:
    """Vacancies, ready to be ranked for any seeker; ties go to the urgent, then to the earlier."""

    def __init__(self, rules: RankingRules) -> None:
        self._rules = rules
        self._cards: dict[str, VacancyCard] = {}
        self._buckets: dict[str, dict[_VacancyBucket, list[Place]]] = defaultdict(dict)
        self._reachable: dict[str, set[str]] = defaultdict(set)
        for wanted, offered in rules.ladder.items():
            for trade in offered:
                self._reachable[trade].add(wanted)

    def __len__(self) -> int:
        return len(self._cards)

    def put(self, card: VacancyCard) -> None:
        """Add a vacancy, or take over what changed."""
        self.drop(card.id)
        self._cards[card.id] = card
        bucket = self._buckets[card.trade].setdefault(_bucket_of(card), [])
        insort(bucket, _vacancy_place(card))

    def drop(self, vacancy: str) -> None:
        """Take a vacancy out; nothing happens to one that is not in it."""
        card = self._cards.pop(vacancy, None)
        if card is None:
            return
        places = self._buckets[card.trade][_bucket_of(card)]
        del places[bisect_left(places, _vacancy_place(card))]
        if not places:
            del self._buckets[card.trade][_bucket_of(card)]

    def best(self, seeker: SeekerCard, limit: int = 20) -> list[Ranked]:
        """The best vacancies for a seeker, best first."""

        def look(vacancy: str) -> Ranked | None:
            return rank_pair(seeker, self._cards[vacancy], self._rules)

        most = FULL * sum(self._rules.weights.values())
        return best_of([Shelf(most, lambda: self._fitting(seeker))], look, limit)

    def _fitting(self, seeker: SeekerCard) -> list[Filled]:
        """Buckets of trades within reach, each with the most that a vacancy in it can reach."""
        rules = self._rules
        rest = standing_points(seeker, rules) + rules.weight("pay") * FULL
        held = [(item.kind, item.is_seen) for item in seeker.certificates]
        wanted = {*seeker.trades, *(far for near in seeker.trades for far in self._reachable[near])}
        found = []
        for trade in sorted(wanted & self._buckets.keys()):
            own, share = best_trade(seeker, trade, rules)
            top = rest + rules.weight("trade") * share
            for key, places in self._buckets[trade].items():
                _trade, level, county, town, prefers, asked, hours = key
                kinds = (asked,) if asked else rules.certificates.get(trade, ())
                ceiling = (
                    top
                    + rules.weight("certificate") * certificate_share(held, kinds)
                    + rules.weight("hours") * (FULL if seeker.hours in hours else 0)
                    + rules.weight("skill") * skill_share(seeker.skills.get(own), level)
                    + rules.weight("distance")
                    * place_share(seeker.county, seeker.town, county, town)
                    + rules.weight("prefer") * (FULL if prefers and seeker.tier > 0 else 0)
                )
                found.append((ceiling, places))
        return found


def _bucket_of(card: VacancyCard) -> _VacancyBucket:
    hours = tuple(hours for hours in HOURS if suits_hours(hours, card))
    place = card.county, card.town
    return card.trade, card.level, *place, card.prefers_priority, card.certificate, hours


def _vacancy_place(card: VacancyCard) -> Place:
    return 0, (not card.is_urgent, card.starts), card.id
