"""PINs of the staff: argon2id hashes, and which PINs are too easy to guess.

Parameters are RFC 9106's second recommendation (64 MiB, three passes, four lanes), the library's
default: about a tenth of a second at a sign-in, and as long for each guess at a stolen hash.
"""

import secrets

import argon2

from kiosk.domain.problems import InvalidInput, Problem
from kiosk.domain.typed import is_digits

__all__ = ["PIN_LEAST", "PIN_MOST", "check_new_pin", "hash_pin", "pin_fits", "random_pin"]

PIN_LEAST, PIN_MOST = 6, 12
_hasher = argon2.PasswordHasher()
_UP = "01234567890123456789"
_OFTEN = frozenset({"112233", "123123", "102030", "147258", "159357", "520520", "521521", "135790"})
"""Guessed first, and the PINs of the demo hall: never taken in a real one."""


def check_new_pin(pin: str) -> None:
    """Refuse a PIN that is no PIN or that anybody would try.

    Raises:
        InvalidInput: `staff_pin`: `pin_length` with `least` and `most`, or `pin_easy`.
    """
    if not (PIN_LEAST <= len(pin) <= PIN_MOST and is_digits(pin)):
        limits: dict[str, str | int] = {"least": PIN_LEAST, "most": PIN_MOST}
        raise InvalidInput(Problem("staff_pin", "pin_length", limits))
    if _is_easy(pin):
        raise InvalidInput(Problem("staff_pin", "pin_easy"))


def random_pin() -> str:
    """A PIN nobody chose, good enough to be kept."""
    while True:
        pin = f"{secrets.randbelow(10**PIN_LEAST):0{PIN_LEAST}d}"
        if not _is_easy(pin):
            return pin


def hash_pin(pin: str) -> str:
    """The argon2id hash in PHC form, with a salt of its own."""
    return _hasher.hash(pin)


def pin_fits(pin_hash: str, pin: str) -> bool:
    """Whether a PIN is the hashed one; not for a hash that is damaged."""
    try:
        return _hasher.verify(pin_hash, pin)
    except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
        return False


def _is_easy(pin: str) -> bool:
    """Few different digits, a run up or down, or a short piece repeated."""
    if len(set(pin)) < 3 or pin in _OFTEN:
        return True
    if pin in _UP or pin[::-1] in _UP:
        return True
    return any(pin == (pin[:size] * len(pin))[: len(pin)] for size in (1, 2, 3))
