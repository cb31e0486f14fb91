"""The outbox: own events that no hub has acknowledged."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.domain.clock import ms_of
from kiosk.domain.envelope import Event
from kiosk.store.log import Writing
from kiosk.store.rows import EVENT_COLUMNS, event_of

__all__ = [
    "InvalidEvent",
    "OutboxCounts",
    "WaitingBytes",
    "invalid_events",
    "outbox_counts",
    "pending",
    "requeue",
    "waiting_bytes",
]

_WIDTH = len(EVENT_COLUMNS)
_SELECT = ", ".join(f"events.{name}" for name in EVENT_COLUMNS)
_CHUNK = 256
# A header on the wire before it is packed; 283 on the average of a simulated day of 390 events.
_HEADER_BYTES = 300


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How much waits. `oldest_ms`: when the oldest waiting event was made, 0 if none waits."""

    pending: int
    invalid: int
    oldest_ms: int


@dataclass(frozen=True, slots=True)
class InvalidEvent:
    """An own event that the hub would not store; it stays here, seen, and is not sent again."""

    event: Event
    code: str
    reason: str


def outbox_counts(db: Database) -> OutboxCounts:
    """Counts for the status line."""
    waiting, invalid, first = db.execute(
        "SELECT count(*) FILTER (WHERE invalid_code = ''),"
        " count(*) FILTER (WHERE invalid_code <> ''),"
        " min(seq) FILTER (WHERE invalid_code = '') FROM outbox"
    ).fetchone()
    row = db.execute("SELECT time FROM events WHERE seq = ?", (first,)).fetchone()
    return OutboxCounts(waiting, invalid, ms_of(row[0]) if row else 0)


@dataclass(frozen=True, slots=True)
class WaitingBytes:
    """What waits, and how large it is in the log. `oldest` is an event time, 0 if none waits."""

    count: int
    size: int
    oldest: int


def waiting_bytes(db: Database) -> WaitingBytes:
    """Events to send and their bytes: payloads, and a header of the usual length each."""
    count, size, oldest = db.execute(
        "SELECT count(*), coalesce(sum(length(CAST(coalesce(payload, '') AS BLOB))), 0), "
        "coalesce(min(time), 0) FROM outbox JOIN events USING (seq) WHERE invalid_code = ''"
    ).fetchone()
    return WaitingBytes(count, size + count * _HEADER_BYTES, oldest)


def pending(db: Database) -> Iterator[tuple[Event, str]]:
    """Events to send in station order, each with its header hash."""
    cursor = db.conn.execute(
        f"SELECT {_SELECT}, events.hash FROM outbox JOIN events USING (seq) "
        "WHERE invalid_code = '' ORDER BY seq"
    )
    try:
        while rows := cursor.fetchmany(_CHUNK):
            for row in rows:
                yield event_of(row), row[_WIDTH]
    finally:
        cursor.close()


def invalid_events(db: Database) -> list[InvalidEvent]:
    """Events that the hub would not store, oldest first."""
    rows = db.execute(
        f"SELECT {_SELECT}, invalid_code, invalid_reason FROM outbox JOIN events USING (seq) "
        "WHERE invalid_code <> '' ORDER BY seq"
    ).fetchall()
    return [InvalidEvent(event_of(row), row[_WIDTH], row[_WIDTH + 1]) for row in rows]


def requeue(writing: Writing, held: int) -> int:
    """Send again what a hub once acknowledged and no longer holds (restored from a backup).

    Own numbers have no gaps, so how many are acknowledged follows from the outbox alone.

    Args:
        writing: after the acknowledgements of the exchange.
        held: how many events of the own epoch the hub holds.

    Returns:
        How many events went back into the outbox; 0 as a rule.
    """
    chain = writing.chain
    waiting = writing.db.conn.execute(
        "SELECT count(*) FROM outbox JOIN events USING (seq) WHERE epoch = ?", (chain.epoch,)
    ).fetchone()[0]
    if chain.n - waiting <= held:
        return 0
    return int(
        writing.db.conn.execute(
            "INSERT OR IGNORE INTO outbox (seq) SELECT seq FROM events "
            "WHERE station = ? AND epoch = ?",
            (chain.station, chain.epoch),
        ).rowcount
    )
