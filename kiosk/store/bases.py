"""Bases: states that a hub's snapshot gave in the place of a log that is still on its way.

An aggregate with a base has the state `base + events after it`; the log before it is asked for
aggregate by aggregate (`wanted`), and the base goes when it has come. So a new station shows what
is open at once, and in the end holds the whole log like every other.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlite_utils import Database

from kiosk.domain.envelope import OrderKey

__all__ = [
    "Base",
    "base_of",
    "bases_left",
    "count_events",
    "drop_base",
    "has_bases",
    "keep_base",
    "note_wanted",
    "wanted_aggregates",
]


class Base(NamedTuple):
    """State of an aggregate up to an event, as JSON; empty for a kind that is not known here."""

    key: OrderKey
    state: str


def keep_base(db: Database, aggregate: str, base: Base) -> None:
    """Set the base of an aggregate; a later one replaces an earlier one."""
    db.conn.execute(
        "INSERT OR REPLACE INTO bases (aggregate, order_time, station, epoch, n, state) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        (aggregate, *base.key, base.state),
    )


def base_of(db: Database, aggregate: str) -> Base | None:
    """The base of an aggregate; None where its log is whole."""
    row = db.conn.execute(
        "SELECT order_time, station, epoch, n, state FROM bases WHERE aggregate = ?", (aggregate,)
    ).fetchone()
    return Base((row[0], row[1], row[2], row[3]), row[4]) if row else None


def count_events(db: Database, aggregate: str) -> int:
    """How many events of the log are of an aggregate, those for the auditor aside."""
    row = db.conn.execute(
        "SELECT count(*) FROM events WHERE aggregate = ? AND scope NOT LIKE 'audit:%'", (aggregate,)
    ).fetchone()
    return int(row[0])


def drop_base(db: Database, aggregate: str) -> None:
    """Its log is whole, or its person was erased."""
    db.conn.execute("DELETE FROM bases WHERE aggregate = ?", (aggregate,))


def note_wanted(db: Database, aggregate: str) -> None:
    """Something older than the base has come: the whole log is needed soon."""
    db.conn.execute("UPDATE bases SET is_urgent = 1 WHERE aggregate = ?", (aggregate,))


def has_bases(db: Database) -> bool:
    """Whether any aggregate still lacks its log."""
    return db.conn.execute("SELECT 1 FROM bases LIMIT 1").fetchone() is not None


def bases_left(db: Database) -> int:
    """Of how many aggregates the log is still to come."""
    return int(db.conn.execute("SELECT count(*) FROM bases").fetchone()[0])


def wanted_aggregates(db: Database, limit: int) -> Sequence[str]:
    """Whose log to ask for next: first those that need it, then the newest."""
    rows = db.conn.execute(
        "SELECT aggregate FROM bases ORDER BY is_urgent DESC, order_time DESC, aggregate LIMIT ?",
        (limit,),
    ).fetchall()
    return [row[0] for row in rows]
