"""Streams at the hub: one sequence each, in commit order, with running checksums.

A page leaves out what its reader made itself (its *source*): in a hall's stream the asking
station and epoch, in a county's stream the asking hall. Each row carries the running checksum of
the whole stream and of its own source, so the checksum without one source is a difference.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from kiosk.domain.envelope import Event
from kiosk.domain.ids import aggregate_id, aggregate_kind
from kiosk.domain.scopes import UNASSIGNED_HALL, Audience, audience_of, hall_of, stream_of_hall
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.sync.hub.dialect import Bulk, Upsert
from kiosk.sync.hub.tables import EVENTS, FOLLOWS, HALLS, STATE, STATIONS, STREAM_LOG, STREAMS

__all__ = [
    "Page",
    "Placed",
    "append_to_streams",
    "checksum_at",
    "fill_county",
    "heads_of",
    "own_source",
    "read_page",
    "streams_for",
    "visible_in",
]

_MODULUS = 1 << 64
_COUNTY_KINDS = frozenset({"vacancy", "employer"})
_UPSERT_STREAM = Upsert(STREAMS)
_INSERT_LOG = Bulk(STREAM_LOG)
_WIDTH = len(EVENT_COLUMNS)
_PAGE = (
    select(*(EVENTS.c[name] for name in EVENT_COLUMNS), EVENTS.c.hash, STREAM_LOG.c.seq)
    .join(EVENTS, EVENTS.c.seq == STREAM_LOG.c.event)
    .where(
        STREAM_LOG.c.stream == bindparam("stream"),
        STREAM_LOG.c.seq > bindparam("after"),
        STREAM_LOG.c.source != bindparam("source"),
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


def streams_for(connection: Connection, station: Any) -> list[str]:
    """The streams that an enrolled station may read, in the order in which they are sent."""
    own = f"public:{station.hall}" if station.kind == "board" else stream_of_hall(station.hall)
    query = select(FOLLOWS.c.county).where(FOLLOWS.c.hall == station.hall)
    return [own, *(f"county:{row[0]}" for row in connection.execute(query.order_by("county")))]


def own_source(stream: str, station: str, epoch: int, hall: str) -> str:
    """The source that a reader's page of a stream leaves out."""
    return hall if stream.startswith("county:") else f"{station}/{epoch}"


def append_to_streams(connection: Connection, placed: Sequence[Placed]) -> None:
    """Give stored events their places in the streams, in the caller's write transaction."""
    counties, homes = _counties(connection), _homes(connection)
    waiting: dict[str, list[tuple[Placed, str]]] = {}
    for each in placed:
        for stream, source in _streams_of(each.event, counties, homes):
            waiting.setdefault(stream, []).append((each, source))
    for stream, entries in sorted(waiting.items()):
        _append(connection, stream, entries)


def fill_county(connection: Connection, county: str) -> None:
    """Begin a county's stream with what its halls posted before anybody followed it."""
    stream = f"county:{county}"
    if connection.execute(select(STREAMS).where(STREAMS.c.stream == stream)).first():
        return
    columns = [EVENTS.c[name] for name in EVENT_COLUMNS]
    rows = connection.execute(select(*columns, EVENTS.c.seq, EVENTS.c.hash).order_by("seq")).all()
    counties = {hall: place for hall, place in _counties(connection).items() if place == county}
    homes = _homes(connection)
    entries = [
        (Placed(event, row[_WIDTH], row[_WIDTH + 1]), source)
        for row in rows
        for event in (event_of(row),)
        for name, source in _streams_of(event, counties, homes)
        if name == stream
    ]
    if entries:
        _append(connection, stream, entries)


def read_page(
    connection: Connection, stream: str, source: str, after: int, max_bytes: int, max_events: int
) -> Page:
    """The next events of a stream without those of one source; at least one if there is any."""
    head = connection.execute(select(STREAMS).where(STREAMS.c.stream == stream)).one_or_none()
    if head is None or after >= head.seq or max_events <= 0:
        cursor = min(after, head.seq) if head else 0
        checksum = checksum_at(connection, stream, source, cursor)
        behind = head.seq - cursor if head else 0
        return Page([], cursor, checksum, behind > 0, behind)
    rows = connection.execute(
        _PAGE, {"stream": stream, "source": source, "after": after, "most": max_events + 1}
    )
    events: list[tuple[Event, str]] = []
    cursor, size, has_more = after, 0, False
    for row in rows:
        size += len(row[_WIDTH - 3] or "") + _HEADER_BYTES
        if events and (size > max_bytes or len(events) >= max_events):
            has_more = True
            break
        events.append((event_of(row), row[_WIDTH]))
        cursor = row[_WIDTH + 1]
    rows.close()
    cursor = cursor if has_more else head.seq
    checksum = checksum_at(connection, stream, source, cursor)
    return Page(events, cursor, checksum, has_more, head.seq - cursor)


