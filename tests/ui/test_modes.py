"""大字 and 黑底白字 in the middle of the work: the screen goes on knowing what it knew."""

import pytest
from hand import Hand
from pytestqt.qtbot import QtBot

from kiosk.devices.card_reader import ReaderReady, ReaderUnplugged
from kiosk.ui.public.card_screen import CardScreen

UNPLUGGED = "读卡器没有接好"


def card_says(hand: Hand) -> str:
    return hand.screen(CardScreen).status.text


@pytest.mark.parametrize("mode", ["_toggle_large", "_toggle_contrast"])
def test_reader_that_is_away_is_told_in_every_mode_and_to_everybody(
    qtbot: QtBot, hand: Hand, mode: str
) -> None:
    hand.report(ReaderUnplugged())
    hand.begin("find_work")
    for _there_and_back in range(2):
        getattr(hand.station, mode)()
        assert UNPLUGGED in card_says(hand)
    getattr(hand.station, mode)()
    hand.leave()
    hand.begin("find_work")
    assert UNPLUGGED in card_says(hand)
    hand.report(ReaderReady())
    qtbot.waitUntil(lambda: UNPLUGGED not in card_says(hand))
