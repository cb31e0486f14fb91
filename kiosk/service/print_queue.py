"""The spooler's queue, kept in the store; and reprints."""

from collections.abc import Sequence
from typing import Any

from kiosk.domain.problems import NotPossible
from kiosk.printing.queue import Job, JobState
from kiosk.store.print_jobs import ERASED
from kiosk.store.spool import copies_of, insert_job, job_rows, set_job_state
from kiosk.store.store import Store

__all__ = ["StoredPrintQueue", "print_job_state", "reprint"]


class StoredPrintQueue:
    """Jobs of the table `print_jobs`; every mark is committed when it returns."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def interrupted(self) -> Sequence[Job]:
        """Jobs that were under way when the program ended."""
        with self._store.read() as db:
            rows = job_rows(db, (JobState.SENDING, JobState.SENT_UNCONFIRMED))
        return [_job(row) for row in rows]

    def claim_next(self) -> Job | None:
        """The oldest waiting job, unchanged."""
        with self._store.read() as db:
            rows = job_rows(db, (JobState.QUEUED,), limit=1)
        return _job(rows[0]) if rows else None

    def mark(self, job_id: str, state: JobState, note: str) -> None:
        """Record a job's state durably."""
        with self._store.write() as writing:
            set_job_state(writing, job_id, state, note)


def print_job_state(store: Store, job: str) -> str:
    """Where a job stands; empty if there is no such job."""
    with store.read() as db:
        row = db.execute("SELECT state FROM print_jobs WHERE id = ?", (job,)).fetchone()
    return str(row[0]) if row else ""


def reprint(store: Store, subject: str, kind: str) -> str:
    """Queue another copy of a slip, marked 补打 with its copy number; returns the job's id.

    Raises:
        NotPossible: `no_slip`.
    """
    with store.write() as writing:
        copies = copies_of(writing.db, subject, kind)
        if not copies or copies[-1]["state"] == ERASED:
            raise NotPossible("no_slip")
        last = copies[-1]
        return insert_job(writing, kind, last["number"], subject, last["payload"], last["copy"] + 1)


def _job(row: dict[str, Any]) -> Job:
    return Job(row["id"], row["kind"], row["payload"], row["copy"], JobState(row["state"]))
