"""The event envelope: header, payload, hash chain (docs/PROTOCOL.md §2).

The hash of a header covers the header alone. The payload hangs on it by a salted hash, so that a
payload can be erased for ever while the chain still closes.
"""

import hashlib
import re
from collections.abc import Iterable

import msgspec

from kiosk.domain.clock import order_time

__all__ = [
    "ENVELOPE_VERSION",
    "MAX_PAYLOAD_BYTES",
    "EnvelopeError",
    "Event",
    "OrderKey",
    "check_envelope",
    "header_bytes",
    "header_hash",
    "order_key",
    "payload_hash",
    "verify_chain",
]

ENVELOPE_VERSION = 1
MAX_PAYLOAD_BYTES = 32 * 1024
_WORD = "[A-Za-z0-9][A-Za-z0-9:_.-]{0,95}"
_TOKEN = re.compile(_WORD)
_IDS = re.compile(f"{_WORD}\n{_WORD}")
_HASH_DIGITS, _SALT_DIGITS = 64, 32
_MOST_WORDS_SEEN = 1024
_WORDS_SEEN: set[tuple[str, ...]] = set()
_SAFE = 2**53
OrderKey = tuple[int, str, int, int]


class EnvelopeError(ValueError):
    """An event whose form or hash is wrong. `code` is one word for programs."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


class Event(msgspec.Struct, frozen=True, array_like=True, kw_only=True, gc=False):
    """One event: twelve header fields, its payload and salt, and when the first hub got it.

    `time` is a stamp (`kiosk.domain.clock`). `payload` is the exact JSON text that was hashed;
    both it and `salt` (32 hex digits) are None once erased, or where the scope does not let the
    payload travel. `received` (ms) is outside the hash: 0 until a hub has told it.
    """

    id: str
    station: str
    epoch: int
    n: int
    time: int
    type: str
    schema: int
    scope: str
    aggregate: str
    actor: str
    payload_hash: str
    prev: str
    payload: str | None = None
    salt: str | None = None
    received: int = 0


def payload_hash(salt: str, payload: str) -> str:
    """SHA-256 over the 16 salt bytes followed by the payload's UTF-8 bytes, in hex."""
    return hashlib.sha256(bytes.fromhex(salt) + payload.encode()).hexdigest()


def header_bytes(event: Event) -> bytes:
    """The canonical header: a JSON array without white space, ASCII only."""
    return (
        f'[{ENVELOPE_VERSION},"{event.id}","{event.station}",{event.epoch},{event.n},{event.time},'
        f'"{event.type}",{event.schema},"{event.scope}","{event.aggregate}","{event.actor}",'
        f'"{event.payload_hash}","{event.prev}"]'
    ).encode("ascii")


def header_hash(event: Event) -> str:
    """SHA-256 of the canonical header, in hex: the next header's `prev`."""
    return hashlib.sha256(header_bytes(event)).hexdigest()


def order_key(event: Event) -> OrderKey:
    """The total order in which a fold reads events."""
    return (order_time(event.time, event.received), event.station, event.epoch, event.n)


def check_envelope(event: Event, computed: str = "") -> None:
    """Check form and payload hash.

    Args:
        event: to check.
        computed: hash of its salt and payload, where the caller has just computed it.

    Raises:
        EnvelopeError: `format` for a malformed header, `size` for a payload over 32 KiB, `hash`
            for a payload that is not the one the header names.
    """
    payload, salt = event.payload, event.salt
    if (
        not _are_words(event.station, event.type, event.scope, event.actor)
        or _IDS.fullmatch(f"{event.id}\n{event.aggregate}") is None
        or (computed != event.payload_hash and not _is_hex(event.payload_hash, _HASH_DIGITS))
        or (event.prev and not _is_hex(event.prev, _HASH_DIGITS))
        or (salt is not None and not _is_hex(salt, _SALT_DIGITS))
    ):
        raise _malformed(event)
    if (payload is None) != (salt is None):
        raise EnvelopeError("format", "payload without salt")
    if (
        not 1 <= event.n < _SAFE
        or not 1 <= event.epoch < 2**31
        or not 0 <= event.time < _SAFE
        or not 1 <= event.schema < 2**15
        or not 0 <= event.received < _SAFE
    ):
        raise EnvelopeError("format", "number out of range")
    if not event.prev and event.n != 1:
        raise EnvelopeError("format", "prev")
    if payload is None or salt is None:
        return
    # A character has at most four bytes: most payloads need no counting.
    if len(payload) * 4 > MAX_PAYLOAD_BYTES and len(payload.encode()) > MAX_PAYLOAD_BYTES:
        raise EnvelopeError("size", "payload")
    if "\x00" in payload or "\\u0000" in payload:
        # Not every database keeps it, and nobody ever typed it.
        raise EnvelopeError("format", "payload holds a NUL")
    if (computed or payload_hash(salt, payload)) != event.payload_hash:
        raise EnvelopeError("hash", "payload")


def _are_words(*texts: str) -> bool:
    """Whether each is a word of the form; a batch repeats the same few all the time."""
    if texts in _WORDS_SEEN:
        return True
    if any(_TOKEN.fullmatch(text) is None for text in texts):
        return False
    if len(_WORDS_SEEN) >= _MOST_WORDS_SEEN:
        _WORDS_SEEN.clear()
    _WORDS_SEEN.add(texts)
    return True


def _is_hex(text: str, digits: int) -> bool:
    """Whether a text is so many hex digits in lower case; half the time of a pattern."""
    try:
        return len(text) == digits and bytes.fromhex(text).hex() == text
    except ValueError:
        return False


def _malformed(event: Event) -> EnvelopeError:
    """Says which of the fields has no right form."""
    texts = (event.id, event.station, event.type, event.scope, event.aggregate, event.actor)
    wrong = next((text for text in texts if _TOKEN.fullmatch(text) is None), None)
    if wrong is not None:
        return EnvelopeError("format", f"field {wrong[:40]!r}")
    if not _is_hex(event.payload_hash, _HASH_DIGITS):
        return EnvelopeError("format", "payload_hash")
    if event.prev and not _is_hex(event.prev, _HASH_DIGITS):
        return EnvelopeError("format", "prev")
    return EnvelopeError("format", "salt")


def verify_chain(events: Iterable[Event], *, n: int = 0, head: str = "") -> tuple[int, str]:
    """Check that events of one station and epoch follow each other without a gap.

    Args:
        events: in order of n.
        n: number of the event before the first.
        head: hash of that event's header; empty before the first event of an epoch.

    Returns:
        Number and header hash of the last event.

    Raises:
        EnvelopeError: `gap` or `chain`.
    """
    for event in events:
        if event.n != n + 1:
            raise EnvelopeError("gap", f"{event.station}/{event.epoch}: {event.n} after {n}")
        if event.prev != head:
            raise EnvelopeError("chain", f"{event.station}/{event.epoch}/{event.n}")
        n, head = event.n, header_hash(event)
    return n, head
