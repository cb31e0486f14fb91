"""Identity numbers of people and companies: form and check digit, nothing looked up.

Sources: GB 11643-1999 (resident), permits of the National Immigration Administration of 2017
(J, I) and 2023 (Y), GB 32100-2015 (unified social credit code). `stdnum.cn.ric.is_valid` is not
used: it tests the county as of the year of birth and rejects real people; `stdnum.cn.uscc`
rejects prefixes that exist, such as N2 and Y1. Their checksums are right and are used.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.cn import ric, uscc

from kiosk.domain.problems import InvalidInput, Problem
from kiosk.domain.typed import is_digits, narrowed

__all__ = [
    "IdKind",
    "Identity",
    "is_mobile",
    "is_phone",
    "parse_id_number",
    "parse_phone",
    "parse_uscc",
]

_CITIZEN = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_FOREIGN_2017 = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}", re.ASCII)
_USCC = re.compile(r"[0-9A-HJ-NP-RTUWXY]{18}")
_HMT_PREFIXES = ("81", "82", "83")
_OLDEST_YEARS = 120


class IdKind(StrEnum):
    """Which document a number stands on."""

    RESIDENT = "resident"
    HMT = "hmt"
    FOREIGN_2017 = "foreign_2017"
    FOREIGN_2023 = "foreign_2023"


@dataclass(frozen=True, slots=True)
class Identity:
    """A well-formed identity number and what can be read from it."""

    kind: IdKind
    number: str
    sex: str
    birth: date | None
    region: str
    """First six digits; advisory only, a county may have been renamed since."""


def parse_id_number(text: str, today: date) -> Identity:
    """Read an identity number as typed or scanned; spaces and a small x are taken.

    Args:
        text: as entered.
        today: to refuse a birth date in the future or over 120 years ago.

    Raises:
        InvalidInput: field `id_number`, code `required`, `id_length`, `id_form`, `id_date` or
            `id_check_digit`.
    """
    number = _plain(text)
    if not number:
        raise _wrong("required")
    if _FOREIGN_2017.fullmatch(number):
        return Identity(IdKind.FOREIGN_2017, number, "", None, "")
    if len(number) != 18:
        raise _wrong("id_length", count=len(number))
    if not _CITIZEN.fullmatch(number):
        raise _wrong("id_form")
    birth = _birth(number, today)
    if ric.calc_check_digit(number) != number[-1]:
        raise _wrong("id_check_digit")
    return Identity(
        kind=_kind(number),
        number=number,
        sex="male" if int(number[16]) % 2 else "female",
        birth=birth,
        region=number[:6],
    )


def _plain(text: str) -> str:
    """Capitals without blanks and hyphens; full-width digits of an input method become plain."""
    return re.sub(r"[\s-]", "", narrowed(text)).upper()


def _kind(number: str) -> IdKind:
    if number.startswith(_HMT_PREFIXES):
        return IdKind.HMT
    return IdKind.FOREIGN_2023 if number[0] == "9" else IdKind.RESIDENT


def _birth(number: str, today: date) -> date:
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise _wrong("id_date") from error
    if birth > today or today.year - birth.year > _OLDEST_YEARS:
        raise _wrong("id_date")
    return birth


def _wrong(code: str, **values: str | int) -> InvalidInput:
    return InvalidInput(Problem("id_number", code, values))


def parse_uscc(text: str) -> str:
    """A unified social credit code in capitals.

    Raises:
        InvalidInput: field `uscc`, code `required`, `uscc_form` or `uscc_check_digit`.
    """
    code = _plain(text)
    if not code:
        raise InvalidInput(Problem("uscc", "required"))
    if not _USCC.fullmatch(code):
        raise InvalidInput(Problem("uscc", "uscc_form"))
    if uscc.calc_check_digit(code[:17]) != code[17]:
        raise InvalidInput(Problem("uscc", "uscc_check_digit"))
    return code


def is_mobile(text: str) -> bool:
    """Whether the text is a mobile number of mainland China."""
    return _MOBILE.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Whether the text is a mobile or a landline number with area code."""
    return is_mobile(text) or _LANDLINE.fullmatch(text) is not None


def parse_phone(text: str, *, required: bool = False) -> str:
    """A phone number; empty where none is given and none is required.

    Raises:
        InvalidInput: field `phone`, code `required`, `phone_length` or `phone_form`.
    """
    number = re.sub(r"\s", "", narrowed(text))
    if not number and not required:
        return ""
    if not number:
        raise InvalidInput(Problem("phone", "required"))
    if is_phone(number):
        return number
    if is_digits(number) and number.startswith("1") and len(number) != 11:
        raise InvalidInput(Problem("phone", "phone_length", {"count": len(number)}))
    raise InvalidInput(Problem("phone", "phone_form"))
