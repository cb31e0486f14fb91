"""Train the handwriting model from stroke medians, and measure it.

    python tools/train_handwriting.py STROKES CHARACTERS OUT.npz --composed FOLDER --again FOLDER

STROKES is the unpacked npm package `hanzi-writer-data` (a JSON file a character, field
`medians`: strokes of [x, y] with y up, 0-900), under the Arphic Public License. CHARACTERS is a
text file with the characters wanted; those without strokes in STROKES or in the folder of
`--composed` are listed and left out. Both folders come from tools/compose_strokes.py.

The medians are perturbed in writing style (rotation, shear, size and place of each stroke,
tremor, joined strokes, swapped order); a linear discriminant analysis of the direction
features (kiosk/writing/strokes.py) keeps 160 dimensions; the class means are stored as int8.
With `--again` a second model, which is not kept, learns a sample of the characters from their
composed strokes alone, and is asked for their real ones: so good are composed characters.
Needs numpy only. A few minutes on two cores.
"""

import argparse
import random
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from handwriting.parts import Strokes
from handwriting.stroke_files import read_strokes
from handwriting.styles import CAREFUL, HURRIED, features_of_many, written

from kiosk.writing.handwriting import Recogniser
from kiosk.writing.strokes import FEATURES

_STYLES, _DIMENSIONS, _RIDGE = 28, 160, 0.05
_HELD_OUT_SEED = 7_000_000
_MEASURED, _AGAIN = 3000, 1239
_BLOCK = 127.0
_LEVELS = {CAREFUL: "careful", HURRIED: "hurried"}

Sources = Mapping[str, Path]
"""The file that holds the strokes of each character."""


def samples(item: tuple[str, Path]) -> np.ndarray:
    """Feature vectors of one character: as it stands, then perturbed in both levels."""
    character, path = item
    chance = np.random.default_rng(ord(character))
    variants = read_strokes(path)
    sheets: list[Strokes] = list(variants)
    share = -(-(_STYLES - len(sheets)) // len(variants))
    for strokes in variants:
        levels = [CAREFUL + number % 2 for number in range(share)]
        sheets += written(strokes, chance, levels)
    return features_of_many(sheets[:_STYLES])


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


def write(out: Path, characters: str, vectors: np.ndarray) -> None:
    """Train on the vectors and store the model."""
    centre, projection, means = train(vectors)
    scale = np.abs(means).max(axis=0)
    with out.open("wb") as file:
        np.savez_compressed(
            file,
            characters=np.array(characters),
            centre=centre.astype(np.float16),
            projection=projection.astype(np.float16),
            means=np.round(means / scale * _BLOCK).astype(np.int8),
            scale=scale.astype(np.float32),
        )


def report(title: str, model: Path, asked: Sources, pool: ProcessPoolExecutor) -> None:
    """Share of right answers among the first 1, 5 and 10, on writing held out of the training."""
    items = list(asked.items())
    parts = [items[start::20] for start in range(20)]
    for level, name in _LEVELS.items():
        ranks = [rank for part in pool.map(partial(_ranks, model, level), parts) for rank in part]
        found = [f"{sum(rank < top for rank in ranks) / len(ranks):.1%}" for top in (1, 5, 10)]
        print(f"{title}, {name}, {len(ranks)} characters: top-1/5/10 {' / '.join(found)}")


def _ranks(model: Path, level: int, items: Sequence[tuple[str, Path]]) -> list[int]:
    recogniser = recogniser_of(model)
    ranks = []
    for character, path in items:
        chance = np.random.default_rng(_HELD_OUT_SEED + level * 2_000_000 + ord(character))
        sheet = written(read_strokes(path)[0], chance, [level])[0]
        best = [item.character for item in recogniser.best(sheet, 10)]
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


def sources_of(folders: Sequence[Path], wanted: Sequence[str]) -> dict[str, Path]:
    """Where the strokes of each wanted character are; the first folder that has it counts."""
    found = {}
    for character in wanted:
        paths = [folder / f"{character}.json" for folder in folders]
        path = next((path for path in paths if path.exists()), None)
        if path is not None:
            found[character] = path
    return found


def sample_of(sources: Sources, most: int) -> dict[str, Path]:
    """The same ones each time."""
    chosen = random.Random(1).sample(sorted(sources), min(most, len(sources)))  # noqa: S311 (a sample)
    return {character: sources[character] for character in chosen}


def main() -> None:
    """Train, write, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("strokes", type=Path)
    parser.add_argument("characters", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--composed", type=Path, help="strokes of characters that STROKES lacks")
    parser.add_argument("--again", type=Path, help="composed strokes of those that it has")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    wanted = "".join(dict.fromkeys("".join(given.characters.read_text("utf-8").split())))
    real = sources_of([given.strokes], wanted)
    sources = sources_of([given.strokes, *filter(None, [given.composed])], wanted)
    print(f"{len(real)} characters, {len(sources) - len(real)} composed")
    print(f"without strokes: {''.join(c for c in wanted if c not in sources) or 'none'}")
    with ProcessPoolExecutor(given.workers) as pool:
        vectors = np.array(list(pool.map(samples, sources.items(), chunksize=50)))
        write(given.out, "".join(sources), vectors)
        print(f"{given.out}: {given.out.stat().st_size / 1e6:.2f} MB")
        report("real strokes", given.out, sample_of(real, _MEASURED), pool)
        if given.again:
            learnt = sample_of(sources_of([given.again], list(real)), _AGAIN)
            row = {character: number for number, character in enumerate(sources)}
            found = pool.map(samples, learnt.items(), chunksize=50)
            for character, again in zip(learnt, found, strict=True):
                vectors[row[character]] = again
            with tempfile.TemporaryDirectory() as folder:
                model = Path(folder) / "again.npz"
                write(model, "".join(sources), vectors)
                asked = {character: real[character] for character in learnt}
                report("learnt from composed strokes", model, asked, pool)


if __name__ == "__main__":
    main()
