"""Slips from domain values to bytes: `make bench`.

Time is that of the thread's processor, so that a busy machine does not change the figure.
"""

import queue
import statistics
import time

import pytest
from sample_slips import REFERRAL, SLIPS

from kiosk.printing.compose import WIDTH_58_MM_DOTS, WIDTH_80_MM_DOTS, Dialect, slip_bytes
from kiosk.printing.escpos import EscposPrinter, parse_destination
from kiosk.printing.queue import JobState
from kiosk.printing.raster import PLAIN_RASTER
from kiosk.printing.simulated import SimulatedPrinter
from kiosk.printing.slip import encode_slip
from kiosk.printing.spooler import Spooler
from kiosk.service.print_queue import StoredPrintQueue
from kiosk.store.spool import insert_job

pytestmark = pytest.mark.bench

PLAIN = Dialect(raster=PLAIN_RASTER)

ROUNDS = 30
LIMIT_BYTES, LIMIT_S = 30_000, 0.008
FIRST_BYTE_ROUNDS, FIRST_BYTE_LIMIT_MS = 20, 15


def median_s(work) -> float:
    took = []
    for _ in range(ROUNDS):
        start_s = time.thread_time()
        work()
        took.append(time.thread_time() - start_s)
    return statistics.median(took)


@pytest.mark.parametrize("width", [WIDTH_58_MM_DOTS, WIDTH_80_MM_DOTS])
def test_bytes_and_time_of_every_slip(width):
    print()
    for name, slip in SLIPS.items():
        size, plain = len(slip_bytes(slip, width)), len(slip_bytes(slip, width, dialect=PLAIN))
        took_ms = median_s(lambda slip=slip: slip_bytes(slip, width)) * 1000
        print(f"{name:10} {width} dots: {size:6} B (plain {plain:6} B) {took_ms:5.2f} ms")
        assert size <= LIMIT_BYTES
    assert median_s(lambda: slip_bytes(REFERRAL, width)) <= LIMIT_S


class TimedPrinter(EscposPrinter):
    """Notes when a job's first bytes are handed to the connection."""

    sent_at_s = 0.0

    def send(self, data: bytes) -> None:
        self.sent_at_s = time.monotonic()
        super().send(data)


def test_the_first_byte_leaves_soon_after_the_commit(stores):
    """Commit and wake in one thread; status query, composition and mark in the spooler's."""
    store, took = stores.create(), []
    kind, payload = encode_slip(REFERRAL)
    shown: queue.Queue = queue.Queue()
    with SimulatedPrinter() as simulated:
        printer = TimedPrinter(parse_destination(simulated.url))
        spooler = Spooler(
            StoredPrintQueue(store), printer, WIDTH_80_MM_DOTS, shown.put, poll_interval_s=3600
        )
        spooler.start()
        for number in range(FIRST_BYTE_ROUNDS):
            with store.write() as writing:
                insert_job(writing, kind, f"A{number:03d}", f"referral:{number}", payload)
            committed_s = time.monotonic()
            spooler.wake()
            while shown.get(timeout=10).job_state is not JobState.DONE:
                pass
            took.append(printer.sent_at_s - committed_s)
        assert spooler.stop()
    quartile_ms, median_ms, _ = (took_s * 1000 for took_s in statistics.quantiles(took))
    print(f"\nfirst byte {median_ms:.1f} ms after the commit (a quarter in {quartile_ms:.1f} ms)")
    assert quartile_ms <= FIRST_BYTE_LIMIT_MS  # wall time: the median is a busy machine's too
