"""Masking: a public screen never gives a person away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic import phone, plain_number

from kiosk.domain.masking import mask_id_number, mask_name, mask_phone, public_name, surname


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("张三", "张"),
        ("欧阳试", "欧阳"),
        ("欧阳", "欧"),
        ("司马相如", "司马"),
        ("阿依古丽·买买提", "阿"),
        ("John Smith", "John"),
        (" 李四 ", "李"),
        ("", ""),
    ],
)
def test_surname(name, expected):
    assert surname(name) == expected


def test_public_name():
    assert public_name("张三", "1234") == "张师傅 尾号1234"
    assert public_name("欧阳试用", "") == "欧阳师傅"
    assert public_name("", "1234") == "师傅 尾号1234"
    assert mask_name("张三") == "张*"
    assert mask_name("") == "*"


@given(st.text("张王李赵欧阳司马刘陈", min_size=3, max_size=5))
def test_the_given_name_is_not_shown(name):
    assert name not in public_name(name, "1234")
    assert name not in mask_name(name)


@given(st.integers(0, 39_000))
def test_an_id_number_is_never_shown(index):
    number = plain_number(index)
    masked = mask_id_number(number)
    assert len(masked) == len(number)
    assert number[6:14] not in masked
    assert masked.count("*") == 14
    assert masked[3:-1] == "*" * 14


@given(st.text("0123456789X", max_size=7))
def test_a_short_number_is_hidden_whole(number):
    assert mask_id_number(number) == "*" * len(number)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(phone(1234), "139****1234"), ("0731-85000123", "****0123"), ("", "")],
)
def test_phone(number, expected):
    assert mask_phone(number) == expected
