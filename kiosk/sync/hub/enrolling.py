"""`POST /v1/enroll`: a one-time code makes a station one of a hall's."""

import base64
import binascii
import hmac
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, select

from kiosk.domain.events import StationEnrolled
from kiosk.domain.scopes import UNASSIGNED_HALL
from kiosk.sync.enrolment_code import proof_of
from kiosk.sync.hub.admission import Claim
from kiosk.sync.hub.exchanging import read_message, require_protocol
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.lookups import station_row
from kiosk.sync.hub.own_chain import read_meta, write_meta
from kiosk.sync.hub.problems import Problem
from kiosk.sync.hub.routes import streams_for
from kiosk.sync.hub.stations import REVOKED
from kiosk.sync.hub.tables import CODES, HALLS, STATIONS
from kiosk.sync.hub.trust import announce, certify, news_for
from kiosk.sync.protocol import PROTOCOL, EnrollReply, EnrollRequest, Signed
from kiosk.sync.signing import BadSignature, Request, verify_request

__all__ = ["enroll_station"]

_MAX_FAILURES = 5
_LOCK_MS = 15 * 60 * 1000
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def enroll_station(hub: Hub, claim: Claim, request: Request, body: bytes) -> EnrollReply:
    """Enrol a station, or answer once more if the reply to it was lost.

    Raises:
        Problem: 400 malformed; 401 `signature`; 403 `wrong_code` or `expired`; 409 `other_hall`,
            `station_taken`; 429 `locked` after too many wrong codes.
    """
    message: EnrollRequest = read_message(request, body, EnrollRequest)
    require_protocol(message.protocol)
    public_key = _proven_key(message, claim, request, body)
    problem: Problem | None = None
    with hub.database.write() as connection:
        try:
            row = _admit(connection, hub, message, public_key, claim)
            return _reply(connection, hub, row)
        except Problem as error:
            # Wrong tries are counted: what was written so far is committed.
            problem = error
    raise problem


def _proven_key(message: EnrollRequest, claim: Claim, request: Request, body: bytes) -> bytes:
    """The station's key, with which it must have signed the request."""
    try:
        public_key = base64.b64decode(message.public_key, validate=True)
        verify_request(request, body, message.station, public_key)
    except (binascii.Error, ValueError, BadSignature) as error:
        raise Problem(401, "signature", "the request is not signed with its own key") from error
    if claim.station != message.station or claim.epoch != message.epoch:
        raise Problem(400, "headers", "station or epoch differs from the message")
    return public_key


def _admit(
    connection: Connection, hub: Hub, message: EnrollRequest, public_key: bytes, claim: Claim
) -> Any:
    now_ms = hub.clock.now_ms()
    code = _matching_code(connection, message, public_key, now_ms)
    if message.n and message.hall not in {"", UNASSIGNED_HALL, code.hall}:
        raise Problem(409, "other_hall", f"the station holds events of hall {message.hall}")
    row = station_row(connection, message.station)
    if row is not None and (row.hall, row.public_key) != (code.hall, message.public_key):
        raise Problem(409, "station_taken", "a station with this id is enrolled")
    if row is not None and claim.counter <= row.counter:
        raise Problem(409, "replayed", "the counter was used before", counter=int(row.counter))
    if row is None:
        _insert(connection, hub, message, code, claim)
    else:
        if message.epoch < row.epoch:
            raise Problem(409, "epoch", f"the hub knows epoch {row.epoch}")
        update = STATIONS.update().where(STATIONS.c.id == message.station)
        connection.execute(update.values(counter=claim.counter, seen_at=now_ms))
        if message.epoch > row.epoch:
            _approve_epoch(connection, hub, message, row)
    used = CODES.update().where(CODES.c.secret == code.secret)
    connection.execute(used.values(used_by=message.station))
    write_meta(connection, "enrol.failures", "0")
    return station_row(connection, message.station)


