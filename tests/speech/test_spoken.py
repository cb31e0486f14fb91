"""Which clips say a text."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.speech.calls import called
from kiosk.speech.readings import Readings, with_sandhi
from kiosk.speech.spoken import Pause, Say, spoken

READINGS = Readings(
    {"长": "chang2", "大": "da4", "沙": "sha1", "你": "ni3", "好": "hao3", "天": "tian1"},
    {"长大": ("zhang3", "da4")},
)


def keys(text: str, *phrases: str) -> list[str]:
    known = {phrase: phrase for phrase in phrases}
    pieces = spoken(text, known, READINGS)
    return [piece.key if isinstance(piece, Say) else str(piece.ms) for piece in pieces]


def test_longest_phrase_wins() -> None:
    assert keys("今天有28个活", "今天", "今天有", "二十八", "二十", "八", "个活") == [
        "今天有",
        "二十八",
        "个活",
    ]


def test_fewer_pieces_win_over_a_long_first_one() -> None:
    assert keys("请到服务台来", "请到", "服务台来", "请到服", "务", "台", "来") == [
        "请到",
        "服务台来",
    ]


def test_a_sentence_with_its_pauses_is_one_clip() -> None:
    assert keys("先谈，谈好再点。", "先谈，谈好再点", "先谈") == ["先谈，谈好再点"]


def test_punctuation_pauses() -> None:
    assert keys("你好。你好，你好", "你好") == ["你好", "350", "你好", "180", "你好"]


def test_money_is_said_with_its_unit() -> None:
    assert keys("260 元/天", "二百", "六十", "元一天") == ["二百", "六十", "元一天"]


def test_unknown_words_are_syllables() -> None:
    assert keys("长沙长大你好") == ["chang2", "sha1", "zhang3", "da4", "ni2", "hao3"]


def test_what_has_no_reading_is_passed_over() -> None:
    assert keys("你X㐀好", "X") == ["ni3", "X", "hao3"]
    assert keys("\u3400") == []


def test_sandhi() -> None:
    assert with_sandhi(["bu4", "shi4"]) == ("bu2", "shi4")
    assert with_sandhi(["yi1", "ge4"]) == ("yi2", "ge4")
    assert with_sandhi(["yi1", "tian1"]) == ("yi4", "tian1")
    assert with_sandhi(["hao3", "de5"]) == ("hao3", "de5")


def test_called_twice() -> None:
    said = called("A037", "B 区 3 号桌")
    assert said.count("A037 号，请到 B 区 3 号桌") == 2
    texts = keys(said, "A", "零", "三", "七", "号", "请到", "B区", "三号桌")
    once = ["A", "零", "三", "七", "号", "180", "请到", "B区", "三号桌"]
    assert texts == [*once, "350", *once]


@given(
    st.text(alphabet="长大沙你好天，。", max_size=25), st.sets(st.text("长大沙你好天", min_size=1))
)
def test_nothing_is_lost_and_nothing_said_twice(text: str, phrases: set[str]) -> None:
    pieces = spoken(text, {phrase: phrase for phrase in phrases}, READINGS)
    alone = spoken(text, {}, READINGS)
    assert [p for p in pieces if isinstance(p, Pause)] == [p for p in alone if isinstance(p, Pause)]
    characters = sum(len(p.text) if p.key in phrases else 1 for p in pieces if isinstance(p, Say))
    assert characters == sum(isinstance(p, Say) for p in alone)
