"""Messages between a station and its hub (docs/PROTOCOL.md §7). JSON, UTF-8."""

from typing import Any

import msgspec

from kiosk.domain.day_events import HubReceipt
from kiosk.domain.envelope import Event

__all__ = [
    "CHECKPOINT_TAG",
    "MAX_BODY_BYTES",
    "MAX_COUNTIES",
    "MAX_EVENTS",
    "MAX_PLAIN_BYTES",
    "MAX_WANTS",
    "OLDEST_PROTOCOL",
    "PROTOCOL",
    "SCHEMA",
    "BaseState",
    "BundleAnswer",
    "Certificate",
    "Checkpoint",
    "EnrollReply",
    "EnrollRequest",
    "ExchangeReply",
    "ExchangeRequest",
    "Health",
    "PeekReply",
    "PeekRequest",
    "ProblemReply",
    "RelayReply",
    "RelayRequest",
    "Result",
    "Revocation",
    "Signed",
    "SnapshotReply",
    "SnapshotRequest",
    "StationReport",
    "StatusReply",
    "begin_with_events",
    "checkpoint_bytes",
    "decode",
    "encode",
    "end_without_events",
]

PROTOCOL = 1
OLDEST_PROTOCOL = 1
"""Oldest that is still spoken: one before the newest, as soon as there are two."""
SCHEMA = 1
MAX_BODY_BYTES = 1024 * 1024
MAX_PLAIN_BYTES = 8 * 1024 * 1024
MAX_EVENTS = 2_000
MAX_WANTS = 200
MAX_COUNTIES = 500
CHECKPOINT_TAG = "kiosk-checkpoint-1"


class Checkpoint(msgspec.Struct, frozen=True, array_like=True):
    """A station's signed word for its chain up to `n`. `signature` is base64 Ed25519."""

    station: str
    epoch: int
    n: int
    head: str
    signature: str


class EnrollRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`POST /v1/enroll`. `proof` is an HMAC with the code's secret; the code is never sent."""

    protocol: int
    station: str
    epoch: int
    public_key: str
    kind: str
    proof: str
    hall: str = ""
    n: int = 0


class Signed(msgspec.Struct, frozen=True, array_like=True):
    """The JSON text of a statement, and a base64 Ed25519 signature over it as it stands."""

    text: str
    signature: str


class Revocation(msgspec.Struct, frozen=True, kw_only=True):
    """A hub's word that it takes back what it certified of a station or hub up to `at` (ms)."""

    hub: str
    station: str
    reason: str
    at: int


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub certifies of a station or a hub. Its JSON text is signed as it stands."""

    hub: str
    station: str
    epoch: int
    hall: str
    kind: str
    letter: str
    public_key: str
    issued: int
    expires: int = 0


class EnrollReply(msgspec.Struct, frozen=True, kw_only=True):
    """What a newly enrolled station learns. Keys and signature are base64."""

    protocol: int
    hub: str
    hub_key: str
    hall: str
    hall_name: str
    county: str
    letter: str
    kind: str
    hall_key: str
    certificate: str
    certificate_signature: str
    streams: list[str]
    time: int
    path: list[Signed] = []
    """Certificates from the station's own up to the root, each signed by the next one's key."""


class Health(msgspec.Struct, frozen=True, array_like=True):
    """What a station says of itself: program version, events that wait, since when (ms), and the
    state of its printer; empty where it has none."""

    program: str
    pending: int = 0
    oldest: int = 0
    printer: str = ""


class StationReport(msgspec.Struct, frozen=True, array_like=True):
    """What a hub knows of a station. Times in ms, 0 for never.

    `state`: empty, or why it may not exchange; `gaps`: numbers missing below the highest; `pending`
    and `oldest`: what waits at the station, as it said last; `via`: the hub that it speaks to,
    empty for the one that reports.
    """

    station: str
    hall: str
    kind: str
    letter: str
    epoch: int
    state: str
    enrolled_at: int
    seen_at: int
    events: int
    gaps: int
    pending: int = 0
    oldest: int = 0
    program: str = ""
    printer: str = ""
    via: str = ""


class ExchangeRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`POST /v1/exchange`. `wants`: aggregates whose log is asked for, after a snapshot."""

    protocol: int
    schema: int
    cursor: dict[str, int]
    events: list[Event]
    checkpoint: Checkpoint | None = None
    wants: list[str] = []
    page_bytes: int = 16 * 1024
    health: Health | None = None
    trust: str = ""
    """`word_of` the path and the revocations that the station holds."""


_BESIDE_EVENTS = tuple(name for name in ExchangeRequest.__struct_fields__ if name != "events")


class Result(msgspec.Struct, frozen=True, array_like=True):
    """Outcome of one pushed event, in the order of the request.

    `status`: stored, duplicate, invalid (not stored; `code` and `reason` say why) or retry.
    `received`: when the first hub got it, ms; 0 if it is not stored.
    """

    status: str
    received: int = 0
    code: str = ""
    reason: str = ""


