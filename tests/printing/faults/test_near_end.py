"""Paper near its end: printed as always, and the screens know."""

from __future__ import annotations

from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault
from kiosk.printing.status import PrinterState


def test_it_prints_and_says_so(running, printer, queue_of, job):
    printer.set_fault(Fault.NEAR_END)
    queue = queue_of(job("a"))
    with running(printer.url, queue) as (_, shown):
        queue.wait_for_state("a", JobState.DONE)
        shown.wait_for(lambda status: status.printer.state is PrinterState.NEAR_END)
    assert len(printer.slips) == 1
