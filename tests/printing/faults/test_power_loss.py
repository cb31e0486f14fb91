"""The printer's power fails: half a slip and its buffer are gone."""

from __future__ import annotations

from kiosk.printing.compose import slip_bytes
from kiosk.printing.queue import JobState
from kiosk.printing.simulated import Fault
from kiosk.printing.status import PrinterState


def test_a_slip_that_died_with_the_printer_is_for_a_person(
    running, printer, queue_of, job, referral
):
    printer.fault_after_rows(Fault.NO_PAPER, 300)
    queue = queue_of(job("a"))
    with running(printer.url, queue, fence_timeout_s=20) as (spooler, shown):
        shown.wait_for(lambda status: status.job_state is JobState.SENT_UNCONFIRMED)
        printer.power_off()
        assert queue.wait_for_state("a", JobState.NEEDS_HUMAN) == PrinterState.UNKNOWN
        shown.wait_for(lambda status: status.printer.state is PrinterState.UNKNOWN)
        printer.clear_faults()
        printer.power_on()
        queue.add(job("b"))
        spooler.wake()
        queue.wait_for_state("b", JobState.DONE)
    assert printer.slips == (slip_bytes(referral, 576),)
    assert queue.states("a").count("sending") == 1


def test_power_lost_while_idle_is_shown_and_comes_back(running, printer, queue_of):
    with running(printer.url, queue_of()) as (_, shown):
        shown.wait_for(lambda status: status.printer.can_print)
        printer.power_off()
        shown.wait_for(lambda status: status.printer.state is PrinterState.UNKNOWN)
        shown.all.clear()
        printer.power_on()
        shown.wait_for(lambda status: status.printer.can_print)
