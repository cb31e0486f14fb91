"""Failed tries at a secret, kept through restarts; local to the station."""

from sqlite_utils import Database

from kiosk.store.log import Writing

__all__ = ["clear_attempts", "failures_since", "note_failure"]


def failures_since(db: Database, key: str, since_ms: int) -> tuple[int, int]:
    """Failures of a key since a moment, and when the last one was; (0, 0) if there are none."""
    row = db.execute(
        "SELECT failures, since FROM attempts WHERE key = ? AND since > ?", (key, since_ms)
    ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def note_failure(writing: Writing, key: str, now_ms: int, since_ms: int) -> None:
    """Count one more failure; older ones than `since_ms` are forgotten."""
    writing.db.execute(
        "INSERT INTO attempts VALUES (?, 1, ?) ON CONFLICT (key) DO UPDATE SET "
        "failures = CASE WHEN since > ? THEN failures + 1 ELSE 1 END, since = excluded.since",
        (key, now_ms, since_ms),
    )


def clear_attempts(writing: Writing, key: str) -> None:
    """The right secret was given."""
    writing.db.execute("DELETE FROM attempts WHERE key = ?", (key,))
