"""An error that only switching off and on mends: in the middle of a slip a person is asked."""

from __future__ import annotations

from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault
from kiosk.printing.status import ErrorKind, PrinterState, PrinterStatus


def test_in_the_middle_a_person_is_asked_and_the_next_slip_waits(running, printer, queue_of, job):
    printer.fault_after_rows(Fault.BROKEN, 300)
    queue = queue_of(job("a"), job("b"))
    with running(printer.url, queue, fence_timeout_s=0.3) as (_, shown):
        assert queue.wait_for_state("a", JobState.NEEDS_HUMAN) == PrinterState.ERROR
        broken = PrinterStatus(PrinterState.ERROR, ErrorKind.UNRECOVERABLE)
        shown.wait_for(lambda status: status.printer == broken and status.job_id == "b")
        printer.power_off()
        printer.clear_faults()
        printer.power_on()
        queue.wait_for_state("b", JobState.DONE)
    # What stood in its memory is gone; nobody sent it again.
    assert len(printer.slips) == 1
    assert queue.states("a").count("sending") == 1
