"""Characters composed from parts of others: the recogniser, which learnt their real strokes,
knows them; and what the training needs says the same as what the program does.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from kiosk.writing.handwriting import Recogniser
from kiosk.writing.strokes import features

TOOLS = Path(__file__).parents[2] / "tools"
KNOWN = {
    character: [np.array([(x, 900 - y) for x, y in stroke], float) for stroke in strokes]
    for character, strokes in json.loads(
        (Path(__file__).parent / "medians.json").read_text(encoding="utf-8")
    ).items()
}
# Enough to cut 氵 out of 泥, 木 out of 村, 钅 out of 镇, 辶 out of 运.
CJK_DECOMP = """module.exports = `村:a(木,寸)
泥:a(氵,尼)
镇:a(钅,真)
运:sbl(辶,云)
地:a(土,也)
肚:a(月,土)
红:a(纟,工)
问:st(门,口)
贺:d(37100,贝)
李:d(木,子)
江:a(氵,工)
汪:a(氵,王)
杜:a(木,土)
杠:a(木,工)
钍:a(钅,土)
闪:st(门,人)
迺:sbl(辶,西)
池:a(氵,也)
森:r3tr(木)
圭:rd(土)
桂:a(木,圭)
鑫:r3tr(金)
`
"""


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TOOLS))


@pytest.fixture
def composer(tmp_path: Path):
    from handwriting.composing import Composer
    from handwriting.decompositions import read_decompositions
    from handwriting.parts import Parts

    path = tmp_path / "cjk-decomp.txt.js"
    path.write_text(CJK_DECOMP, encoding="utf-8")
    table = read_decompositions(path)
    return Composer(Parts(KNOWN, table), table)


@pytest.mark.parametrize("character", "江汪杜杠钍闪池")
def test_a_composed_character_is_recognised(composer, character: str) -> None:
    for variant in range(3):
        strokes = composer.strokes(character, variant)
        assert character in [item.character for item in Recogniser.load().best(strokes, 10)]


def test_strokes_come_in_the_order_of_writing(composer) -> None:
    # 辶 is written after what stands on it, 门 before what stands in it.
    assert len(composer.strokes("迺")) == len(KNOWN["西"]) + 3
    last, first = composer.strokes("迺")[-1], composer.strokes("闪")[0]
    assert last[-1][0] - last[0][0] > 400
    assert len(first) == len(KNOWN["门"][0])


def test_a_part_that_nobody_has_is_named(composer) -> None:
    from handwriting.composing import Incomposable

    with pytest.raises(Incomposable, match="金"):
        composer.strokes("鑫")


def test_a_wrong_cut_is_thrown_away() -> None:
    from handwriting.parts import Parts

    # The last four strokes of 镇 are said to be 木: they are not like the 木 of the others.
    table = {"镇": ("⿰", ("牜", "木")), "林": ("⿰", ("木", "木"))}
    forest = [stroke * (0.5, 1) for stroke in KNOWN["木"]]
    forest += [stroke * (0.5, 1) + (500, 0) for stroke in KNOWN["木"]]
    parts = Parts({"镇": KNOWN["镇"], "木": KNOWN["木"], "林": forest}, table)
    assert {cut.character for cut in parts.cuts["木"]} == {"木", "林"}


def test_the_table_of_sequences_fits_the_characters_wanted(tmp_path: Path) -> None:
    from handwriting.decompositions import read_decompositions

    path = tmp_path / "none.js"
    path.write_text("", encoding="utf-8")
    table = read_decompositions(path)
    wanted = (TOOLS / "handwriting" / "characters.txt").read_text(encoding="utf-8")
    named = {name for name in table if len(name) == 1}
    assert len(named) > 110
    assert named <= set(wanted)
    assert all(len(parts) >= 2 for _operator, parts in table.values())


def test_many_writings_have_the_features_of_each() -> None:
    from handwriting.styles import CAREFUL, HURRIED, features_of_many, written

    chance = np.random.default_rng(5)
    for character in "一丨镇漆八":
        sheets = written(KNOWN[character], chance, [CAREFUL, HURRIED] * 4)
        each = np.array([features(sheet) for sheet in sheets])
        assert np.allclose(features_of_many(sheets), each, atol=1e-6)
