"""Health of stations and hubs: those that speak to this hub, and what hubs below tell of theirs."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, select

from kiosk.sync.hub.statements import Upsert
from kiosk.sync.hub.tables import (
    BELOW_HEALTH,
    CHAINS,
    HEALTH,
    RELAYED_HALLS,
    STATE,
    STATIONS,
)
from kiosk.sync.protocol import StationReport

__all__ = ["MOST_REPORTS", "all_reports", "keep_reports"]

MOST_REPORTS = 1_000
_UPSERT = Upsert(BELOW_HEALTH)
_MOST_NUMBER = 2**53
_LENGTHS = {"state": 120, "program": 40, "printer": 20, "letter": 8, "kind": 12}


def all_reports(connection: Connection) -> list[StationReport]:
    """Stations of this hub and of those below, by hall and letter.

    A hub that is enrolled here speaks for itself; of all others the last word of the hub that they
    speak to counts, with that hub's name in `via`.
    """
    own = _own(connection)
    known = {each.station for each in own}
    columns = [BELOW_HEALTH.c[name] for name in StationReport.__struct_fields__]
    below = [StationReport(*row) for row in connection.execute(select(*columns))]
    every = [*own, *(each for each in below if each.station not in known)]
    return sorted(every, key=lambda each: (each.hall, each.letter, each.station))


def keep_reports(connection: Connection, sender: str, reports: Sequence[StationReport]) -> None:
    """What a hub below says of stations of its halls; anything else is passed over."""
    owners = {row[0]: row[1] for row in connection.execute(select(RELAYED_HALLS))}
    told = STATE["stations"]
    names = [each.station for each in reports[:MOST_REPORTS]]
    known = set(connection.execute(select(told.c.id).where(told.c.id.in_(names))).scalars())
    for each in reports[:MOST_REPORTS]:
        if owners.get(each.hall) == sender and each.station in known:
            row = _bounded(each)
            _UPSERT(connection, row | {"via": each.via or sender})


def _own(connection: Connection) -> list[StationReport]:
    here = (CHAINS.c.station == STATIONS.c.id) & (CHAINS.c.epoch == STATIONS.c.epoch)
    query = (
        select(STATIONS, CHAINS.c.highest_n, CHAINS.c.stored, HEALTH)
        .join(CHAINS, here, isouter=True)
        .join(HEALTH, HEALTH.c.station == STATIONS.c.id, isouter=True)
    )
    return [
        StationReport(
            station=row.id,
            hall=row.hall,
            kind=row.kind,
            letter=row.letter,
            epoch=row.epoch,
            state=row.quarantine,
            enrolled_at=row.enrolled_at,
            seen_at=row.seen_at,
            events=row.stored or 0,
            gaps=(row.highest_n or 0) - (row.stored or 0),
            pending=row.pending or 0,
            oldest=row.oldest or 0,
            program=row.program or "",
            printer=row.printer or "",
        )
        for row in connection.execute(query)
    ]


def _bounded(report: StationReport) -> dict[str, object]:
    """The values of a report, none longer or larger than it may be."""
    row: dict[str, object] = {}
    for name, value in msgspec.structs.asdict(report).items():
        if isinstance(value, int):
            row[name] = min(max(value, 0), _MOST_NUMBER)
        else:
            row[name] = str(value).replace("\0", "")[: _LENGTHS.get(name, 96)]
    return row
