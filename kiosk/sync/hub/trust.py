"""What a hub certifies, how it proves itself, and what it takes back (docs/PROTOCOL.md §13)."""

import base64
from collections.abc import Sequence
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection, select

from kiosk.domain.envelope import Event
from kiosk.domain.events import StationEnrolled, decode_payload
from kiosk.domain.scopes import hall_of, scope_for, stream_of_hall
from kiosk.sync.certificates import (
    LIFE_MS,
    MOST_LEVELS,
    BadCertificate,
    check_path,
    is_due,
    read_certificate,
    read_revocation,
    sign_text,
    word_of,
)
from kiosk.sync.hub.installation import Hub
from kiosk.sync.hub.lookups import station_row
from kiosk.sync.hub.own_chain import OwnChain, read_meta, write_meta
from kiosk.sync.hub.routes import HUB_KIND
from kiosk.sync.hub.statements import Prepared, Upsert, among, listed
from kiosk.sync.hub.storing import append_own
from kiosk.sync.hub.tables import CERTIFICATES, REVOCATIONS, STATIONS
from kiosk.sync.protocol import Certificate, Revocation, Signed

__all__ = [
    "announce",
    "certify",
    "hub_path",
    "keep_certificates",
    "keep_path",
    "news_for",
    "recertify",
    "renew",
    "require_proven",
    "revocation_of",
    "revoke",
    "take_revocation",
    "trust_word",
]

_PATH = "trust.path"
_UPSERT_CERTIFICATE = Upsert(CERTIFICATES)
_UPSERT_REVOCATION = Upsert(REVOCATIONS)
_REVOKED = Prepared(
    select(REVOCATIONS)
    .where(among(REVOCATIONS.c.station, "stations"))
    .order_by(REVOCATIONS.c.hub, REVOCATIONS.c.station)
)
_log: Any = structlog.get_logger(__name__)


def certify(hub: Hub, row: Any, after_ms: int = 0) -> Signed:
    """A certificate for a station or hub (row of `STATIONS`, or what will be one), as of now;
    later than a revocation of that moment."""
    now_ms = max(hub.clock.now_ms(), after_ms + 1)
    certificate = Certificate(
        hub=hub.id,
        station=row.id,
        epoch=row.epoch,
        hall=row.hall,
        kind=row.kind,
        letter=row.letter,
        public_key=row.public_key,
        issued=now_ms,
        expires=now_ms + LIFE_MS,
    )
    return sign_text(certificate, hub.keys.signing_key)


def renew(connection: Connection, hub: Hub, row: Any) -> None:
    """Give a station or hub a new certificate if it is time for one."""
    if not is_due(row.certificate, hub.clock.now_ms()):
        return
    recertify(connection, hub, row)


def recertify(connection: Connection, hub: Hub, row: Any) -> None:
    """Give a station or hub a new certificate, and say so."""
    words = revocation_of(connection, row.id)
    after_ms = read_revocation(Signed(*words), hub.keys.public_key).at if words else 0
    signed = certify(hub, row, after_ms)
    connection.execute(
        STATIONS.update()
        .where(STATIONS.c.id == row.id)
        .values(certificate=signed.text, certificate_signature=signed.signature)
    )
    payload = StationEnrolled(
        station=row.id,
        hall=row.hall,
        kind=row.kind,
        letter=row.letter,
        public_key=row.public_key,
        certificate=signed.text,
        signature=signed.signature,
    )
    announce(connection, hub, payload)


def announce(connection: Connection, hub: Hub, payload: StationEnrolled) -> None:
    """Say in the hub's chain whom it certified."""
    chain = OwnChain(connection, hub.clock.now_ms())
    scope = scope_for(StationEnrolled.__name__, payload.hall)
    event = chain.seal(payload, stream_of_hall(payload.hall), scope)
    chain.save()
    append_own(connection, [event], hub.keys.index_key)


def hub_path(connection: Connection, hub: Hub) -> list[Signed]:
    """Certificates from this hub's own up to the root; a root signs for itself."""
    text = read_meta(connection, _PATH)
    if text:
        return list(msgspec.json.decode(text, type=list[Signed]))
    return [_root(hub)]


def _root(hub: Hub) -> Signed:
    """What a hub says of itself where nobody stands above it; always the same text."""
    if hub.root is not None:
        return hub.root
    own = base64.b64encode(hub.keys.public_key).decode()
    root = Certificate(
        hub=hub.id,
        station=hub.id,
        epoch=1,
        hall="",
        kind=HUB_KIND,
        letter="",
        public_key=own,
        issued=0,
    )
    hub.root = sign_text(root, hub.keys.signing_key)
    return hub.root


def keep_path(
    connection: Connection,
    hub: Hub,
    path: Sequence[Signed],
    revocations: Sequence[Signed],
    parent_key: bytes,
) -> None:
    """Keep what the parent gave: this hub's certificate and those above it.

    Raises:
        BadCertificate: it does not prove this hub below that parent; nothing is kept.
    """
    for signed in revocations:
        _keep_revocation(connection, signed)
    if path:
        check_path(path, station=hub.id, public_key=hub.keys.public_key, anchor=parent_key)
        write_meta(connection, _PATH, msgspec.json.encode(list(path)).decode())


