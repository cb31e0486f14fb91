"""The roll ends in the middle of a slip: one comes out of the refilled printer, never three."""

from __future__ import annotations

from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault, SimulatedPrinter
from kiosk.printing.status import PrinterState


def test_a_person_is_asked_and_the_printer_ends_its_slip(running, printer, queue_of, job):
    printer.fault_after_rows(Fault.NO_PAPER, 300)
    queue = queue_of(job("a"))
    with running(printer.url, queue, fence_timeout_s=0.3) as (_, shown):
        assert queue.wait_for_state("a", JobState.NEEDS_HUMAN) == PrinterState.NO_PAPER
        printer.clear_faults()  # the roll is changed: the printer ends the slip in its buffer
        printer.wait_for_slip(1, 5)
        shown.wait_for(
            lambda status: status.printer.can_print and status.job_state is JobState.NEEDS_HUMAN
        )
    assert len(printer.slips) == 1
    assert queue.states("a").count("sending") == 1


def test_a_roll_changed_in_time_needs_nobody(running, printer, queue_of, job):
    """And the screens know of the empty roll while the slip is still being waited for."""
    printer.fault_after_rows(Fault.NO_PAPER, 300)
    queue = queue_of(job("a"))
    with running(printer.url, queue, fence_timeout_s=20) as (_, shown):
        shown.wait_for(
            lambda status: (
                status.printer.state is PrinterState.NO_PAPER
                and status.job_state is JobState.SENT_UNCONFIRMED
            )
        )
        printer.clear_faults()
        queue.wait_for_state("a", JobState.DONE)
    assert len(printer.slips) == 1


def test_the_late_answer_for_one_slip_does_not_confirm_the_next(running, queue_of, job):
    """Without process ids the answers name no slip: only the last of all asked for counts."""
    with SimulatedPrinter(has_process_id=False) as printer:
        printer.fault_after_rows(Fault.NO_PAPER, 300)
        queue = queue_of(job("a"))
        with running(printer.url, queue, fence_timeout_s=0.3) as (spooler, _):
            queue.wait_for_state("a", JobState.NEEDS_HUMAN)
            printer.clear_faults()
            printer.wait_for_slip(1, 5)
            printer.fault_after_rows(Fault.NO_PAPER, 300)
            queue.add(job("b"))
            spooler.wake()
            assert queue.wait_for_state("b", JobState.NEEDS_HUMAN) == PrinterState.NO_PAPER
        assert len(printer.slips) == 1