def _counties(connection: Connection) -> dict[str, str]:
    followed = {row[0] for row in connection.execute(select(FOLLOWS.c.county).distinct())}
    rows = connection.execute(select(HALLS.c.id, HALLS.c.county))
    return {row[0]: row[1] for row in rows if row[1] in followed}


def _homes(connection: Connection) -> dict[str, str]:
    """Station → hall, those of hubs below included."""
    told = STATE["stations"]
    rows = connection.execute(select(told.c.id, told.c.hall))
    below = {row[0]: aggregate_id(row[1]) for row in rows}
    own = connection.execute(select(STATIONS.c.id, STATIONS.c.hall))
    return below | {row[0]: row[1] for row in own}


def _streams_of(
    event: Event, counties: dict[str, str], homes: dict[str, str]
) -> list[tuple[str, str]]:
    """Stream and source for each stream of an event; none for audit events."""
    audience, hall = audience_of(event.scope), hall_of(event.scope)
    if hall == UNASSIGNED_HALL:
        hall = homes.get(event.station, hall)
    if audience is Audience.AUDIT:
        return []
    source = f"{event.station}/{event.epoch}"
    streams = [(stream_of_hall(hall), source)]
    if audience is Audience.PUBLIC:
        streams.append((f"public:{hall}", source))
        if hall in counties and aggregate_kind(event.aggregate) in _COUNTY_KINDS:
            streams.append((f"county:{counties[hall]}", hall))
    return streams


def _append(connection: Connection, stream: str, entries: list[tuple[Placed, str]]) -> None:
    query = select(STREAMS).where(STREAMS.c.stream == stream).with_for_update()
    head = connection.execute(query).one_or_none()
    seq, total = (head.seq, int(head.total, 16)) if head else (0, 0)
    sources: dict[str, int] = {}
    rows = []
    for placed, source in entries:
        if source not in sources:
            sources[source] = _source_total(connection, stream, source, seq)
        part = int(placed.hash[:16], 16)
        seq, total = seq + 1, (total + part) % _MODULUS
        sources[source] = (sources[source] + part) % _MODULUS
        rows.append((stream, seq, placed.seq, source, f"{total:016x}", f"{sources[source]:016x}"))
    _INSERT_LOG(connection, rows)
    _UPSERT_STREAM(connection, {"stream": stream, "seq": seq, "total": f"{total:016x}"})


def _source_total(connection: Connection, stream: str, source: str, upto: int) -> int:
    log = STREAM_LOG.c
    row = connection.execute(
        select(log.source_total)
        .where(log.stream == stream, log.source == source, log.seq <= upto)
        .order_by(log.seq.desc())
        .limit(1)
    ).one_or_none()
    return int(row[0], 16) if row else 0


def heads_of(connection: Connection, streams: Sequence[str]) -> dict[str, int]:
    """Where each stream ends now; 0 for one that has not begun."""
    rows = connection.execute(select(STREAMS).where(STREAMS.c.stream.in_(streams)))
    ends = {row[0]: int(row[1]) for row in rows}
    return {stream: ends.get(stream, 0) for stream in streams}


def visible_in(
    connection: Connection, streams: Sequence[str], events: Sequence[Event]
) -> dict[str, list[Event]]:
    """The events that stand in one of the streams, by aggregate, in the order given."""
    counties, homes, wanted = _counties(connection), _homes(connection), set(streams)
    found: dict[str, list[Event]] = {}
    for event in events:
        if any(stream in wanted for stream, _ in _streams_of(event, counties, homes)):
            found.setdefault(event.aggregate, []).append(event)
    return found


def checksum_at(connection: Connection, stream: str, source: str, cursor: int) -> str:
    """The checksum of a stream without one source, up to a place."""
    log = STREAM_LOG.c
    row = connection.execute(
        select(log.total).where(log.stream == stream, log.seq == cursor)
    ).one_or_none()
    total = int(row[0], 16) if row else 0
    return f"{(total - _source_total(connection, stream, source, cursor)) % _MODULUS:016x}"
