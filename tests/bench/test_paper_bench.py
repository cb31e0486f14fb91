"""Slips from domain values to bytes: `make bench`.

Time is that of the thread's processor, so that a busy machine does not change the figure.
"""

import statistics
import time

import pytest
from sample_slips import REFERRAL, SLIPS

from kiosk.printing.compose import WIDTH_58_MM_DOTS, WIDTH_80_MM_DOTS, Dialect, slip_bytes
from kiosk.printing.raster import PLAIN_RASTER

pytestmark = pytest.mark.bench

PLAIN = Dialect(raster=PLAIN_RASTER)

ROUNDS = 30
LIMIT_BYTES, LIMIT_S = 30_000, 0.008


def median_s(work) -> float:
    took = []
    for _ in range(ROUNDS):
        start_s = time.thread_time()
        work()
        took.append(time.thread_time() - start_s)
    return statistics.median(took)


@pytest.mark.parametrize("width", [WIDTH_58_MM_DOTS, WIDTH_80_MM_DOTS])
def test_bytes_and_time_of_every_slip(width):
    print()  # noqa: T201 (the measurement is the result)
    for name, slip in SLIPS.items():
        size, plain = len(slip_bytes(slip, width)), len(slip_bytes(slip, width, dialect=PLAIN))
        took_ms = median_s(lambda slip=slip: slip_bytes(slip, width)) * 1000
        print(f"{name:10} {width} dots: {size:6} B (plain {plain:6} B) {took_ms:5.2f} ms")  # noqa: T201
        assert size <= LIMIT_BYTES
    assert median_s(lambda: slip_bytes(REFERRAL, width)) <= LIMIT_S
