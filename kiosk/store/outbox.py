"""The outbox: own events that no hub has acknowledged."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlite_utils import Database

from kiosk.domain.clock import ms_of
from kiosk.domain.envelope import Event
from kiosk.store.log import Writing
from kiosk.store.rows import EVENT_COLUMNS, event_of

__all__ = [
    "InvalidEvent",
    "OutboxCounts",
    "Waiting",
    "WaitingBytes",
    "invalid_events",
    "outbox_counts",
    "pending",
    "requeue",
    "waiting",
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


class Waiting(NamedTuple):
    """An event to send, its header hash, and its number in the log."""

    event: Event
    hash: str
    seq: int


def pending(db: Database) -> Iterator[tuple[Event, str]]:
    """Events to send in station order, each with its header hash."""
    for each in waiting(db):
        yield each.event, each.hash


def waiting(db: Database, under_way: tuple[int, int] = (0, 0)) -> Iterator[Waiting]:
    """Events to send in station order.

    Args:
        db: a connection.
        under_way: first and last number in the log of what was sent and is not answered yet.
    """
    cursor = db.conn.execute(
        f"SELECT {_SELECT}, events.hash, seq FROM outbox JOIN events USING (seq) "
        "WHERE invalid_code = '' AND seq NOT BETWEEN ? AND ? ORDER BY seq",
        under_way,
    )
    try:
        while rows := cursor.fetchmany(_CHUNK):
            for row in rows:
                yield Waiting(event_of(row), row[_WIDTH], row[_WIDTH + 1])
    finally:
        cursor.close()


def invalid_events(db: Database) -> list[InvalidEvent]:
    """Events that the hub would not store, oldest first."""
    rows = db.execute(
        f"SELECT {_SELECT}, invalid_code, invalid_reason FROM outbox JOIN events USING (seq) "
        "WHERE invalid_code <> '' ORDER BY seq"
    ).fetchall()
    return [InvalidEvent(event_of(row), row[_WIDTH], row[_WIDTH + 1]) for row in rows]


def _waiting_of(db: Database, epoch: int) -> int:
    """How many events of an epoch wait, those aside included. Epochs follow each other in the log:
    where the first that waits is of this one, all are, and nothing but their number is read."""
    first = db.conn.execute(
        "SELECT epoch FROM outbox JOIN events USING (seq) ORDER BY seq LIMIT 1"
    ).fetchone()
    if first is None or first[0] == epoch:
        return int(db.conn.execute("SELECT count(*) FROM outbox").fetchone()[0])
    query = "SELECT count(*) FROM outbox JOIN events USING (seq) WHERE epoch = ?"
    return int(db.conn.execute(query, (epoch,)).fetchone()[0])


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
    if chain.n - _waiting_of(writing.db, chain.epoch) <= held:
        return 0
    return int(
        writing.db.conn.execute(
            "INSERT OR IGNORE INTO outbox (seq) SELECT seq FROM events "
            "WHERE station = ? AND epoch = ?",
            (chain.station, chain.epoch),
        ).rowcount
    )
