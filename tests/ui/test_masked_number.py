"""An identity number that is being typed: what of it stands on the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.public.id_number_presenter import grouped_number


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("", ""),
        ("4301", "4301"),
        ("430111", "430111"),
        ("4301111", "430*** 1"),
        ("43011119680101", "430*** 19680101"),
        ("430111196801010", "430*** ******** 0"),
        ("430111196801010014", "430*** ******** ***4"),
    ],
)
def test_only_the_group_being_typed_can_be_read(digits: str, shown: str) -> None:
    assert grouped_number(digits, is_open=False) == shown


def test_open_shows_all() -> None:
    assert grouped_number("430111196801010014", is_open=True) == "430111 19680101 0014"


@given(st.text("0123456789", min_size=1, max_size=18))
def test_no_digit_is_lost_and_the_birth_date_never_stands_beside_the_rest(digits: str) -> None:
    shown = grouped_number(digits, is_open=False).replace(" ", "")
    assert len(shown) == len(digits)
    if len(digits) > 14:
        assert shown[6:14] == "*" * 8
    assert all(a in (b, "*") for a, b in zip(shown, digits, strict=True))
