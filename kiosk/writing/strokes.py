"""Strokes as a vector of directions: what the recogniser compares.

Each stroke is resampled evenly and smoothed; every little piece of it adds its length to the two
nearest of eight directions, spread softly over an 8 × 8 grid. The same vector was computed for
the training strokes, so a change here needs a new model (tools/train_handwriting.py).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEATURES", "Points", "clean", "features", "resample"]

Points = NDArray[np.float64]
"""One stroke: (points, 2), x to the right, y down, any unit."""
_GRID, _DIRECTIONS = 8, 8
FEATURES = _GRID * _GRID * _DIRECTIONS
_STEP, _BLUR = 0.03, 0.8
# Below this ratio of the sides a character is a line (一, 丨) and keeps its shape.
_LINE = 0.12
_TINY = 1e-9
_MOST_POINTS = 4_000


def clean(strokes: Sequence[Sequence[Sequence[float]]]) -> list[Points]:
    """Finite points only; strokes without any are left out, endless ones are thinned."""
    kept = []
    for stroke in strokes:
        points = np.asarray([tuple(point)[:2] for point in stroke], dtype=np.float64)
        if points.size == 0 or points.ndim != 2 or points.shape[1] != 2:
            continue
        points = points[np.isfinite(points).all(axis=1) & (np.abs(points) < 1e12).all(axis=1)]
        if len(points):
            every = -(-len(points) // _MOST_POINTS)
            kept.append(points[::every])
    return kept


def resample(points: Points, count: int) -> Points:
    """The stroke as `count` points at equal distances."""
    if len(points) == 1:
        return np.repeat(points, count, axis=0)
    steps = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    if along[-1] <= _TINY:
        return np.repeat(points[:1], count, axis=0)
    at = np.linspace(0, along[-1], count)
    return np.column_stack([np.interp(at, along, points[:, 0]), np.interp(at, along, points[:, 1])])


def features(strokes: Sequence[Points]) -> NDArray[np.float32]:
    """A unit vector of length `FEATURES`; zeros where there is nothing to see."""
    if not strokes:
        return np.zeros(FEATURES, np.float32)
    pieces = np.concatenate([_pieces(stroke) for stroke in _fitted(strokes)])
    length = np.hypot(pieces[:, 2], pieces[:, 3])
    pieces, length = pieces[length > _TINY], length[length > _TINY]
    if not len(length):
        return np.zeros(FEATURES, np.float32)
    angle = (np.arctan2(pieces[:, 3], pieces[:, 2]) / (2 * np.pi) * _DIRECTIONS) % _DIRECTIONS
    lower = np.floor(angle).astype(int) % _DIRECTIONS
    share = angle - np.floor(angle)
    rows = np.arange(len(length))
    weights = np.zeros((len(length), _DIRECTIONS))
    weights[rows, lower] += (1 - share) * length
    weights[rows, (lower + 1) % _DIRECTIONS] += share * length
    across, down = _soft(pieces[:, 0]), _soft(pieces[:, 1])
    histogram = np.einsum("nd,ny,nx->dyx", weights, down, across, optimize=True)
    vector = np.sqrt(histogram.ravel())
    unit: NDArray[np.float32] = (vector / np.linalg.norm(vector)).astype(np.float32)
    return unit


def _fitted(strokes: Sequence[Points]) -> list[Points]:
    """Moved into the unit square; a narrow character is widened a little, a line is not."""
    points = np.concatenate(strokes)
    low = points.min(axis=0)
    width, height = points.max(axis=0) - low
    longest = max(width, height, _TINY)
    ratio = min(width, height) / longest
    if ratio < _LINE:
        scale = np.array([1 / longest, 1 / longest])
    else:
        short = np.sqrt(np.sin(np.pi / 2 * ratio))
        scale = np.array(
            [
                (1.0 if width >= height else short) / max(width, _TINY),
                (1.0 if height > width else short) / max(height, _TINY),
            ]
        )
    middle = low + np.array([width, height]) / 2
    return [(stroke - middle) * scale + 0.5 for stroke in strokes]


def _pieces(stroke: Points) -> Points:
    """(n, 4): middle and direction of each little piece."""
    length = float(np.hypot(*np.diff(stroke, axis=0).T).sum()) if len(stroke) > 1 else 0.0
    count = max(3, int(length / _STEP) + 2)
    even = resample(stroke, count)
    if count > 4:
        even[1:-1] = (even[:-2] + 2 * even[1:-1] + even[2:]) / 4
    return np.column_stack([(even[1:] + even[:-1]) / 2, np.diff(even, axis=0)])


def _soft(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much each grid line gets of a position."""
    lines = np.arange(_GRID)
    distance = positions[:, None] * _GRID - 0.5 - lines
    return np.asarray(np.exp(-(distance**2) / (2 * _BLUR**2)))
