"""Logs of single aggregates, as far as a station may read them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from kiosk.domain.envelope import Event
from kiosk.domain.scopes import Audience
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.sync.hub.routes import streams_for
from kiosk.sync.hub.stream_log import visible_in
from kiosk.sync.hub.tables import EVENTS

__all__ = ["events_of", "read_logs"]

_HEADER = [EVENTS.c[name] for name in EVENT_COLUMNS]
_AUDIT = f"{Audience.AUDIT}:%"


def read_logs(
    connection: Connection, station: Any, wants: Sequence[str], max_bytes: int
) -> tuple[list[str], list[Event]]:
    """Whole logs of the aggregates that a station asks for; at least one aggregate.

    Returns:
        The aggregates whose log is complete here, and the events.
    """
    streams = streams_for(connection, station)
    done: list[str] = []
    events: list[Event] = []
    size = 0
    for aggregate in wants:
        log = visible_in(connection, streams, events_of(connection, [aggregate]))
        size += sum(len(event.payload or "") + 330 for event in log.get(aggregate, []))
        if done and size > max_bytes:
            break
        done.append(aggregate)
        events += log.get(aggregate, [])
    return done, events


def events_of(connection: Connection, ids: Sequence[str]) -> list[Event]:
    """Events of aggregates in commit order, without those for the auditor."""
    rows = connection.execute(
        select(*_HEADER)
        .where(EVENTS.c.aggregate.in_(ids), EVENTS.c.scope.not_like(_AUDIT))
        .order_by(EVENTS.c.seq)
    )
    return [event_of(row) for row in rows]
