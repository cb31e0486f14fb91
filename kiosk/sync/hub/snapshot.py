"""`/v1/snapshot`: states in the place of a long log, for a new or long-absent station.

A page holds aggregates by id. What is not all the station's to read (another hall's vacancy with
that hall's referrals) is folded anew from what is; so a snapshot tells nothing that the streams do
not. The logs themselves follow later, aggregate by aggregate (`read_logs`).
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, select

from kiosk.domain.envelope import Event, order_key
from kiosk.domain.fold import FOLD_VERSION, encode_state, fold
from kiosk.domain.scopes import Audience
from kiosk.sync.hub.admission import Claim, find_station
from kiosk.sync.hub.exchanging import read_message, require_free, require_protocol
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.logs_of import events_of
from kiosk.sync.hub.routes import sources_left_out, streams_for
from kiosk.sync.hub.stream_log import checksum_at, heads_of, visible_in
from kiosk.sync.hub.tables import AGGREGATES, CHAINS, ERASURES, EVENTS, STATIONS
from kiosk.sync.protocol import (
    MAX_PLAIN_BYTES,
    PROTOCOL,
    BaseState,
    SnapshotReply,
    SnapshotRequest,
)
from kiosk.sync.signing import Request

__all__ = ["snapshot"]

_AGGREGATES_AT_ONCE = 200
_PAGE_BYTES = (1_024, MAX_PLAIN_BYTES // 8)


def snapshot(hub: Hub, claim: Claim, request: Request, body: bytes) -> SnapshotReply:
    """One page. `GET` gives the first of the usual size, `POST` takes a `SnapshotRequest`.

    Raises:
        Problem: as for an exchange.
    """
    with hub.database.read() as connection:
        station = find_station(connection, claim, request, body)
        hub.limiter.take(claim.station)
        require_free(station)
        message = SnapshotRequest(protocol=PROTOCOL)
        if request.method == "POST":
            message = read_message(request, body, SnapshotRequest)
        require_protocol(message.protocol)
        return _page(connection, claim, station, message, hub.clock.now_ms())


def _page(
    connection: Connection, claim: Claim, station: Any, message: SnapshotRequest, now_ms: int
) -> SnapshotReply:
    streams = streams_for(connection, station)
    heads = heads_of(connection, streams)
    least, most = _PAGE_BYTES
    room, after = min(max(message.page_bytes, least), most), message.after
    bases: list[BaseState] = []
    ids = _ids_after(connection, after)
    for found in _states(connection, station, streams, ids):
        if found.aggregate > after and found.state is not None:
            room -= len(found.state) + 120
            if bases and room < 0:
                break
            bases.append(found)
        after = found.aggregate
    is_last = after == (ids[-1] if ids else "") and len(ids) < _AGGREGATES_AT_ONCE
    return SnapshotReply(
        fold=FOLD_VERSION,
        bases=bases,
        erasures=_erasures(connection, [base.aggregate for base in bases]),
        chains=_chains(connection, station.hall),
        cursor=heads,
        checksum={
            stream: checksum_at(
                connection,
                stream,
                sources_left_out(connection, stream, station, claim.epoch),
                cursor,
            )
            for stream, cursor in heads.items()
        },
        after=after,
        more=bool(ids) and not is_last,
        time=now_ms,
    )


def _ids_after(connection: Connection, after: str) -> list[str]:
    rows = connection.execute(
        select(EVENTS.c.aggregate)
        .where(EVENTS.c.aggregate > after)
        .distinct()
        .order_by(EVENTS.c.aggregate)
        .limit(_AGGREGATES_AT_ONCE)
    )
    return [row[0] for row in rows]


def _states(
    connection: Connection, station: Any, streams: Sequence[str], ids: Sequence[str]
) -> list[BaseState]:
    """One entry for each aggregate; `state` is None where nothing of it is the station's."""
    scopes: dict[str, dict[str, int]] = defaultdict(dict)
    rows = connection.execute(
        select(EVENTS.c.aggregate, EVENTS.c.scope, func.count())
        .where(EVENTS.c.aggregate.in_(ids))
        .group_by(EVENTS.c.aggregate, EVENTS.c.scope)
    )
    for aggregate, scope, count in rows:
        scopes[aggregate][scope] = count
    own = _scopes_of(station)
    whole = [each for each in ids if scopes[each].keys() <= own]
    stored = _stored(connection, whole)
    partly = [each for each in ids if each not in stored]
    logs = visible_in(connection, streams, events_of(connection, partly))
    found = []
    for aggregate in ids:
        count = sum(
            count for scope, count in scopes[aggregate].items() if not scope.startswith("audit:")
        )
        found.append(
            BaseState(aggregate, *stored[aggregate], count)
            if aggregate in stored and count
            else _folded(aggregate, logs.get(aggregate, []))
        )
    return found


def _scopes_of(station: Any) -> set[str]:
    """Scopes of which the station reads everything, and those that touch no state."""
    scopes = {f"{Audience.PUBLIC}:{station.hall}", f"{Audience.AUDIT}:{station.hall}"}
    return scopes if station.kind == "board" else scopes | {f"{Audience.HALL}:{station.hall}"}


def _stored(
    connection: Connection, ids: Sequence[str]
) -> dict[str, tuple[int, str, int, int, str]]:
    columns = AGGREGATES.c
    rows = connection.execute(
        select(
            columns.id,
            columns.order_time,
            columns.station,
            columns.epoch,
            columns.n,
            columns.state,
        ).where(columns.id.in_(ids))
    )
    return {row[0]: (row[1], row[2], row[3], row[4], row[5]) for row in rows}


def _folded(aggregate: str, events: list[Event]) -> BaseState:
    if not events:
        return BaseState(aggregate, 0, "", 0, 0, None)
    state = fold(aggregate, events)
    text = encode_state(state) if state is not None else ""
    return BaseState(aggregate, *max(map(order_key, events)), text, len(events))


def _erasures(connection: Connection, ids: Sequence[str]) -> list[tuple[str, str]]:
    rows = connection.execute(select(ERASURES).where(ERASURES.c.aggregate.in_(ids)))
    return [(row[0], row[1]) for row in rows]


def _chains(connection: Connection, hall: str) -> list[tuple[str, int, int]]:
    """How far the hub holds the chain of each station of the hall."""
    joined = and_(CHAINS.c.station == STATIONS.c.id, CHAINS.c.epoch == STATIONS.c.epoch)
    rows = connection.execute(
        select(STATIONS.c.id, STATIONS.c.epoch, CHAINS.c.highest_n)
        .join(CHAINS, joined)
        .where(STATIONS.c.hall == hall)
        .order_by(STATIONS.c.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]
