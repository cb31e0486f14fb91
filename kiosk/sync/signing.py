"""HTTP message signatures (RFC 9421, Ed25519) on requests and replies (docs/PROTOCOL.md §8).

The clocks of stations may be wrong, so freshness is told by a strictly rising counter, never by
the time in a signature. A reply is bound to its request by covering the request's counter.
"""

import base64
from dataclasses import dataclass, field
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature as _WrongSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    algorithms,
)
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from kiosk.domain.day_events import HubReceipt, receipt_bytes
from kiosk.sync.plain_signatures import base_of, headers_for, is_word, read_signed
from kiosk.sync.protocol import Checkpoint, checkpoint_bytes

__all__ = [
    "COUNTER_HEADER",
    "EPOCH_HEADER",
    "HUB_HEADER",
    "HUB_KEY_HEADER",
    "STATION_HEADER",
    "BadSignature",
    "Reply",
    "Request",
    "check_checkpoint",
    "check_receipt",
    "sign_checkpoint",
    "sign_receipt",
    "sign_reply",
    "sign_request",
    "verify_reply",
    "verify_request",
]

STATION_HEADER = "kiosk-station"
EPOCH_HEADER = "kiosk-epoch"
COUNTER_HEADER = "kiosk-counter"
HUB_HEADER = "kiosk-hub"
HUB_KEY_HEADER = "kiosk-hub-key"
_LABEL = "kiosk"
_REQUEST_TAG = "kiosk-request"
_REPLY_TAG = "kiosk-reply"
_SET_BY_SIGNING = frozenset({"content-digest", "signature-input", "signature"})
_REQUEST_PARTS = ("@method", "@path", STATION_HEADER, EPOCH_HEADER, COUNTER_HEADER)
_REPLY_PARTS = ("@status",)
_BOUND_PARTS = tuple(f'"{name}";req' for name in ("@method", "@path", COUNTER_HEADER))


class BadSignature(Exception):
    """A message that is not signed as it must be."""


@dataclass
class Request:
    """A request as the signature library reads it. Header names in lower case."""

    method: str
    url: str
    headers: dict[str, str]


@dataclass
class Reply:
    """A reply with the request that it answers."""

    status_code: int
    headers: dict[str, str]
    request: Request
    url: str = field(default="")


class _OneKey(HTTPSignatureKeyResolver):
    def __init__(self, key_id: str, key: Any) -> None:
        self._key_id, self._key = key_id, key

    def resolve_public_key(self, key_id: str) -> Any:
        return self._key if key_id == self._key_id else None

    def resolve_private_key(self, key_id: str) -> Any:  # noqa: ARG002 (the library's interface)
        return self._key


class _Verifier(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """The counter tells what is fresh; a kiosk's clock may stand anywhere."""


def sign_request(request: Request, body: bytes, station: str, key: Ed25519PrivateKey) -> None:
    """Add Content-Digest, Signature-Input and Signature to a request's headers."""
    _sign(request, body, station, key, _REQUEST_TAG, [*_REQUEST_PARTS, *_encoding(request)])


def verify_request(request: Request, body: bytes, station: str, public_key: bytes) -> None:
    """Check a request against its station's key (32 raw bytes).

    Raises:
        BadSignature: missing, of another key, over other content, or covering too little.
    """
    parts = [*_REQUEST_PARTS, *_encoding(request)]
    _verify(request, body, station, public_key, _REQUEST_TAG, parts)


def sign_reply(reply: Reply, body: bytes, hub: str, key: Ed25519PrivateKey) -> None:
    """Sign a reply, bound to its request if that carries a counter."""
    _sign(reply, body, hub, key, _REPLY_TAG, _reply_parts(reply))


def verify_reply(reply: Reply, body: bytes, hub: str, public_key: bytes) -> None:
    """Check that a reply is the hub's answer to this very request.

    Raises:
        BadSignature: whoever answered is not the hub, or it answered something else.
    """
    _verify(reply, body, hub, public_key, _REPLY_TAG, _reply_parts(reply))


def sign_checkpoint(
    station: str, epoch: int, n: int, head: str, key: Ed25519PrivateKey
) -> Checkpoint:
    """The station's signed word for its chain."""
    signature = key.sign(checkpoint_bytes(station, epoch, n, head))
    return Checkpoint(station, epoch, n, head, base64.b64encode(signature).decode())


def check_checkpoint(checkpoint: Checkpoint, public_key: bytes) -> None:
    """Check a checkpoint's signature.

    Raises:
        BadSignature: it is not the key's.
    """
    text = checkpoint_bytes(checkpoint.station, checkpoint.epoch, checkpoint.n, checkpoint.head)
    try:
        signature = base64.b64decode(checkpoint.signature, validate=True)
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, text)
    except (ValueError, _WrongSignature) as error:
        raise BadSignature("checkpoint") from error


