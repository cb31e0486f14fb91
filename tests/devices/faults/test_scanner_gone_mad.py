"""A scanner that sends without end: memory stays bounded, the next code is read."""

import tracemalloc

from kiosk.devices.serial_scanner import CodeStream


def test_a_flood_is_no_code_and_is_not_kept():
    stream, block = CodeStream(), b"8" * 4096
    tracemalloc.start()
    try:
        for _ in range(200):
            assert list(stream.feed(block)) == []
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak_bytes < 100_000
    assert list(stream.feed(b"\rA1\r")) == ["A1"]
