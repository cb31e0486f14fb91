"""The card leaves while it is read: the reader falls silent in the middle."""

from __future__ import annotations

import pytest

from kiosk.devices.card_reader import CardPulledEarly, CardRemoved, ReaderReady
from kiosk.devices.samv import READ, SELECT
from kiosk.devices.synthetic_cards import resident_block


@pytest.mark.parametrize("stage", [SELECT, READ])
def test_silence_in_the_middle_is_a_card_pulled_early(simulated, watching, stage):
    simulated.silence_next(stage)
    with watching(simulated) as next_event:
        assert next_event() == ReaderReady()
        simulated.put(resident_block("张三"))
        assert next_event() == CardPulledEarly()
        assert next_event().card.name == "张三"
        simulated.take()
        assert next_event() == CardRemoved()