def trust_word(connection: Connection) -> str:
    """What a hub tells its parent of the certificates that it holds."""
    text = read_meta(connection, _PATH)
    path = msgspec.json.decode(text, type=list[Signed]) if text else []
    return word_of(path, _revocations(connection, path)) if path else ""


def news_for(
    connection: Connection, hub: Hub, row: Any, word: str
) -> tuple[list[Signed], list[Signed]]:
    """Path and revocations for a station or hub below, where it holds others; else nothing."""
    path = [Signed(row.certificate, row.certificate_signature), *hub_path(connection, hub)]
    revocations = _revocations(connection, path)
    return ([], []) if word_of(path, revocations) == word else (path, revocations)


def revoke(connection: Connection, hub: Hub, station: str, reason: str) -> None:
    """Sign that what was certified of a station or hub up to now is void."""
    now_ms = hub.clock.now_ms()
    found = Revocation(hub=hub.id, station=station, reason=reason, at=now_ms)
    _keep_revocation(connection, sign_text(found, hub.keys.signing_key))


def revocation_of(connection: Connection, station: str) -> list[str]:
    """The signed word on a station that was revoked here; empty if there is none."""
    mine = (REVOCATIONS.c.station == station) & (
        REVOCATIONS.c.hub == read_meta(connection, "chain.station")
    )
    row = connection.execute(select(REVOCATIONS).where(mine)).one_or_none()
    return [row.text, row.signature] if row else []


def take_revocation(hub: Hub, words: Sequence[str], parent: str, parent_key: bytes) -> None:
    """The parent revoked this hub and signed it: that is handed on to all below."""
    if len(words) != 2:
        return
    signed = Signed(*words)
    try:
        found = read_revocation(signed, parent_key)
    except BadCertificate:
        return
    if (found.hub, found.station) == (parent, hub.id):
        with hub.database.write() as connection:
            _keep_revocation(connection, signed)


def keep_certificates(connection: Connection, events: Sequence[Event]) -> None:
    """Take note of certificates that hubs announced; the first key of a station stays."""
    for event in events:
        if event.type != StationEnrolled.__name__ or event.payload is None:
            continue
        payload = decode_payload(event.type, event.payload)
        if not isinstance(payload, StationEnrolled) or not payload.certificate:
            continue
        where = CERTIFICATES.c.station == payload.station
        known = connection.execute(select(CERTIFICATES).where(where)).one_or_none()
        if not _says_the_same(payload, event) or (
            known is not None and known.public_key != payload.public_key
        ):
            # A station may move to another hub with its key; its key never changes.
            _log.warning("certificate_not_taken", station=payload.station)
            continue
        row = {
            "station": payload.station,
            "hub": event.station,
            "public_key": payload.public_key,
            "certificate": payload.certificate,
            "signature": payload.signature,
        }
        _UPSERT_CERTIFICATE(connection, row)


def _says_the_same(payload: StationEnrolled, event: Event) -> bool:
    """Whether a certificate is of the hub, station, key and hall that the event names."""
    try:
        found = read_certificate(payload.certificate)
    except BadCertificate:
        return False
    told = (event.station, payload.station, payload.public_key, payload.hall)
    certified = (found.hub, found.station, found.public_key, found.hall)
    return certified == told and hall_of(event.scope) == payload.hall


def require_proven(connection: Connection, hub: Hub, station: str, public_key: bytes) -> None:
    """Check a station's key by certificates that lead to this hub.

    Ends are not looked at: what was signed in time may come up late. A station whose hub announced
    no certificate (a program before there were any) is known by its announced key alone.

    Raises:
        BadCertificate: they do not lead here.
    """
    path: list[Signed] = []
    who = station
    while who != hub.id and len(path) < MOST_LEVELS:
        own = station_row(connection, who)
        if own is not None:
            path.append(Signed(own.certificate, own.certificate_signature))
            break
        told = connection.execute(
            select(CERTIFICATES).where(CERTIFICATES.c.station == who)
        ).one_or_none()
        if told is None:
            return
        path.append(Signed(told.certificate, told.signature))
        who = told.hub
    path.append(_root(hub))
    anchor = hub.keys.public_key
    if public_key != anchor:
        check_path(path, station=station, public_key=public_key, anchor=anchor)


def _keep_revocation(connection: Connection, signed: Signed) -> None:
    try:
        found = msgspec.json.decode(signed.text, type=Revocation)
    except msgspec.MsgspecError:
        return
    row = {
        "hub": found.hub,
        "station": found.station,
        "text": signed.text,
        "signature": signed.signature,
    }
    _UPSERT_REVOCATION(connection, row)


def _revocations(connection: Connection, path: Sequence[Signed]) -> list[Signed]:
    """What was taken back of those who stand in a path."""
    names = {read_certificate(each.text).station for each in path}
    rows = _REVOKED(connection, {"stations": listed(sorted(names))})
    return [Signed(row.text, row.signature) for row in rows]
