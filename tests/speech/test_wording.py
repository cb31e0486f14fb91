"""Texts of the screen as they are said."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.speech import numbers
from kiosk.speech.wording import HAN, worded


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("260 元/天", "二百六十元一天"),
        ("37元/小时", "三十七元一小时"),
        ("24.5 元/件", "二十四点五元一件"),
        ("7:30", "七点半"),
        ("湘人社发〔2022〕47号", "湘人社发二零二二四十七号"),
        ("6:05", "六点零五"),
        ("2:00", "两点"),
        ("0:30", "零点半"),
        ("明天 7:30 到 17:20", "明天七点半到十七点二十"),
        ("5:00-20:00", "五点到二十点"),
        ("A037 号，请到 B 区 3 号桌。", "A零三七号，请到B区三号桌"),
        ("037 号", "零三七号"),
        ("2 个", "两个"),
        ("2人", "两人"),
        ("2 天", "两天"),
        ("2小时", "两小时"),
        ("12 个", "十二个"),
        ("第 2 页\n共 3 页", "第二页，共三页"),
        ("2号上车位 · 湘A D5X37", "二号上车位，湘A、D五X三七"),
        ("没拿到工钱，打 12333", "没拿到工钱，打幺二三三三"),
        ("12345 元", "一万两千三百四十五元"),
        ("2026-11-03", "二零二六年十一月三日"),
        ("半点（:30）", "半点"),
        ("搬运/装卸", "搬运、装卸"),
        ("“谈成了”或“没谈成”。好。", "谈成了或没谈成。好"),
        ("１２人", "十二人"),
        ("90%", "百分之九十"),
        ("", ""),
        ("…", ""),
    ],
)
def test_said(text: str, said: str) -> None:
    assert worded(text) == said


@pytest.mark.parametrize(
    "secret",
    [
        "13800138000",
        "138 0013 8000",
        "138****1234",
        "11010519491231002X",
        "110105194912310021",
        "110105********002X",
        "0731-8500 0123",
        "0731-85000123",
        "尾号1234",
        "＋８６１３８００１３８０００",
        "6222021234567890123",
    ],
)
def test_numbers_of_people_are_dropped(secret: str) -> None:
    assert worded(f"张师傅 {secret}，你好") in ("张师傅、你好", "张师傅，你好")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (15, "十五"),
        (101, "一百零一"),
        (110, "一百一十"),
        (115, "一百一十五"),
        (200, "二百"),
        (1_010, "一千零一十"),
        (2_000, "两千"),
        (10_002, "一万零二"),
        (10_200, "一万零二百"),
        (20_000, "两万"),
        (110_000, "十一万"),
        (200_200, "二十万零二百"),
        (100_000_001, "一亿零一"),
    ],
)
def test_cardinals(number: int, said: str) -> None:
    assert numbers.cardinal(number) == said


@pytest.mark.parametrize("number", [-1, 10**12])
def test_cardinals_end_somewhere(number: int) -> None:
    with pytest.raises(ValueError, match="twelve"):
        numbers.cardinal(number)


_VALUES = {"零": 0, "两": 2, **{char: at for at, char in enumerate("一二三四五六七八九", 1)}}


def _understood(words: str) -> int:
    """Back from words to the number, by another road than `cardinal`."""
    total = group = digit = 0
    for char in words:
        if char in _VALUES:
            digit = _VALUES[char]
        elif char in "十百千":
            group += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        else:
            total = (total + group + digit) * (10_000 if char == "万" else 1)
            if char == "亿":
                total *= 100_000_000
            group = digit = 0
    return total + group + digit


@given(st.integers(0, 99_999_999))
def test_cardinals_can_be_understood(number: int) -> None:
    assert _understood(numbers.cardinal(number)) == number


@given(st.text(alphabet="0123456789*-:/. Xx元天个号第打A，。（）·张\n", max_size=40))
def test_any_text_is_words_and_pauses_only(text: str) -> None:
    said = worded(text)
    assert re.fullmatch(f"([A-Z{HAN}]+([、，。][A-Z{HAN}]+)*)?", said), said


@given(
    st.text(alphabet="张元天个号第，。 ", max_size=5),
    st.text(alphabet="0123456789", min_size=7, max_size=19),
)
def test_seven_digits_are_never_said(before: str, digits: str) -> None:
    assert worded(before + digits) == worded(before)
    assert not set("零一二三四五六七八九十幺") & set(worded(f"{before}{digits}，好"))
