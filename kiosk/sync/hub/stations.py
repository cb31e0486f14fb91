"""The stations of a hub, for its staff: health, revocation, release after a fork."""

from pathlib import Path

from sqlalchemy import Connection, select

from kiosk.domain.clock import Clock
from kiosk.domain.events import Payload, StationReleased, StationRevoked
from kiosk.domain.scopes import scope_for, stream_of_hall
from kiosk.sync.hub.health import all_reports
from kiosk.sync.hub.installation import Hub, open_hub
from kiosk.sync.hub.lookups import station_row
from kiosk.sync.hub.own_chain import OwnChain
from kiosk.sync.hub.storing import append_own
from kiosk.sync.hub.tables import STATIONS
from kiosk.sync.hub.trust import recertify, revoke
from kiosk.sync.protocol import StationReport

__all__ = ["REVOKED", "list_stations", "release_station", "revoke_station"]

REVOKED = "revoked"


def list_stations(data_dir: Path, *, keeper: str = "") -> list[StationReport]:
    """All stations, those of hubs below included, by hall and letter."""
    with open_hub(data_dir, keeper=keeper) as hub, hub.database.read() as connection:
        return all_reports(connection)


def revoke_station(
    data_dir: Path, station: str, reason: str, *, keeper: str = "", clock: Clock | None = None
) -> None:
    """From now on the hub takes nothing from this station; all stations of its hall learn of it.

    Raises:
        ValueError: it is not enrolled here.
    """
    with (
        open_hub(data_dir, keeper=keeper, clock=clock) as hub,
        hub.database.write() as connection,
    ):
        hall = _hall_of(connection, station)
        _mark(connection, station, f"{REVOKED}: {reason}")
        revoke(connection, hub, station, reason)
        _announce(connection, hub, hall, StationRevoked(station=station, reason=reason))


def release_station(
    data_dir: Path, station: str, *, keeper: str = "", clock: Clock | None = None
) -> None:
    """Staff looked at a fork and let the station go on; also undoes a revocation.

    Raises:
        ValueError: it is not enrolled here.
    """
    with (
        open_hub(data_dir, keeper=keeper, clock=clock) as hub,
        hub.database.write() as connection,
    ):
        hall = _hall_of(connection, station)
        _mark(connection, station, "")
        # What was certified up to the revocation stays void.
        row = station_row(connection, station)
        recertify(connection, hub, row)
        _announce(connection, hub, hall, StationReleased(station=station))


def _hall_of(connection: Connection, station: str) -> str:
    hall = connection.execute(select(STATIONS.c.hall).where(STATIONS.c.id == station)).scalar()
    if hall is None:
        raise ValueError(f"no station {station} is enrolled here")
    return str(hall)


def _mark(connection: Connection, station: str, word: str) -> None:
    connection.execute(STATIONS.update().where(STATIONS.c.id == station).values(quarantine=word))


def _announce(connection: Connection, hub: Hub, hall: str, payload: Payload) -> None:
    chain = OwnChain(connection, hub.clock.now_ms())
    scope = scope_for(type(payload).__name__, hall)
    event = chain.seal(payload, stream_of_hall(hall), scope)
    chain.save()
    append_own(connection, [event], hub.keys.index_key)
