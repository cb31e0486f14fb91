"""The spooler's queue, kept in the store; and reprints."""

from collections.abc import Sequence
from typing import Any

from kiosk.domain.print_events import SlipPrintedAgain
from kiosk.domain.problems import NotPossible
from kiosk.printing.queue import Job, JobState
from kiosk.service.site import STATION_ACTOR
from kiosk.store.log import Writing
from kiosk.store.print_jobs import ERASED
from kiosk.store.spool import copies_of, insert_job, job_rows, set_job_state
from kiosk.store.store import Store

__all__ = ["StoredPrintQueue", "print_job_state", "queue_again", "reprint"]


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


def reprint(store: Store, subject: str, kind: str, actor: str = STATION_ACTOR) -> str:
    """Queue another copy of a slip, marked 补打 with its copy number; returns the job's id.

    That it was printed again is in the audit trail, with who asked for it.

    Raises:
        NotPossible: `no_slip`.
    """
    with store.write() as writing:
        copies = copies_of(writing.db, subject, kind)
        if not copies or copies[-1]["state"] == ERASED:
            raise NotPossible("no_slip")
        return queue_again(writing, copies[-1], int(copies[-1]["copy"]) + 1, actor)


def queue_again(writing: Writing, row: dict[str, Any], copy: int, actor: str) -> str:
    """Queue one more copy of a job's slip and tell the audit trail; returns the new job's id."""
    kind, number, subject = row["kind"], row["number"], row["subject"]
    again = insert_job(writing, kind, number, subject, row["payload"], copy)
    told = SlipPrintedAgain(kind=kind, number=number, copy=copy, subject=subject)
    writing.append(told, f"slip:{again}", actor)
    return again


def _job(row: dict[str, Any]) -> Job:
    return Job(row["id"], row["kind"], row["payload"], row["copy"], JobState(row["state"]))
