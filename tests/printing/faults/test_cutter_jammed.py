"""The cutter jams: an error of its own kind."""

from __future__ import annotations

from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault
from kiosk.printing.status import ErrorKind, PrinterState, PrinterStatus


def test_the_screens_hear_what_is_jammed(running, printer, queue_of, job):
    printer.set_fault(Fault.CUTTER)
    queue = queue_of(job("a"))
    with running(printer.url, queue) as (_, shown):
        jammed = PrinterStatus(PrinterState.ERROR, ErrorKind.CUTTER)
        shown.wait_for(lambda status: status.printer == jammed and status.job_id == "a")
        printer.clear_faults()
        queue.wait_for_state("a", JobState.DONE)
    assert len(printer.slips) == 1
