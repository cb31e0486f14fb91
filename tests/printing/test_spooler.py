"""The spooler with a real TCP printer: every way a job can go, and never a slip twice."""

from __future__ import annotations

import contextlib
import threading

import pytest

from kiosk.printing.compose import slip_bytes
from kiosk.printing.escpos import EscposPrinter, parse_destination
from kiosk.printing.queue import Job, JobState
from kiosk.printing.simulated import Fault, SimulatedPrinter
from kiosk.printing.slip import encode_slip
from kiosk.printing.spooler import (
    NOTE_BAD_SLIP,
    NOTE_CONNECTION_LOST,
    NOTE_INTERRUPTED,
    NOTE_NO_ANSWER,
    NOTE_NO_STATUS,
    Spooler,
)
from kiosk.printing.status import PrinterState

DONE, QUEUED, HUMAN = JobState.DONE, JobState.QUEUED, JobState.NEEDS_HUMAN


class Shown:
    """Collects what the screens would show."""

    def __init__(self):
        self.all = []
        self.changed = threading.Condition()

    def __call__(self, status):
        with self.changed:
            self.all.append(status)
            self.changed.notify_all()

    def wait_for(self, is_met, timeout_s=10):
        with self.changed:
            assert self.changed.wait_for(lambda: any(map(is_met, self.all)), timeout_s), self.all


@pytest.fixture
def job(referral):
    kind, payload = encode_slip(referral)
    return lambda id_, **other: Job(
        **{"id": id_, "kind": kind, "payload": payload, "copy_number": 1, "state": QUEUED} | other
    )


@contextlib.contextmanager
def running(url, queue, **options):
    shown = Shown()
    adapter = EscposPrinter(parse_destination(url), reply_timeout_s=0.3, send_timeout_s=2)
    spooler = Spooler(
        queue, adapter, 576, shown, **{"poll_interval_s": 0.02, "fence_timeout_s": 5} | options
    )
    spooler.start()
    try:
        yield spooler, shown
    finally:
        assert spooler.stop()


def test_a_job_is_printed_once_and_confirmed(printer, queue_of, job, referral):
    queue = queue_of(job("a"))
    with running(printer.url, queue):
        queue.wait_for_state("a", DONE)
    assert queue.states("a") == ["sending", "sent_unconfirmed", "done"]
    assert printer.slips == (slip_bytes(referral, 576),)


def test_a_new_job_wakes_the_sleeping_spooler(printer, queue_of, job):
    queue = queue_of()
    with running(printer.url, queue, poll_interval_s=3600) as (spooler, shown):
        shown.wait_for(lambda status: status.printer.can_print)
        queue.add(job("a"))
        spooler.wake()
        queue.wait_for_state("a", DONE)


def test_jobs_come_out_in_their_order(printer, queue_of, job):
    queue = queue_of(*(job(name, copy_number=number) for number, name in enumerate("abc", 1)))
    with running(printer.url, queue):
        queue.wait_for_state("c", DONE)
    assert len(set(printer.slips)) == 3
    assert [name for name, state, _ in queue.marks if state is DONE] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "fault", [Fault.NO_PAPER, Fault.COVER_OPEN, Fault.OFFLINE, Fault.CUTTER, Fault.SILENT]
)
def test_a_job_waits_while_the_printer_cannot_print(printer, queue_of, job, fault):
    printer.set_fault(fault)
    queue = queue_of(job("a"))
    with running(printer.url, queue) as (_, shown):
        shown.wait_for(lambda status: status.job_state is QUEUED and not status.printer.can_print)
        assert queue.marks == []
        printer.clear_faults()
        queue.wait_for_state("a", DONE)
    assert len(printer.slips) == 1


def test_no_printer_at_all_keeps_the_job(queue_of, job):
    with SimulatedPrinter() as gone:
        url = gone.url
    queue = queue_of(job("a"))
    with running(url, queue) as (_, shown):
        shown.wait_for(lambda status: status.note == PrinterState.UNKNOWN.value)
    assert queue.jobs["a"].state is QUEUED


