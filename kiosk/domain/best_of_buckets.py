"""The best of many without looking at each (Fagin, Lotem, Naor: Optimal aggregation algorithms,
2003).

Records lie in buckets, ordered by the points that are known before. Within a bucket the rest of the
score has a ceiling; buckets come in shelves, and a shelf has a ceiling too. What no ceiling lets
reach the worst of the best is never looked at: exactly the same answer as ranking everybody.
"""

import heapq
from bisect import insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kiosk.domain.ranking_cards import Ranked

__all__ = ["Filled", "Place", "Shelf", "best_of"]

Tie = tuple[bool, int]
Place = tuple[int, Tie, str]
"""Minus the points known before, then what settles a tie, then the id."""
Filled = tuple[int, list[Place]]
"""The most that can come on top in a bucket, and who is in it."""
_Open = tuple[Place, int, int]
"""Optimistic place of the next in a bucket, number of the bucket, index in it."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Buckets that are filled when they are needed; `most` is a score that none of them passes."""

    most: int
    fill: Callable[[], list[Filled]]


def best_of(
    shelves: Sequence[Shelf], look: Callable[[str], Ranked | None], limit: int
) -> list[Ranked]:
    """The best, best first.

    Args:
        shelves: where everybody is.
        look: the true score of a record; None for who is left out.
        limit: how many.
    """
    search = _Search(shelves, limit)
    while (record := search.next_record()) is not None:
        place, ranked = record, look(record[2])
        if ranked is not None:
            search.take((-ranked.score, place[1], place[2]), ranked)
    return [replace(ranked, id=place[2]) for place, ranked in search.found]


class _Search:
    def __init__(self, shelves: Sequence[Shelf], limit: int) -> None:
        self._limit = limit
        self._shelves = sorted(shelves, key=lambda shelf: shelf.most)
        self._buckets: list[Filled] = []
        # Most buckets are never opened: of those only the best figure is kept.
        self._closed: list[tuple[int, int]] = []
        self._open: list[_Open] = []
        self._seen: set[str] = set()
        self.found: list[tuple[Place, Ranked]] = []

    def take(self, place: Place, ranked: Ranked) -> None:
        """A record with its true score."""
        insort(self.found, (place, ranked), key=lambda item: item[0])
        del self.found[self._limit :]

    def next_record(self) -> Place | None:
        """The record that may be the best of those not yet looked at; None when no one can be
        among the best any more."""
        while self._open_what_may_be_next():
            place, number, at = heapq.heappop(self._open)
            if self._is_full and place > self.found[-1][0]:
                return None
            if at + 1 < len(self._buckets[number][1]):
                self._push(number, at + 1)
            if place[2] not in self._seen:
                self._seen.add(place[2])
                return place
        return None

    @property
    def _is_full(self) -> bool:
        return len(self.found) >= self._limit

    def _open_what_may_be_next(self) -> bool:
        """Open shelves and buckets until none of the others can hold the next record."""
        if self._limit <= 0:
            return False
        while True:
            bound = self._open[0][0][0] if self._open else None
            if self._is_full:
                worst = self.found[-1][0][0]
                bound = worst if bound is None else min(bound, worst)
            closed = self._closed[0][0] if self._closed else None
            shelf = -self._shelves[-1].most if self._shelves else None
            if shelf is not None and (closed is None or shelf <= closed):
                if bound is None or shelf <= bound:
                    self._fill()
                    continue
            elif closed is not None and (bound is None or closed <= bound):
                self._push(heapq.heappop(self._closed)[1], 0)
                continue
            return bool(self._open)

    def _fill(self) -> None:
        first = len(self._buckets)
        self._buckets += self._shelves.pop().fill()
        self._closed += [
            (places[0][0] - ceiling, number)
            for number, (ceiling, places) in enumerate(self._buckets[first:], start=first)
        ]
        heapq.heapify(self._closed)

    def _push(self, number: int, at: int) -> None:
        ceiling, places = self._buckets[number]
        points, tie, record = places[at]
        heapq.heappush(self._open, ((points - ceiling, tie, record), number, at))
