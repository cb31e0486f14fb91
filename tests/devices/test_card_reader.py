"""The reader on a pty: whole, chunked, noisy, failing, silent, unplugged."""

from __future__ import annotations

import contextlib
import queue
import sys
import threading

import pytest

from kiosk.devices.card_reader import (
    CardArrived,
    CardPulledEarly,
    CardReaderThread,
    CardRemoved,
    CardUnreadable,
    ReaderReady,
    ReaderUnplugged,
)
from kiosk.devices.samv import FIND, READ, SELECT, Sw3
from kiosk.devices.samv_reader import ReaderUnpluggedError, SamvReader
from kiosk.devices.simulated import SimulatedCardReader
from kiosk.devices.synthetic_cards import resident_block

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")

NOISE = b"\x00\xaa\xaa\x96\xff\xaa\xaa\xaa\x96\x69\xff\xff"


@contextlib.contextmanager
def watching(reader):
    events: queue.Queue = queue.Queue()
    thread = CardReaderThread(
        reader.port,
        events.put,
        poll_interval_s=0.01,
        reply_timeout_s=0.2,
        read_timeout_s=0.2,
        reconnect_interval_s=0.02,
    )
    thread.start()
    try:
        yield lambda: events.get(timeout=10)
    finally:
        assert thread.stop()
    assert events.empty()


@pytest.fixture
def simulated():
    with SimulatedCardReader() as reader:
        yield reader


@pytest.mark.parametrize(
    ("chunk_bytes", "noise"), [(0, b""), (1, b""), (7, NOISE), (64, NOISE), (0, NOISE)]
)
def test_a_card_comes_and_goes(chunk_bytes, noise):
    with (
        SimulatedCardReader(chunk_bytes=chunk_bytes, noise=noise) as reader,
        watching(reader) as next_event,
    ):
        assert next_event() == ReaderReady()
        reader.put(resident_block("王䶮"))
        event = next_event()
        assert isinstance(event, CardArrived)
        assert event.card.name == "王䶮"
        reader.take()
        assert next_event() == CardRemoved()


def test_a_card_left_lying_is_read_once_and_the_next_one_after_it(simulated):
    with watching(simulated) as next_event:
        assert next_event() == ReaderReady()
        for name in ("张三", "李四"):
            simulated.put(resident_block(name))
            assert next_event().card.name == name
            simulated.take()
            assert next_event() == CardRemoved()


REFUSALS = [code for code in Sw3 if code not in {Sw3.OK, Sw3.FOUND}]
PULLED = {Sw3.NO_CARD, Sw3.SELECT_FAILED, Sw3.READ_FAILED}


@pytest.mark.parametrize("stage", [SELECT, READ])
@pytest.mark.parametrize("code", REFUSALS)
def test_every_failure_code_is_told_and_the_next_try_reads(simulated, stage, code):
    simulated.fail_next(stage, code)
    with watching(simulated) as next_event:
        assert next_event() == ReaderReady()
        simulated.put(resident_block("张三"))
        if code in PULLED:
            assert next_event() == CardPulledEarly()
        else:
            assert next_event() == CardUnreadable(code)
            simulated.take()
            assert next_event() == CardRemoved()
            simulated.put(resident_block("张三"))
        assert next_event().card.name == "张三"
        simulated.take()
        assert next_event() == CardRemoved()


@pytest.mark.parametrize("code", REFUSALS)
def test_a_failing_search_is_only_no_card(simulated, code):
    for _ in range(3):
        simulated.fail_next(FIND, code)
    with watching(simulated) as next_event:
        assert next_event() == ReaderReady()
        simulated.put(resident_block("张三"))
        assert next_event().card.name == "张三"
        simulated.take()
        assert next_event() == CardRemoved()


@pytest.mark.parametrize("stage", [SELECT, READ])
def test_silence_in_the_middle_is_a_card_pulled_early(simulated, stage):
    simulated.silence_next(stage)
    with watching(simulated) as next_event:
        assert next_event() == ReaderReady()
        simulated.put(resident_block("张三"))
        assert next_event() == CardPulledEarly()
        assert next_event().card.name == "张三"
        simulated.take()
        assert next_event() == CardRemoved()


def test_a_card_without_sense_is_unreadable(simulated):
    with watching(simulated) as next_event:
        assert next_event() == ReaderReady()
        simulated.put(b"\x20\x00" * 128)
        assert next_event() == CardUnreadable(0)
        simulated.take()
        assert next_event() == CardRemoved()


def test_a_silent_reader_counts_as_unplugged_until_it_answers(simulated):
    simulated.silence(True)
    with watching(simulated) as next_event:
        assert next_event() == ReaderUnplugged()
        simulated.silence(False)
        assert next_event() == ReaderReady()


def test_unplugged_and_plugged_in_again(simulated):
    with watching(simulated) as next_event:
        assert next_event() == ReaderReady()
        simulated.unplug()
        assert next_event() == ReaderUnplugged()
        simulated.replug()
        assert next_event() == ReaderReady()
        simulated.put(resident_block("张三"))
        assert next_event().card.name == "张三"
        simulated.take()
        assert next_event() == CardRemoved()


def test_no_port_at_all_is_said_once(tmp_path):
    class Nowhere:
        port = str(tmp_path / "none")

    with watching(Nowhere()) as next_event:
        assert next_event() == ReaderUnplugged()
    with pytest.raises(ReaderUnpluggedError):
        SamvReader(Nowhere.port)


def test_waiting_ends_when_told(simulated):
    reader = SamvReader(simulated.port, poll_interval_s=0.01)
    stop = threading.Event()
    stop.set()
    assert reader.wait_card(stop) is None
    reader.close()
