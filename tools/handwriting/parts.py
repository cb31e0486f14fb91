"""Parts cut out of characters whose strokes are known.

The strokes of a character are written part after part, so the counts of strokes say which
strokes belong to which part; a count that is not known follows from the characters that hold
the part. A cut that does not add up, or lies on the wrong side, is not used.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handwriting.decompositions import Decompositions
from kiosk.writing.strokes import resample

__all__ = ["Box", "Cut", "Parts", "Strokes", "box_of", "orders"]

Strokes = list[np.ndarray]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom; y down."""

_ROUNDS, _FEWEST_VOTES = 4, 0.6
_POINTS, _FARTHEST, _FEW = 5, 0.22, 4
"""A cut whose strokes lie farther than this (sides of 1) from the usual ones was cut wrongly."""
_INNER_FIRST = set("辶廴")
_PARTED = {"衣": 2, "囗": 2, "㗊": 6, "匚": 1}
"""Strokes of the outer part that come before the inner one; the others come after it."""
_FROM_ABOVE = set("勹气㇆㇠")
"""Outer parts at the upper right that are written before the inner one."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A part as it stands in a character: at `place` of `operator`, among parts in `boxes`."""

    character: str
    operator: str
    place: int
    strokes: Strokes
    boxes: tuple[Box, ...]
    counts: tuple[int, ...]


def box_of(strokes: Strokes) -> Box:
    """What the strokes cover."""
    points = np.concatenate(strokes)
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def orders(operator: str, parts: Sequence[str], counts: Sequence[int]) -> list[list[int]] | None:
    """For each part the numbers of its strokes in the whole, as they are written; None: unknown."""
    outer = parts[0]
    total = sum(counts)
    if operator in "⿰⿱⿸⿵" or (operator == "⿹" and outer in _FROM_ABOVE):
        ends = np.cumsum(counts)
        return [
            list(range(end - count, end)) for end, count in zip(ends.tolist(), counts, strict=True)
        ]
    if operator == "⿶" or (operator == "⿺" and outer in _INNER_FIRST):
        return [list(range(counts[1], total)), list(range(counts[1]))]
    if operator == "⿺":
        return [list(range(counts[0])), list(range(counts[0], total))]
    if operator in "⿴⿷⿻" and outer in _PARTED and len(parts) == 2:
        first = _PARTED[outer]
        inner = list(range(first, first + counts[1]))
        return [[*range(first), *range(first + counts[1], total)], inner]
    return None


class Parts:
    """Every part that can be cut out of the `known` characters."""

    def __init__(self, known: Mapping[str, Strokes], decompositions: Decompositions) -> None:
        self._known, self._decompositions = known, decompositions
        self.counts = {character: len(strokes) for character, strokes in known.items()}
        self._infer_counts()
        self.cuts: dict[str, list[Cut]] = defaultdict(list)
        self.by_operator: dict[str, list[Cut]] = defaultdict(list)
        for character, strokes in known.items():
            box = box_of(strokes)
            whole = Cut(character, "", 0, strokes, (box,), (len(strokes),))
            self.cuts[character].append(whole)
            self._cut(character, character, strokes, depth=0)
        for name, cuts in self.cuts.items():
            self.cuts[name] = _alike(cuts)

    def count(self, name: str) -> int | None:
        """How many strokes a part has, where that can be said."""
        if name in self.counts:
            return self.counts[name]
        _operator, parts = self._decompositions.get(name, ("", ()))
        counts = [self.count(part) for part in parts]
        if not parts or None in counts:
            return None
        return sum(count for count in counts if count is not None)

    def _infer_counts(self) -> None:
        """The one unknown part of a character has the strokes that the others leave."""
        for _round in range(_ROUNDS):
            votes: dict[str, Counter[int]] = defaultdict(Counter)
            for character in self._known:
                _operator, parts = self._decompositions.get(character, ("", ()))
                unknown = [part for part in parts if self.count(part) is None]
                if len(unknown) == 1:
                    others = sum(self.count(part) or 0 for part in parts)
                    votes[unknown[0]][self.counts[character] - others] += 1
            for part, found in votes.items():
                count, times = found.most_common(1)[0]
                if count > 0 and times >= _FEWEST_VOTES * sum(found.values()):
                    self.counts[part] = count

    def _cut(self, character: str, name: str, strokes: Strokes, depth: int) -> None:
        if name not in self._decompositions or depth > 3:
            return
        operator, parts = self._decompositions[name]
        counts = [self.count(part) for part in parts]
        whole = [count for count in counts if count is not None]
        if len(whole) < len(counts) or sum(whole) != len(strokes):
            return
        numbers = orders(operator, parts, whole)
        if numbers is None:
            return
        pieces = [[strokes[number] for number in part] for part in numbers]
        boxes = tuple(box_of(piece) for piece in pieces)
        if not _in_place(operator, boxes):
            return
        for place, (part, piece) in enumerate(zip(parts, pieces, strict=True)):
            cut = Cut(character, operator, place, piece, boxes, tuple(whole))
            self.cuts[part].append(cut)
            if depth == 0:
                self.by_operator[operator].append(cut)
            self._cut(character, part, piece, depth + 1)


def _alike(cuts: list[Cut]) -> list[Cut]:
    """The cuts that resemble most of the others, stroke by stroke; few cannot be told apart."""
    counts = Counter(len(cut.strokes) for cut in cuts)
    usual = counts.most_common(1)[0][0]
    kept = [cut for cut in cuts if len(cut.strokes) == usual]
    if len(kept) < _FEW:
        return kept
    shapes = np.array([_shape(cut.strokes) for cut in kept])
    apart = np.linalg.norm(shapes - np.median(shapes, axis=0), axis=-1).mean(axis=(1, 2))
    limit = max(_FARTHEST, float(apart.min()))
    return [cut for cut, far in zip(kept, apart.tolist(), strict=True) if far <= limit]


def _shape(strokes: Strokes) -> np.ndarray:
    """(strokes, points, 2) in a square of 1."""
    left, top, right, bottom = box_of(strokes)
    even = np.array([resample(stroke, _POINTS) for stroke in strokes])
    return (even - (left, top)) / (max(right - left, 1.0), max(bottom - top, 1.0))


def _in_place(operator: str, boxes: Sequence[Box]) -> bool:
    """Whether the parts lie as the operator says."""
    side = {"⿰": 0, "⿱": 1}.get(operator)
    if side is None:
        return True
    middles = [box[side] + box[side + 2] for box in boxes]
    return middles == sorted(middles)
