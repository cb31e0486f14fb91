"""The hall's own QR codes: short, signed, without personal data.

`GH1:<K>:<hall>:<id>:<MAC>` uses only the alphanumeric set of QR codes. K is the kind of record,
id the 26 Crockford base32 characters of its UUID, MAC the 13 characters of the first 8 bytes of
HMAC-SHA256 under the hall's key over everything before the last colon.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kiosk.domain.ids import CROCKFORD, crockford

__all__ = ["CodeKind", "HallCode", "build_code", "parse_code", "verify_mac"]

_VALUES = {letter: value for value, letter in enumerate(CROCKFORD)}
# Look-alikes are read as the digit they resemble: https://www.crockford.com/base32.html
_LOOKALIKES = str.maketrans("OIL", "011")
_VERSION = "GH1"
_ID_CHARS = 26
_MAC_BYTES = 8
_MAC_CHARS = 13
_MIN_KEY_BYTES = 16
_MAX_TEXT_CHARS = 80
_HALL = re.compile(r"[0-9A-Z-]{1,16}")


class CodeKind(StrEnum):
    """What a code stands for."""

    REFERRAL = "R"
    POSTING = "P"
    SEEKER = "S"


@dataclass(frozen=True, slots=True)
class HallCode:
    """A code of the right form; its MAC is not yet checked (see `verify_mac`)."""

    kind: CodeKind
    hall: str
    record_id: UUID
    mac: str

    @property
    def signed_text(self) -> str:
        """The part of the payload the MAC covers."""
        return _signed_text(self.kind, self.hall, self.record_id)

    @property
    def text(self) -> str:
        """The whole payload, as printed."""
        return f"{self.signed_text}:{self.mac}"


def build_code(kind: CodeKind, hall: str, record_id: UUID, hall_key: bytes) -> str:
    """Payload of a QR code; `hall` is 1-16 of [0-9A-Z-], else ValueError."""
    if not _HALL.fullmatch(hall):
        raise ValueError("the hall code must be 1 to 16 of 0-9, A-Z and -")
    text = _signed_text(kind, hall, record_id)
    return f"{text}:{_mac(text, hall_key)}"


def parse_code(text: str) -> HallCode | None:
    """The code in a scanned text, or None if it is not ours. Never raises.

    Lower case, full-width letters (an input method left on) and look-alikes are read as meant.
    """
    if len(text) > _MAX_TEXT_CHARS:
        return None
    parts = unicodedata.normalize("NFKC", text).strip().upper().split(":")
    if len(parts) != 5 or parts[0] != _VERSION or not _HALL.fullmatch(parts[2]):
        return None
    record, mac = _decode(parts[3], _ID_CHARS, 128), _decode(parts[4], _MAC_CHARS, 64)
    if parts[1] not in set(CodeKind) or record is None or mac is None:
        return None
    return HallCode(CodeKind(parts[1]), parts[2], UUID(int=record), _encode_mac(mac))


def verify_mac(code: HallCode, hall_key: bytes) -> bool:
    """Whether the hall with this key made the code; compares in constant time."""
    return hmac.compare_digest(_mac(code.signed_text, hall_key), code.mac)


def _signed_text(kind: CodeKind, hall: str, record_id: UUID) -> str:
    return f"{_VERSION}:{kind.value}:{hall}:{crockford(record_id.bytes, _ID_CHARS)}"


def _mac(text: str, hall_key: bytes) -> str:
    if len(hall_key) < _MIN_KEY_BYTES:
        raise ValueError(f"the hall key must have at least {_MIN_KEY_BYTES} bytes")
    digest = hmac.new(hall_key, text.encode("ascii"), hashlib.sha256).digest()
    return crockford(digest[:_MAC_BYTES], _MAC_CHARS)


def _encode_mac(value: int) -> str:
    return crockford(value.to_bytes(_MAC_BYTES, "big"), _MAC_CHARS)


def _decode(text: str, char_count: int, bit_count: int) -> int | None:
    letters = text.translate(_LOOKALIKES)
    if len(letters) != char_count or any(letter not in _VALUES for letter in letters):
        return None
    value = 0
    for letter in letters:
        value = value << 5 | _VALUES[letter]
    return value if value >> bit_count == 0 else None
