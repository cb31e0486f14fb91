"""The recogniser: right where it must be, calm whatever is drawn.

medians.json holds stroke medians of some common characters from Make Me a Hanzi (Arphic Public
License, assets/writing/ARPHICPL.txt), y up, 0-900.
"""

import json
import math
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QApplication

from kiosk.assets import asset_path
from kiosk.writing.handwriting import Recogniser

RECOGNISER = Recogniser.load()
MEDIANS = {
    character: [[(x, 900 - y) for x, y in stroke] for stroke in strokes]
    for character, strokes in json.loads(
        (Path(__file__).parent / "medians.json").read_text(encoding="utf-8")
    ).items()
}


def shaken(strokes: list[list[tuple[float, float]]], seed: int) -> list[list[tuple[float, float]]]:
    """Another hand: turned a little, each stroke moved, trembling."""
    chance = np.random.default_rng(seed)
    turn = chance.normal(0, math.radians(5))
    matrix = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    written = []
    for stroke in strokes:
        points = np.array(stroke, float) @ matrix.T
        points = points + chance.normal(0, 18, 2) + chance.normal(0, 5, points.shape)
        written.append([(float(x), float(y)) for x, y in points])
    return written


def test_clean_writing_comes_first() -> None:
    wrong = [c for c in MEDIANS if RECOGNISER.best(MEDIANS[c])[0].character != c]
    assert len(wrong) <= len(MEDIANS) * 0.03, wrong


def test_shaken_writing_is_among_ten() -> None:
    ranks = []
    for seed, (character, strokes) in enumerate(MEDIANS.items()):
        best = [item.character for item in RECOGNISER.best(shaken(strokes, seed))]
        ranks.append(best.index(character) if character in best else 10)
    assert sum(rank < 10 for rank in ranks) >= len(ranks) * 0.97
    assert sum(rank < 1 for rank in ranks) >= len(ranks) * 0.85


@pytest.mark.parametrize("factor", [0.01, 0.3, 7.0])
def test_size_and_place_do_not_matter(factor: float) -> None:
    for character in "村李张":
        moved = [[(x * factor + 400, y * factor - 90) for x, y in s] for s in MEDIANS[character]]
        assert RECOGNISER.best(moved)[0].character == character


def test_empty_sheets() -> None:
    assert RECOGNISER.best([]) == []
    assert RECOGNISER.best([[]]) == []
    assert RECOGNISER.best([[(math.nan, 1.0)]]) == []
    assert RECOGNISER.best([[(3.0, 4.0)]]) == []


points = st.tuples(st.floats(), st.floats())


@given(st.lists(st.lists(points, max_size=30), max_size=12), st.integers(1, 40))
def test_any_scribble(strokes: list[list[tuple[float, float]]], count: int) -> None:
    found = RECOGNISER.best(strokes, count)
    assert len(found) in {0, count}
    assert [item.distance for item in found] == sorted(item.distance for item in found)
    assert len({item.character for item in found}) == len(found)


def test_it_is_fast_enough_for_a_finger() -> None:
    strokes = MEDIANS["镇"]
    times = []
    for _run in range(15):
        began = time.perf_counter()
        RECOGNISER.best(strokes)
        times.append(time.perf_counter() - began)
    assert sorted(times)[len(times) // 2] < 0.05


def test_all_common_characters_are_known() -> None:
    common = {
        bytes([row, cell]).decode("gb2312")
        for row in range(0xB0, 0xD7)
        for cell in range(0xA1, 0xFF)
    }
    assert common <= set(RECOGNISER.characters)


def test_all_standard_characters_are_known() -> None:
    text = (Path(__file__).parents[2] / "tools/handwriting/characters.txt").read_text("utf-8")
    standard = "".join(text.partition("\n\n")[0].split())
    assert len(set(standard)) == 8_105
    assert set(standard) <= set(RECOGNISER.characters)
    assert len(set(RECOGNISER.characters)) == len(RECOGNISER.characters)


def test_the_fonts_of_the_program_draw_every_character_it_knows(qapp: QApplication) -> None:
    for name in ("NotoSansSC_500Medium.ttf", "NotoSansSC_700Bold.ttf"):
        font = QRawFont(str(asset_path("fonts", name)), 40)
        assert font.isValid()
        assert [c for c in RECOGNISER.characters if not font.supportsCharacter(ord(c))] == []
        # It says no where there is no picture.
        assert not font.supportsCharacter(0x2FFFD)


def test_the_model_stays_small() -> None:
    assert asset_path("writing", "handwriting.npz").stat().st_size < 2_600_000
