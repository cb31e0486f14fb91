"""Enrol a station at a hub with the code that a person typed."""

import base64
import hmac
from pathlib import Path

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.domain.scopes import UNASSIGNED_HALL
from kiosk.store.enrolment import Enrolment, load_enrolment, next_counter, save_enrolment
from kiosk.store.epochs import is_forked, leave_fork
from kiosk.store.store import Store
from kiosk.store.streams import forget_streams
from kiosk.store.trust import Trust, load_trust, save_trust
from kiosk.sync.client import HubClient, RawReply, key_from_text, read_reply
from kiosk.sync.enrolment_code import EnrolmentCode, fingerprint, parse_code, proof_of
from kiosk.sync.errors import SyncError
from kiosk.sync.protocol import PROTOCOL, EnrollReply, EnrollRequest
from kiosk.sync.signing import HUB_HEADER, HUB_KEY_HEADER
from kiosk.sync.trusting import next_trust

__all__ = ["believed", "enroll"]


def enroll(
    store: Store,
    hub_url: str,
    code: str,
    kind: str,
    *,
    transport: httpx.BaseTransport | None = None,
    timeout_s: float = 20.0,
    ca_file: str = "",
) -> Enrolment:
    """Enrol the station and keep what the hub gave it. May be repeated if the reply was lost.

    Args:
        store: of the station. Without events it takes on the hall that the code is for.
        hub_url: https, or http on this computer.
        code: as typed.
        kind: public, desk or board; must be what the code was made for.
        transport: of httpx.
        timeout_s: for the exchange.
        ca_file: PEM file of the authority of the hub's TLS certificate; empty for the system's.

    Raises:
        SyncError: `bad_code` (mistyped), `wrong_code`, `expired`, `locked`, `other_hall` (the
            station holds events of another hall), `already_enrolled` (at another hub),
            `not_a_hub` (the key is not the one that the code names), `insecure_url`,
            `unreachable`, `timeout`, `outdated`.
    """
    parsed = parse_code(code)
    with store.write() as writing:
        # Who gives a new code has looked at it: in a chain of its own nothing stands in the way.
        if is_forked(writing.db):
            leave_fork(writing)
    chain, public_key = store.chain(), store.keys.public_key
    with store.write() as writing:
        counter = next_counter(writing)
        known, trust = load_enrolment(writing.db), load_trust(writing.db)
    request = EnrollRequest(
        protocol=PROTOCOL,
        station=chain.station,
        epoch=chain.epoch,
        public_key=base64.b64encode(public_key).decode(),
        kind=kind,
        proof=proof_of(parsed.secret, chain.station, public_key, kind),
        hall=chain.hall,
        n=chain.n,
    )
    with HubClient(
        hub_url,
        chain.station,
        chain.epoch,
        store.keys.signing_key,
        transport=transport,
        timeout_s=timeout_s,
        ca_file=ca_file,
    ) as client:
        raw = client.send("POST", "/v1/enroll", request, counter)
    reply = believed(raw, parsed)
    if known is not None and known.hub != reply.hub and trust.fault != "revoked":
        raise SyncError("already_enrolled", f"this station belongs to hub {known.hub}")
    return _keep(store, hub_url, reply, str(Path(ca_file).resolve()) if ca_file else "")


def believed(raw: RawReply, code: EnrolmentCode) -> EnrollReply:
    """The reply, if the key that signed it is the one that the code names."""
    hub, hub_key = raw.reply.headers.get(HUB_HEADER, ""), b""
    try:
        hub_key = base64.b64decode(raw.reply.headers.get(HUB_KEY_HEADER, ""), validate=True)
    except ValueError as error:
        raise SyncError("not_a_hub", "no hub answered there") from error
    if not hmac.compare_digest(fingerprint(hub_key).encode(), code.fingerprint.encode()):
        raise SyncError("not_a_hub", "who answered is not the hub that gave the code")
    reply: EnrollReply = read_reply(raw, EnrollReply, hub, hub_key)
    if reply.hub != hub or key_from_text(reply.hub_key) != hub_key:
        raise SyncError("bad_reply", "the reply names another hub")
    try:
        signature = base64.b64decode(reply.certificate_signature, validate=True)
        Ed25519PublicKey.from_public_bytes(hub_key).verify(signature, reply.certificate.encode())
    except (ValueError, InvalidSignature) as error:
        raise SyncError("bad_reply", "the certificate is not signed by the hub") from error
    return reply


def _keep(store: Store, hub_url: str, reply: EnrollReply, ca_file: str) -> Enrolment:
    with store.write() as writing:
        chain = writing.chain
        if chain.n and chain.hall not in {reply.hall, UNASSIGNED_HALL}:
            raise SyncError(
                "other_hall",
                f"the station holds events of hall {chain.hall}, the hub serves {reply.hall}",
            )
        enrolment = Enrolment(
            hub_url=hub_url.rstrip("/"),
            hub=reply.hub,
            hub_key=key_from_text(reply.hub_key),
            hall=reply.hall,
            hall_name=reply.hall_name,
            county=reply.county,
            letter=reply.letter,
            kind=reply.kind,
            hall_key=key_from_text(reply.hall_key),
            certificate=reply.certificate,
            certificate_signature=reply.certificate_signature,
            streams=tuple(reply.streams),
            enrolled_at=writing.now_ms,
            ca_file=ca_file,
        )
        known = load_enrolment(writing.db)
        save_enrolment(writing, enrolment)
        # The code that a person brought is the new beginning of what is believed.
        found = next_trust(
            Trust(),
            enrolment,
            (chain.station, store.keys.public_key),
            (reply.path, []),
            (writing.now_ms, reply.time),
        )
        if found.fault:
            raise SyncError("hub_untrusted", found.fault)
        save_trust(writing, found)
        if known is not None and known.hub != enrolment.hub:
            # Another hub counts its streams by itself.
            forget_streams(writing)
    return enrolment
