"""Somebody pressed the printer's own offline button."""

from __future__ import annotations

from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault
from kiosk.printing.status import PrinterState


def test_the_slip_waits_for_the_button(running, printer, queue_of, job):
    printer.set_fault(Fault.OFFLINE)
    queue = queue_of(job("a"))
    with running(printer.url, queue) as (_, shown):
        shown.wait_for(lambda status: status.note == PrinterState.OFFLINE)
        assert queue.states("a") == []
        printer.clear_faults()
        queue.wait_for_state("a", JobState.DONE)
    assert len(printer.slips) == 1


def test_pressed_in_the_slip_and_again_it_is_confirmed_late(running, printer, queue_of, job):
    printer.fault_after_rows(Fault.OFFLINE, 300)
    queue = queue_of(job("a"))
    with running(printer.url, queue) as (_, shown):
        shown.wait_for(lambda status: status.printer.state is PrinterState.OFFLINE)
        printer.clear_faults()
        queue.wait_for_state("a", JobState.DONE)
    assert len(printer.slips) == 1
