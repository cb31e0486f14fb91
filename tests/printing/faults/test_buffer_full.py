"""The printer's buffer fills behind a fault: the slip is not tried again, a person is asked."""

from __future__ import annotations

from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault, SimulatedPrinter
from kiosk.printing.spooler import NOTE_BUFFER_FULL


def test_a_serial_printer_that_takes_no_more(running, cable_to, queue_of, job):
    with SimulatedPrinter(buffer_bytes=2048) as printer:
        cable = cable_to(printer.url)
        printer.fault_after_rows(Fault.NO_PAPER, 60)
        queue = queue_of(job("a"))
        try:
            with running(f"serial:{cable.port}", queue, send_timeout_s=0.5):
                assert queue.wait_for_state("a", JobState.NEEDS_HUMAN) == NOTE_BUFFER_FULL
                assert queue.states("a").count("sending") == 1
        finally:
            printer.close()
            cable.pull()
        assert printer.slips == ()
