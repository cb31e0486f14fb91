"""`POST /v1/peek`: whether anything is new, without writing anything on either side.

Stations of one hall hear of each other within a second or two by it. A hub of many stations does
not offer it: there the exchange every half minute is enough.
"""

from kiosk.sync.hub.admission import Claim, find_station
from kiosk.sync.hub.exchanging import read_message, require_free, require_protocol
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.routes import streams_for
from kiosk.sync.hub.stream_log import heads_of
from kiosk.sync.protocol import PeekReply, PeekRequest
from kiosk.sync.signing import Request

__all__ = ["peek"]


def peek(hub: Hub, claim: Claim, request: Request, body: bytes) -> PeekReply:
    """How many events the streams hold beyond the station's cursors; its counter is not used up.

    Raises:
        Problem: as for an exchange, but for `replayed`.
    """
    with hub.database.read() as connection:
        station = find_station(connection, claim, request, body)
        hub.limiter.take(claim.station)
        require_free(station)
        message: PeekRequest = read_message(request, body, PeekRequest)
        require_protocol(message.protocol)
        heads = heads_of(connection, streams_for(connection, station))
        behind = sum(max(0, end - message.cursor.get(name, 0)) for name, end in heads.items())
        return PeekReply(behind=behind, time=hub.clock.now_ms())
