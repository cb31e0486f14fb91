"""Strokes of a character put together from parts of others.

Each part is taken from a character that has it at the same place beside a part of about the same
number of strokes; where the parts lie is the mean of where they lie in those characters.
"""

from collections.abc import Sequence

import numpy as np

from handwriting.decompositions import Decompositions
from handwriting.parts import Box, Cut, Parts, Strokes, orders

__all__ = ["Composer", "Incomposable"]

_DONORS = 4
"""How many characters say where a part lies."""
_DEEPEST = 5
_THIN = 90.0
"""A part narrower than this (一, 丨, of a square of 1000) keeps its thickness."""
_LEAST, _MOST = 0.4, 2.2
_OTHER_PLACE, _OTHER_OPERATOR = 0.6, 0.5
_A_STROKE = 0.05


class Incomposable(Exception):
    """A part is in no known character."""


class Composer:
    """Writes what the parts allow; `Incomposable` says which part is missing."""

    def __init__(self, parts: Parts, decompositions: Decompositions) -> None:
        self._parts, self._decompositions = parts, decompositions

    def strokes(self, character: str, variant: int = 0) -> Strokes:
        """The strokes in the order of writing, y down; variants use other donors."""
        return self._composed(character, None, variant, 0)

    def _composed(self, name: str, box: Box | None, variant: int, depth: int) -> Strokes:
        if name not in self._decompositions or depth > _DEEPEST:
            raise Incomposable(name)
        operator, names = self._decompositions[name]
        counts = [self._parts.count(part) or 0 for part in names]
        boxes = self._boxes(operator, names, counts)
        if box is not None:
            whole = _around(boxes)
            boxes = [_moved(part, whole, box) for part in boxes]
        pieces = [
            self._part((operator, place), part, boxes[place], counts, variant, depth)
            for place, part in enumerate(names)
        ]
        numbers = orders(operator, names, [len(piece) for piece in pieces])
        if numbers is None:
            raise Incomposable(name)
        placed = {
            number: stroke
            for part, piece in zip(numbers, pieces, strict=True)
            for number, stroke in zip(part, piece, strict=True)
        }
        return [placed[number] for number in sorted(placed)]

    def _part(
        self,
        where: tuple[str, int],
        name: str,
        box: Box,
        counts: Sequence[int],
        variant: int,
        depth: int,
    ) -> Strokes:
        """One part in its box, from the donor that fits best."""
        cuts = self._parts.cuts.get(name, [])
        if not cuts:
            return self._composed(name, box, variant, depth + 1)
        best = sorted(cuts, key=lambda cut: _distance(cut, where, box, counts))
        cut = best[min(variant, len(best) - 1)]
        return _fitted(cut.strokes, cut.boxes[cut.place], box)

    def _boxes(self, operator: str, names: Sequence[str], counts: Sequence[int]) -> list[Box]:
        """Where the parts lie: as in the characters nearest to this one."""
        found: list[tuple[Box, ...]] = []
        for place, name in enumerate(names):
            cuts = [
                cut
                for cut in self._parts.cuts.get(name, [])
                if (cut.operator, cut.place, len(cut.boxes)) == (operator, place, len(names))
            ]
            cuts.sort(key=lambda cut: _uneven(cut, counts))
            found += [cut.boxes for cut in cuts[:_DONORS]]
        if not found:
            cuts = [c for c in self._parts.by_operator[operator] if len(c.boxes) == len(names)]
            cuts.sort(key=lambda cut: _uneven(cut, counts))
            found = [cut.boxes for cut in cuts[:_DONORS]]
        if not found:
            raise Incomposable(operator)
        return [tuple(box) for box in np.mean(np.array(found), axis=0).tolist()]


def _uneven(cut: Cut, counts: Sequence[int]) -> int:
    return sum(abs(one - other) for one, other in zip(cut.counts, counts, strict=True))


def _distance(cut: Cut, where: tuple[str, int], box: Box, counts: Sequence[int]) -> float:
    """How ill a donor fits: another place, another shape of its box, another neighbour."""
    operator, place = where
    wide, high = _sides(cut.boxes[cut.place])
    to_wide, to_high = _sides(box)
    ill = abs(np.log(wide / to_wide)) + abs(np.log(high / to_high))
    if cut.operator != operator:
        return float(ill + _OTHER_OPERATOR)
    if cut.place != place or len(cut.counts) != len(counts):
        return float(ill + _OTHER_PLACE)
    return float(ill + _A_STROKE * _uneven(cut, counts))


def _sides(box: Box) -> tuple[float, float]:
    return max(box[2] - box[0], _THIN), max(box[3] - box[1], _THIN)


def _around(boxes: Sequence[Box]) -> Box:
    edges = np.array(boxes)
    low, high = edges[:, :2].min(axis=0), edges[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _scales(source: Box, target: Box) -> np.ndarray:
    """Both directions; a thin part is not stretched across."""
    scales = np.ones(2)
    for side in (0, 1):
        size, wanted = source[side + 2] - source[side], target[side + 2] - target[side]
        if size > _THIN and wanted > _THIN:
            scales[side] = np.clip(wanted / size, _LEAST, _MOST)
    return scales


def _fitted(strokes: Strokes, source: Box, target: Box) -> Strokes:
    scales = _scales(source, target)
    middle = np.array([source[0] + source[2], source[1] + source[3]]) / 2
    to = np.array([target[0] + target[2], target[1] + target[3]]) / 2
    return [(stroke - middle) * scales + to for stroke in strokes]


def _moved(box: Box, source: Box, target: Box) -> Box:
    corners = [np.array([box[:2], box[2:]])]
    low, high = _fitted(corners, source, target)[0]
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
