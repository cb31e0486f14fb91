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
# One match for six fields: this is the hottest check of a hub.
_TOKENS = re.compile("\n".join([_WORD] * 6))
_HASH = re.compile(r"[0-9a-f]{64}")
_SALT = re.compile(r"[0-9a-f]{32}")

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
    texts = (event.id, event.station, event.type, event.scope, event.aggregate, event.actor)
    if _TOKENS.fullmatch("\n".join(texts)) is None:
        wrong = next((text for text in texts if _TOKEN.fullmatch(text) is None), "")
        raise EnvelopeError("format", f"field {wrong[:40]!r}")
    if not 1 <= event.n < 2**53 or not 1 <= event.epoch < 2**31 or not 0 <= event.time < 2**53:
        raise EnvelopeError("format", "number out of range")
    if not 1 <= event.schema < 2**15 or not 0 <= event.received < 2**53:
        raise EnvelopeError("format", "number out of range")
    if _HASH.fullmatch(event.payload_hash) is None:
        raise EnvelopeError("format", "payload_hash")
    if (event.prev != "" or event.n != 1) and _HASH.fullmatch(event.prev) is None:
        raise EnvelopeError("format", "prev")
    if (event.payload is None) != (event.salt is None):
        raise EnvelopeError("format", "payload without salt")
    if event.payload is not None and event.salt is not None:
        # A character has at most four bytes: most payloads need no counting.
        length = len(event.payload)
        if length * 4 > MAX_PAYLOAD_BYTES and len(event.payload.encode()) > MAX_PAYLOAD_BYTES:
            raise EnvelopeError("size", "payload")
        if "\x00" in event.payload or "\\u0000" in event.payload:
            # Not every database keeps it, and nobody ever typed it.
            raise EnvelopeError("format", "payload holds a NUL")
        if _SALT.fullmatch(event.salt) is None:
            raise EnvelopeError("format", "salt")
        if (computed or payload_hash(event.salt, event.payload)) != event.payload_hash:
            raise EnvelopeError("hash", "payload")


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
