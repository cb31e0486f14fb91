"""Indexes for ranking among many: the best of 50,000 without looking at each.

Seekers lie in buckets of (trade, level, county), in order of the points that do not depend on the
vacancy. Within a bucket the rest of the score has a ceiling. Buckets are merged by their ceiling,
and the search ends when no ceiling reaches the worst of the best: exactly the same answer as
ranking everybody (Fagin, Lotem, Naor: Optimal aggregation algorithms, 2003).
"""

import heapq
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from kiosk.domain.ranking import (
    FULL,
    Ranked,
    RankingRules,
    SeekerCard,
    VacancyCard,
    best_trade,
    place_share,
    rank_pair,
    skill_share,
    standing_points,
    trade_shares,
)

__all__ = ["SeekerIndex", "VacancyIndex"]

_SeekerBucket = tuple[str, int | None, str, str, bool, bool]
"""Trade, level, county, town, has certificates, has a tier."""
_VacancyBucket = tuple[str, int, str, str, bool]
"""Trade, level, county, town, prefers people in need."""
_Tie = tuple[bool, int]
_Place = tuple[int, _Tie, str]
"""Minus the points known before, then what settles a tie, then the id."""
_Filled = tuple[int, list[_Place]]
"""The most that can come on top in a bucket, and who is in it."""
_Open = tuple[_Place, int, int, int]
"""Optimistic place of the next in a bucket, number of the bucket, its ceiling, index in it."""


class SeekerIndex:
    """Seekers, ready to be ranked for any vacancy."""

    def __init__(self, rules: RankingRules) -> None:
        self._rules = rules
        self._cards: dict[str, SeekerCard] = {}
        self._buckets: dict[str, dict[_SeekerBucket, list[_Place]]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._cards)

    def put(self, card: SeekerCard) -> None:
        """Add a seeker, or take over what changed."""
        self.drop(card.id)
        self._cards[card.id] = card
        place = self._place(card)
        for bucket in _buckets_of(card):
            insort(self._buckets[bucket[0]].setdefault(bucket, []), place)

    def drop(self, seeker: str) -> None:
        """Take a seeker out; nothing happens to one that is not in it."""
        card = self._cards.pop(seeker, None)
        if card is None:
            return
        place = self._place(card)
        for bucket in _buckets_of(card):
            places = self._buckets[bucket[0]][bucket]
            del places[bisect_left(places, place)]
            if not places:
                del self._buckets[bucket[0]][bucket]

    def best(self, vacancy: VacancyCard, limit: int = 20) -> list[Ranked]:
        """The best candidates for a vacancy, best first."""

        def look(seeker: str) -> Ranked | None:
            return rank_pair(self._cards[seeker], vacancy, self._rules)

        return _search(self._fitting(vacancy), look, limit)

    def _fitting(self, vacancy: VacancyCard) -> list[_Filled]:
        """Buckets of fitting trades, each with the most that the vacancy can add in it."""
        rules = self._rules
        rest = rules.weight("pay") * FULL
        prefer = rules.weight("prefer") * FULL if vacancy.prefers_priority else 0
        return [
            (
                rest
                + rules.weight("trade") * share
                + rules.weight("skill") * skill_share(level, vacancy.level)
                + rules.weight("distance") * place_share(county, town, vacancy.county, vacancy.town)
                + rules.weight("certificate") * (FULL if is_certified else 0)
                + (prefer if is_priority else 0),
                places,
            )
            for trade, share in trade_shares(vacancy.trade, rules).items()
            for (
                _trade,
                level,
                county,
                town,
                is_certified,
                is_priority,
            ), places in self._buckets.get(trade, {}).items()
        ]

    def _place(self, card: SeekerCard) -> _Place:
        return -standing_points(card, self._rules), (card.arrival <= 0, card.arrival), card.id


class VacancyIndex:
    """Vacancies, ready to be ranked for any seeker; ties go to the urgent, then to the earlier."""

    def __init__(self, rules: RankingRules) -> None:
        self._rules = rules
        self._cards: dict[str, VacancyCard] = {}
        self._buckets: dict[str, dict[_VacancyBucket, list[_Place]]] = defaultdict(dict)
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

        return _search(self._fitting(seeker), look, limit)

    def _fitting(self, seeker: SeekerCard) -> list[_Filled]:
        """Buckets of trades within reach, each with the most that a vacancy in it can reach."""
        rules = self._rules
        rest = standing_points(seeker, rules) + rules.weight("pay") * FULL
        certified = {item.trade for item in seeker.certificates}
        wanted = {*seeker.trades, *(far for near in seeker.trades for far in self._reachable[near])}
        found = []
        for trade in sorted(wanted & self._buckets.keys()):
            own, share = best_trade(seeker, trade, rules)
            top = rest + rules.weight("trade") * share
            top += rules.weight("certificate") * (FULL if trade in certified else 0)
            for (_trade, level, county, town, prefers), places in self._buckets[trade].items():
                ceiling = (
                    top
                    + rules.weight("skill") * skill_share(seeker.skills.get(own), level)
                    + rules.weight("distance")
                    * place_share(seeker.county, seeker.town, county, town)
                    + rules.weight("prefer") * (FULL if prefers and seeker.tier > 0 else 0)
                )
                found.append((ceiling, places))
        return found


def _search(
    buckets: list[_Filled], look: Callable[[str], Ranked | None], limit: int
) -> list[Ranked]:
    """The best of all buckets, best first; stops when no ceiling reaches the worst of the best."""
    heap: list[_Open] = [
        (_raised(places[0], ceiling), number, ceiling, 0)
        for number, (ceiling, places) in enumerate(buckets)
    ]
    heapq.heapify(heap)
    found: list[tuple[_Place, Ranked]] = []
    seen: set[str] = set()
    while heap and limit > 0 and not (len(found) == limit and heap[0][0] > found[-1][0]):
        (_score, tie, record), number, ceiling, at = heapq.heappop(heap)
        places = buckets[number][1]
        if at + 1 < len(places):
            heapq.heappush(heap, (_raised(places[at + 1], ceiling), number, ceiling, at + 1))
        if record in seen:
            continue
        seen.add(record)
        ranked = look(record)
        if ranked is not None:
            insort(found, ((-ranked.score, tie, record), ranked), key=lambda item: item[0])
            del found[limit:]
    return [replace(ranked, id=place[2]) for place, ranked in found]


def _raised(place: _Place, ceiling: int) -> _Place:
    return place[0] - ceiling, place[1], place[2]


def _buckets_of(card: SeekerCard) -> set[_SeekerBucket]:
    is_certified = bool(card.certificates)
    return {
        (trade, card.skills.get(trade), card.county, card.town, is_certified, card.tier > 0)
        for trade in card.trades
    }


def _bucket_of(card: VacancyCard) -> _VacancyBucket:
    return card.trade, card.level, card.county, card.town, card.prefers_priority


def _vacancy_place(card: VacancyCard) -> _Place:
    return 0, (not card.is_urgent, card.starts), card.id
