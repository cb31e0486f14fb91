"""Verify a hub's store: fold everything anew and compare, check chains, erasures and streams."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from kiosk.domain.envelope import Event, order_key
from kiosk.domain.fold import encode_state, fold
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.projection import person_key, project
from kiosk.domain.scopes import UNASSIGNED_HALL, Audience, audience_of, hall_of
from kiosk.store.blind_index import BlindIndex
from kiosk.store.checks import (
    Finding,
    Verification,
    check_envelopes,
    check_links,
    compare_rows,
)
from kiosk.store.folded_rows import is_kept
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.stream_sums import WHOLE
from kiosk.sync.hub.tables import (
    AGGREGATES,
    ERASURES,
    EVENTS,
    RELAYED_HALLS,
    STATE,
    STREAM_LOG,
    STREAM_SUMS,
    STREAMS,
)
from kiosk.sync.wire import checksum_part, checksum_text

__all__ = ["find_differences", "verify_hub"]

_SUMS = select(STREAM_SUMS)
_COLUMNS = [EVENTS.c[name] for name in EVENT_COLUMNS]


def verify_hub(data_dir: Path) -> Verification:
    """Verify a hub beside a running `serve`: one snapshot is looked at.

    Raises:
        MissingStore, WrongKey, DamagedStore: as they say.
    """
    with open_hub(data_dir) as hub, hub.database.read() as connection:
        return find_differences(connection, hub.keys.index_key)


def find_differences(connection: Connection, index_key: bytes) -> Verification:
    """The same over an open connection, in its transaction."""
    findings = [*_check_log(connection), *_check_streams(connection)]
    groups: dict[str, list[Event]] = defaultdict(list)
    events = 0
    for event in _events(connection):
        groups[event.aggregate].append(event)
        events += 1
    findings += _check_state(connection, groups, index_key)
    return Verification(events, len(groups), tuple(findings))


def _events(connection: Connection) -> Iterator[Event]:
    query = select(*_COLUMNS).order_by(EVENTS.c.station, EVENTS.c.epoch, EVENTS.c.n)
    for row in connection.execute(query):
        yield event_of(row)


def _check_log(connection: Connection) -> Iterator[Finding]:
    kept = {row[0]: row[1] for row in connection.execute(select(EVENTS.c.id, EVENTS.c.hash))}
    asked = select(EVENTS.c.aggregate).where(EVENTS.c.type == "PersonErased").distinct()
    erased = {row[0] for row in connection.execute(asked)}
    noted = {row[0] for row in connection.execute(select(ERASURES.c.aggregate))}
    halls = {row[0] for row in connection.execute(select(RELAYED_HALLS.c.hall))}
    halls |= {UNASSIGNED_HALL} if halls else set()

    def came_as_header(event: Event) -> bool:
        is_public = audience_of(event.scope) is Audience.PUBLIC
        return not is_public and hall_of(event.scope) in halls

    yield from check_envelopes(
        _events(connection), kept, erased, noted, may_lack_payload=came_as_header
    )
    runs: dict[tuple[str, int], list[Event]] = defaultdict(list)
    for event in _events(connection):
        runs[event.station, event.epoch].append(event)
    for run in runs.values():
        yield from check_links(run)


def _check_streams(connection: Connection) -> Iterator[Finding]:
    """Sequences without a gap, running sums right, every entry an event that is here."""
    hashes = {row[0]: row[1] for row in connection.execute(select(EVENTS.c.seq, EVENTS.c.hash))}
    heads = {row.stream: (row.seq, row.total) for row in connection.execute(select(STREAMS))}
    runs = {(run.stream, run.source, run.last): run for run in connection.execute(_SUMS)}
    sums: dict[tuple[str, str], int] = defaultdict(int)
    starts: dict[tuple[str, str], int] = {}
    last: dict[str, int] = {}
    query = select(STREAM_LOG).order_by(STREAM_LOG.c.stream, STREAM_LOG.c.seq)
    for row in connection.execute(query):
        seq = last.get(row.stream, 0)
        if row.seq != seq + 1:
            yield Finding("stream", row.stream, f"{row.seq} after {seq}")
        own_hash = hashes.get(row.event)
        if own_hash is None:
            yield Finding("stream", row.stream, f"{row.seq} names no event")
            continue
        for source in (WHOLE, row.source):
            place = (row.stream, source)
            sums[place] += checksum_part(own_hash)
            first = starts.setdefault(place, row.seq)
            run = runs.pop((*place, row.seq), None)
            if run is not None:
                del starts[place]
                if (first, checksum_text(sums[place])) != (run.first, run.total):
                    yield Finding("stream", row.stream, f"checksum of {source} at {row.seq}")
                    sums[place] = int(run.total, 16)
        last[row.stream] = row.seq
    for stream, source, place in [*runs, *((*where, first) for where, first in starts.items())]:
        yield Finding("stream", stream, f"no checksum of {source} ends at {place}")
    for stream, (seq, total_text) in heads.items():
        if (last.get(stream, 0), checksum_text(sums[stream, WHOLE])) != (seq, total_text):
            yield Finding("stream", stream, "head differs from the log")


def _check_state(
    connection: Connection, groups: dict[str, list[Event]], index_key: bytes
) -> list[Finding]:
    anew: dict[str, dict[str, object]] = defaultdict(dict)
    index = BlindIndex(index_key)
    for aggregate, events in groups.items():
        state = fold(aggregate, events)
        if state is None:
            continue
        key = max(map(order_key, events))
        if is_kept(state, len(events)):
            kind = aggregate_kind(aggregate)
            anew["aggregates"][aggregate] = (kind, *key, encode_state(state))
        for place, values in project(state, index.of(person_key(state))):
            anew[place][str(values[0])] = tuple(values[1:])
    findings = compare_rows(
        "aggregates", _rows(connection.execute(select(AGGREGATES))), anew["aggregates"]
    )
    for name, table in STATE.items():
        findings += compare_rows(name, _rows(connection.execute(select(table))), anew[name])
    return findings


def _rows(rows: Iterable[object]) -> dict[str, object]:
    return {row[0]: tuple(row[1:]) for row in rows}  # type: ignore[index]  # SQLAlchemy's rows
