"""A printer that does not answer: unknown, never ready."""

from __future__ import annotations

from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault, SimulatedPrinter
from kiosk.printing.status import PrinterState


def test_silent_before_the_slip_nothing_is_sent(running, printer, queue_of, job):
    printer.set_fault(Fault.SILENT)
    queue = queue_of(job("a"))
    with running(printer.url, queue) as (_, shown):
        shown.wait_for(lambda status: status.note == PrinterState.UNKNOWN)
        assert queue.marks == []
        printer.clear_faults()
        queue.wait_for_state("a", JobState.DONE)
    assert len(printer.slips) == 1


def test_silent_after_the_slip_it_is_not_believed(running, queue_of, job):
    with SimulatedPrinter() as printer:
        printer.fault_after_rows(Fault.SILENT, 300)
        queue = queue_of(job("a"))
        with running(printer.url, queue, fence_timeout_s=0.2):
            assert queue.wait_for_state("a", JobState.NEEDS_HUMAN) == PrinterState.UNKNOWN
        assert queue.states("a").count("sending") == 1
