"""Certificates from parent to hub to station, and the path that proves them (docs/PROTOCOL.md §13).

A path is a list of signed certificates: the reader's own first, each signed by the key of the next,
the last one signed by itself. Whoever holds one key on the way, its *anchor*, can check all below.
"""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.sync.protocol import Certificate, Revocation, Signed

__all__ = [
    "LIFE_MS",
    "MOST_LEVELS",
    "RENEW_MS",
    "BadCertificate",
    "check_path",
    "is_due",
    "merged",
    "read_certificate",
    "read_revocation",
    "root_of",
    "sign_text",
    "word_of",
]

LIFE_MS = 400 * 86_400_000
"""A hall may be cut off from its city for months; its stations go on."""
RENEW_MS = 30 * 86_400_000
"""A certificate that is this old is made anew at the next contact."""
MOST_LEVELS = 8


class BadCertificate(Exception):
    """A path that proves nothing; `code` says why: `forged`, `broken`, `expired`, `other_key`,
    `other_hall`, `revoked`, `no_anchor`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


def sign_text(statement: msgspec.Struct, key: Ed25519PrivateKey) -> Signed:
    """A statement's JSON text with its signature over the text as it stands."""
    text = msgspec.json.encode(statement)
    return Signed(text.decode(), base64.b64encode(key.sign(text)).decode())


def word_of(path: Sequence[Signed], revocations: Sequence[Signed] = ()) -> str:
    """16 hex digits for what somebody holds, so that it is sent again only where it differs."""
    text = "\n".join(sorted(each.signature for each in (*path, *revocations)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_due(certificate_text: str, now_ms: int) -> bool:
    """Whether it is time for a new certificate, or for a first one; the text is empty then."""
    if not certificate_text:
        return True
    found = read_certificate(certificate_text)
    return not found.expires or now_ms - found.issued > RENEW_MS


def check_path(
    path: Sequence[Signed],
    *,
    station: str,
    public_key: bytes,
    anchor: bytes,
    now_ms: int = 0,
    hall: str = "",
    issuer: bytes = b"",
    revocations: Sequence[Signed] = (),
) -> int:
    """Check a path from a station or hub up to the anchor.

    Args:
        path: its own certificate first.
        station: whom the first certificate must name.
        public_key: its key, 32 bytes.
        anchor: the key that is believed; what stands above it is not looked at.
        now_ms: to look at the ends; 0 where the time is not known.
        hall: that the first certificate must name; empty for any.
        issuer: the key that must have signed the first certificate; empty for whoever comes next.
        revocations: statements that count if their signer stands in the path.

    Returns:
        When the first of these certificates ends, ms; 0 for never.

    Raises:
        BadCertificate: as its `code` says.
    """
    if not path:
        raise BadCertificate("no_anchor", "no certificate")
    certificates = [read_certificate(each.text) for each in path[:MOST_LEVELS]]
    first = certificates[0]
    if first.station != station or _key(first.public_key) != public_key:
        raise BadCertificate("other_key", "the certificate is another's")
    if hall and first.hall != hall:
        raise BadCertificate("other_hall", f"it is for hall {first.hall}")
    if issuer and (len(certificates) < 2 or _key(certificates[1].public_key) != issuer):
        raise BadCertificate("other_key", "it was issued by another hub")
    ends: list[int] = []
    for place, (own, signed) in enumerate(zip(certificates, path, strict=False)):
        if place and own.kind != "hub":
            raise BadCertificate("broken", "a station certifies nobody")
        if _key(own.public_key) == anchor:
            # Believed already, whatever is said about it.
            return min(ends, default=0)
        above = certificates[place + 1] if place + 1 < len(certificates) else None
        if above is None or own.hub != above.station:
            if own.hub == own.station:
                break
            raise BadCertificate("broken", "the path ends too early")
        _verify(signed, _key(above.public_key))
        _require_unrevoked(own, above, revocations)
        if own.expires:
            ends.append(own.expires)
            if now_ms and own.expires < now_ms:
                raise BadCertificate("expired", own.station)
    raise BadCertificate("no_anchor", "the path does not lead to the key that is believed")


def root_of(path: Sequence[Signed]) -> bytes:
    """The key at the top of a path; empty where it cannot be read, which no check passes."""
    try:
        return _key(read_certificate(path[-1].text).public_key)
    except BadCertificate:
        return b""


def merged(kept: Sequence[Signed], sent: Sequence[Signed], path: Sequence[Signed]) -> list[Signed]:
    """The newest revocation of each, of those that a hub of the path signed: what was taken back
    once is remembered, also where a hub would rather not tell it again."""
    try:
        keys = {each.station: _key(each.public_key) for each in map(read_certificate, _texts(path))}
    except BadCertificate:
        return list(kept)
    newest: dict[tuple[str, str], tuple[int, Signed]] = {}
    for signed in (*kept, *sent):
        try:
            told: Revocation = _decoded(signed.text, Revocation)
            found = read_revocation(signed, keys.get(told.hub, b""))
        except BadCertificate:
            continue
        place = (found.hub, found.station)
        if place not in newest or newest[place][0] < found.at:
            newest[place] = (found.at, signed)
    return [signed for _, signed in (newest[place] for place in sorted(newest))]


def _texts(signed: Sequence[Signed]) -> list[str]:
    return [each.text for each in signed]


def read_revocation(signed: Signed, signer: bytes) -> Revocation:
    """A revocation, if this key signed it. Raises BadCertificate `forged`."""
    _verify(signed, signer)
    found: Revocation = _decoded(signed.text, Revocation)
    return found


def _require_unrevoked(own: Certificate, above: Certificate, revocations: Sequence[Signed]) -> None:
    """A revocation ends certificates that were issued up to its moment; a later one is good."""
    for signed in revocations:
        try:
            found = read_revocation(signed, _key(above.public_key))
        except BadCertificate:
            continue
        is_meant = (found.hub, found.station) == (above.station, own.station)
        if is_meant and own.issued <= found.at:
            raise BadCertificate("revoked", own.station)


def _verify(signed: Signed, key: bytes) -> None:
    try:
        signature = base64.b64decode(signed.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed.text.encode())
    except (ValueError, InvalidSignature) as error:
        raise BadCertificate("forged", "not signed by the key above it") from error


def read_certificate(text: str) -> Certificate:
    """A certificate's text, not checked. Raises BadCertificate `broken`."""
    found: Certificate = _decoded(text, Certificate)
    return found


def _decoded(text: str, kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise BadCertificate("broken", "not of the form") from error


def _key(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise BadCertificate("broken", "a key is not base64") from error
