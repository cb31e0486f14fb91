"""How people might write given strokes, and the features of many writings at once."""

from collections.abc import Sequence

import numpy as np

from handwriting.parts import Strokes
from kiosk.writing import strokes as features_of
from kiosk.writing.strokes import resample

__all__ = ["CAREFUL", "HURRIED", "features_of_many", "written"]

CAREFUL, HURRIED = 1, 2
_FORCES = {CAREFUL: 1.0, HURRIED: 1.6}
_MIDDLE = 500


def written(strokes: Strokes, chance: np.random.Generator, levels: Sequence[int]) -> list[Strokes]:
    """One writing for each level: turned, sheared, strokes moved and trembling.

    In a hurry some neighbours change places and some strokes are not lifted.
    """
    many = len(levels)
    force = np.array([_FORCES[level] for level in levels])
    turn = chance.normal(0, np.radians(4), many) * force
    shear = chance.normal(0, 0.06, many) * force
    wide = np.exp(chance.normal(0, 0.08, many) * force)
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    sheared = np.array([[wide, shear], [np.zeros(many), 1 / wide]])
    matrix = np.einsum("ijs,jks->ski", turned, sheared)
    moved = [_moved(stroke, chance, force[:, None, None]) for stroke in strokes]
    moved = [(stroke - _MIDDLE) @ matrix + _MIDDLE for stroke in moved]
    sheets = [[stroke[number] for stroke in moved] for number in range(many)]
    return [
        _hurried(sheet, chance) if level == HURRIED else sheet
        for sheet, level in zip(sheets, levels, strict=True)
    ]


def _moved(stroke: np.ndarray, chance: np.random.Generator, force: np.ndarray) -> np.ndarray:
    """(writings, points, 2): the stroke in other sizes and places, with a slow tremor."""
    many = len(force)
    even = resample(stroke, max(6, min(24, len(stroke) * 2)))
    middle = even.mean(axis=0)
    size = np.exp(chance.normal(0, 0.07, (many, 1, 2)) * force)
    even = (even - middle) * size + middle + chance.normal(0, 22, (many, 1, 2)) * force
    phase = chance.uniform(0, 2 * np.pi, (many, 1, 4))
    at = np.linspace(0, 1, even.shape[1])[None, :, None]
    slow, fast = chance.normal(0, 10, (2, many, 1, 2)) * force
    even = even + slow * np.sin(2 * np.pi * at + phase[..., :2])
    return np.asarray(even + fast * np.sin(4 * np.pi * at + phase[..., 2:]) * 0.6)


def _hurried(strokes: Strokes, chance: np.random.Generator) -> Strokes:
    order = list(strokes)
    for index in range(len(order) - 1):
        if chance.random() < 0.06:
            order[index], order[index + 1] = order[index + 1], order[index]
    joined: Strokes = []
    for stroke in order:
        if joined and chance.random() < 0.15:
            joined[-1] = np.concatenate([joined[-1], stroke])
        else:
            joined.append(stroke)
    return joined


def features_of_many(sheets: Sequence[Strokes]) -> np.ndarray:
    """(sheets, features): the same as `features` of each, a dozen times as fast.

    All strokes are laid end to end, so that each step is one call for all of them.
    """
    fitted = [features_of._fitted(sheet) for sheet in sheets]
    strokes = [stroke for sheet in fitted for stroke in sheet]
    starts = np.cumsum([0] + [len(stroke) for stroke in strokes])
    even, counts = _resampled(np.concatenate(strokes), starts)
    ends = np.cumsum(counts)
    inner = np.ones(len(even), bool)
    inner[ends - 1] = inner[ends - counts] = False
    inner &= np.repeat(counts > 4, counts)
    at = np.flatnonzero(inner)
    even[at] = (even[at - 1] + 2 * even[at] + even[at + 1]) / 4
    within = np.ones(len(even) - 1, bool)
    within[ends[:-1] - 1] = False
    places, moves = ((even[1:] + even[:-1]) / 2)[within], np.diff(even, axis=0)[within]
    of_sheet = np.cumsum([0] + [len(sheet) for sheet in fitted])
    borders = np.concatenate([[0], np.cumsum(counts - 1)])[of_sheet]
    return _histograms(places, moves, borders)


def _resampled(points: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every stroke at even distances of the features' step, and how many points each has."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    steps[starts[1:-1] - 1] = 1.0
    along = np.concatenate([[0.0], np.cumsum(steps)])
    first, last = along[starts[:-1]], along[starts[1:] - 1]
    counts = np.maximum(3, ((last - first) / features_of._STEP).astype(int) + 2)
    number = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    share = number / np.repeat(counts - 1, counts)
    at = np.repeat(first, counts) + share * np.repeat(last - first, counts)
    even = [np.interp(at, along, points[:, side]) for side in (0, 1)]
    return np.column_stack(even), counts


def _histograms(places: np.ndarray, moves: np.ndarray, borders: np.ndarray) -> np.ndarray:
    many, grid, directions = len(borders) - 1, features_of._GRID, features_of._DIRECTIONS
    length = np.hypot(*moves.T)
    angle = (np.arctan2(moves[:, 1], moves[:, 0]) / (2 * np.pi) * directions) % directions
    lower = np.floor(angle).astype(int) % directions
    share = angle - np.floor(angle)
    weights = np.zeros((len(length), directions))
    rows = np.arange(len(length))
    weights[rows, lower] += (1 - share) * length
    weights[rows, (lower + 1) % directions] += share * length
    across, down = features_of._soft(places[:, 0]), features_of._soft(places[:, 1])
    spread = (weights[:, :, None] * down[:, None, :]).reshape(len(length), -1)
    found = np.empty((many, directions * grid * grid), np.float32)
    for number in range(many):
        part = slice(borders[number], borders[number + 1])
        vector = np.sqrt((spread[part].T @ across[part]).ravel())
        found[number] = vector / np.linalg.norm(vector)
    return found
