"""Who may speak: signed by an enrolled station, with a counter above all before it."""

import base64
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, select

from kiosk.domain.ids import is_station_id
from kiosk.sync.hub.lookups import station_row
from kiosk.sync.hub.problems import Problem
from kiosk.sync.hub.statements import Prepared
from kiosk.sync.hub.tables import STATIONS
from kiosk.sync.hub.trust import revocation_of
from kiosk.sync.signing import (
    COUNTER_HEADER,
    EPOCH_HEADER,
    STATION_HEADER,
    BadSignature,
    Request,
    verify_request,
)

__all__ = ["Claim", "claim_of", "find_station", "use_counter"]

_MAX_NUMBER = 2**53
_OWN = STATIONS.c.id == bindparam("station")
_COUNTER = Prepared(select(STATIONS.c.counter).where(_OWN).with_for_update())
_TAKE_COUNTER = Prepared(
    STATIONS.update().where(_OWN).values(counter=bindparam("taken"), seen_at=bindparam("now"))
)


class Claim(NamedTuple):
    """Who a request says it is from; proven by the signature only."""

    station: str
    epoch: int
    counter: int


def claim_of(headers: dict[str, str]) -> Claim:
    """Read the three headers. Raises Problem 400 where one is missing or malformed."""
    station = headers.get(STATION_HEADER, "")
    try:
        epoch, counter = int(headers[EPOCH_HEADER]), int(headers[COUNTER_HEADER])
    except (KeyError, ValueError) as error:
        raise Problem(400, "headers", "epoch and counter must be numbers") from error
    if not is_station_id(station) or not 0 < epoch < 2**31 or not 0 < counter < _MAX_NUMBER:
        raise Problem(400, "headers", "station, epoch or counter out of range")
    return Claim(station, epoch, counter)


def find_station(connection: Connection, claim: Claim, request: Request, body: bytes) -> Any:
    """The row of the enrolled station that signed the request.

    Raises:
        Problem: 401 `unknown_station` or `signature`; 409 `epoch` for another epoch than the one
            enrolled (a restored or cloned disk needs the hub's approval); 403 `revoked`.
    """
    row = station_row(connection, claim.station)
    if row is None:
        raise Problem(401, "unknown_station", "this station is not enrolled here")
    try:
        verify_request(request, body, claim.station, base64.b64decode(row.public_key))
    except BadSignature as error:
        raise Problem(401, "signature", "the request is not signed by this station") from error
    if row.quarantine.startswith("revoked"):
        words = revocation_of(connection, claim.station)
        raise Problem(403, "revoked", "this station was revoked", revocation=words)
    if row.epoch != claim.epoch:
        raise Problem(409, "epoch", f"the hub knows epoch {row.epoch}")
    return row


def use_counter(connection: Connection, claim: Claim, now_ms: int) -> None:
    """Take a counter, in the write transaction of what it allows.

    Raises:
        Problem: 409 `replayed` for one that is not above the last.
    """
    last = _COUNTER(connection, {"station": claim.station}).one().counter
    if claim.counter <= last:
        raise Problem(409, "replayed", "the counter was used before", counter=int(last))
    _TAKE_COUNTER(connection, {"station": claim.station, "taken": claim.counter, "now": now_ms})
