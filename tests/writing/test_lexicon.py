"""The pinyin lexicon: every reading is there, words of the hall come first."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalog import regions, trades
from kiosk.ui.public.writing_presenter import _MOST_WORDS
from kiosk.writing.pinyin import Lexicon, common_surnames

LEXICON = Lexicon.load()


@pytest.mark.parametrize(
    ("letters", "word"),
    [
        ("wang", "王"),
        ("qin", "覃"),
        ("tan", "覃"),
        ("shan", "单"),
        ("dan", "单"),
        ("zeng", "曾"),
        ("lv", "吕"),
        ("changsha", "长沙"),
        ("yuhuaqu", "雨花区"),
        ("yuhua", "雨花"),
        ("banyun", "搬运"),
        ("gaoqiao", "高桥"),
        ("jihe", "集合"),
    ],
)
def test_reading(letters: str, word: str) -> None:
    assert word in LEXICON.candidates(letters)


@pytest.mark.parametrize("word", ["长沙", "工地", "瓷砖"])
def test_own_words_come_first(word: str) -> None:
    letters = {"长沙": "changsha", "工地": "gongdi", "瓷砖": "cizhuan"}[word]
    assert LEXICON.candidates(letters)[0] == word


def test_begun_words() -> None:
    assert "长沙" in LEXICON.candidates("changsh")
    assert any(word.startswith("张") for word in LEXICON.candidates("zhangj"))


def test_an_initial_gives_something() -> None:
    for letter in "abcdefghjklmnopqrstwxyz":
        assert LEXICON.candidates(letter), letter


@pytest.mark.parametrize("letters", ["", "12", "王", "a b", "q!", "；"])
def test_other_signs_give_nothing(letters: str) -> None:
    assert LEXICON.candidates(letters) == []


@given(st.text(max_size=40))
def test_any_text(letters: str) -> None:
    found = LEXICON.candidates(letters)
    assert len(found) <= 30
    assert len(set(found)) == len(found)


@given(st.lists(st.sampled_from(sorted(LEXICON.syllables)), min_size=1, max_size=4))
def test_syllables_always_give_characters(syllables: list[str]) -> None:
    assert LEXICON.candidates("".join(syllables))


def test_every_standard_character_has_a_reading_that_finds_it() -> None:
    text = (Path(__file__).parents[2] / "tools/handwriting/characters.txt").read_text("utf-8")
    standard = "".join(text.partition("\n\n")[0].split())
    assert len(set(standard)) == 8_105
    # As many as the screen asks for, page by page.
    found = {
        word for reading in LEXICON.syllables for word in LEXICON.candidates(reading, _MOST_WORDS)
    }
    assert set(standard) <= found


def test_surnames() -> None:
    surnames = common_surnames()
    assert surnames[:3] == ("王", "李", "张")
    assert len(surnames) == len(set(surnames)) >= 150
    assert "欧阳" in surnames
    for name in surnames:
        assert all("一" <= character <= "鿿" for character in name)


def test_trades_and_counties_can_be_written() -> None:
    known = {word for words in LEXICON._words.values() for word in words}
    for trade in trades().values():
        for part in trade.name.split("/"):
            assert part in known, part
    for region in regions().values():
        assert region.name in known, region.name
