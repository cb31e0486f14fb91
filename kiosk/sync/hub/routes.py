"""Which streams of a hub an event goes to, and which streams a reader may read.

A stream of a hall is read by its stations, a stream of a county by halls that follow it, and
`below:<hub>` by a hub below: all that concerns its halls and did not come from it.

An event on a vacancy or an employer of another hall (a seat that is asked for, or spent, there)
goes also wherever that vacancy goes: who holds it must know its seats.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select, union

from kiosk.domain.envelope import Event
from kiosk.domain.ids import aggregate_id, aggregate_kind
from kiosk.domain.scopes import UNASSIGNED_HALL, Audience, audience_of, hall_of, stream_of_hall
from kiosk.sync.hub.statements import Prepared
from kiosk.sync.hub.tables import (
    EVENTS,
    FAR_HALLS,
    FOLLOWS,
    HALLS,
    HUB_FOLLOWS,
    RELAYED_HALLS,
    STATE,
    STATIONS,
    STREAMS,
)

__all__ = [
    "COUNTY",
    "FOUNDING",
    "HUB_KIND",
    "Routes",
    "followed_counties",
    "home_hall",
    "read_routes",
    "sources_left_out",
    "station_homes",
    "streams_for",
    "streams_of",
]

HUB_KIND = "hub"
COUNTY, _BELOW = "county:", "below:"
_COUNTY_KINDS = frozenset({"vacancy", "employer"})
FOUNDING = ("VacancyPosted", "EmployerRegistered")
_AT_ONCE = 500
_SERVED = Prepared(select(HALLS.c.id))
_RELAYED = Prepared(select(RELAYED_HALLS.c.hall, RELAYED_HALLS.c.hub))
_RELAYED_BY = Prepared(
    select(RELAYED_HALLS.c.hall)
    .where(RELAYED_HALLS.c.hub == bindparam("hub"))
    .order_by(RELAYED_HALLS.c.hall)
)
_FOLLOWED_BY_HUB = Prepared(
    select(HUB_FOLLOWS.c.county)
    .where(HUB_FOLLOWS.c.hub == bindparam("hub"))
    .order_by(HUB_FOLLOWS.c.county)
)
_FOLLOWED_BY_HALL = Prepared(
    select(FOLLOWS.c.county).where(FOLLOWS.c.hall == bindparam("hall")).order_by(FOLLOWS.c.county)
)
_FOLLOWED = Prepared(
    union(
        select(FOLLOWS.c.county),
        select(HUB_FOLLOWS.c.county),
        select(STREAMS.c.stream).where(STREAMS.c.stream > COUNTY, STREAMS.c.stream < "county;"),
    )
)
_HOMES_TOLD = Prepared(select(STATE["stations"].c.id, STATE["stations"].c.hall))
_HOMES = Prepared(select(STATIONS.c.id, STATIONS.c.hall))


class Routes(NamedTuple):
    """What must be known to place events.

    `counties`: hall → county that somebody follows; `homes`: station → hall; `below`: hall → hub
    below that speaks for it; `owners`: vacancy or employer → its hall.
    """

    counties: Mapping[str, str]
    homes: Mapping[str, str]
    below: Mapping[str, str]
    owners: Mapping[str, str]


def read_routes(connection: Connection, events: Sequence[Event]) -> Routes:
    """The routes for these events; they must be stored already."""
    served = set(_SERVED(connection).scalars())
    below = {row[0]: row[1] for row in _RELAYED(connection)}
    named = {hall_of(scope) for scope in {event.scope for event in events}}
    halls = served | below.keys() | named
    homes: dict[str, str] = {}
    if len(halls) > 1 or UNASSIGNED_HALL in named:
        homes = station_homes(connection)
        made = {(event.scope, event.station) for event in events}
        halls = served | below.keys() | {home_hall(*each, homes) for each in made}
    owners: dict[str, str] = {}
    if len(halls) > 1:
        owners = _owners(connection, {event.aggregate for event in events}, homes)
    return Routes(_counties(connection), homes, below, owners)


def streams_of(
    event: Event, routes: Routes, origin: str = "", via: str = ""
) -> list[tuple[str, str]]:
    """Stream and source for each stream of an event; none for audit events.

    Args:
        event: stored just now, or earlier.
        routes: of this hub.
        origin: the hub below that it came from; it is not sent there again.
        via: the county whose stream it came in from above.
    """
    audience = audience_of(event.scope)
    if audience is Audience.AUDIT:
        return []
    hall = home_hall(event.scope, event.station, routes.homes)
    source = f"{event.station}/{event.epoch}"
    is_public = audience is Audience.PUBLIC
    is_shared = is_public and aggregate_kind(event.aggregate) in _COUNTY_KINDS
    home = routes.owners.get(event.aggregate, hall) if is_shared else hall
    streams: dict[str, str] = {}
    for each in dict.fromkeys((hall, home)):
        streams[stream_of_hall(each)] = source
        if is_public:
            streams[f"public:{each}"] = source
        if is_shared and each in routes.counties:
            streams[f"{COUNTY}{routes.counties[each]}"] = hall
        hub = routes.below.get(each, "")
        if hub and hub != origin:
            streams[f"{_BELOW}{hub}"] = source
    if via:
        streams[f"{COUNTY}{via}"] = hall
    return list(streams.items())


def streams_for(connection: Connection, reader: Any) -> list[str]:
    """The streams that an enrolled station or hub may read, in the order in which they are sent."""
    if reader.kind == HUB_KIND:
        query, reads = _FOLLOWED_BY_HUB, {"hub": reader.id}
        own = f"{_BELOW}{reader.id}"
    else:
        query, reads = _FOLLOWED_BY_HALL, {"hall": reader.hall}
        is_board = reader.kind == "board"
        own = f"public:{reader.hall}" if is_board else stream_of_hall(reader.hall)
    counties = query(connection, reads).scalars()
    return [own, *(f"{COUNTY}{county}" for county in counties)]


def sources_left_out(connection: Connection, stream: str, reader: Any, epoch: int) -> list[str]:
    """The sources that a reader's page of a stream leaves out: what it made itself."""
    if stream.startswith(_BELOW):
        return []
    if not stream.startswith(COUNTY):
        return [f"{reader.id}/{epoch}"]
    if reader.kind != HUB_KIND:
        return [reader.hall]
    return _RELAYED_BY(connection, {"hub": reader.id}).scalars()


