"""Replies in pieces, with noise before them that looks like a beginning."""

from __future__ import annotations

import pytest

from kiosk.devices.card_reader import CardArrived, CardRemoved, ReaderReady
from kiosk.devices.simulated import SimulatedCardReader
from kiosk.devices.synthetic_cards import resident_block

NOISE = b"\x00\xaa\xaa\x96\xff\xaa\xaa\xaa\x96\x69\xff\xff"


@pytest.mark.parametrize(
    ("chunk_bytes", "noise"), [(0, b""), (1, b""), (7, NOISE), (64, NOISE), (0, NOISE)]
)
def test_a_card_comes_and_goes_all_the_same(watching, chunk_bytes, noise):
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
