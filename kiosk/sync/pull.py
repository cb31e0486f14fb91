"""What was pulled: check a reply against the streams before anything of it is applied."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kiosk.domain.envelope import EnvelopeError, Event, check_envelope
from kiosk.sync.errors import SyncError
from kiosk.sync.protocol import ExchangeReply, RelayReply
from kiosk.sync.wire import Restored, checksum_after, restore

__all__ = ["Pulled", "read_logs", "read_pages"]


class Pulled(NamedTuple):
    """Checked events with their hashes, and where each stream stands after them."""

    events: list[Event]
    cursor: dict[str, int]
    checksum: dict[str, str]
    hashes: list[str]


def read_logs(reply: ExchangeReply) -> list[Event]:
    """Logs of single aggregates, checked. Raises SyncError `bad_reply`."""
    _require_well_formed(reply.logs, restore(reply.logs))
    return reply.logs


def _require_well_formed(events: Sequence[Event], restored: Restored) -> None:
    for event, own_payload in zip(events, restored.payloads, strict=True):
        try:
            check_envelope(event, own_payload)
        except EnvelopeError as error:
            raise SyncError("bad_reply", str(error)) from error


def read_pages(
    reply: ExchangeReply | RelayReply, cursors: Mapping[str, int], checksums: Mapping[str, str]
) -> Pulled:
    """Check form, order and checksum of each stream's page.

    Args:
        reply: of the hub.
        cursors: as sent in the request.
        checksums: as applied so far.

    Raises:
        SyncError: `checksum` where the hub's sum differs from ours or its cursor goes back: the
            stream must be pulled anew; `bad_reply` for a page that is not well formed.
    """
    restored = restore(reply.events)
    _require_well_formed(reply.events, restored)
    hashes = restored.headers
    if sum(count for _, count in reply.pages) != len(reply.events):
        raise SyncError("bad_reply", "pages do not cover the events")
    sums: dict[str, str] = {}
    start = 0
    for stream, count in reply.pages:
        page, start = hashes[start : start + count], start + count
        sums[stream] = checksum_after(checksums.get(stream, ""), page)
        if reply.cursor.get(stream, -1) < cursors.get(stream, 0):
            raise SyncError("checksum", f"the hub's {stream} ends before our cursor")
        if reply.checksum.get(stream) != sums[stream]:
            raise SyncError("checksum", f"{stream} differs at {reply.cursor[stream]}")
    cursor = {stream: reply.cursor[stream] for stream in sums}
    return Pulled(reply.events, cursor, sums, hashes)