def followed_counties(connection: Connection) -> set[str]:
    """Counties that a hall of this hub, or of one below, follows or once followed: a stream that
    was begun goes on, so that nobody who comes back to it finds a hole."""
    return {row[0].removeprefix(COUNTY) for row in _FOLLOWED(connection)}


def home_hall(scope: str, station: str, homes: Mapping[str, str]) -> str:
    """The hall of an event; that of its station where it was made before enrolment."""
    hall = hall_of(scope)
    return homes.get(station, hall) if hall == UNASSIGNED_HALL else hall


def _counties(connection: Connection) -> dict[str, str]:
    """Hall → county, for halls of this hub, of hubs below, and those known from above."""
    followed = followed_counties(connection)
    if not followed:
        return {}
    told = STATE["halls"]
    known = {row[0]: row[1] for row in connection.execute(select(FAR_HALLS))}
    for row in connection.execute(select(told.c.id, told.c.county)):
        known[aggregate_id(row[0])] = row[1]
    known |= {row[0]: row[1] for row in connection.execute(select(HALLS.c.id, HALLS.c.county))}
    return {hall: county for hall, county in known.items() if county in followed}


def station_homes(connection: Connection) -> dict[str, str]:
    """Station → hall, those of hubs below included."""
    below = {row[0]: aggregate_id(row[1]) for row in _HOMES_TOLD(connection)}
    return below | {row[0]: row[1] for row in _HOMES(connection)}


def _owners(
    connection: Connection, aggregates: Iterable[str], homes: Mapping[str, str]
) -> dict[str, str]:
    """The hall of each vacancy and employer: where its first event was made."""
    wanted = sorted(each for each in aggregates if aggregate_kind(each) in _COUNTY_KINDS)
    owners: dict[str, str] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = connection.execute(
            select(EVENTS.c.aggregate, EVENTS.c.scope, EVENTS.c.station)
            .where(
                EVENTS.c.aggregate.in_(wanted[start : start + _AT_ONCE]),
                EVENTS.c.type.in_(FOUNDING),
            )
            .order_by(EVENTS.c.seq)
        )
        for aggregate, scope, station in rows:
            owners.setdefault(aggregate, home_hall(scope, station, homes))
    return owners
