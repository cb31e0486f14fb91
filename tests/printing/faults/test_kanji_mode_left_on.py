"""A text slip breaks off with the Chinese font on and half a character sent."""

from __future__ import annotations

import pytest

from kiosk.printing.compose import Dialect, slip_bytes
from kiosk.printing.queue import JobState
from kiosk.printing.render import image_from_escpos, text_from_escpos
from kiosk.printing.simulated import SimulatedPrinter

TEXT, PICTURE = Dialect(is_text=True), Dialect()


@pytest.mark.parametrize("broken_at", range(80, 88))
def test_the_next_slip_says_what_it_should(running, queue_of, job, referral, broken_at):
    with SimulatedPrinter(keeps_line=True) as printer:
        printer.drop_connection_after_bytes(broken_at)
        queue = queue_of(job("a"), job("b"))
        with running(printer.url, queue, dialect=TEXT):
            queue.wait_for_state("a", JobState.NEEDS_HUMAN)
            queue.wait_for_state("b", JobState.DONE)
        slip = slip_bytes(referral, 576, dialect=TEXT)
        received = printer.slips[0]
        assert received.endswith(slip)
        assert b"\x1c&" in received.removesuffix(slip)
        assert text_from_escpos(received).endswith(text_from_escpos(slip))


def test_a_picture_after_it_is_a_picture(running, queue_of, job, referral):
    with SimulatedPrinter(keeps_line=True) as printer:
        printer.drop_connection_after_bytes(81)
        queue = queue_of(job("a"))
        with running(printer.url, queue, dialect=TEXT):
            queue.wait_for_state("a", JobState.NEEDS_HUMAN)
        with running(printer.url, queue, dialect=PICTURE) as (spooler, _):
            queue.add(job("b"))
            spooler.wake()
            queue.wait_for_state("b", JobState.DONE)
        slip = slip_bytes(referral, 576)
        assert printer.slips[0].endswith(slip)
        assert image_from_escpos(slip).height > 1000
