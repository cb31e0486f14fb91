"""Numbers as people type them, one rule for all: plain digits and the full-width ones of a Chinese
input method (１２，：．) are understood; whatever else Unicode calls a digit (², ①, ٣, 三) is not.

`str.isdigit` and `isdecimal` take some of those, and `int`, `float` and `Decimal` fail on some that
they took; nothing else in the program asks them (a test looks).
"""

import re
from decimal import Decimal

__all__ = ["amount", "digit_of", "is_digits", "narrowed", "whole_number"]

_FULL_WIDTH = {0xFF01 + place: 0x21 + place for place in range(94)} | {0x3000: 0x20, 0x3002: 0x2E}
_AMOUNT = re.compile(r"\d{1,12}(\.\d{0,12})?", re.ASCII)
_MOST_DIGITS = 9


def narrowed(text: str) -> str:
    """Full-width letters, digits and marks, the wide blank and 。 as their plain ones."""
    return text.translate(_FULL_WIDTH)


def is_digits(text: str) -> bool:
    """Whether a text is nothing but the digits 0–9, one at least."""
    return text.isascii() and text.isdigit()


def digit_of(key: str) -> str:
    """The plain digit of a key; empty where it is none."""
    plain = narrowed(key)
    return plain if len(plain) == 1 and is_digits(plain) else ""


def whole_number(text: str, *, most_digits: int = _MOST_DIGITS) -> int | None:
    """A number without sign and fraction, blanks around it taken; None where it is none."""
    plain = narrowed(text).strip()
    return int(plain) if is_digits(plain) and len(plain) <= most_digits else None


def amount(text: str) -> Decimal | None:
    """A number such as 260, 12.5 or 12。5, blanks around it taken; None where it is none."""
    plain = narrowed(text).strip()
    return Decimal(plain) if _AMOUNT.fullmatch(plain) else None
