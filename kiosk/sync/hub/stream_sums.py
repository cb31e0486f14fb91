"""Running checksums of streams: one row for each run of entries that were appended together.

A sum is kept of each stream as a whole and of each source in it, so that the checksum without some
sources is a difference. A place within a run is reached by taking away the entries after it.
"""

from sqlalchemy import Connection, bindparam, func, select, text

from kiosk.sync.hub.statements import Bulk, Prepared
from kiosk.sync.hub.tables import EVENTS, STREAM_LOG, STREAM_SUMS

__all__ = ["MODULUS", "WHOLE", "Run", "add_runs", "move_sums", "part_of", "sum_at"]

MODULUS = 1 << 64
WHOLE = "*"
"""Stands for all sources together; no word of an envelope has this character."""

Run = tuple[str, str, int, int, str]
"""Stream, source, first and last place of the run, the sum up to and including the last."""

_DIGITS = 16
_INSERT = Bulk(STREAM_SUMS)
_LAST_RUN = Prepared(
    select(STREAM_SUMS.c.last, STREAM_SUMS.c.total)
    .where(
        STREAM_SUMS.c.stream == bindparam("stream"),
        STREAM_SUMS.c.source == bindparam("source"),
        STREAM_SUMS.c.first <= bindparam("place"),
    )
    .order_by(STREAM_SUMS.c.first.desc())
    .limit(1)
)
_PARTS = (
    select(func.substr(EVENTS.c.hash, 1, _DIGITS))
    .join(STREAM_LOG, EVENTS.c.seq == STREAM_LOG.c.event)
    .where(
        STREAM_LOG.c.stream == bindparam("stream"),
        STREAM_LOG.c.seq > bindparam("place"),
        STREAM_LOG.c.seq <= bindparam("last"),
    )
)
_MOVE = "INSERT INTO stream_sums SELECT stream, {}, seq, seq, {} FROM stream_log"
_BETWEEN = Prepared(_PARTS)
_BETWEEN_OF_SOURCE = Prepared(_PARTS.where(STREAM_LOG.c.source == bindparam("source")))


def part_of(own_hash: str) -> int:
    """What an event adds to a sum: 64 bits of its header hash."""
    return int(own_hash[:_DIGITS], 16)


def add_runs(connection: Connection, runs: list[Run]) -> None:
    """Keep the sums after what was just appended, in the caller's write transaction."""
    _INSERT(connection, runs)


def sum_at(connection: Connection, stream: str, source: str, place: int) -> int:
    """The sum of a source's entries of a stream up to and including a place.

    Args:
        connection: in a snapshot.
        stream: which.
        source: whose entries; `WHOLE` for all.
        place: in the stream.
    """
    given = {"stream": stream, "source": source, "place": place}
    run = _LAST_RUN(connection, given).one_or_none()
    if run is None:
        return 0
    total = int(run.total, 16)
    if run.last <= place:
        return total
    query = _BETWEEN if source == WHOLE else _BETWEEN_OF_SOURCE
    after = query(connection, given | {"last": run.last}).scalars()
    return (total - sum(int(part, 16) for part in after)) % MODULUS


def move_sums(connection: Connection) -> None:
    """Take over the sums of an earlier program, two in each row of the log: each is a run now."""
    for source, total in ((f"'{WHOLE}'", "total"), ("source", "source_total")):
        connection.execute(text(_MOVE.format(source, total)))
        connection.execute(text(f"ALTER TABLE stream_log DROP COLUMN {total}"))
