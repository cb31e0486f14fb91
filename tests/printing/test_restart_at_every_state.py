"""The program ends at any moment: the store remembers, nothing comes out twice by itself."""

from __future__ import annotations

import json

import pytest

from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act
from kiosk.printing.compose import slip_bytes
from kiosk.printing.queue import JobState
from kiosk.printing.slip import encode_slip
from kiosk.printing.spooler import NOTE_INTERRUPTED
from kiosk.service.authority import Authorised, NotAllowed
from kiosk.service.print_desk import confirm_slip, doubtful_slips, reprint_slip
from kiosk.service.print_queue import StoredPrintQueue, print_job_state, reprint
from kiosk.store.spool import insert_job, set_job_state

SUBJECT = "referral:1"


def queued(store, slip) -> str:
    kind, payload = encode_slip(slip)
    with store.write() as writing:
        return insert_job(writing, kind, slip.number, SUBJECT, payload)


def left_in(store, job, state):
    with store.write() as writing:
        set_job_state(writing, job, state, "")


@pytest.mark.parametrize("state", list(JobState))
def test_a_restart_prints_only_what_was_never_begun(stores, running, printer, referral, state):
    store = stores.create()
    job = queued(store, referral)
    left_in(store, job, state)
    store = stores.reopen(store)
    with running(printer.url, StoredPrintQueue(store)) as (_, shown):
        stores.clock.advance(minutes=1)  # the oldest job is printed first
        later = queued(store, referral)
        shown.wait_for(lambda status: status.job_id == later and status.job_state is JobState.DONE)
    begun = state in {JobState.SENDING, JobState.SENT_UNCONFIRMED}
    expected = {JobState.QUEUED: JobState.DONE}.get(state, JobState.NEEDS_HUMAN if begun else state)
    assert print_job_state(store, job) == expected
    assert len(printer.slips) == (2 if state is JobState.QUEUED else 1)
    needing = doubtful_slips(store)
    assert [slip.id for slip in needing] == ([job] if expected is JobState.NEEDS_HUMAN else [])
    if begun:
        assert needing[0].note == NOTE_INTERRUPTED


def test_a_written_only_printers_slips_do_not_come_back_as_doubtful(
    stores, running, tmp_path, referral
):
    store = stores.create()
    url = f"file:{tmp_path}/paper"
    for _restart in range(2):
        job = queued(store, referral)
        with running(url, StoredPrintQueue(store)) as (_, shown):
            shown.wait_for(
                lambda status, job=job: (
                    status.job_id == job and status.job_state is JobState.SENT_UNCONFIRMED
                )
            )
        store = stores.reopen(store)
    assert doubtful_slips(store) == ()


def told(store) -> list[tuple[str, str, int]]:
    """Type, actor and copy of what the audit trail has about slips."""
    with store.read() as db:
        rows = db.execute("SELECT type, actor, payload FROM events WHERE type LIKE 'Slip%'")
        return [(kind, actor, json.loads(payload)["copy"]) for kind, actor, payload in rows]


def test_staff_confirm_or_print_again_with_the_copy_number(stores, running, printer, referral):
    store, allowed = stores.create(), Authorised(Act.PRINT_AGAIN, "staff:1")
    jobs = [queued(store, referral) for _ in range(2)]
    for job in jobs:
        left_in(store, job, JobState.NEEDS_HUMAN)
    confirm_slip(store, allowed, jobs[0])
    again = reprint_slip(store, allowed, jobs[1])
    assert doubtful_slips(store) == ()
    with pytest.raises(NotPossible):
        reprint_slip(store, allowed, jobs[1])
    with running(printer.url, StoredPrintQueue(store)) as (_, shown):
        shown.wait_for(lambda status: status.job_id == again and status.job_state is JobState.DONE)
    assert printer.slips == (slip_bytes(referral, 576, copy_number=2),)
    assert told(store) == [("SlipSeen", "staff:1", 1), ("SlipPrintedAgain", "staff:1", 2)]


def test_who_prints_again_at_the_kiosk_is_in_the_trail_too(stores, referral):
    store = stores.create()
    queued(store, referral)
    for _copy in (2, 3):
        reprint(store, SUBJECT, "referral")
    reprint(store, SUBJECT, "referral", "staff:2")
    assert told(store) == [
        ("SlipPrintedAgain", "station", 2),
        ("SlipPrintedAgain", "station", 3),
        ("SlipPrintedAgain", "staff:2", 4),
    ]


def test_another_leave_prints_nothing(stores, referral):
    store = stores.create()
    job = queued(store, referral)
    left_in(store, job, JobState.NEEDS_HUMAN)
    for act in (confirm_slip, reprint_slip):
        with pytest.raises(NotAllowed):
            act(store, Authorised(Act.CALL_NUMBER, "staff:1"), job)
    assert len(doubtful_slips(store)) == 1
    assert told(store) == []
