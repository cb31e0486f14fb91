"""Streams at the hub: one sequence each, in commit order, with running checksums.

A page leaves out what its reader made itself (its *source*): in a hall's stream the asking
station and epoch, in a county's stream the asking hall, or the halls of the asking hub. Which
streams an event goes to is decided in `routes`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, or_, select

from kiosk.domain.envelope import Event
from kiosk.domain.ids import aggregate_kind
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.sync.hub.routes import COUNTY, FOUNDING, Routes, home_hall, read_routes, streams_of
from kiosk.sync.hub.statements import Bulk, Prepared, Upsert, among, listed
from kiosk.sync.hub.stream_sums import WHOLE, add_runs, sum_at
from kiosk.sync.hub.tables import EVENTS, STREAM_LOG, STREAMS
from kiosk.sync.wire import checksum_part, checksum_text

__all__ = [
    "Page",
    "Placed",
    "append_to_streams",
    "checksum_at",
    "fill_county",
    "heads_of",
    "read_page",
    "visible_in",
]

_SOURCE_OF = itemgetter(1)
_UPSERT_STREAM = Upsert(STREAMS)
_INSERT_LOG = Bulk(STREAM_LOG)
_WIDTH = len(EVENT_COLUMNS)
_ONE_HEAD = select(STREAMS).where(STREAMS.c.stream == bindparam("stream"))
_HEAD, _HEAD_FOR_UPDATE = Prepared(_ONE_HEAD), Prepared(_ONE_HEAD.with_for_update())
_HEADS = Prepared(select(STREAMS).where(among(STREAMS.c.stream, "streams")))
_CHUNK, _PIECE = 256, 500
_PAGE = Prepared(
    select(*(EVENTS.c[name] for name in EVENT_COLUMNS), EVENTS.c.hash, STREAM_LOG.c.seq)
    .join(EVENTS, EVENTS.c.seq == STREAM_LOG.c.event)
    .where(
        STREAM_LOG.c.stream == bindparam("stream"),
        STREAM_LOG.c.seq > bindparam("after"),
        among(STREAM_LOG.c.source, "sources", out=True),
    )
    .order_by(STREAM_LOG.c.seq)
    .limit(bindparam("most"))
)
# About the header of an event on the wire, before compression.
_HEADER_BYTES = 330


class Placed(NamedTuple):
    """An event that was just stored: its row number and header hash."""

    event: Event
    seq: int
    hash: str


class Page(NamedTuple):
    """Part of one stream: events with hashes, cursor and checksum after them."""

    events: list[tuple[Event, str]]
    cursor: int
    checksum: str
    has_more: bool
    behind: int = 0


def append_to_streams(
    connection: Connection,
    placed: Sequence[Placed],
    origin: str = "",
    via: Mapping[str, str] | None = None,
) -> None:
    """Give stored events their places in the streams, in the caller's write transaction.

    Args:
        connection: inside a write transaction.
        placed: the events, stored already.
        origin: the hub below that they came from.
        via: event id → county, for what came in a county's stream from above.
    """
    routes = read_routes(connection, [each.event for each in placed])
    waiting: dict[str, list[tuple[Placed, str]]] = defaultdict(list)
    # Where an event goes depends on these fields alone; most of a batch go the same way.
    ways: dict[tuple[str, str, int, str, str, str], list[tuple[str, str]]] = {}
    for each in placed:
        event = each.event
        county = via.get(event.id, "") if via else ""
        kind, owner = aggregate_kind(event.aggregate), routes.owners.get(event.aggregate, "")
        fields = (event.scope, event.station, event.epoch, kind, owner, county)
        way = ways.get(fields)
        if way is None:
            way = ways[fields] = streams_of(event, routes, origin, county)
        for stream, source in way:
            waiting[stream].append((each, source))
    for each in _early_strangers(connection, placed, routes):
        for stream, source in streams_of(each.event, routes):
            waiting[stream].append((each, source))
    for stream, entries in sorted(waiting.items()):
        _append(connection, stream, entries)


def fill_county(connection: Connection, county: str) -> None:
    """Begin a county's stream with what its halls posted before anybody followed it."""
    stream = f"{COUNTY}{county}"
    if _HEAD(connection, {"stream": stream}).one_or_none():
        return
    columns = [EVENTS.c[name] for name in EVENT_COLUMNS]
    shared = or_(*(EVENTS.c.aggregate.like(f"{kind}:%") for kind in ("vacancy", "employer")))
    query = select(*columns, EVENTS.c.seq, EVENTS.c.hash).where(shared).order_by(EVENTS.c.seq)
    placed = [
        Placed(event_of(row), row[_WIDTH], row[_WIDTH + 1]) for row in connection.execute(query)
    ]
    routes = read_routes(connection, [each.event for each in placed])
    entries = [
        (each, source)
        for each in placed
        for name, source in streams_of(each.event, routes)
        if name == stream
    ]
    # In pieces: a place within one is reached by adding up what comes after it in the piece.
    for start in range(0, len(entries), _PIECE):
        _append(connection, stream, entries[start : start + _PIECE])


