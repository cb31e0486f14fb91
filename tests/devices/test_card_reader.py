"""What a card on the reader leads to, and what never leaves the parser."""

from __future__ import annotations

import sys
import threading

import pytest
import structlog

from kiosk.devices.card_reader import CardRemoved, ReaderReady
from kiosk.devices.id_card import TEXT_BLOCK_BYTES, parse_text_block
from kiosk.devices.samv import FrameStream, reply_frame, text_block_of
from kiosk.devices.samv_reader import SamvReader
from kiosk.devices.simulated import SimulatedCardReader
from kiosk.devices.synthetic_cards import resident_block

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")

PHOTO = b"PHOTO-OF-NOBODY!"
FINGER = b"FINGER-OF-NOBODY"


def everything_in(value: object, seen: set[int] | None = None) -> bytes:
    """All bytes and texts that can be reached from a value, one after the other."""
    seen = set() if seen is None else seen
    if id(value) in seen:
        return b""
    seen.add(id(value))
    match value:
        case bytes() | bytearray() | memoryview():
            return bytes(value)
        case str():
            return value.encode("utf-8", "surrogatepass")
        case dict():
            return b"".join(everything_in(part, seen) for pair in value.items() for part in pair)
        case list() | tuple() | set() | frozenset():
            return b"".join(everything_in(part, seen) for part in value)
    names = [*getattr(value, "__dict__", {}), *getattr(type(value), "__slots__", ())]
    return b"".join(everything_in(getattr(value, name, None), seen) for name in names)


def test_the_search_of_this_test_finds_what_is_there():
    assert PHOTO in everything_in({"a": [(PHOTO,)]})
    assert "张三".encode() in everything_in(parse_text_block(resident_block("张三")))


@pytest.mark.parametrize("finger_bytes", [None, 512, 1024])
def test_photo_and_fingerprint_end_in_the_parser(finger_bytes):
    photo, finger = PHOTO * 64, FINGER * ((finger_bytes or 0) // 16)
    lengths = [TEXT_BLOCK_BYTES, len(photo), *([] if finger_bytes is None else [len(finger)])]
    header = b"".join(length.to_bytes(2, "big") for length in lengths)
    stream = FrameStream()
    (reply,) = stream.feed(reply_frame(0x90, header + resident_block("张三") + photo + finger))
    card = parse_text_block(text_block_of(reply.data) or b"")
    assert card.name == "张三"
    for left in (everything_in(card), everything_in(stream), repr(reply).encode()):
        assert PHOTO not in left
        assert FINGER not in left
        assert b"NOBODY" not in left


def test_no_event_and_no_log_line_holds_the_photo_or_the_card(watching):
    with (
        structlog.testing.capture_logs() as lines,
        SimulatedCardReader(photo=PHOTO * 64) as reader,
        watching(reader) as next_event,
    ):
        events = [next_event()]
        reader.put(resident_block("张三"))
        events.append(next_event())
        reader.take()
        events.append(next_event())
    assert events[0] == ReaderReady()
    assert events[2] == CardRemoved()
    assert "张三".encode() in everything_in(events)
    assert b"NOBODY" not in everything_in(events)
    told = repr(events) + repr(lines)
    assert "NOBODY" not in told
    assert "张三" not in told


def test_after_a_card_the_reader_keeps_no_bytes_of_it():
    with SimulatedCardReader(photo=PHOTO * 64) as simulated:
        reader = SamvReader(simulated.port, poll_interval_s=0.01)
        simulated.put(resident_block("张三"))
        card = reader.wait_card(threading.Event())
        assert card is not None
        assert b"NOBODY" not in everything_in(reader)
        assert "张三".encode("utf-16-le") not in everything_in(reader)
        reader.close()


def test_waiting_ends_when_told(simulated):
    reader = SamvReader(simulated.port, poll_interval_s=0.01)
    stop = threading.Event()
    stop.set()
    assert reader.wait_card(stop) is None
    reader.close()
