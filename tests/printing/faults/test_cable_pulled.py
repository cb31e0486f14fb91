"""The cable is pulled before and in the middle of a slip, on a network and a serial line."""

from __future__ import annotations

from kiosk.printing.compose import slip_bytes
from kiosk.printing.queue import JobState
from kiosk.printing.render import image_from_escpos
from kiosk.printing.simulated import SimulatedPrinter
from kiosk.printing.spooler import NOTE_CONNECTION_LOST, NOTE_NO_ANSWER
from kiosk.printing.status import PrinterState

LOST = {NOTE_CONNECTION_LOST, NOTE_NO_ANSWER, PrinterState.UNKNOWN}


def test_pulled_before_the_slip_it_waits(running, queue_of, job):
    with SimulatedPrinter() as gone:
        url = gone.url
    queue = queue_of(job("a"))
    with running(url, queue) as (_, shown):
        shown.wait_for(lambda status: status.note == PrinterState.UNKNOWN)
    assert queue.jobs["a"].state is JobState.QUEUED
    assert queue.states("a") == []


def test_pulled_in_the_middle_it_is_never_sent_again_alone(running, printer, queue_of, job):
    printer.drop_connection_after_bytes(20_000)
    queue = queue_of(job("a"), job("b"))
    with running(printer.url, queue):
        note = queue.wait_for_state("a", JobState.NEEDS_HUMAN)
        queue.wait_for_state("b", JobState.DONE)
    assert note in LOST
    assert queue.states("a").count("sending") == 1
    assert len(printer.slips) == 1


def test_the_next_slip_is_whole_though_the_printer_still_waited_for_half_a_picture(
    running, queue_of, job, referral
):
    """A printer on a serial line does not notice the break: half a band is still open."""
    with SimulatedPrinter(keeps_line=True) as printer:
        printer.drop_connection_after_bytes(9_000)
        queue = queue_of(job("a"), job("b", copy_number=2))
        with running(printer.url, queue):
            queue.wait_for_state("a", JobState.NEEDS_HUMAN)
            queue.wait_for_state("b", JobState.DONE)
        slip = slip_bytes(referral, 576, copy_number=2)
        assert printer.slips[0].endswith(slip)
        paper = image_from_escpos(printer.slips[0])
        whole = image_from_escpos(slip)
        lowest = paper.crop((0, paper.height - whole.height, 576, paper.height))
        assert lowest.tobytes() == whole.tobytes()


def test_a_serial_cable_pulled_and_put_back(running, cable_to, queue_of, job, tmp_path):
    """The device node comes back under the same name; the waiting slip is printed."""
    with SimulatedPrinter() as printer:
        port = tmp_path / "printer"
        cable = cable_to(printer.url)
        port.symlink_to(cable.port)
        queue = queue_of()
        with running(f"serial:{port}", queue) as (spooler, shown):
            shown.wait_for(lambda status: status.printer.can_print)
            cable.pull()
            port.unlink()
            shown.wait_for(lambda status: status.printer.state is PrinterState.UNKNOWN)
            queue.add(job("a"))
            spooler.wake()
            shown.wait_for(lambda status: status.job_state is JobState.QUEUED)
            cable = cable_to(printer.url)
            port.symlink_to(cable.port)
            queue.wait_for_state("a", JobState.DONE)
        cable.pull()
        assert len(printer.slips) == 1
