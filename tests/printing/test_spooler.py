"""The spooler with a real TCP printer: every way a job can go, and never a slip twice."""

from __future__ import annotations

import pytest

from kiosk.printing.compose import slip_bytes
from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault, SimulatedPrinter
from kiosk.printing.spooler import (
    NOTE_BAD_SLIP,
    NOTE_INTERRUPTED,
    NOTE_NO_STATUS,
)
from kiosk.printing.status import PrinterState

DONE, QUEUED, HUMAN = JobState.DONE, JobState.QUEUED, JobState.NEEDS_HUMAN


def test_a_job_is_printed_once_and_confirmed(running, printer, queue_of, job, referral):
    queue = queue_of(job("a"))
    with running(printer.url, queue):
        queue.wait_for_state("a", DONE)
    assert queue.states("a") == ["sending", "sent_unconfirmed", "done"]
    assert printer.slips == (slip_bytes(referral, 576),)


def test_a_new_job_wakes_the_sleeping_spooler(running, printer, queue_of, job):
    queue = queue_of()
    with running(printer.url, queue, poll_interval_s=3600) as (spooler, shown):
        shown.wait_for(lambda status: status.printer.can_print)
        queue.add(job("a"))
        spooler.wake()
        queue.wait_for_state("a", DONE)


def test_jobs_come_out_in_their_order(running, printer, queue_of, job):
    queue = queue_of(*(job(name, copy_number=number) for number, name in enumerate("abc", 1)))
    with running(printer.url, queue):
        queue.wait_for_state("c", DONE)
    assert len(set(printer.slips)) == 3
    assert [name for name, state, _ in queue.marks if state is DONE] == ["a", "b", "c"]


def test_no_printer_at_all_keeps_the_job(running, queue_of, job):
    with SimulatedPrinter() as gone:
        url = gone.url
    queue = queue_of(job("a"))
    with running(url, queue) as (_, shown):
        shown.wait_for(lambda status: status.note == PrinterState.UNKNOWN.value)
    assert queue.jobs["a"].state is QUEUED


@pytest.mark.parametrize("state", [JobState.SENDING, JobState.SENT_UNCONFIRMED])
def test_after_a_restart_a_person_is_asked(running, printer, queue_of, job, state):
    queue = queue_of(job("a", state=state), job("b"))
    with running(printer.url, queue):
        queue.wait_for_state("b", DONE)
    assert queue.marks[0] == ("a", HUMAN, NOTE_INTERRUPTED)
    assert len(printer.slips) == 1


def test_stopping_during_the_fence_leaves_the_job_to_the_restart(running, printer, queue_of, job):
    printer.fault_after_rows(Fault.NO_PAPER, 300)
    queue = queue_of(job("a"))
    with running(printer.url, queue, fence_timeout_s=60):
        queue.wait_for_state("a", JobState.SENT_UNCONFIRMED)
    assert queue.jobs["a"].state is JobState.SENT_UNCONFIRMED
    printer.clear_faults()
    with running(printer.url, queue):
        assert queue.wait_for_state("a", HUMAN) == NOTE_INTERRUPTED
    assert len(printer.slips) == 1


def test_a_slip_that_cannot_be_composed_does_not_block_the_others(running, printer, queue_of, job):
    queue = queue_of(job("a", payload=b"{}"), job("b"))
    with running(printer.url, queue):
        queue.wait_for_state("b", DONE)
    assert queue.marks[0] == ("a", HUMAN, NOTE_BAD_SLIP)


def test_a_printer_without_answers_prints_unconfirmed(running, tmp_path, queue_of, job, referral):
    path = tmp_path / "paper"
    queue = queue_of(job("a"))
    with running(f"file://{path}", queue):
        note = queue.wait_for_state("a", JobState.SENT_UNCONFIRMED)
    assert note == NOTE_NO_STATUS
    assert path.read_bytes() == slip_bytes(referral, 576)


def test_a_file_that_cannot_be_opened_leaves_the_job_queued(running, tmp_path, queue_of, job):
    queue = queue_of(job("a"))
    with running(f"file://{tmp_path}/none/paper", queue) as (_, shown):
        shown.wait_for(lambda status: status.job_state is QUEUED)
    assert queue.jobs["a"].state is QUEUED


def test_a_store_that_fails_to_record_sends_nothing(running, printer, queue_of, job):
    queue = queue_of(job("a"))
    failures, mark = [OSError("disk full")], queue.mark

    def failing_mark(*arguments):
        if failures:
            raise failures.pop()
        mark(*arguments)

    queue.mark = failing_mark
    with running(printer.url, queue):
        queue.wait_for_state("a", DONE)
    assert len(printer.slips) == 1


def test_a_store_that_fails_after_the_job_has_a_person_asked(running, printer, queue_of, job):
    queue = queue_of(job("a"), job("b"))
    failures, mark = [OSError("disk full")], queue.mark

    def failing_mark(job_id, state, note):
        if state is JobState.SENT_UNCONFIRMED and failures:
            raise failures.pop()
        mark(job_id, state, note)

    queue.mark = failing_mark
    with running(printer.url, queue):
        assert queue.wait_for_state("a", HUMAN) == NOTE_INTERRUPTED
        queue.wait_for_state("b", DONE)
    assert len(printer.slips) == 2


def test_screens_hear_of_changes_only(running, printer, queue_of, job):
    queue = queue_of(job("a"))
    with running(printer.url, queue) as (_, shown):
        queue.wait_for_state("a", DONE)
        shown.wait_for(lambda status: status.job_state is DONE)
    assert all(one != other for one, other in zip(shown.all, shown.all[1:], strict=False))
