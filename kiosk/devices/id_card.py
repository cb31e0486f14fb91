"""What an ID card says: the 256-byte text block of a SAM-V reader as a frozen record.

Layouts: GA 450 for resident cards (blank type), the permits of 2018 for residents of Hong Kong,
Macau and Taiwan (J), the foreigners' cards of 2017 (I) and 2023 (Y). The layout of Y rests on a
single source and no card was at hand: such a record is marked `is_layout_unverified`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain.typed import is_digits

__all__ = ["TEXT_BLOCK_BYTES", "CardDataError", "CardKind", "IdCard", "Sex", "parse_text_block"]

TEXT_BLOCK_BYTES = 256
_TYPE_AT = 248
_LONG_TERM = "长期"
_PRIVATE_USE = "Co"


class CardDataError(ValueError):
    """The block is not what the card's type promises; the message holds no personal data."""


class CardKind(StrEnum):
    """The four kinds of cards that share the reader."""

    RESIDENT = "resident"
    HMT = "hmt"
    FOREIGN_2017 = "foreign_2017"
    FOREIGN_2023 = "foreign_2023"


class Sex(StrEnum):
    """GB/T 2261.1, as on the card."""

    UNKNOWN = "unknown"
    MALE = "male"
    FEMALE = "female"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True, repr=False)
class IdCard:
    """A card's text; fields a kind of card does not have are empty. Its repr shows no field.

    ethnicity_code is GB/T 3304 "01"-"56", "97", "98"; nationality_code ISO 3166 alpha-3.
    valid_to is None for a card valid for good (is_long_term) or a date that cannot be read.
    has_private_characters: name or address use characters outside Unicode; a person corrects them.
    """

    kind: CardKind
    name: str
    sex: Sex
    birth_date: date | None
    number: str
    address: str = ""
    authority: str = ""
    ethnicity_code: str = ""
    nationality_code: str = ""
    foreign_name: str = ""
    pass_number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    is_long_term: bool = False
    has_private_characters: bool = False
    is_layout_unverified: bool = False

    def __repr__(self) -> str:
        return f"IdCard({self.kind.value})"


def parse_text_block(block: bytes) -> IdCard:
    """The card in a text block of 256 bytes; CardDataError if it cannot be one."""
    if len(block) != TEXT_BLOCK_BYTES:
        raise CardDataError(f"a text block has {TEXT_BLOCK_BYTES} bytes, not {len(block)}")
    letter = _text(block, _TYPE_AT, 2)
    card = {"I": _foreign_2017, "Y": _foreign_2023, "J": _permit}.get(letter, _resident)(block)
    if not card.number or not (card.name or card.foreign_name):
        raise CardDataError("a card without name or number")
    return card


def _resident(block: bytes) -> IdCard:
    return _chinese_layout(block, CardKind.RESIDENT, ethnicity_code=_text(block, 32, 4))


def _permit(block: bytes) -> IdCard:
    return _chinese_layout(block, CardKind.HMT, pass_number=_text(block, 220, 18))


def _chinese_layout(
    block: bytes, kind: CardKind, *, ethnicity_code: str = "", pass_number: str = ""
) -> IdCard:
    name, address = _text(block, 0, 30), _text(block, 52, 70)
    return IdCard(
        kind=kind,
        name=name,
        sex=_sex(_text(block, 30, 2)),
        birth_date=_date(_text(block, 36, 16)),
        number=_number(block, 122, 36),
        address=address,
        authority=_text(block, 158, 30),
        ethnicity_code=ethnicity_code,
        pass_number=pass_number,
        valid_from=_date(_text(block, 188, 16)),
        valid_to=_date(_text(block, 204, 16)),
        is_long_term=_text(block, 204, 16) == _LONG_TERM,
        has_private_characters=_has_private(name + address),
    )


def _foreign_2023(block: bytes) -> IdCard:
    name = _text(block, 0, 30)
    return IdCard(
        kind=CardKind.FOREIGN_2023,
        name=name,
        sex=_sex(_text(block, 30, 2)),
        birth_date=_date(_text(block, 36, 16)),
        number=_number(block, 122, 36),
        # Characters 1-35 and 36-46 of one field: only its ends are padding.
        foreign_name=(_decoded(block, 52, 70) + _decoded(block, 220, 22)).strip(" \x00"),
        nationality_code=_text(block, 242, 6),
        valid_from=_date(_text(block, 188, 16)),
        valid_to=_date(_text(block, 204, 16)),
        has_private_characters=_has_private(name),
        is_layout_unverified=True,
    )


def _foreign_2017(block: bytes) -> IdCard:
    name = _text(block, 158, 30)
    return IdCard(
        kind=CardKind.FOREIGN_2017,
        name=name,
        sex=_sex(_text(block, 120, 2)),
        birth_date=_date(_text(block, 220, 16)),
        number=_number(block, 122, 30),
        foreign_name=_text(block, 0, 120),
        nationality_code=_text(block, 152, 6),
        authority=_text(block, 240, 8),
        valid_from=_date(_text(block, 188, 16)),
        valid_to=_date(_text(block, 204, 16)),
        has_private_characters=_has_private(name),
    )


def _decoded(block: bytes, offset: int, length: int) -> str:
    """Characters of a field; a broken pair of surrogates becomes U+FFFD."""
    return block[offset : offset + length].decode("utf-16-le", errors="replace")


def _text(block: bytes, offset: int, length: int) -> str:
    return _decoded(block, offset, length).strip(" \x00\u3000")


def _number(block: bytes, offset: int, length: int) -> str:
    number = _text(block, offset, length).upper()
    if number and not (number.isascii() and number.isalnum()):
        raise CardDataError("the number has other characters than letters and digits")
    return number


def _sex(digit: str) -> Sex:
    return {"1": Sex.MALE, "2": Sex.FEMALE, "9": Sex.UNSTATED}.get(digit, Sex.UNKNOWN)


def _date(text: str) -> date | None:
    if len(text) != 8 or not is_digits(text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def _has_private(text: str) -> bool:
    return any(unicodedata.category(character) == _PRIVATE_USE for character in text)
