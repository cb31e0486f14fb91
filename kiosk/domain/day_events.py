"""Payloads of the day close (日结关账): what a manager certified of a day at one station.

Staff are known by their pseudonym only; a certificate names no person that must be erasable.
"""

import msgspec

from kiosk.domain.payload import Payload

__all__ = [
    "ChainPart",
    "DayBackedUp",
    "DayCertificate",
    "DayCloseCompleted",
    "DayClosed",
    "DayReopened",
    "DayReported",
    "HubReceipt",
    "NumberRange",
    "certificate_bytes",
    "receipt_bytes",
]

CERTIFICATE_TAG = "kiosk-day-close-1"
RECEIPT_TAG = "kiosk-receipt-1"


class ChainPart(msgspec.Struct, frozen=True, array_like=True):
    """The part of a station's chain that belongs to the day, as held when it was closed.

    `count` events with numbers from `first_n` to `last_n`; fewer than that range where the scope
    lets not all through. `head` is the header hash of `last_n`.
    """

    station: str
    epoch: int
    first_n: int
    last_n: int
    count: int
    head: str


class NumberRange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Slip numbers of one letter: how far they went, and what became void, by reason.

    Reasons: cancelled, refused, erased, missing (no record is here).
    """

    letter: str
    last: int
    used: int
    voids: dict[str, tuple[int, ...]] = {}


class HubReceipt(msgspec.Struct, frozen=True, array_like=True):
    """A hub's signed word: it holds `held` events of a station's chain durably, the last being `n`
    with header hash `head`. `time` in ms; `signature` is base64 Ed25519."""

    hub: str
    station: str
    epoch: int
    n: int
    held: int
    head: str
    time: int
    signature: str = ""


class DayCertificate(msgspec.Struct, frozen=True, kw_only=True):
    """What is certified of a local day. total = acknowledged + pending + refused."""

    day: str
    hall: str
    station: str
    account: str
    closed_at: int
    total: int
    acknowledged: int
    pending: int
    refused: int
    chains: tuple[ChainPart, ...]
    numbers: tuple[NumberRange, ...]
    figures: dict[str, int]
    checks: dict[str, int]
    earlier_pending: int = 0
    receipt: HubReceipt | None = None


class DayClosed(Payload, frozen=True, kw_only=True):
    """The manager closed the day. `signature` (base64) is the station's over the certificate."""

    certificate: DayCertificate
    public_key: str
    signature: str


class DayReopened(Payload, frozen=True, kw_only=True):
    """A closed day was opened again; the certificate before stays in the log."""

    reason: str


class DayCloseCompleted(Payload, frozen=True, kw_only=True):
    """All that was pending when the day was closed is answered. `closing`: event of DayClosed."""

    closing: str
    acknowledged: int
    refused: int
    receipt: HubReceipt | None = None


class DayReported(Payload, frozen=True, kw_only=True):
    """Report and ledger of the day lie on a disk as PDF; `has_certificate` where it was closed.

    What they count goes at least up to event `n` of the station's chain in an epoch.
    """

    epoch: int
    n: int
    has_certificate: bool = False


class DayBackedUp(Payload, frozen=True, kw_only=True):
    """A copy of the store was written, opened and verified: up to event `n` of the station's chain
    in an epoch; `sha256` (hex) is that of the file."""

    epoch: int
    n: int
    sha256: str


_encoder = msgspec.json.Encoder(order="deterministic")


def certificate_bytes(certificate: DayCertificate) -> bytes:
    """The bytes under the station's signature."""
    return CERTIFICATE_TAG.encode() + b"\n" + _encoder.encode(certificate)


def receipt_bytes(receipt: HubReceipt) -> bytes:
    """The bytes under the hub's signature."""
    words = (receipt.hub, receipt.station, receipt.epoch, receipt.n, receipt.held, receipt.head)
    return "\n".join(map(str, (RECEIPT_TAG, *words, receipt.time))).encode()