def test_paper_that_ends_in_the_job_prints_one_slip_and_asks(printer, queue_of, job):
    printer.fault_after_rows(Fault.NO_PAPER, 300)
    queue = queue_of(job("a"))
    with running(printer.url, queue, fence_timeout_s=0.3) as (_, shown):
        assert queue.wait_for_state("a", HUMAN) == "no_paper"
        printer.clear_faults()  # the roll is changed: the printer ends the slip in its buffer
        printer.wait_for_slip(1, 5)
        shown.wait_for(lambda status: status.printer.can_print and status.job_state is HUMAN)
    assert len(printer.slips) == 1


def test_a_connection_lost_in_the_job_is_never_repaired_alone(printer, queue_of, job):
    printer.drop_connection_after_bytes(20_000)
    queue = queue_of(job("a"), job("b"))
    with running(printer.url, queue):
        note = queue.wait_for_state("a", HUMAN)
        queue.wait_for_state("b", DONE)
    assert note in {NOTE_CONNECTION_LOST, NOTE_NO_ANSWER, "unknown"}
    assert queue.states("a").count("sending") == 1
    assert len(printer.slips) == 1


def test_a_printer_that_falls_silent_after_the_job_is_not_believed(queue_of, job):
    with SimulatedPrinter() as printer:
        queue = queue_of(job("a"))
        printer.fault_after_rows(Fault.SILENT, 300)
        with running(printer.url, queue, fence_timeout_s=0.2):
            assert queue.wait_for_state("a", HUMAN) == "unknown"
        assert queue.states("a").count("sending") == 1


@pytest.mark.parametrize("state", [JobState.SENDING, JobState.SENT_UNCONFIRMED])
def test_after_a_restart_a_person_is_asked(printer, queue_of, job, state):
    queue = queue_of(job("a", state=state), job("b"))
    with running(printer.url, queue):
        queue.wait_for_state("b", DONE)
    assert queue.marks[0] == ("a", HUMAN, NOTE_INTERRUPTED)
    assert len(printer.slips) == 1


def test_stopping_while_the_printer_is_asked_leaves_the_job_to_the_restart(printer, queue_of, job):
    printer.fault_after_rows(Fault.NO_PAPER, 300)
    queue = queue_of(job("a"))
    with running(printer.url, queue, fence_timeout_s=60):
        queue.wait_for_state("a", JobState.SENT_UNCONFIRMED)
    assert queue.jobs["a"].state is JobState.SENT_UNCONFIRMED
    printer.clear_faults()
    with running(printer.url, queue):
        assert queue.wait_for_state("a", HUMAN) == NOTE_INTERRUPTED
    assert len(printer.slips) == 1


def test_a_slip_that_cannot_be_composed_does_not_block_the_others(printer, queue_of, job):
    queue = queue_of(job("a", payload=b"{}"), job("b"))
    with running(printer.url, queue):
        queue.wait_for_state("b", DONE)
    assert queue.marks[0] == ("a", HUMAN, NOTE_BAD_SLIP)


def test_a_printer_without_answers_prints_unconfirmed(tmp_path, queue_of, job, referral):
    path = tmp_path / "paper"
    queue = queue_of(job("a"))
    with running(f"file://{path}", queue):
        note = queue.wait_for_state("a", JobState.SENT_UNCONFIRMED)
    assert note == NOTE_NO_STATUS
    assert path.read_bytes() == slip_bytes(referral, 576)


def test_a_file_that_cannot_be_opened_leaves_the_job_queued(tmp_path, queue_of, job):
    queue = queue_of(job("a"))
    with running(f"file://{tmp_path}/none/paper", queue) as (_, shown):
        shown.wait_for(lambda status: status.job_state is QUEUED)
    assert queue.jobs["a"].state is QUEUED


def test_a_store_that_fails_to_record_sends_nothing(printer, queue_of, job):
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


def test_a_store_that_fails_after_the_job_has_a_person_asked(printer, queue_of, job):
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


def test_screens_hear_of_changes_only(printer, queue_of, job):
    queue = queue_of(job("a"))
    with running(printer.url, queue) as (_, shown):
        queue.wait_for_state("a", DONE)
        shown.wait_for(lambda status: status.job_state is DONE)
    assert all(one != other for one, other in zip(shown.all, shown.all[1:], strict=False))
