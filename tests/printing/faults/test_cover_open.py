"""The cover is open: before the slip it waits; in the middle the screens say so."""

from __future__ import annotations

from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault
from kiosk.printing.status import PrinterState


def test_the_slip_waits_for_the_cover(running, printer, queue_of, job):
    printer.set_fault(Fault.COVER_OPEN)
    queue = queue_of(job("a"))
    with running(printer.url, queue) as (_, shown):
        shown.wait_for(lambda status: status.note == PrinterState.COVER_OPEN)
        assert queue.marks == []
        printer.clear_faults()
        queue.wait_for_state("a", JobState.DONE)
    assert len(printer.slips) == 1


def test_a_cover_opened_in_the_slip_and_left_open_asks_a_person(running, printer, queue_of, job):
    printer.fault_after_rows(Fault.COVER_OPEN, 300)
    queue = queue_of(job("a"), job("b"))
    with running(printer.url, queue, fence_timeout_s=0.3) as (_, shown):
        assert queue.wait_for_state("a", JobState.NEEDS_HUMAN) == PrinterState.COVER_OPEN
        shown.wait_for(lambda status: status.job_id == "b")
        assert queue.states("b") == []
        printer.clear_faults()
        queue.wait_for_state("b", JobState.DONE)
    assert len(printer.slips) == 2