class ExchangeReply(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub did with the pushed events, and one page of what the station lacks.

    `events` holds the pages of the streams one after the other, as long as `pages` tells.
    `cursor` and `checksum` hold every stream that the station may read, as they stand after the
    page; `highest_n` is the largest number that the hub holds of the station's epoch, `held` how
    many events of it: fewer than it acknowledged if it was restored from a backup.
    """

    results: list[Result]
    highest_n: int
    held: int
    events: list[Event]
    pages: list[tuple[str, int]]
    cursor: dict[str, int]
    checksum: dict[str, str]
    time: int
    more: bool = False
    behind: int = 0
    """Events that the streams hold beyond the page, about."""
    filled: list[str] = []
    """Aggregates of `wants` whose whole log is in `logs`."""
    logs: list[Event] = []
    peek_s: float = 0.0
    """How often the station may ask with `/v1/peek` meanwhile; 0 for not at all."""
    path: list[Signed] = []
    revocations: list[Signed] = []
    """Certificates up to the root, and what was taken back; where the `trust` sent differs."""
    receipt: HubReceipt | None = None
    """The hub's signed word on the station's chain, where something was pushed: it outlives the
    reply's own signature, which covers this one exchange."""


class PeekRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`POST /v1/peek`: is anything beyond these cursors?"""

    protocol: int
    cursor: dict[str, int]


class PeekReply(msgspec.Struct, frozen=True, kw_only=True):
    """Events beyond the cursors, about; 0 for nothing new."""

    behind: int
    time: int


class SnapshotRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`POST /v1/snapshot`: the page after an aggregate id. `GET` gives the first page."""

    protocol: int
    after: str = ""
    page_bytes: int = 256 * 1024


class BaseState(msgspec.Struct, frozen=True, array_like=True):
    """The fold of what the station may read of an aggregate, up to the event at
    `order_time, station, epoch, n`; `events` is how many. `state` is empty for an aggregate that
    the hub cannot fold."""

    aggregate: str
    order_time: int
    station: str
    epoch: int
    n: int
    state: str | None
    events: int = 0


class SnapshotReply(msgspec.Struct, frozen=True, kw_only=True):
    """A page of bases, and where the streams stand. A station that reads several pages goes on from
    the `cursor` and `checksum` of the first one. `chains`: how far the hub holds each station of
    the hall, `[station, epoch, n]`; `erasures`: `[aggregate, event]`."""

    fold: int
    bases: list[BaseState]
    erasures: list[tuple[str, str]]
    chains: list[tuple[str, int, int]]
    cursor: dict[str, int]
    checksum: dict[str, str]
    after: str
    more: bool
    time: int


class RelayRequest(msgspec.Struct, frozen=True, kw_only=True):
    """`POST /v1/relay`: events in the sender's commit order, and signed words on their chains.

    `cursor`: what the sender has applied of its streams, None where it wants no page; `follows`:
    the counties that it wants the posts of, all of them.
    """

    protocol: int
    events: list[Event]
    checkpoints: list[Checkpoint]
    cursor: dict[str, int] | None = None
    follows: list[str] = []
    page_bytes: int = 256 * 1024
    trust: str = ""
    health: Health | None = None
    """Of the sending hub: what waits there to go up."""
    reports: list[StationReport] = []
    """Health of stations below, where it changed."""


class RelayReply(msgspec.Struct, frozen=True, kw_only=True):
    """What became of them; `invalid` are `[id, code, reason]` of those that were not stored.

    The rest is as in `ExchangeReply`: the pages of the streams that the sender reads.
    """

    stored: int
    invalid: list[tuple[str, str, str]]
    time: int
    events: list[Event] = []
    pages: list[tuple[str, int]] = []
    cursor: dict[str, int] = {}
    checksum: dict[str, str] = {}
    more: bool = False
    peek_s: float = 0.0
    path: list[Signed] = []
    revocations: list[Signed] = []


class BundleAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a hub's answer on a stick: `ids` of the events that `reply.results` speak of, and
    where the streams stood before its pages."""

    ids: list[str]
    reply: ExchangeReply
    after: dict[str, int]


class StatusReply(msgspec.Struct, frozen=True, kw_only=True):
    """`GET /v1/status`."""

    protocols: list[int]
    program: str
    hub: str
    time: int
    highest_n: int
    events: int


class ProblemReply(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error, as RFC 9457 has it, with our stable `code`; `protocols` with `outdated` only."""

    title: str
    status: int
    code: str
    detail: str = ""
    counter: int = 0
    protocols: list[int] = []
    revocation: list[str] = []
    """With `revoked`: text and signature of the hub's word, to be handed on."""


_encoder = msgspec.json.Encoder()
_decoders: dict[type[Any], msgspec.json.Decoder[Any]] = {
    cls: msgspec.json.Decoder(cls)
    for cls in (
        EnrollRequest,
        EnrollReply,
        ExchangeRequest,
        ExchangeReply,
        BundleAnswer,
        PeekRequest,
        PeekReply,
        SnapshotRequest,
        SnapshotReply,
        RelayRequest,
        RelayReply,
        StatusReply,
        ProblemReply,
        Certificate,
    )
}


def encode(message: msgspec.Struct) -> bytes:
    """The JSON text of a message."""
    return _encoder.encode(message)


def begin_with_events(events: list[Event]) -> bytes:
    """How the JSON text of an exchange request begins, its events first."""
    return b'{"events":' + _encoder.encode(events)


def end_without_events(message: ExchangeRequest) -> bytes:
    """How it goes on after `begin_with_events`, to the end."""
    rest = {name: getattr(message, name) for name in _BESIDE_EVENTS}
    return b"," + _encoder.encode(rest)[1:]


def decode(data: bytes, message: type[Any]) -> Any:
    """Read a message; unknown fields are passed over.

    Raises:
        msgspec.MsgspecError: not JSON, or not of that form.
    """
    return _decoders[message].decode(data)


def checkpoint_bytes(station: str, epoch: int, n: int, head: str) -> bytes:
    """The bytes under a checkpoint's signature."""
    return f"{CHECKPOINT_TAG}\n{station}\n{epoch}\n{n}\n{head}".encode()
