"""Running checksums of streams: one row for each run of entries that were appended together.

A sum is kept of each stream as a whole and of each source in it, so that the checksum without some
sources is a difference. A place within a run is reached by taking away the entries after it.
"""

from sqlalchemy import Connection, bindparam, func, select

from kiosk.sync.hub.statements import Bulk, Prepared
from kiosk.sync.hub.tables import EVENTS, STREAM_LOG, STREAM_SUMS
from kiosk.sync.wire import CHECKSUM_DIGITS, checksum_part

__all__ = ["WHOLE", "Run", "add_runs", "sum_at"]

WHOLE = "*"
"""Stands for all sources together; no word of an envelope has this character."""

Run = tuple[str, str, int, int, str]
"""Stream, source, first and last place of the run, the sum up to and including the last."""

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
    select(func.substr(EVENTS.c.hash, 1, CHECKSUM_DIGITS))
    .join(STREAM_LOG, EVENTS.c.seq == STREAM_LOG.c.event)
    .where(
        STREAM_LOG.c.stream == bindparam("stream"),
        STREAM_LOG.c.seq > bindparam("place"),
        STREAM_LOG.c.seq <= bindparam("last"),
    )
)
_BETWEEN = Prepared(_PARTS)
_BETWEEN_OF_SOURCE = Prepared(_PARTS.where(STREAM_LOG.c.source == bindparam("source")))


def add_runs(connection: Connection, runs: list[Run]) -> None:
    """Keep the sums after what was just appended, in the caller's write transaction."""
    _INSERT(connection, runs)


def sum_at(connection: Connection, stream: str, source: str, place: int) -> int:
    """The sum of a source's entries of a stream up to and including a place, not reduced.

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
    return total - sum(map(checksum_part, after))
