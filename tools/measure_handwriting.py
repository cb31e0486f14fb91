"""Measure the handwriting model on strokes it has never seen: KanjiVG (CC BY-SA 3.0).

    python tools/measure_handwriting.py KANJIVG.whl [--fused] [--only FOLDER]

KANJIVG is any zip file with KanjiVG's pictures (`…/0XXXX.svg`), for instance the wheel of the
package `kanjivg`. Its strokes were drawn by other hands, after Japanese models; only characters
that the model knows are asked for; with --only those that have a file in FOLDER, such as the
composed ones. Nothing of it goes into the model.
"""

import argparse
import re
import statistics
import time
import zipfile
from pathlib import Path

import numpy as np

from kiosk.writing.fusion import candidates_of
from kiosk.writing.handwriting import Recogniser
from kiosk.writing.zinnia import Zinnia

_PICTURE = re.compile(r"/0([0-9a-f]{4})\.svg$")
_PATH = re.compile(r'<path[^>]* d="([^"]+)"')
_TOKEN = re.compile(r"[-+]?(?:\d*\.\d+|\d+)(?:e[-+]?\d+)?|[MmCcSs]")
_STEPS = np.linspace(0, 1, 9)[1:]


def points_of(path: str) -> list[np.ndarray]:
    """A path of moves and cubic curves as points."""
    tokens = iter(_TOKEN.findall(path))
    points: list[np.ndarray] = []
    here, handle, command = np.zeros(2), None, ""
    pending: list[float] = []
    sizes = {"M": 2, "C": 6, "S": 4}
    for token in tokens:
        if token.isalpha():
            command, pending = token, []
            continue
        pending.append(float(token))
        if len(pending) < sizes[command.upper()]:
            continue
        given = np.array(pending).reshape(-1, 2) + (here if command.islower() else 0)
        pending = []
        if command in "Mm":
            here, handle = given[0], None
            points.append(here)
            continue
        if command in "Ss":
            mirrored = here if handle is None else 2 * here - handle
            given = np.vstack([mirrored, given])
        first, second, end = given
        points += [
            (1 - t) ** 3 * here
            + 3 * (1 - t) ** 2 * t * first
            + 3 * (1 - t) * t**2 * second
            + t**3 * end
            for t in _STEPS
        ]
        here, handle = end, second
    return points


def main() -> None:
    """Ask for every shared character and print the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kanjivg", type=Path)
    parser.add_argument("--fused", action="store_true", help="with libzinnia's second opinion")
    parser.add_argument("--only", type=Path, metavar="FOLDER", help="characters with a file there")
    given = parser.parse_args()
    recogniser = Recogniser.load()
    if given.fused and Zinnia.open() is None:
        parser.error("libzinnia or its model is not installed")
    known = set(recogniser.characters)
    if given.only:
        known &= {path.stem for path in given.only.glob("?.json")}
    ranks, times = [], []
    with zipfile.ZipFile(given.kanjivg) as pictures:
        for name in pictures.namelist():
            found = _PICTURE.search(name)
            character = chr(int(found.group(1), 16)) if found else ""
            if character not in known:
                continue
            strokes = [points_of(path) for path in _PATH.findall(pictures.read(name).decode())]
            began = time.perf_counter()
            best = [item.character for item in recogniser.best(strokes)]
            if given.fused:
                best = list(candidates_of(strokes, len(best)))
            times.append(time.perf_counter() - began)
            ranks.append(best.index(character) if character in best else len(best))
    for top in (1, 5, 10):
        print(f"top-{top}: {sum(rank < top for rank in ranks) / len(ranks):.1%}")
    print(f"{len(ranks)} characters, median {statistics.median(times) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
