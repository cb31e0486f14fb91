"""Codes from a scanner on a serial port."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.scans import CodeScanned, RepeatGate, ScannerReady
from kiosk.devices.serial_scanner import CodeStream

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")

CODE = "GH1:R:CSYH01:01KB5NR000000000000000005B:5NSC1G71QPN3T"


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\t", b""])
def test_a_code_ends_with_any_end_or_with_silence(scanner, scanning, end):
    with scanning(scanner) as next_event:
        assert next_event() == ScannerReady()
        scanner.send(CODE.encode() + end)
        assert next_event() == CodeScanned(CODE)


def test_chinese_comes_through_in_both_encodings(scanner, scanning):
    with scanning(scanner) as next_event:
        assert next_event() == ScannerReady()
        scanner.send("零工".encode() + b"\r")
        assert next_event() == CodeScanned("零工")
        scanner.send("市场".encode("gb18030") + b"\r")
        assert next_event() == CodeScanned("市场")


def test_a_code_held_before_the_scanner_counts_once(scanner, scanning):
    with scanning(scanner) as next_event:
        assert next_event() == ScannerReady()
        for text in (CODE, CODE, CODE, "other"):
            scanner.send(text.encode() + b"\r\n")
        assert next_event() == CodeScanned(CODE)
        assert next_event() == CodeScanned("other")


def test_after_a_pause_the_same_code_counts_again():
    gate = RepeatGate(quiet_s=2)
    seen = [gate.is_new(CODE, now_s) for now_s in (10.0, 11.5, 13.0, 15.0)]
    assert seen == [True, False, False, True]
    gate.forget()
    assert gate.is_new(CODE, 15.1)


def test_neither_the_gate_nor_an_event_shows_what_was_scanned():
    gate = RepeatGate()
    gate.is_new(CODE, 1.0)
    assert CODE.encode() not in repr(vars(gate)).encode()
    assert CODE not in repr(CodeScanned(CODE))


@given(st.binary(max_size=300), st.integers(1, 40))
def test_any_bytes_in_any_pieces_give_the_same_codes(data, step):
    def read(pieces: list[bytes]) -> list[str]:
        stream = CodeStream()
        found = [text for piece in pieces for text in stream.feed(piece)]
        return [*found, *stream.pause()]

    pieces = [data[start : start + step] for start in range(0, len(data), step)]
    assert read(pieces) == read([data])


@given(st.lists(st.text("ABC123:", min_size=1, max_size=40), max_size=8))
def test_codes_are_neither_lost_nor_joined(codes):
    stream = CodeStream()
    assert list(stream.feed("".join(f"{code}\r\n" for code in codes).encode())) == codes
    assert stream.is_empty
