"""The roll is empty before the slip: it waits, the screens know, it comes once."""

from __future__ import annotations

from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault
from kiosk.printing.status import PrinterState


def test_the_slip_waits_for_paper_and_comes_once(running, printer, queue_of, job):
    printer.set_fault(Fault.NO_PAPER)
    queue = queue_of(job("a"))
    with running(printer.url, queue) as (_, shown):
        shown.wait_for(lambda status: status.note == PrinterState.NO_PAPER)
        assert queue.marks == []
        printer.clear_faults()
        queue.wait_for_state("a", JobState.DONE)
    assert queue.states("a") == ["sending", "sent_unconfirmed", "done"]
    assert len(printer.slips) == 1