def _matching_code(
    connection: Connection, message: EnrollRequest, public_key: bytes, now_ms: int
) -> Any:
    """The code whose secret the station proved; a wrong try is counted."""
    failures = int(read_meta(connection, "enrol.failures") or 0)
    locked_until = int(read_meta(connection, "enrol.locked_until") or 0)
    if failures >= _MAX_FAILURES and now_ms < locked_until:
        wait_s = (locked_until - now_ms) // 1000 + 1
        raise Problem(429, "locked", "too many wrong codes", retry_after_s=wait_s)
    for code in connection.execute(select(CODES)).all():
        proof = proof_of(code.secret, message.station, public_key, message.kind)
        if not hmac.compare_digest(proof.encode(), message.proof.encode()):
            continue
        if code.used_by not in {"", message.station} or code.kind != message.kind:
            break
        if code.expires < now_ms:
            raise Problem(403, "expired", "the code has expired; ask for a new one")
        return code
    failures = failures + 1 if failures < _MAX_FAILURES else 1
    write_meta(connection, "enrol.failures", str(failures))
    write_meta(connection, "enrol.locked_until", str(now_ms + _LOCK_MS))
    raise Problem(403, "wrong_code", "no such code for this kind of station")


def _insert(
    connection: Connection, hub: Hub, message: EnrollRequest, code: Any, claim: Claim
) -> None:
    now_ms = hub.clock.now_ms()
    letter = _free_letter(connection, code.hall)
    signed = _certify(hub, message, code.hall, letter)
    row = {
        "id": message.station,
        "hall": code.hall,
        "kind": message.kind,
        "letter": letter,
        "public_key": message.public_key,
        "epoch": message.epoch,
        "counter": claim.counter,
        "certificate": signed.text,
        "certificate_signature": signed.signature,
        "quarantine": "",
        "enrolled_at": now_ms,
        "seen_at": now_ms,
    }
    connection.execute(STATIONS.insert(), row)
    payload = StationEnrolled(
        station=message.station,
        hall=code.hall,
        kind=message.kind,
        letter=letter,
        public_key=message.public_key,
        certificate=signed.text,
        signature=signed.signature,
    )
    announce(connection, hub, payload)


def _approve_epoch(connection: Connection, hub: Hub, message: EnrollRequest, row: Any) -> None:
    """A restored station begins a new chain: who gave it a code has looked at it. A fork that was
    found before is over with that; a revocation is not."""
    signed = _certify(hub, message, row.hall, row.letter)
    is_revoked = row.quarantine.startswith(REVOKED)
    connection.execute(
        STATIONS.update()
        .where(STATIONS.c.id == message.station)
        .values(
            epoch=message.epoch,
            certificate=signed.text,
            certificate_signature=signed.signature,
            quarantine=row.quarantine if is_revoked else "",
        )
    )


def _certify(hub: Hub, message: EnrollRequest, hall: str, letter: str) -> Signed:
    """The certificate of a station that enrols, signed by the hub."""
    place = SimpleNamespace(
        id=message.station,
        epoch=message.epoch,
        hall=hall,
        kind=message.kind,
        letter=letter,
        public_key=message.public_key,
    )
    return certify(hub, place)


def _free_letter(connection: Connection, hall: str) -> str:
    """The first free letter of the hall: A to Z without I and O, then AA, AB…"""
    rows = connection.execute(select(STATIONS.c.letter).where(STATIONS.c.hall == hall))
    taken = {row[0] for row in rows}
    singles = (letter for letter in _LETTERS)
    pairs = (first + second for first in _LETTERS for second in _LETTERS)
    for letter in (*singles, *pairs):
        if letter not in taken:
            return letter
    raise Problem(409, "hall_full", "no letter is left in this hall")


def _reply(connection: Connection, hub: Hub, row: Any) -> EnrollReply:
    hall = connection.execute(select(HALLS).where(HALLS.c.id == row.hall)).one()
    return EnrollReply(
        protocol=PROTOCOL,
        hub=hub.id,
        hub_key=base64.b64encode(hub.keys.public_key).decode(),
        hall=row.hall,
        hall_name=hall.name,
        county=hall.county,
        letter=row.letter,
        kind=row.kind,
        hall_key=base64.b64encode(hub.hall_key(row.hall)).decode(),
        certificate=row.certificate,
        certificate_signature=row.certificate_signature,
        streams=streams_for(connection, row),
        path=news_for(connection, hub, row, "")[0],
        time=hub.clock.now_ms(),
    )
