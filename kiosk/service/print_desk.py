"""The staff's list of slips that nobody knows the fate of, and what staff decide about them."""

from dataclasses import dataclass
from typing import Any

import structlog

from kiosk.domain.problems import NotPossible
from kiosk.printing.queue import JobState
from kiosk.store.spool import insert_job, job_rows, set_job_state
from kiosk.store.store import Store

__all__ = ["DoubtfulSlip", "confirm_slip", "doubtful_slips", "reprint_slip"]

_log = structlog.get_logger(__name__)

_SEEN, _REPRINTED = "seen_by_staff", "reprinted"


@dataclass(frozen=True, slots=True)
class DoubtfulSlip:
    """A job that needs a human: look at the printer, then confirm it or print it again.

    note is a name of a printer state or of the spooler's notes; changed_at milliseconds since 1970.
    """

    id: str
    kind: str
    number: str
    copy_number: int
    note: str
    changed_at: int


def doubtful_slips(store: Store) -> tuple[DoubtfulSlip, ...]:
    """All jobs in state needs_human, oldest first."""
    with store.read() as db:
        rows = job_rows(db, (JobState.NEEDS_HUMAN,))
    return tuple(
        DoubtfulSlip(
            row["id"], row["kind"], row["number"], row["copy"], row["note"], row["changed_at"]
        )
        for row in rows
    )


def confirm_slip(store: Store, job: str, actor: str) -> None:
    """The slip is out, somebody saw it.

    Raises:
        NotPossible: `no_slip`, it does not wait for a person (any more).
    """
    with store.write() as writing:
        row = _waiting(writing.db, job)
        set_job_state(writing, job, JobState.DONE, _SEEN)
    _log.info("slip_confirmed", number=row["number"], actor=actor)


def reprint_slip(store: Store, job: str, actor: str) -> str:
    """Print it again, marked 补打 with its copy number; returns the new job's id.

    Raises:
        NotPossible: `no_slip`, it does not wait for a person (any more).
    """
    with store.write() as writing:
        row = _waiting(writing.db, job)
        copies = writing.db.execute(
            "SELECT max(copy) FROM print_jobs WHERE subject = ? AND kind = ?",
            (row["subject"], row["kind"]),
        ).fetchone()
        copy = int(copies[0]) + 1
        number, payload = row["number"], row["payload"]
        again = insert_job(writing, row["kind"], number, row["subject"], payload, copy)
        set_job_state(writing, job, JobState.DONE, _REPRINTED)
    _log.info("slip_reprinted", number=number, copy=copy, actor=actor)
    return again


def _waiting(db: Any, job: str) -> dict[str, Any]:
    for row in job_rows(db, (JobState.NEEDS_HUMAN,)):
        if row["id"] == job:
            return row
    raise NotPossible("no_slip")
