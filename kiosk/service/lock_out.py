"""Wrong PINs of the staff: five lock an account at this station for a quarter of an hour.

Counted in a local table, committed before the PIN is looked at: switching the machine off in
between, or restarting it, gives no further try.
"""

from sqlite_utils import Database

from kiosk.store.attempts import clear_attempts, failures_since, note_failure
from kiosk.store.log import Writing

__all__ = ["LOCK_MS", "TRIES", "count_try", "lift_lock", "lock_end", "minutes_locked", "tries_left"]

TRIES = 5
_STATION_TRIES = 20
LOCK_MS = 15 * 60_000
_MINUTE_MS = 60_000
_STATION = "staff station"


def count_try(writing: Writing, account: str, now_ms: int) -> None:
    """Note a try before it is looked at; `lift_lock` takes it back when the PIN was right."""
    for key in (account, _STATION):
        note_failure(writing, key, now_ms, now_ms - LOCK_MS)


def lift_lock(writing: Writing, account: str) -> None:
    """The right PIN was given, or a new one was set."""
    for key in (account, _STATION):
        clear_attempts(writing, key)


def lock_end(db: Database, account: str, now_ms: int) -> int:
    """When the account opens again at this station, ms; 0 where it is open."""
    ends = [0]
    for key, limit in ((account, TRIES), (_STATION, _STATION_TRIES)):
        failures, since = failures_since(db, key, now_ms - LOCK_MS)
        if failures >= limit:
            ends.append(since + LOCK_MS)
    return max(ends)


def minutes_locked(db: Database, account: str, now_ms: int) -> int:
    """The lock in whole minutes, rounded up; 0 where the account is open."""
    end = lock_end(db, account, now_ms)
    return max(1, -(-(end - now_ms) // _MINUTE_MS)) if end else 0


def tries_left(db: Database, account: str, now_ms: int) -> int:
    """How many wrong PINs are left before the lock."""
    failures, _since = failures_since(db, account, now_ms - LOCK_MS)
    return max(0, TRIES - failures)
