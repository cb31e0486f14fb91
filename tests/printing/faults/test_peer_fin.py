"""The printer closes the connection: the first write after it succeeds silently."""

from __future__ import annotations

from kiosk.printing.escpos import EscposPrinter, parse_destination
from kiosk.printing.printer import PrinterLostError
from kiosk.printing.queue import JobState

JOB = b"\x1b@\x1dv0\x00\x01\x00\x02\x00\xff\x81\x1dVA\x00"


def test_a_write_into_a_closed_connection_is_never_confirmed(printer):
    adapter = EscposPrinter(parse_destination(printer.url), reply_timeout_s=0.3)
    assert adapter.status().can_print
    printer.drop_connections()
    try:
        adapter.send(JOB)
    except PrinterLostError:
        return  # the reset arrived before the write
    assert not adapter.fence(1)
    assert printer.slips == ()
    adapter.close()


def test_a_connection_closed_while_idle_costs_no_slip(running, printer, queue_of, job):
    """Printers close idle connections: the status query finds out before the slip is sent."""
    queue = queue_of()
    with running(printer.url, queue, poll_interval_s=3600) as (spooler, shown):
        shown.wait_for(lambda status: status.printer.can_print)
        printer.drop_connections()
        queue.add(job("a"))
        spooler.wake()
        queue.wait_for_state("a", JobState.DONE)
    assert len(printer.slips) == 1
