"""Bytes from outside in any shape: no crash, no hang, bounded memory.

More of it: HYPOTHESIS_PROFILE=soak python -m pytest tests/devices/test_fuzz.py
"""

from __future__ import annotations

import tracemalloc

from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from kiosk.devices.id_card import TEXT_BLOCK_BYTES, CardDataError, IdCard, parse_text_block
from kiosk.devices.qr import ScanKind, classify_payload, decode_image, decode_text, find_id_number
from kiosk.devices.samv import PREAMBLE, FrameStream, reply_frame, text_block_of
from kiosk.devices.synthetic_cards import resident_block
from kiosk.devices.wedge import BurstDetector, read_fields
from kiosk.domain.codes import parse_code
from kiosk.printing.commands import CommandStream
from kiosk.printing.replies import ReplyStream

# Bytes that mean something to one of the parsers, so that random data reach their depths.
TELLING = [PREAMBLE, PREAMBLE[:3], b"\xaa", b"\x05\x08", b"\x00\x04", b'7"', b"\x12", b"\x1dv0\x00",
           b"\x1d(H", b"\x10\x04", b"\x1b@", b"\x1c&", b"\xff\xff", b"\x00\x00"]  # fmt: skip
BYTES = st.lists(st.sampled_from(TELLING) | st.binary(max_size=40), max_size=60).map(b"".join)
# The worst: the longest frame announced again and again.
FLOOD = (PREAMBLE + b"\x09\x00") * 30_000
KEEP_FRAME, KEEP_REPLY = 2_500, 8


def fed(parser, data: bytes, step: int) -> int:
    return sum(
        len(list(parser.feed(data[start : start + step]))) for start in range(0, len(data), step)
    )


@given(BYTES, st.integers(1, 64))
def test_card_frames(data, step):
    stream = FrameStream()
    fed(stream, data, step)
    assert len(stream._rest) <= KEEP_FRAME
    # Whatever came before, a whole reply after a pause is read: the reader clears the stream.
    stream.clear()
    assert [reply.sw3 for reply in stream.feed(reply_frame(0x80))] == [0x80]


def test_a_flood_of_frame_heads_neither_hangs_nor_grows():
    stream = FrameStream()
    tracemalloc.start()
    try:
        assert fed(stream, FLOOD, 4096) == 0
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(stream._rest) <= KEEP_FRAME + 4096
    assert peak_bytes < 1_000_000


@given(BYTES)
def test_replies_of_the_reader_give_a_block_or_none(data):
    block = text_block_of(data)
    assert block is None or len(block) == TEXT_BLOCK_BYTES


@given(
    st.lists(st.tuples(st.integers(0, TEXT_BLOCK_BYTES - 1), st.integers(0, 255)), max_size=30),
    st.sampled_from([" ", "I", "J", "Y", "Z", "\x00"]),
)
def test_a_damaged_text_block_is_a_card_or_an_error_without_its_data(changes, letter):
    block = bytearray(resident_block("张三"))
    block[248:250] = letter.encode("utf-16-le")
    for position, value in changes:
        block[position] = value
    refusal = ""
    try:
        card = parse_text_block(bytes(block))
    except CardDataError as error:
        refusal = str(error)
    assert "张三" not in refusal
    if refusal:
        return
    assert isinstance(card, IdCard)
    assert len(card.name) <= 15 or card.foreign_name


@given(BYTES, st.integers(1, 16))
def test_replies_of_a_printer(data, step):
    stream = ReplyStream()
    fed(stream, data, step)
    assert len(stream._rest) < KEEP_REPLY


@given(BYTES, st.integers(1, 64))
def test_bytes_for_the_simulated_printer(data, step):
    stream = CommandStream()
    fed(stream, data, step)
    assert len(stream._rest) <= len(data)


@given(st.binary(max_size=400))
@example(b"GH1:" * 100)
@example("１１".encode() * 200)
def test_any_code_is_some_kind_of_scan_and_its_repr_tells_nothing(raw):
    text = decode_text(raw)
    scan = classify_payload(text)
    assert scan.kind in ScanKind
    assert scan.id_number is None or scan.id_number not in repr(scan)
    code = parse_code(text)
    assert code is None or code.text.isascii()


def test_long_digits_do_not_hang_the_search_for_a_number():
    digits = "1" * 200_000
    assert find_id_number(digits) is None
    assert classify_payload(digits).kind is ScanKind.OTHER
    assert classify_payload("https://" + "a" * 200_000).kind is ScanKind.OTHER


@given(
    st.lists(st.tuples(st.integers(-(2**31), 2**31), st.text(min_size=1, max_size=3)), max_size=80)
)
def test_wedge_bursts_with_clocks_gone_mad(keys):
    detector, typed, came_back = BurstDetector(lambda _: False), "", ""
    for timestamp_ms, text in keys:
        typed += text
        came_back += "".join(detector.feed(timestamp_ms, text).released)
    if detector.deadline_ms is not None:
        came_back += "".join(detector.tick(detector.deadline_ms).released)
    assert came_back == typed


def test_an_endless_burst_is_not_kept_for_ever():
    """A scanner gone mad, or a stuck key: held keys are released, memory stays small."""
    detector, released = BurstDetector(lambda _: True), 0
    for number in range(50_000):
        released += len(detector.feed(number * 10, "8").released)
        assert len(detector._keys) <= 1024
    assert released > 40_000


@given(st.text(max_size=200))
def test_fields_of_a_typing_reader(text):
    import re

    fields = read_fields(text, re.compile(r"^(?P<name>[^|]{1,30})\|(?P<sex>.)?\|"))
    assert set(fields) <= {"name", "sex"}


@given(st.integers(1, 40), st.integers(1, 40), st.binary(min_size=1, max_size=1600))
def test_any_picture_is_decoded_or_not(width, height, pixels):
    data = (pixels * (width * height // len(pixels) + 1))[: width * height]
    for raw in decode_image(Image.frombytes("L", (width, height), data)):
        assert isinstance(raw, bytes)
