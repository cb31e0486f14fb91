"""Events on the wire: what the receiver can compute is left out (docs/PROTOCOL.md §7.2).

`payload_hash` is empty where the payload travels; `prev` is empty where the last entry before it
of the same station and epoch is its direct predecessor.
"""

from collections.abc import Iterable, Sequence

import msgspec

from kiosk.domain.envelope import Event, header_hash, payload_hash

__all__ = ["checksum_after", "restore", "shorten"]

_CHECKSUM_MODULUS = 1 << 64
_new = msgspec.structs.force_setattr


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


def restore(events: Sequence[Event]) -> list[str]:
    """Fill in what the sender left out, in place.

    Returns:
        The header hash of each event; empty for one whose header cannot be hashed.
    """
    last: dict[tuple[str, int], tuple[int, str]] = {}
    hashes = []
    for event in events:
        place = (event.station, event.epoch)
        before = last.get(place)
        if not event.prev and before is not None and before[0] == event.n - 1:
            _new(event, "prev", before[1])
        try:
            if not event.payload_hash and event.payload is not None and event.salt is not None:
                _new(event, "payload_hash", payload_hash(event.salt, event.payload))
            own_hash = header_hash(event)
        except ValueError:
            own_hash = ""
        last[place] = (event.n, own_hash)
        hashes.append(own_hash)
    return hashes


def checksum_after(checksum: str, hashes: Iterable[str]) -> str:
    """An additive checksum (16 hex digits) after more header hashes, in any order."""
    total = int(checksum or "0", 16)
    for each in hashes:
        total += int(each[:16], 16)
    return f"{total % _CHECKSUM_MODULUS:016x}"
