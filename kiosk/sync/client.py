"""One connection to the hub: signed requests out, only the hub's signed replies in."""

import base64
import ssl
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, NamedTuple

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.typed import whole_number
from kiosk.sync.compression import ACCEPT_ENCODING, BadEncoding, Packing, pack, unpack
from kiosk.sync.errors import SyncError
from kiosk.sync.loopback import is_loopback
from kiosk.sync.protocol import (
    MAX_PLAIN_BYTES,
    ExchangeRequest,
    ProblemReply,
    decode,
    encode,
    end_without_events,
)
from kiosk.sync.signing import (
    COUNTER_HEADER,
    EPOCH_HEADER,
    STATION_HEADER,
    BadSignature,
    Reply,
    Request,
    sign_request,
    verify_reply,
)

__all__ = [
    "HubClient",
    "Prepared",
    "RawReply",
    "check_url",
    "key_from_text",
    "read_reply",
    "unpack_reply",
]

_MAX_REPLY_BYTES = 4 * 1024 * 1024
_OK = 200


class Prepared(NamedTuple):
    """A request, packed and signed, that has not gone out yet."""

    request: Request
    body: bytes


class RawReply(msgspec.Struct, frozen=True):
    """A reply as it came, not yet believed."""

    reply: Reply
    body: bytes


def check_url(url: str) -> httpx.URL:
    """The hub's address; https unless it is this computer.

    Raises:
        SyncError: `insecure_url`.
    """
    try:
        parsed = httpx.URL(url.rstrip("/"))
    except httpx.InvalidURL as error:
        raise SyncError("insecure_url", f"{url!r} is no address") from error
    if parsed.host and (
        parsed.scheme == "https" or (parsed.scheme == "http" and is_loopback(parsed.host))
    ):
        return parsed
    raise SyncError("insecure_url", "the hub's address must begin with https://")


def _trusted(url: httpx.URL, ca_file: str) -> ssl.SSLContext | bool:
    """Whose certificates are believed; True for the system's authorities."""
    if url.scheme == "http":
        # This computer, without TLS: the authorities need not be read, 30 ms for each connection.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return ssl.create_default_context(cafile=ca_file) if ca_file else True


class HubClient:
    """Speaks for one station. Not for several threads at once; `close` it or use `with`.

    Args:
        url: the hub's address.
        station: own station id.
        epoch: own epoch.
        key: own signing key.
        transport: of httpx; tests give networks that fail.
        timeout_s: for connecting and between two pieces of a reply.
        ca_file: PEM file of the authority of the hub's TLS certificate; empty for the system's.

    Raises:
        SyncError: `insecure_url`.
    """

    def __init__(
        self,
        url: str,
        station: str,
        epoch: int,
        key: Ed25519PrivateKey,
        *,
        transport: httpx.BaseTransport | None = None,
        timeout_s: float = 20.0,
        ca_file: str = "",
    ) -> None:
        self._url = check_url(url)
        self._station, self._epoch, self._key = station, epoch, key
        # A proxy of the environment must not get between a station and its own computer.
        self._http = httpx.Client(
            transport=transport,
            timeout=timeout_s,
            follow_redirects=False,
            trust_env=not is_loopback(self._url.host),
            verify=_trusted(self._url, ca_file),
        )

    def __enter__(self) -> "HubClient":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def call(
        self,
        method: str,
        path: str,
        message: msgspec.Struct | None,
        answer: type[Any],
        counter: int,
        hub: str,
        hub_key: bytes,
    ) -> Any:
        """Send a request and return the hub's answer.

        Raises:
            SyncError: `unreachable`, `tls_certificate`, `timeout`, `not_a_hub`, or the code of the
                hub's problem.
        """
        raw = self.send(method, path, message, counter)
        return read_reply(raw, answer, hub, hub_key)

    def send(
        self, method: str, path: str, message: msgspec.Struct | None, counter: int
    ) -> RawReply:
        """Send a signed request; what comes back is not believed yet."""
        return self.transmit(self.prepare(method, path, message, counter))

    def prepare(
        self,
        method: str,
        path: str,
        message: msgspec.Struct | None,
        counter: int,
        packing: Packing | None = None,
    ) -> Prepared:
        """Pack and sign a request. Thrown away unsent, its counter may be used for another.

        Args:
            method: of HTTP.
            path: at the hub.
            message: the body; None for none.
            counter: above all before it.
            packing: begun with the events of an exchange request.
        """
        if packing is not None and isinstance(message, ExchangeRequest):
            body, encoding = packing.finish(end_without_events(message))
        else:
            body, encoding = pack(encode(message)) if message is not None else (b"", "")
        request = self._request(method, path, encoding, counter)
        sign_request(request, body, self._station, self._key)
        return Prepared(request, body)

    def transmit(self, prepared: Prepared, on_sent: Callable[[], None] | None = None) -> RawReply:
        """Send a prepared request; what comes back is not believed yet.

        Args:
            prepared: by this client.
            on_sent: called once the request has gone out, where the transport tells.
        """
        request, body = prepared
        try:
            with self._http.stream(
                request.method,
                request.url,
                headers=request.headers,
                content=body or None,
                extensions={"trace": _telling(on_sent)} if on_sent is not None else {},
            ) as response:
                return RawReply(_reply_of(response, request), _read(response))
        except httpx.TimeoutException as error:
            raise SyncError("timeout", "the hub did not answer in time") from error
        except (httpx.TransportError, httpx.StreamError) as error:
            words = str(error) or type(error).__name__
            if _is_of_certificate(error):
                raise SyncError("tls_certificate", words) from error
            raise SyncError("unreachable", words) from error

    def _request(self, method: str, path: str, encoding: str, counter: int) -> Request:
        headers = {
            STATION_HEADER: self._station,
            EPOCH_HEADER: str(self._epoch),
            COUNTER_HEADER: str(counter),
            "accept-encoding": ACCEPT_ENCODING,
        }
        if method == "POST":
            headers["content-type"] = "application/json"
        if encoding:
            headers["content-encoding"] = encoding
        return Request(method, str(self._url) + path, headers)


