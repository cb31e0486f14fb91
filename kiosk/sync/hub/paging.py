"""The next page of each stream that a reader may read, for an exchange and for a relay."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from kiosk.domain.envelope import Event
from kiosk.sync.hub.routes import sources_left_out, streams_for
from kiosk.sync.hub.stream_log import read_page

__all__ = ["MOST_PAGE_BYTES", "Pages", "pages_for"]

_LEAST_PAGE_BYTES = 1_024
MOST_PAGE_BYTES = 1024 * 1024
_HEADER_BYTES = 330


class Pages(NamedTuple):
    """Events with their hashes, stream by stream as `pages` tells, and where each stream stands."""

    events: list[tuple[Event, str]]
    pages: list[tuple[str, int]]
    cursor: dict[str, int]
    checksum: dict[str, str]
    more: bool
    behind: int


def pages_for(
    connection: Connection,
    reader: Any,
    epoch: int,
    cursor: Mapping[str, int],
    page_bytes: int,
    max_events: int,
) -> Pages:
    """Read them.

    Args:
        connection: in a snapshot.
        reader: row of the enrolled station or hub.
        epoch: whose own events are left out.
        cursor: what the reader has applied, by stream.
        page_bytes: about how large all pages together may be, before compression.
        max_events: in all pages together; 0 for none.
    """
    room = min(max(page_bytes, _LEAST_PAGE_BYTES), MOST_PAGE_BYTES)
    found = Pages([], [], {}, {}, more=False, behind=0)
    more, behind = False, 0
    for stream in streams_for(connection, reader) if max_events else ():
        sources = sources_left_out(connection, stream, reader, epoch)
        after = min(max(cursor.get(stream, 0), 0), 2**53)
        left = max_events - len(found.events)
        page = read_page(connection, stream, sources, after, room, left)
        room = max(0, room - sum(len(e.payload or "") + _HEADER_BYTES for e, _ in page.events))
        found.events.extend(page.events)
        found.pages.append((stream, len(page.events)))
        found.cursor[stream], found.checksum[stream] = page.cursor, page.checksum
        more, behind = more or page.has_more, behind + page.behind
    return found._replace(more=more, behind=behind)