def _encoding(message: Request | Reply) -> list[str]:
    return ["content-encoding"] if "content-encoding" in message.headers else []


def _reply_parts(reply: Reply) -> list[str]:
    # A counter that no station would send cannot be signed over; whoever sent it cannot check it.
    counter = reply.request.headers.get(COUNTER_HEADER, "")
    bound = _BOUND_PARTS if counter and counter.isascii() else ()
    return [*_REPLY_PARTS, *bound, *_encoding(reply)]


def _sign(
    message: Request | Reply,
    body: bytes,
    key_id: str,
    key: Ed25519PrivateKey,
    tag: str,
    parts: list[str],
) -> None:
    if _sign_plainly(message, body, key_id, key, tag, parts):
        return
    signer = HTTPMessageSigner(
        signature_algorithm=algorithms.ED25519, key_resolver=_OneKey(key_id, key)
    )
    # Header names of this package are lower case; the library writes capitals.
    signer.sign(
        message, key_id=key_id, label=_LABEL, tag=tag, covered_component_ids=parts, body=body
    )
    message.headers = {name.lower(): value for name, value in message.headers.items()}


def _sign_plainly(
    message: Request | Reply,
    body: bytes,
    key_id: str,
    key: Ed25519PrivateKey,
    tag: str,
    parts: list[str],
) -> bool:
    if not is_word(key_id) or not _SET_BY_SIGNING.isdisjoint(message.headers):
        return False
    headers = {**message.headers, **headers_for(body, parts, key_id, tag)}
    base = base_of(message, headers, parts)
    if base is None:
        return False
    headers["signature"] = f"kiosk=:{base64.b64encode(key.sign(base)).decode()}:"
    message.headers = headers
    return True


def _verify(
    message: Request | Reply,
    body: bytes,
    key_id: str,
    public_key: bytes,
    tag: str,
    parts: list[str],
) -> None:
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        signed = read_signed(message, body, parts, key_id, tag)
        if signed is not None:
            key.verify(signed.signature, signed.base)
            return
        verifier = _Verifier(
            signature_algorithm=algorithms.ED25519, key_resolver=_OneKey(key_id, key)
        )
        verifier.verify(
            message,
            max_age=None,
            expect_tag=tag,
            require_components=[*parts, "content-digest"],
            body=body,
        )
    except (HTTPMessageSignaturesException, ValueError, _WrongSignature) as error:
        raise BadSignature(str(error)) from error


def sign_receipt(receipt: HubReceipt, key: Ed25519PrivateKey) -> HubReceipt:
    """The receipt with the hub's signature."""
    signature = base64.b64encode(key.sign(receipt_bytes(receipt))).decode()
    return msgspec.structs.replace(receipt, signature=signature)


def check_receipt(receipt: HubReceipt, public_key: bytes) -> None:
    """Check a receipt against the hub's key (32 raw bytes).

    Raises:
        BadSignature: not signed by this key, or over other words.
    """
    try:
        signature = base64.b64decode(receipt.signature, validate=True)
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(signature, receipt_bytes(receipt))
    except (ValueError, _WrongSignature) as error:
        raise BadSignature("receipt") from error
