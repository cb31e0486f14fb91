"""The print head is too hot: the slip waits until the printer has recovered by itself."""

from __future__ import annotations

from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault
from kiosk.printing.status import ErrorKind, PrinterState, PrinterStatus


def test_it_waits_and_prints_once(running, printer, queue_of, job):
    printer.set_fault(Fault.OVERHEATED)
    queue = queue_of(job("a"))
    with running(printer.url, queue) as (_, shown):
        hot = PrinterStatus(PrinterState.ERROR, ErrorKind.RECOVERABLE)
        shown.wait_for(lambda status: status.printer == hot and status.job_id == "a")
        assert queue.states("a") == []
        printer.clear_faults()
        queue.wait_for_state("a", JobState.DONE)
    assert len(printer.slips) == 1
