"""Which character was written: nearest class means after linear discriminant analysis."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kiosk.assets import asset_path
from kiosk.writing.strokes import clean, features

__all__ = ["Candidate", "Recogniser"]

_BLOCK = 127.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A character; `distance` grows with the difference, in the model's unit."""

    character: str
    distance: float


class Recogniser:
    """Holds the model: `projection` (features, dimensions), `means` (characters, dimensions)."""

    def __init__(
        self,
        characters: str,
        centre: NDArray[np.float32],
        projection: NDArray[np.float32],
        means: NDArray[np.float32],
    ) -> None:
        self.characters = characters
        self._centre, self._projection, self._means = centre, projection, means
        self._squares = (means**2).sum(axis=1)

    @classmethod
    def load(cls) -> "Recogniser":
        """The model of the program, read once."""
        return _load()

    def best(
        self, strokes: Sequence[Sequence[Sequence[float]]], count: int = 10
    ) -> list[Candidate]:
        """The likeliest characters, the best one first; none for an empty sheet.

        Args:
            strokes: each a sequence of (x, y), y down, in any unit, in the order written.
            count: how many candidates.
        """
        vector = features(clean(strokes))
        if not vector.any():
            return []
        point = (vector - self._centre) @ self._projection
        distances = self._squares - 2 * (self._means @ point)
        count = min(count, len(distances))
        nearest = np.argpartition(distances, count - 1)[:count]
        ordered = nearest[np.argsort(distances[nearest], kind="stable")]
        offset = float(point @ point)
        return [
            Candidate(self.characters[index], float(distances[index]) + offset) for index in ordered
        ]


@cache
def _load() -> Recogniser:
    with np.load(asset_path("writing", "handwriting.npz")) as model:
        scale = model["scale"].astype(np.float32)
        return Recogniser(
            str(model["characters"]),
            model["centre"].astype(np.float32),
            model["projection"].astype(np.float32),
            model["means"].astype(np.float32) * scale / _BLOCK,
        )
