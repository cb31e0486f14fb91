"""What a hub holds at the places, and under the ids, of events that come to it."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from kiosk.domain.envelope import Event
from kiosk.sync.hub.statements import Prepared, among, listed
from kiosk.sync.hub.tables import EVENTS

__all__ = ["known_places", "taken_ids"]

_IDS = Prepared(select(EVENTS.c.id).where(among(EVENTS.c.id, "ids")))


def known_places(
    connection: Connection, events: Sequence[Event]
) -> dict[tuple[str, int, int], str]:
    """(station, epoch, n) → header hash, around the places of these events."""
    ranges: dict[tuple[str, int], tuple[int, int]] = {}
    for event in events:
        low, high = ranges.get((event.station, event.epoch), (event.n, event.n))
        ranges[event.station, event.epoch] = (min(low, event.n), max(high, event.n))
    known: dict[tuple[str, int, int], str] = {}
    for (station, epoch), (low, high) in ranges.items():
        rows = connection.execute(
            select(EVENTS.c.n, EVENTS.c.hash).where(
                EVENTS.c.station == station, EVENTS.c.epoch == epoch, EVENTS.c.n.between(low, high)
            )
        )
        known.update({(station, epoch, row[0]): row[1] for row in rows})
    return known


def taken_ids(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Which of these ids are held."""
    return set(_IDS(connection, {"ids": listed(ids)}).scalars())
