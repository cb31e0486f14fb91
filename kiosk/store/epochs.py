"""New epochs of a station's chain: after a restore, and after a fork.

A disk that was cloned or rolled back writes where the hub holds something else already
(docs/adr/0037-out-of-a-fork.md). What it wrote there nobody has taken, so it goes on in a chain
of its own; the hub has to approve of that by a new enrolment code.
"""

from dataclasses import replace

import msgspec
from sqlite_utils import Database

from kiosk.domain.clock import day_of
from kiosk.domain.envelope import header_hash
from kiosk.store.chain import read_chain, write_chain
from kiosk.store.enrolment import freeze_seats
from kiosk.store.log import Writing
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.store.streams import forget_streams

__all__ = ["begin_epoch", "is_forked", "leave_fork", "note_fork"]

_WAITING = (
    f"SELECT {', '.join(f'events.{name}' for name in EVENT_COLUMNS)}, events.seq "
    "FROM outbox JOIN events USING (seq) ORDER BY events.seq"
)
# The first own number of the present epoch that the hub may know otherwise.
_FIRST = "fork.first"
_SKIPPED_NUMBERS = 200
"""Slip numbers left out on the day: those that the other disk, or this one, gave out since."""


def begin_epoch(writing: Writing) -> None:
    """A new chain, so that no place of the old one is taken twice; seats wait for the hub."""
    db = writing.db
    chain = read_chain(db)
    write_chain(db, replace(chain, epoch=chain.epoch + 1, n=0, head=""))
    today = day_of(writing.now_ms).isoformat()
    db.conn.execute("UPDATE counters SET last = last + ? WHERE day = ?", (_SKIPPED_NUMBERS, today))
    freeze_seats(writing)
    # A hub leaves a station's own chain out of what it sends: with a new chain it sends anew.
    forget_streams(writing)
    # Slips that were waiting then are printed by now, or nobody waits for them any more.
    db.conn.execute(
        "UPDATE print_jobs SET state = 'needs_human', note = 'restored' "
        "WHERE state IN ('queued', 'sending', 'sent_unconfirmed')"
    )
    db.conn.execute("DELETE FROM meta WHERE key = ?", (_FIRST,))


def note_fork(writing: Writing) -> None:
    """The hub knows the own chain otherwise than this disk: what is written from now on forks."""
    writing.db.conn.execute(
        "INSERT OR IGNORE INTO meta VALUES (?, ?)", (_FIRST, str(read_chain(writing.db).n + 1))
    )
    freeze_seats(writing)


def is_forked(db: Database) -> bool:
    """Whether that was noted, and no new epoch begun since."""
    return db.conn.execute("SELECT 1 FROM meta WHERE key = ?", (_FIRST,)).fetchone() is not None


def leave_fork(writing: Writing) -> int:
    """Go on in a new epoch, and take along what the hub would not have in the old one.

    Ids, times and contents stay; place, `prev` and hash are new. Nobody else holds these events.

    Returns:
        How many events were taken along.
    """
    db = writing.db
    first = _first_forked(db)
    rows = db.conn.execute(_WAITING).fetchall()
    begin_epoch(writing)
    chain = read_chain(db)
    n, head, aggregates = 0, "", set()
    for row in rows:
        event, seq = event_of(row), row[-1]
        # What hangs on a refused event would be refused with it.
        if event.n < first.get(event.epoch, event.n + 1):
            continue
        n += 1
        moved = msgspec.structs.replace(event, epoch=chain.epoch, n=n, prev=head)
        head = header_hash(moved)
        db.conn.execute(
            "UPDATE events SET epoch = ?, n = ?, prev = ?, hash = ? WHERE seq = ?",
            (moved.epoch, n, moved.prev, head, seq),
        )
        db.conn.execute(
            "UPDATE outbox SET invalid_code = '', invalid_reason = '' WHERE seq = ?", (seq,)
        )
        aggregates.add(event.aggregate)
    write_chain(db, replace(chain, n=n, head=head))
    for aggregate in sorted(aggregates):
        writing.applier.refold(aggregate)
    writing.changed |= aggregates
    return n


def _first_forked(db: Database) -> dict[int, int]:
    """Epoch → the first own number that the hub knows otherwise."""
    first = dict(
        db.conn.execute(
            "SELECT epoch, min(n) FROM outbox JOIN events USING (seq) "
            "WHERE invalid_code = 'fork' GROUP BY epoch"
        ).fetchall()
    )
    noted = db.conn.execute("SELECT value FROM meta WHERE key = ?", (_FIRST,)).fetchone()
    if noted:
        epoch = read_chain(db).epoch
        first[epoch] = min(first.get(epoch, int(noted[0])), int(noted[0]))
    return first
