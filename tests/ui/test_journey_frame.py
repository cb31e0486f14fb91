"""Header and footer around every screen, modes, and a window that stays."""

import threading

import pytest
from hand import Hand
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from synthetic import id_number

from kiosk.ui.public.complaint_screens import ComplaintScreen
from kiosk.ui.public.consent_screen import ConsentScreen
from kiosk.ui.public.home_screen import HomeScreen
from kiosk.ui.public.training_screen import TrainingScreen

NAME, NUMBER = "张试工", id_number(21)


@pytest.mark.parametrize(
    ("button", "mode"), [("large", "is_large"), ("contrast", "is_high_contrast")]
)
def test_mode_switches_back_and_goes_off_at_wipe(hand: Hand, button: str, mode: str) -> None:
    hand.touch(hand.window.footers[True].buttons[button])
    assert getattr(hand.window.theme, mode)
    assert getattr(hand.screen(HomeScreen).theme, mode)
    assert hand.window.footers[True].buttons[button].text() == "变回来"
    hand.touch(hand.window.footers[True].buttons[button])
    assert not getattr(hand.window.theme, mode)
    hand.touch(hand.window.footers[True].buttons[button])
    hand.begin("find_work")
    hand.put_card(NAME, NUMBER)
    assert getattr(hand.screen(ConsentScreen).theme, mode)
    hand.leave()
    hand.qtbot.waitUntil(lambda: not getattr(hand.window.theme, mode))
    assert not getattr(hand.screen(HomeScreen).theme, mode)


def test_both_modes_at_once(hand: Hand) -> None:
    for button in ("large", "contrast"):
        hand.touch(hand.window.footers[True].buttons[button])
    assert hand.window.theme.is_large
    assert hand.window.theme.is_high_contrast


def test_screens_of_a_former_mode_are_gone(hand: Hand) -> None:
    count = hand.window.stack.count()
    for _time in range(4):
        hand.touch(hand.window.footers[True].buttons["large"])
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert hand.window.stack.count() == count


def test_nobody_closes_the_window(hand: Hand) -> None:
    assert not hand.window.close()
    assert hand.window.isVisible()
    event = QCloseEvent()
    QApplication.sendEvent(hand.window, event)
    assert not event.isAccepted()
    QTest.keyClick(hand.window, Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(hand.window, Qt.Key.Key_Escape)
    assert hand.window.isVisible()
    assert hand.name == "home"


def test_staff_are_a_touch_away_and_nothing_is_lost(hand: Hand) -> None:
    hand.begin("find_work")
    hand.put_card(NAME, NUMBER)
    hand.touch(hand.window.footers[False].buttons["staff"])
    dialog = hand.dialog
    assert dialog is not None
    assert "0731-12345678" in dialog.line.text()
    hand.touch(dialog.safe)
    assert hand.dialog is None
    assert (hand.name, hand.session.name) == ("consent", NAME)


def test_dialog_covers_what_lies_below(hand: Hand) -> None:
    hand.begin("find_work")
    hand.put_card(NAME, NUMBER)
    agree = hand.screen(ConsentScreen).agree
    hand.station.navigator.ask_now()
    hand.touch(agree)
    assert hand.name == "consent"
    assert hand.dialog is not None


@pytest.mark.parametrize(
    ("tile", "name", "kind"),
    [("rights", "complaint", ComplaintScreen), ("training", "training", TrainingScreen)],
)
def test_information_needs_no_card(hand: Hand, tile: str, name: str, kind: type) -> None:
    hand.touch(hand.screen(HomeScreen).tiles[tile], name)
    assert isinstance(hand.station.navigator.current, kind)
    hand.back()
    assert hand.name == "home"


def test_answer_that_comes_after_the_end_is_nobodys(hand: Hand) -> None:
    """The card's owner leaves while the store is still asked about them."""
    hand.begin("find_work")
    may_go_on = threading.Event()
    hand.bridge.read(may_go_on.wait, lambda _none: None, lambda _error: None)
    from kiosk.devices.card_reader import CardArrived, CardRemoved
    from kiosk.devices.id_card import parse_text_block
    from kiosk.devices.synthetic_cards import resident_block

    card = CardArrived(parse_text_block(resident_block(NAME, NUMBER)))
    hand.bridge.published.emit("card", card)
    hand.bridge.published.emit("card", CardRemoved())
    assert hand.session.name == NAME
    hand.guard.now_s += 1.0
    hand.tap(hand.window.footers[False].buttons["leave"])
    may_go_on.set()
    hand.settle()
    assert hand.name == "home"
    assert (hand.session.name, hand.session.seeker) == ("", None)


def test_touch_just_after_a_change_of_screen_commits_nothing(hand: Hand) -> None:
    hand.begin("find_work")
    hand.put_card(NAME, NUMBER)
    hand.tap(hand.screen(ConsentScreen).agree)
    hand.settle()
    assert hand.name == "consent"
    hand.touch(hand.screen(ConsentScreen).agree, "check")
