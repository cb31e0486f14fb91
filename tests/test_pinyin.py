"""Pinyin with all readings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.pinyin import is_pinyin, matches, readings

NAMES = ["覃建国", "单秀英", "欧阳志强", "张三", "吕布", "曾小军", "长孙无忌", "Li Si"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("qin", "覃伟"), ("tan", "覃伟"), ("tanwei", "覃伟"), ("tw", "覃伟"), ("qw", "覃伟"),
        ("tanw", "覃伟"), ("wei", "覃伟"), ("TAN WEI", "覃伟"), ("shan", "单雄"), ("dan", "单雄"),
        ("sx", "单雄"), ("zs", "张三"), ("zhs", "张三"), ("zhangs", "张三"), ("z", "张三"),
        ("lv", "吕布"), ("lu", "吕布"), ("lü", "吕布"), ("lyub", "吕布"), ("xian", "西安"),
        ("xi'an", "西安"), ("oyzq", "欧阳志强"), ("zeng", "曾小军"), ("ceng", "曾小军"),
        ("chang", "长孙"), ("zhang", "长孙"), ("sanji", "张三ji"),
    ],
)  # fmt: skip
def test_found(query, name):
    assert matches(query, name)


@pytest.mark.parametrize(
    ("query", "name"),
    [("wang", "覃伟"), ("tanweii", "覃伟"), ("wt", "覃伟"), ("", "张三"), ("a1", "张三"),
     ("zss", "张三"), ("z", ""), ("x" * 41, "张三"), ("tan", "?!")],
)  # fmt: skip
def test_not_found(query, name):
    assert not matches(query, name)


def test_every_common_character_has_a_reading():
    assert {character for name in NAMES for character in name if not readings(character)} <= {" "}
    assert set(readings("单")) >= {"dan", "shan", "chan"}
    assert set(readings("行")) >= {"xing", "hang"}
    gb2312 = [
        bytes((high, low)).decode("gb2312")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
        if (high, low) < (0xD7, 0xFA) or (high, low) >= (0xD8, 0xA1)
    ]
    assert [character for character in gb2312 if not readings(character)] == []


common = st.sampled_from("张王李赵覃单曾解查区仇朴乐吕欧阳建国秀英志强桂兰军长行重")


@given(st.text(common, min_size=1, max_size=4), st.data())
def test_any_choice_of_readings_and_initials_finds_the_name(name, data):
    parts = []
    for character in name:
        reading = data.draw(st.sampled_from(readings(character)))
        parts.append(data.draw(st.sampled_from([reading, reading[0]])))
    query = "".join(parts)
    assert matches(query, name)
    assert matches(query.upper(), name)
    assert matches(query[: data.draw(st.integers(1, len(query)))], name)


@given(st.text(max_size=30), st.text(max_size=12))
def test_any_input_is_taken(query, text):
    assert matches(query, text) in {True, False}
    assert not matches(query, text) or is_pinyin(query)
