"""Identifiers: events and aggregates, stations, halls."""

import re
import secrets
import uuid

__all__ = [
    "CROCKFORD",
    "aggregate_id",
    "aggregate_kind",
    "crockford",
    "is_hall_id",
    "is_staff",
    "is_station_id",
    "new_id",
    "new_station_id",
    "uuid7",
]

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_STAFF = frozenset({"account", "console", "staff"})
_HALL = re.compile(r"[0-9]{1,16}")
_STATION = re.compile(r"s[0-9a-hjkmnp-tv-z]{15}")


def uuid7(unix_ms: int) -> str:
    """A UUIDv7 (RFC 9562) in canonical text for a time in milliseconds since 1970."""
    value = (unix_ms & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def new_id(kind: str, unix_ms: int) -> str:
    """A new aggregate identifier such as `seeker:0199…`."""
    return f"{kind}:{uuid7(unix_ms)}"


def aggregate_kind(aggregate: str) -> str:
    """The part before the colon: `seeker`, `employer`, `vacancy`, `hall`."""
    return aggregate.partition(":")[0]


def aggregate_id(aggregate: str) -> str:
    """The part after the colon."""
    return aggregate.partition(":")[2]


def is_staff(actor: str) -> bool:
    """Whether staff acted: an account, the command line, or the pseudonym before accounts."""
    return aggregate_kind(actor) in _STAFF


def is_hall_id(text: str) -> bool:
    """Whether a text can be a hall's id: up to 16 digits, county code and number."""
    return _HALL.fullmatch(text) is not None


def crockford(value: bytes, length: int) -> str:
    """Big-endian Crockford base32 of `value`, padded on the left to `length` characters."""
    number = int.from_bytes(value, "big")
    digits = []
    for _ in range(length):
        digits.append(CROCKFORD[number & 31])
        number >>= 5
    return "".join(reversed(digits))


def new_station_id() -> str:
    """A random station identifier, 75 bits: `s` and 15 Crockford characters in lower case."""
    return "s" + crockford(secrets.token_bytes(10), 15).lower()


def is_station_id(text: str) -> bool:
    """Whether the text has the form of a station identifier."""
    return _STATION.fullmatch(text) is not None
