"""Every status code of the protocol, at every step: told, and the next try reads."""

from __future__ import annotations

import pytest

from kiosk.devices.card_reader import CardPulledEarly, CardRemoved, CardUnreadable, ReaderReady
from kiosk.devices.samv import FIND, READ, SELECT, Sw3
from kiosk.devices.synthetic_cards import resident_block

REFUSALS = [code for code in Sw3 if code not in {Sw3.OK, Sw3.FOUND}]
PULLED = {Sw3.NO_CARD, Sw3.SELECT_FAILED, Sw3.READ_FAILED}
UNDOCUMENTED = 0x55


@pytest.mark.parametrize("stage", [SELECT, READ])
@pytest.mark.parametrize("code", [*REFUSALS, UNDOCUMENTED])
def test_every_failure_code_is_told_and_the_next_try_reads(simulated, watching, stage, code):
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
def test_a_failing_search_is_only_no_card(simulated, watching, code):
    for _ in range(3):
        simulated.fail_next(FIND, code)
    with watching(simulated) as next_event:
        assert next_event() == ReaderReady()
        simulated.put(resident_block("张三"))
        assert next_event().card.name == "张三"
        simulated.take()
        assert next_event() == CardRemoved()