def _early_strangers(
    connection: Connection, placed: Sequence[Placed], routes: Routes
) -> list[Placed]:
    """Events of other halls that were here before the vacancy that they stand on was: only now is
    it known where they belong. They come again where they were; what is known is passed over."""
    founded = {
        each.event.aggregate: each.seq
        for each in placed
        if each.event.aggregate in routes.owners and each.event.type in FOUNDING
    }
    if not founded:
        return []
    columns = [EVENTS.c[name] for name in EVENT_COLUMNS]
    query = (
        select(*columns, EVENTS.c.seq, EVENTS.c.hash)
        .where(EVENTS.c.aggregate.in_(founded), EVENTS.c.seq < placed[0].seq)
        .order_by(EVENTS.c.seq)
    )
    found = [
        Placed(event_of(row), row[_WIDTH], row[_WIDTH + 1]) for row in connection.execute(query)
    ]

    def home(event: Event) -> str:
        return home_hall(event.scope, event.station, routes.homes)

    return [each for each in found if home(each.event) != routes.owners[each.event.aggregate]]


def read_page(
    connection: Connection,
    stream: str,
    sources: Sequence[str],
    after: int,
    max_bytes: int,
    max_events: int,
) -> Page:
    """The next events of a stream without those of some sources; at least one if there is any."""
    head = _HEAD(connection, {"stream": stream}).one_or_none()
    if head is None or after >= head.seq or max_events <= 0:
        cursor = min(after, head.seq) if head else 0
        checksum = checksum_at(connection, stream, sources, cursor)
        behind = head.seq - cursor if head else 0
        return Page([], cursor, checksum, behind > 0, behind)
    wanted = {"stream": stream, "sources": listed(sources), "after": after, "most": max_events + 1}
    events: list[tuple[Event, str]] = []
    cursor, size, has_more = after, 0, False
    for row in chain.from_iterable(_PAGE(connection, wanted).pieces(_CHUNK)):
        size += len(row[_WIDTH - 3] or "") + _HEADER_BYTES
        if events and (size > max_bytes or len(events) >= max_events):
            has_more = True
            break
        events.append((event_of(row), row[_WIDTH]))
        cursor = row[_WIDTH + 1]
    cursor = cursor if has_more else head.seq
    checksum = checksum_at(connection, stream, sources, cursor)
    return Page(events, cursor, checksum, has_more, head.seq - cursor)


def _append(connection: Connection, stream: str, entries: list[tuple[Placed, str]]) -> None:
    head = _HEAD_FOR_UPDATE(connection, {"stream": stream}).one_or_none()
    start, total = (head.seq, int(head.total, 16)) if head else (0, 0)
    rows = []
    added: dict[str, tuple[int, int, int]] = {}
    seq = start
    for source, run in groupby(entries, _SOURCE_OF):
        first, _last, part = added.get(source, (seq + 1, 0, 0))
        for each, _ in run:
            seq += 1
            part += checksum_part(each.hash)
            rows.append((stream, seq, each.seq, source))
        added[source] = (first, seq, part)
    _INSERT_LOG(connection, rows)
    total += sum(part for _, _, part in added.values())
    runs = [(stream, WHOLE, start + 1, seq, checksum_text(total))]
    for source, (first, last, part) in added.items():
        before = sum_at(connection, stream, source, start)
        runs.append((stream, source, first, last, checksum_text(before + part)))
    add_runs(connection, runs)
    _UPSERT_STREAM(connection, {"stream": stream, "seq": seq, "total": checksum_text(total)})


def heads_of(connection: Connection, streams: Sequence[str]) -> dict[str, int]:
    """Where each stream ends now; 0 for one that has not begun."""
    rows = _HEADS(connection, {"streams": listed(streams)})
    ends = {row[0]: int(row[1]) for row in rows}
    return {stream: ends.get(stream, 0) for stream in streams}


def visible_in(
    connection: Connection, streams: Sequence[str], events: Sequence[Event]
) -> dict[str, list[Event]]:
    """The events that stand in one of the streams, by aggregate, in the order given."""
    routes, wanted = read_routes(connection, events), set(streams)
    found: dict[str, list[Event]] = {}
    for event in events:
        if any(stream in wanted for stream, _ in streams_of(event, routes)):
            found.setdefault(event.aggregate, []).append(event)
    return found


def checksum_at(connection: Connection, stream: str, sources: Sequence[str], cursor: int) -> str:
    """The checksum of a stream without some sources, up to a place."""
    total = sum_at(connection, stream, WHOLE, cursor)
    return checksum_text(total - sum(sum_at(connection, stream, each, cursor) for each in sources))
