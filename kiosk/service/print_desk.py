"""The staff's list of slips that nobody knows the fate of, and what staff decide about them."""

from dataclasses import dataclass
from typing import Any

from kiosk.domain.ids import uuid7
from kiosk.domain.print_events import SlipSeen
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act
from kiosk.printing.queue import JobState
from kiosk.printing.samples import sample_slip
from kiosk.printing.slip import encode_slip
from kiosk.service.authority import Authorised
from kiosk.service.print_queue import queue_again
from kiosk.service.site import Site
from kiosk.store.spool import copies_of, insert_job, job_rows, set_job_state
from kiosk.store.store import Store
from kiosk.words import clock_text, date_text

__all__ = [
    "DoubtfulSlip",
    "confirm_slip",
    "doubtful_slips",
    "print_test_page",
    "reprint_slip",
]

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


def confirm_slip(store: Store, allowed: Authorised, job: str) -> None:
    """The slip is out, somebody saw it.

    Raises:
        NotPossible: `no_slip`, it does not wait for a person (any more).
        NotAllowed: the leave is not for PRINT_AGAIN.
    """
    actor = allowed.actor_for(Act.PRINT_AGAIN)
    with store.write() as writing:
        row = _waiting(writing.db, job)
        set_job_state(writing, job, JobState.DONE, _SEEN)
        seen = SlipSeen(
            kind=row["kind"], number=row["number"], copy=row["copy"], subject=row["subject"]
        )
        writing.append(seen, f"slip:{job}", actor)


def reprint_slip(store: Store, allowed: Authorised, job: str) -> str:
    """Print it again, marked 补打 with its copy number; returns the new job's id.

    Raises:
        NotPossible: `no_slip`, it does not wait for a person (any more).
        NotAllowed: the leave is not for PRINT_AGAIN.
    """
    actor = allowed.actor_for(Act.PRINT_AGAIN)
    with store.write() as writing:
        row = _waiting(writing.db, job)
        copies = copies_of(writing.db, row["subject"], row["kind"])
        set_job_state(writing, job, JobState.DONE, _REPRINTED)
        return queue_again(writing, row, int(copies[-1]["copy"]) + 1, actor)


def print_test_page(site: Site, allowed: Authorised, printer_name: str) -> str:
    """Queue a technician's test page behind the slips that wait; returns the job's id.

    Raises:
        NotAllowed: the leave is not for DEVICES.
    """
    allowed.actor_for(Act.DEVICES)
    issued_at = f"{date_text(site.today())} {clock_text(site.now_ms())}"
    kind, payload = encode_slip(sample_slip("test", printer_name, issued_at))
    with site.store.write() as writing:
        return insert_job(writing, kind, "", f"test:{uuid7(writing.now_ms)}", payload)


def _waiting(db: Any, job: str) -> dict[str, Any]:
    for row in job_rows(db, (JobState.NEEDS_HUMAN,)):
        if row["id"] == job:
            return row
    raise NotPossible("no_slip")