def read_reply(raw: RawReply, answer: type[Any], hub: str, hub_key: bytes) -> Any:
    """Believe a reply if the hub signed it as the answer to this request, and decode it.

    Raises:
        SyncError: `not_a_hub`, `bad_reply`, or the code of the hub's problem.
    """
    try:
        verify_reply(raw.reply, raw.body, hub, hub_key)
    except BadSignature as error:
        raise SyncError("not_a_hub", f"the answer is not our hub's ({error})") from error
    plain = unpack_reply(raw)
    try:
        if raw.reply.status_code == _OK:
            return decode(plain, answer)
        problem: ProblemReply = decode(plain, ProblemReply)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise SyncError("bad_reply", str(error)) from error
    raise SyncError(
        problem.code,
        problem.detail or problem.title,
        status=problem.status,
        retry_after_s=_seconds(raw.reply.headers.get("retry-after", "")),
        counter=problem.counter,
        protocols=tuple(problem.protocols),
        revocation=tuple(problem.revocation),
    )


def unpack_reply(raw: RawReply) -> bytes:
    """The body unpacked. Raises SyncError `bad_reply`."""
    try:
        return unpack(raw.body, raw.reply.headers.get("content-encoding", ""), MAX_PLAIN_BYTES)
    except BadEncoding as error:
        raise SyncError("bad_reply", str(error)) from error


def key_from_text(text: str) -> bytes:
    """A key of 32 bytes from base64. Raises SyncError `bad_reply`."""
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise SyncError("bad_reply", "a key is not base64") from error
    if len(key) != 32:
        raise SyncError("bad_reply", "a key is not 32 bytes")
    return key


def _telling(on_sent: Callable[[], None]) -> Callable[[str, Mapping[str, Any]], None]:
    """A trace for httpcore, which calls it at each stage of a request."""

    def trace(stage: str, _details: Mapping[str, Any]) -> None:
        if stage.endswith("send_request_body.complete"):
            on_sent()

    return trace


def _is_of_certificate(error: BaseException | None) -> bool:
    """Whether the other side's TLS certificate was not believed: an own clock that is wrong, or
    somebody in the middle. httpx keeps the reason as the cause of a cause."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _reply_of(response: httpx.Response, request: Request) -> Reply:
    return Reply(response.status_code, dict(response.headers.items()), request)


def _read(response: httpx.Response) -> bytes:
    parts, size = [], 0
    for part in response.iter_raw():
        size += len(part)
        if size > _MAX_REPLY_BYTES:
            raise SyncError("bad_reply", "the reply is too large")
        parts.append(part)
    return b"".join(parts)


def _seconds(text: str) -> float:
    return float(whole_number(text) or 0)
