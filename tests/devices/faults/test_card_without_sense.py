"""The reader gives a block that is no card."""

from __future__ import annotations

import pytest

from kiosk.devices.card_reader import CardRemoved, CardUnreadable, ReaderReady
from kiosk.devices.synthetic_cards import block_of


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(b"\x20\x00" * 128, id="blank"),
        pytest.param(block_of({0: "张三"}), id="no number"),
        pytest.param(block_of({0: "张三", 122: "号码"}), id="a number of other signs"),
        pytest.param(block_of({122: "430111198503070011"}), id="no name"),
    ],
)
def test_it_is_unreadable_until_it_is_taken(simulated, watching, block):
    with watching(simulated) as next_event:
        assert next_event() == ReaderReady()
        simulated.put(block)
        assert next_event() == CardUnreadable(0)
        simulated.take()
        assert next_event() == CardRemoved()
