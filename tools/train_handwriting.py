"""Train the handwriting model from stroke medians, and measure it.

    python tools/train_handwriting.py STROKES CHARACTERS OUT.npz

STROKES is the unpacked npm package `hanzi-writer-data` (a JSON file a character, field
`medians`: strokes of [x, y] with y up, 0-900), under the Arphic Public License. CHARACTERS is a
text file with the characters wanted; those without stroke data are listed and left out.

The medians are perturbed in writing style (rotation, shear, size and place of each stroke,
tremor, joined strokes, swapped order); a linear discriminant analysis of the direction
features (kiosk/writing/strokes.py) keeps 160 dimensions; the class means are stored as int8.
Needs numpy only. About eight minutes on two cores.
"""

import argparse
import json
import random
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from kiosk.writing.handwriting import Recogniser
from kiosk.writing.strokes import FEATURES, features, resample

_STYLES, _DIMENSIONS, _RIDGE = 28, 160, 0.05
_HELD_OUT_SEED = 7_000_000
_BLOCK = 127.0


def medians(folder: Path, character: str) -> list[np.ndarray]:
    """The strokes of a character, y down."""
    data = json.loads((folder / f"{character}.json").read_text(encoding="utf-8"))
    return [np.array([(x, 900 - y) for x, y in stroke], float) for stroke in data["medians"]]


def perturbed(
    strokes: list[np.ndarray], chance: np.random.Generator, level: int
) -> list[np.ndarray]:
    """As somebody might write it: level 1 careful, 2 in a hurry."""
    force = {1: 1.0, 2: 1.6}[level]
    turn, shear = chance.normal(0, np.radians(4 * force)), chance.normal(0, 0.06 * force)
    wide = np.exp(chance.normal(0, 0.08 * force))
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    matrix = matrix @ np.array([[wide, shear], [0, 1 / wide]])
    written = []
    for stroke in strokes:
        even = resample(stroke, max(6, min(24, len(stroke) * 2)))
        middle = even.mean(axis=0)
        even = (even - middle) * np.exp(chance.normal(0, 0.07 * force, 2)) + middle
        even = even + chance.normal(0, 22 * force, 2)
        phase = chance.uniform(0, 2 * np.pi, 4)
        at = np.linspace(0, 1, len(even))[:, None]
        wave = chance.normal(0, 10 * force, (2, 2))
        even = even + wave[0] * np.sin(2 * np.pi * at + phase[:2])
        even = even + wave[1] * np.sin(4 * np.pi * at + phase[2:]) * 0.6
        written.append((even - 500) @ matrix.T + 500)
    return _hurried(written, chance) if level == 2 else written


def _hurried(strokes: list[np.ndarray], chance: np.random.Generator) -> list[np.ndarray]:
    """Some neighbours change places, some strokes are not lifted."""
    order = list(strokes)
    for index in range(len(order) - 1):
        if chance.random() < 0.06:
            order[index], order[index + 1] = order[index + 1], order[index]
    joined: list[np.ndarray] = []
    for stroke in order:
        if joined and chance.random() < 0.15:
            joined[-1] = np.concatenate([joined[-1], stroke])
        else:
            joined.append(stroke)
    return joined


def samples(folder: Path, item: tuple[int, str], *, count: int, seed: int) -> np.ndarray:
    """Feature vectors of one character: as it stands, then perturbed in both levels."""
    index, character = item
    chance = np.random.default_rng(seed + index)
    strokes = medians(folder, character)
    found = [features(strokes)]
    found += [features(perturbed(strokes, chance, 1 + number % 2)) for number in range(count - 1)]
    return np.array(found, np.float32)


def train(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Centre, projection and class means by linear discriminant analysis."""
    means = vectors.mean(axis=1)
    within = np.zeros((FEATURES, FEATURES))
    for start in range(0, len(vectors), 200):
        part = vectors[start : start + 200]
        apart = (part - means[start : start + 200, None]).reshape(-1, FEATURES).astype(float)
        within += apart.T @ apart
    within /= len(vectors) * (vectors.shape[1] - 1)
    within += np.eye(FEATURES) * np.trace(within) / FEATURES * _RIDGE
    between = np.cov(means.T.astype(float))
    values, axes = np.linalg.eigh(within)
    whiten = axes / np.sqrt(values)
    _values, directions = np.linalg.eigh(whiten.T @ between @ whiten)
    projection = (whiten @ directions[:, ::-1][:, :_DIMENSIONS]).astype(np.float32)
    centre = means.mean(axis=0)
    return centre, projection, (means - centre) @ projection


def rates(model: str, folder: Path, characters: str, level: int, workers: int) -> list[float]:
    """Share of right answers among the first 1, 5 and 10, on writing held out of the training."""
    chosen = random.Random(1).sample(list(enumerate(characters)), min(3000, len(characters)))  # noqa: S311 (a sample)
    parts = [chosen[start::workers] for start in range(workers)]
    with ProcessPoolExecutor(workers) as pool:
        found = pool.map(partial(_ranks, model, folder, level), parts)
        ranks = [rank for part in found for rank in part]
    return [sum(rank < top for rank in ranks) / len(ranks) for top in (1, 5, 10)]


def _ranks(model: str, folder: Path, level: int, items: list[tuple[int, str]]) -> list[int]:
    recogniser = recogniser_of(Path(model))
    ranks = []
    for index, character in items:
        chance = np.random.default_rng(_HELD_OUT_SEED + level * 100_000 + index)
        written = perturbed(medians(folder, character), chance, level)
        best = [item.character for item in recogniser.best(written, 10)]
        ranks.append(best.index(character) if character in best else 99)
    return ranks


def recogniser_of(path: Path) -> "Recogniser":
    """The model just written, through the very class of the program."""
    with np.load(path) as model:
        return Recogniser(
            str(model["characters"]),
            model["centre"].astype(np.float32),
            model["projection"].astype(np.float32),
            model["means"].astype(np.float32) * model["scale"].astype(np.float32) / _BLOCK,
        )


def main() -> None:
    """Train, write, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("strokes", type=Path)
    parser.add_argument("characters", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    wanted = dict.fromkeys(given.characters.read_text(encoding="utf-8").split())
    wanted = dict.fromkeys("".join(wanted))
    known = "".join(c for c in wanted if (given.strokes / f"{c}.json").exists())
    print(f"{len(known)} characters, {len(wanted) - len(known)} without stroke data")
    with ProcessPoolExecutor(given.workers) as pool:
        work = partial(samples, given.strokes, count=_STYLES, seed=0)
        vectors = np.array(list(pool.map(work, enumerate(known), chunksize=50)))
    centre, projection, means = train(vectors)
    scale = np.abs(means).max(axis=0)
    np.savez_compressed(
        given.out,
        characters=np.array(known),
        centre=centre.astype(np.float16),
        projection=projection.astype(np.float16),
        means=np.round(means / scale * _BLOCK).astype(np.int8),
        scale=scale.astype(np.float32),
    )
    print(f"{given.out}: {given.out.stat().st_size / 1e6:.2f} MB")
    for level in (1, 2):
        top = rates(str(given.out), given.strokes, known, level, given.workers)
        print(f"level {level}: top-1 {top[0]:.1%}, top-5 {top[1]:.1%}, top-10 {top[2]:.1%}")


if __name__ == "__main__":
    main()
