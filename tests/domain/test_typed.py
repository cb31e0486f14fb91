"""One rule for typed digits."""

import ast
import sys
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kiosk
from kiosk.domain.identity import parse_id_number, parse_phone
from kiosk.domain.problems import InvalidInput
from kiosk.domain.typed import amount, digit_of, is_digits, narrowed, whole_number

ODD = [
    sign
    for sign in map(chr, range(0x80, sys.maxunicode + 1))
    if sign.isnumeric() and sign not in "０１２３４５６７８９"
]
"""What Unicode calls a number somewhere: ², ①, ٣, 三, Ⅷ, ½ …"""
odd = st.sampled_from(ODD)
WIDE = str.maketrans("0123456789.:-X", "０１２３４５６７８９．：－Ｘ")


def test_odd_digits_are_there_to_be_refused() -> None:
    assert len(ODD) > 1_000
    assert {"²", "①", "٣", "三", "½"} <= set(ODD)


@given(st.integers(0, 999_999_999))
def test_full_width_digits_are_understood(number: int) -> None:
    wide = str(number).translate(WIDE)
    assert whole_number(wide) == whole_number(f" {number} ") == number
    assert amount(wide) == number
    assert [digit_of(key) for key in wide] == list(str(number))


@given(st.decimals(0, 10**9, places=2))
def test_amounts_are_understood(value: Decimal) -> None:
    assert amount(str(value)) == amount(str(value).translate(WIDE)) == value
    assert amount(str(value).replace(".", "。")) == value


@given(
    st.text(st.sampled_from("0123456789"), max_size=6), odd, st.text(st.characters(), max_size=4)
)
def test_nothing_else_is_a_number(before: str, sign: str, after: str) -> None:
    text = before + sign + after
    assert whole_number(text) is None
    assert amount(text) is None
    assert not is_digits(text)
    assert digit_of(sign) == ""


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert (whole_number(text) is None) or whole_number(text) == int(
        unicodedata.normalize("NFKC", text)
    )
    found = amount(text)
    assert found is None or found >= 0
    assert len(narrowed(text)) == len(text)


@pytest.mark.parametrize(
    "text", ["", " ", "-1", "+1", "1_0", "1e5", "nan", "inf", "0x1", "1.2", "1 2"]
)
def test_what_python_would_take_is_refused(text: str) -> None:
    assert whole_number(text) is None
    assert text == "1.2" or amount(text) is None


@given(st.integers(0, 10), odd)
def test_phone_and_identity_number_follow_the_rule(place: int, sign: str) -> None:
    phone, number = "13800001234", "11010519491231002X"
    assert parse_phone(phone.translate(WIDE)) == phone
    assert parse_id_number(number.translate(WIDE), date(2026, 1, 1)).number == number
    with pytest.raises(InvalidInput):
        parse_phone(phone[:place] + sign + phone[place + 1 :])
    with pytest.raises(InvalidInput):
        parse_id_number(number[:place] + sign + number[place + 1 :], date(2026, 1, 1))


def test_nobody_asks_python_what_a_digit_is() -> None:
    """`isdigit` takes ², and `int` fails on it."""
    folder = Path(kiosk.__file__).parent
    # What is said aloud has been narrowed; it comes from the screen.
    exempt = {folder / "domain" / "typed.py", folder / "speech" / "wording.py"}
    found = [
        f"{path.relative_to(folder)}:{node.lineno}"
        for path in sorted(folder.rglob("*.py"))
        if path not in exempt
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"isdigit", "isdecimal", "isnumeric"}
    ]
    assert found == []
