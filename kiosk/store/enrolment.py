"""What a station knows of its hub, kept in the encrypted store."""

import base64
from dataclasses import replace

import msgspec
from sqlite_utils import Database

from kiosk.domain.day_events import HubReceipt
from kiosk.store.chain import read_chain, write_chain
from kiosk.store.log import Writing

__all__ = [
    "Enrolment",
    "are_seats_frozen",
    "clock_word",
    "freeze_seats",
    "keep_receipt",
    "load_enrolment",
    "load_receipt",
    "next_counter",
    "note_clock",
    "note_success",
    "raise_counter",
    "save_enrolment",
    "success_ms",
    "thaw_seats",
]

_ENROLMENT, _COUNTER, _SUCCESS = "sync.enrolment", "sync.counter", "sync.success"
_RECEIPT = "sync.receipt"
_FROZEN = "restore.frozen"
_SKEW, _HIGH = "clock.skew", "clock.high"


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """The station's place in a hall, certified by the hub. Keys are raw bytes."""

    hub_url: str
    hub: str
    hub_key: bytes
    hall: str
    hall_name: str
    county: str
    letter: str
    kind: str
    hall_key: bytes
    certificate: str
    certificate_signature: str
    streams: tuple[str, ...]
    enrolled_at: int
    ca_file: str = ""
    """PEM file of the authority of the hub's TLS certificate; empty for the system's."""

    def __repr__(self) -> str:
        return f"Enrolment(hub={self.hub}, hall={self.hall}, letter={self.letter})"

    @property
    def hub_key_text(self) -> str:
        """The hub's public key in base64."""
        return base64.b64encode(self.hub_key).decode()


def load_enrolment(db: Database) -> Enrolment | None:
    """The enrolment; None before there is one."""
    text = _read(db, _ENROLMENT)
    return msgspec.json.decode(text, type=Enrolment) if text else None


def save_enrolment(writing: Writing, enrolment: Enrolment) -> None:
    """Keep the enrolment, and take on the hall and the letter that the hub gave."""
    _write(writing.db, _ENROLMENT, msgspec.json.encode(enrolment).decode())
    chain = read_chain(writing.db)
    write_chain(writing.db, replace(chain, hall=enrolment.hall, letter=enrolment.letter))


def next_counter(writing: Writing, count: int = 1) -> int:
    """A number above all before it, for the next request; about the time in ms.

    With a `count` the numbers after it are set aside too, for the requests that follow.
    """
    counter = max(int(_read(writing.db, _COUNTER) or 0) + 1, writing.now_ms)
    _write(writing.db, _COUNTER, str(counter + count - 1))
    # Written at every attempt, also in vain: a clock that goes back is noticed while offline.
    high = int(_read(writing.db, _HIGH) or 0)
    _write(writing.db, _HIGH, str(max(high, writing.now_ms)))
    return counter


def raise_counter(writing: Writing, seen: int) -> None:
    """The hub has seen a higher counter than ours: go on above it."""
    if int(_read(writing.db, _COUNTER) or 0) < seen:
        _write(writing.db, _COUNTER, str(seen))


def note_clock(writing: Writing, hub_ms: int) -> None:
    """The hub told its time just now."""
    _write(writing.db, _SKEW, str(writing.now_ms - hub_ms))
    _write(writing.db, _HIGH, str(writing.now_ms))


def clock_word(db: Database) -> tuple[int, int]:
    """What is known of the own clock: how far it was ahead of the hub's at the last exchange, and
    where it stood last, both in ms; zeros before the first exchange."""
    return int(_read(db, _SKEW) or 0), int(_read(db, _HIGH) or 0)


def note_success(writing: Writing) -> None:
    """An exchange ended well just now."""
    _write(writing.db, _SUCCESS, str(writing.now_ms))


def freeze_seats(writing: Writing) -> None:
    """The store was restored: no seat is spent before the hub told what was done since."""
    _write(writing.db, _FROZEN, "yes")


def thaw_seats(writing: Writing) -> None:
    """All that the hub had to say is here."""
    if are_seats_frozen(writing.db):
        _write(writing.db, _FROZEN, "")


def are_seats_frozen(db: Database) -> bool:
    """Whether seats wait for the first exchange after a restore."""
    return bool(_read(db, _FROZEN))


def success_ms(db: Database) -> int:
    """When the last exchange ended well, ms; 0 for never."""
    return int(_read(db, _SUCCESS) or 0)


def keep_receipt(writing: Writing, receipt: HubReceipt) -> None:
    """Keep the hub's signed word that reaches furthest; checked by the caller."""
    known = load_receipt(writing.db)
    if known is None or (receipt.epoch, receipt.n) >= (known.epoch, known.n):
        _write(writing.db, _RECEIPT, msgspec.json.encode(receipt).decode())


def load_receipt(db: Database) -> HubReceipt | None:
    """The hub's signed word on the own chain; None before there is one."""
    text = _read(db, _RECEIPT)
    return msgspec.json.decode(text, type=HubReceipt) if text else None


def _read(db: Database, key: str) -> str:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def _write(db: Database, key: str, value: str) -> None:
    db.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
