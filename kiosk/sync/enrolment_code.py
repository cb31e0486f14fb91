"""The code that a person carries from the hub to a new station (docs/PROTOCOL.md §9).

Twenty Crockford characters in five groups: ten are a one-time secret, eight the fingerprint of
the hub's key, two check the others, so that a typing error is found before anything is sent.
"""

import base64
import hashlib
import hmac
import secrets
from typing import NamedTuple

from kiosk.domain.ids import CROCKFORD, crockford
from kiosk.sync.errors import SyncError

__all__ = ["EnrolmentCode", "fingerprint", "new_enrolment_code", "parse_code", "proof_of"]

_SECRET, _FINGERPRINT, _CHECK, _GROUP = 10, 8, 2, 4


class EnrolmentCode(NamedTuple):
    """A code in its parts, each in Crockford characters."""

    secret: str
    fingerprint: str

    def text(self) -> str:
        """As a person reads it, in groups of four."""
        body = self.secret + self.fingerprint
        body += _check(body)
        return "-".join(body[i : i + _GROUP] for i in range(0, len(body), _GROUP))


def fingerprint(public_key: bytes) -> str:
    """The first 40 bits of the key's SHA-256, eight characters."""
    return crockford(hashlib.sha256(public_key).digest()[:5], _FINGERPRINT)


def new_enrolment_code(hub_key: bytes) -> EnrolmentCode:
    """A fresh code for a hub's public key (32 raw bytes)."""
    secret = "".join(secrets.choice(CROCKFORD) for _ in range(_SECRET))
    return EnrolmentCode(secret, fingerprint(hub_key))


def parse_code(text: str) -> EnrolmentCode:
    """Read what a person typed; case, spaces and hyphens do not matter.

    Raises:
        SyncError: `bad_code`, a typing error.
    """
    plain = "".join(text.upper().split()).replace("-", "")
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1")
    body, check = plain[:-_CHECK], plain[-_CHECK:]
    is_long_enough = len(body) == _SECRET + _FINGERPRINT
    if not is_long_enough or set(body) - set(CROCKFORD) or _check(body) != check:
        raise SyncError("bad_code", "the code is mistyped; it has five groups of four characters")
    return EnrolmentCode(body[:_SECRET], body[_SECRET:])


def proof_of(secret: str, station: str, public_key: bytes, kind: str) -> str:
    """HMAC-SHA-256 by which a station shows the code without sending it, base64.

    Whoever overhears it cannot use it for another station, key or kind.
    """
    text = f"kiosk-enroll-1\n{station}\n{public_key.hex()}\n{kind}".encode()
    return base64.b64encode(hmac.new(secret.encode(), text, hashlib.sha256).digest()).decode()


def _check(body: str) -> str:
    return crockford(hashlib.sha256(body.encode()).digest()[:2], 4)[-_CHECK:]
