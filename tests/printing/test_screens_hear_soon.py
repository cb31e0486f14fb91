"""A printer's state is on the screens within 2 s, with the settings' own interval (measured)."""

from __future__ import annotations

import threading
import time

import pytest

from kiosk.config import PrinterSettings
from kiosk.printing.destination import parse_destination
from kiosk.printing.escpos import EscposPrinter
from kiosk.printing.simulated import Fault
from kiosk.printing.spooler import Spooler, SpoolerStatus
from kiosk.printing.status import PrinterState

LIMIT_S = 2.0


class Screens:
    """Notes when each state came."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.state: PrinterState | None = None

    def __call__(self, status: SpoolerStatus) -> None:
        with self.changed:
            self.state = status.printer.state
            self.changed.notify_all()

    def took_s(self, state: PrinterState, started_s: float) -> float:
        with self.changed:
            assert self.changed.wait_for(lambda: self.state is state, LIMIT_S * 2), self.state
        return time.monotonic() - started_s


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (Fault.NO_PAPER, PrinterState.NO_PAPER),
        (Fault.COVER_OPEN, PrinterState.COVER_OPEN),
        (Fault.NEAR_END, PrinterState.NEAR_END),
    ],
)
def test_idle_printer(printer, queue_of, fault, state):
    screens = Screens()
    adapter = EscposPrinter(parse_destination(printer.url))
    interval_s = PrinterSettings().poll_interval_s
    spooler = Spooler(queue_of(), adapter, 576, screens, poll_interval_s=interval_s)
    spooler.start()
    try:
        screens.took_s(PrinterState.READY, time.monotonic())
        started_s = time.monotonic()
        printer.set_fault(fault)
        told_s = screens.took_s(state, started_s)
        started_s = time.monotonic()
        printer.clear_faults()
        mended_s = screens.took_s(PrinterState.READY, started_s)
    finally:
        assert spooler.stop()
    assert max(told_s, mended_s) <= LIMIT_S, f"told after {told_s:.2f} s, mended {mended_s:.2f} s"
