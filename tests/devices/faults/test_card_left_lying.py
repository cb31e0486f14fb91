"""A card stays on the reader: it is read once, and the next person's card after it."""

from __future__ import annotations

from kiosk.devices.card_reader import CardRemoved, ReaderReady
from kiosk.devices.synthetic_cards import resident_block


def test_it_is_read_once_and_the_next_one_after_it(simulated, watching):
    with watching(simulated) as next_event:
        assert next_event() == ReaderReady()
        for name in ("张三", "李四"):
            simulated.put(resident_block(name))
            assert next_event().card.name == name
            simulated.take()
            assert next_event() == CardRemoved()
