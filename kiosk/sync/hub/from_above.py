"""What comes down from the hub above: kept, and given on to stations and hubs below.

The parent's page is signed by it, and it is believed about other halls and about its own word. It
is not believed about what this hub's own stations said: that comes from themselves only.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import structlog
from sqlalchemy import Connection, select, union

from kiosk.domain.envelope import Event
from kiosk.domain.ids import aggregate_id
from kiosk.domain.scopes import UNASSIGNED_HALL, Audience, audience_of, hall_of
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.own_chain import read_meta, write_meta
from kiosk.sync.hub.places import known_places, taken_ids
from kiosk.sync.hub.post_rules import refuse_posts
from kiosk.sync.hub.routes import COUNTY, FOUNDING
from kiosk.sync.hub.seat_keeping import answer_seat_requests
from kiosk.sync.hub.statements import Upsert
from kiosk.sync.hub.storing import append_own, store_events
from kiosk.sync.hub.tables import (
    DOWN_REFUSED,
    FAR_HALLS,
    FOLLOWS,
    FROM_ABOVE,
    HALLS,
    HUB_FOLLOWS,
    RELAYED_HALLS,
    STATE,
    STATIONS,
)
from kiosk.sync.pull import Pulled

__all__ = ["Place", "forget_place", "read_place", "refused_from_above", "take_from_above"]

_PLACE = "relay.down"
_UPSERT_HALL, _UPSERT_REFUSED = Upsert(FAR_HALLS), Upsert(DOWN_REFUSED)
_log: Any = structlog.get_logger(__name__)


class Place(msgspec.Struct, frozen=True):
    """Where this hub stands in the streams of its parent."""

    cursor: dict[str, int] = {}
    checksum: dict[str, str] = {}


class _Known(NamedTuple):
    """What this hub holds around the page."""

    places: dict[tuple[str, int, int], str]
    ids: set[str]
    own: set[str]
    """Stations and hubs that speak to this hub, or below it; itself."""
    halls: set[str]
    """Halls of this hub and of those below."""


def read_place(connection: Connection) -> Place:
    """The cursors and checksums that were applied so far."""
    text = read_meta(connection, _PLACE)
    return msgspec.json.decode(text, type=Place) if text else Place()


def forget_place(connection: Connection) -> None:
    """Pull everything again: what is known is passed over."""
    write_meta(connection, _PLACE, "")


def wanted_counties(connection: Connection) -> list[str]:
    """The counties that halls of this hub follow, and those of hubs below."""
    query = union(select(FOLLOWS.c.county), select(HUB_FOLLOWS.c.county))
    return sorted(row[0] for row in connection.execute(query))


def take_from_above(
    hub: Hub, connection: Connection, pages: Sequence[tuple[str, int]], pulled: Pulled
) -> int:
    """Store a checked page and move the cursors, in the caller's write transaction.

    Args:
        hub: this hub.
        connection: of the transaction.
        pages: stream and count of each page, as the reply tells.
        pulled: the events, and where the streams stand after them.

    Returns:
        How many events were new.
    """
    now_ms = hub.clock.now_ms()
    via = _counties_of(pages, pulled.events)
    known = _look_up(connection, hub.id, pulled.events)
    fresh: list[tuple[Event, str]] = []
    for event, own_hash in zip(pulled.events, pulled.hashes, strict=True):
        if known.places.get((event.station, event.epoch, event.n)) == own_hash:
            continue
        code = _objection(event, known)
        if code:
            _refuse(connection, event, code)
            continue
        known.places[event.station, event.epoch, event.n] = own_hash
        known.ids.add(event.id)
        fresh.append((event, own_hash))
    _note_far_halls(connection, [event for event, _ in fresh], via, known.halls)
    if fresh:
        rows = store_events(connection, fresh, hub.keys.index_key, via=via)
        connection.execute(FROM_ABOVE.insert(), [{"event": seq} for seq in rows])
        taken_in = [event for event, _ in fresh]

        def store(events: Sequence[Event]) -> None:
            append_own(connection, events, hub.keys.index_key)

        # An employer may have been suspended in another hall before it posted here.
        refuse_posts(connection, taken_in, now_ms, "", store)
        answer_seat_requests(connection, taken_in, now_ms, store)
    before = read_place(connection)
    place = Place(before.cursor | pulled.cursor, before.checksum | pulled.checksum)
    if place != before:
        write_meta(connection, _PLACE, msgspec.json.encode(place).decode())
    return len(fresh)


def refused_from_above(connection: Connection) -> list[tuple[str, str, str]]:
    """Events of the parent's streams that this hub did not take: id, place, code."""
    rows = connection.execute(select(DOWN_REFUSED).order_by(DOWN_REFUSED.c.place))
    return [(row.id, row.place, row.code) for row in rows]


def _counties_of(pages: Sequence[tuple[str, int]], events: Sequence[Event]) -> dict[str, str]:
    """Event id → county, for events that came in a county's stream."""
    via: dict[str, str] = {}
    start = 0
    for stream, count in pages:
        if stream.startswith(COUNTY):
            county = stream.removeprefix(COUNTY)
            via |= {event.id: county for event in events[start : start + count]}
        start += count
    return via


def _look_up(connection: Connection, own_id: str, events: Sequence[Event]) -> _Known:
    halls = {
        *connection.execute(select(HALLS.c.id)).scalars(),
        *connection.execute(select(RELAYED_HALLS.c.hall)).scalars(),
    }
    told = STATE["stations"]
    below = connection.execute(select(told.c.id, told.c.hall))
    own = {row[0] for row in below if aggregate_id(row[1]) in halls}
    own |= {own_id, *connection.execute(select(STATIONS.c.id)).scalars()}
    ids = taken_ids(connection, [event.id for event in events])
    return _Known(known_places(connection, events), ids, own, halls)


def _objection(event: Event, known: _Known) -> str:
    """Why an event is not taken; empty where nothing speaks against it."""
    if (event.station, event.epoch, event.n) in known.places:
        return "fork"
    if event.id in known.ids:
        return "id_taken"
    if event.station in known.own:
        return "not_from_above"
    audience = audience_of(event.scope)
    if audience is Audience.AUDIT:
        return "scope"
    if audience is Audience.HALL and hall_of(event.scope) not in known.halls:
        return "scope"
    return ""


def _refuse(connection: Connection, event: Event, code: str) -> None:
    _log.warning("refused_from_above", code=code, station=event.station)
    place = f"{event.station}/{event.epoch}/{event.n}"
    _UPSERT_REFUSED(connection, {"id": event.id, "place": place, "code": code, "reason": ""})


def _note_far_halls(
    connection: Connection,
    events: Sequence[Event],
    via: Mapping[str, str],
    halls: set[str],
) -> None:
    """A hall is of the county in whose stream its vacancies and employers come."""
    found: dict[str, str] = {}
    for event in events:
        hall = hall_of(event.scope)
        is_founding = event.type in FOUNDING and hall != UNASSIGNED_HALL
        if is_founding and hall not in halls and event.id in via:
            found[hall] = via[event.id]
    for hall, county in sorted(found.items()):
        _UPSERT_HALL(connection, {"hall": hall, "county": county})
