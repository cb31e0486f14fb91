"""Events on the wire: what the receiver can compute is left out (docs/PROTOCOL.md §7.2).

`payload_hash` is empty where the payload travels; `prev` is empty where the last entry before it
of the same station and epoch is its direct predecessor.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from kiosk.domain.envelope import Event, header_hash, payload_hash

__all__ = [
    "CHECKSUM_DIGITS",
    "Restored",
    "checksum_after",
    "checksum_part",
    "checksum_text",
    "restore",
    "shorten",
]

CHECKSUM_DIGITS = 16
"""Of a header hash, and of a checksum."""
_CHECKSUM_MODULUS = 1 << 4 * CHECKSUM_DIGITS
_new = msgspec.structs.force_setattr


class Restored(NamedTuple):
    """Hashes of the events of a message, in their order.

    `headers`: empty for an event whose header cannot be hashed; `payloads`: empty where the sender
    gave the payload hash, so that it is still to be checked.
    """

    headers: list[str]
    payloads: list[str]


def shorten(pairs: Iterable[tuple[Event, str]]) -> list[Event]:
    """Leave out what the receiver computes.

    Args:
        pairs: events that nobody else uses (they are changed in place), each with its header hash.
    """
    heads: dict[tuple[str, int], str] = {}
    events = []
    for event, own_hash in pairs:
        place = (event.station, event.epoch)
        if event.prev and heads.get(place) == event.prev:
            _new(event, "prev", "")
        heads[place] = own_hash
        if event.payload is not None:
            _new(event, "payload_hash", "")
        events.append(event)
    return events


def restore(events: Sequence[Event]) -> Restored:
    """Fill in what the sender left out, in place."""
    last: dict[tuple[str, int], tuple[int, str]] = {}
    headers, payloads = [], []
    for event in events:
        place = (event.station, event.epoch)
        before = last.get(place)
        if not event.prev and before is not None and before[0] == event.n - 1:
            _new(event, "prev", before[1])
        own_payload = ""
        try:
            if not event.payload_hash and event.payload is not None and event.salt is not None:
                own_payload = payload_hash(event.salt, event.payload)
                _new(event, "payload_hash", own_payload)
            own_hash = header_hash(event)
        except ValueError:
            own_hash = ""
        last[place] = (event.n, own_hash)
        headers.append(own_hash)
        payloads.append(own_payload)
    return Restored(headers, payloads)


def checksum_after(checksum: str, hashes: Iterable[str]) -> str:
    """An additive checksum (16 hex digits) after more header hashes, in any order."""
    return checksum_text(int(checksum or "0", 16) + sum(map(checksum_part, hashes)))


def checksum_part(own_hash: str) -> int:
    """What an event adds to a checksum: 64 bits of its header hash, which may stand alone."""
    return int(own_hash[:CHECKSUM_DIGITS], 16)


def checksum_text(total: int) -> str:
    """A sum as it is kept and sent."""
    return f"{total % _CHECKSUM_MODULUS:0{CHECKSUM_DIGITS}x}"
