"""Print jobs: written in the transaction of what they print, kept through restarts.

The states are those of the spooler on the floor above; here they are plain words.
"""

from typing import Any

from sqlite_utils import Database

from kiosk.domain.ids import uuid7
from kiosk.store.log import Writing

__all__ = ["copies_of", "insert_job", "job_rows", "jobs_by_state", "set_job_state"]


def insert_job(
    writing: Writing, kind: str, number: str, subject: str, payload: bytes, copy: int = 1
) -> str:
    """Queue a slip for printing; it exists once the transaction is committed.

    Args:
        writing: the transaction of what the slip tells.
        kind: kind of slip.
        number: the number that people see on it.
        subject: aggregate or referral it belongs to.
        payload: the encoded slip.
        copy: 1 for the first print, higher ones are marked 补打.
    """
    job = uuid7(writing.now_ms)
    values = (job, kind, number, subject, payload, copy, "queued", "", *[writing.now_ms] * 2)
    writing.db.execute(f"INSERT INTO print_jobs VALUES ({', '.join('?' * 10)})", values)
    return job


def set_job_state(writing: Writing, job: str, state: str, note: str) -> None:
    """Record where a job stands and why."""
    writing.db.execute(
        "UPDATE print_jobs SET state = ?, note = ?, changed_at = ? WHERE id = ?",
        (state, note, writing.now_ms, job),
    )


def job_rows(db: Database, states: tuple[str, ...], limit: int = -1) -> list[dict[str, Any]]:
    """Jobs in any of these states, oldest first."""
    marks = ", ".join("?" * len(states))
    return list(
        db.query(
            f"SELECT * FROM print_jobs WHERE state IN ({marks}) ORDER BY created_at, id LIMIT ?",
            [*states, limit],
        )
    )


def copies_of(db: Database, subject: str, kind: str) -> list[dict[str, Any]]:
    """All jobs that print one slip, in order of copies."""
    return list(
        db.query(
            "SELECT * FROM print_jobs WHERE subject = ? AND kind = ? ORDER BY copy",
            [subject, kind],
        )
    )


def jobs_by_state(db: Database) -> dict[str, int]:
    """How many jobs stand where."""
    rows = db.execute("SELECT state, count(*) FROM print_jobs GROUP BY state").fetchall()
    return {str(state): int(count) for state, count in rows}
