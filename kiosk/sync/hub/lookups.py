"""Rows that are looked up by their key in several places."""

from typing import Any

from sqlalchemy import Connection, bindparam, select

from kiosk.sync.hub.statements import Prepared
from kiosk.sync.hub.tables import CHAINS, STATIONS

__all__ = ["chain_row", "station_row"]

_STATION = Prepared(select(STATIONS).where(STATIONS.c.id == bindparam("station")))
_CHAIN = Prepared(
    select(CHAINS).where(
        CHAINS.c.station == bindparam("station"), CHAINS.c.epoch == bindparam("epoch")
    )
)


def station_row(connection: Connection, station: str) -> Any:
    """The row of an enrolled station or hub, a named tuple; None where there is none."""
    return _STATION(connection, {"station": station}).one_or_none()


def chain_row(connection: Connection, station: str, epoch: int) -> Any:
    """What the hub holds of a chain; None where that is nothing."""
    return _CHAIN(connection, {"station": station, "epoch": epoch}).one_or_none()
