"""The staff's way out: held sign, name, PIN; nobody else gets through, and no way leads around."""

import pytest
from hand import Hand
from leftovers import leftovers
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from staff import PIN, light_hashes, open_staff

from kiosk.domain.roles import Role
from kiosk.ui import header
from kiosk.ui.public.staff_door_screen import StaffDoorScreen

pytestmark = pytest.mark.usefixtures("light_hashes")
__all__ = ["light_hashes"]
_LEFT = Qt.MouseButton.LeftButton
_HELD_MS = 60


@pytest.fixture(autouse=True)
def short_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header, "DOOR_MS", _HELD_MS)


@pytest.fixture
def manager(hand: Hand) -> str:
    open_staff(hand.site, "周试场", Role.MANAGER)
    open_staff(hand.site, "肖试员", Role.SPECIALIST)
    return open_staff(hand.site, "易试技", Role.TECHNICIAN)


def sign_at(hand: Hand) -> QPoint:
    band = hand.window.headers[hand.station.navigator.current.is_home]
    return band.mapTo(hand.window, band.sign.center())


def hold_the_sign(hand: Hand) -> None:
    # The header was built before the hold was shortened.
    for band in hand.window.headers.values():
        band._held.setInterval(_HELD_MS)
    QTest.mousePress(hand.window.windowHandle(), _LEFT, pos=sign_at(hand))


def let_go(hand: Hand) -> None:
    QTest.mouseRelease(hand.window.windowHandle(), _LEFT, pos=sign_at(hand))
    hand.settle()


def to_the_door(hand: Hand) -> StaffDoorScreen:
    hold_the_sign(hand)
    hand.comes("staff_door")
    let_go(hand)
    return hand.screen(StaffDoorScreen)


def test_a_touch_of_the_sign_opens_nothing(hand: Hand) -> None:
    for band in hand.window.headers.values():
        band._held.setInterval(_HELD_MS)
    QTest.mouseClick(hand.window.windowHandle(), _LEFT, pos=sign_at(hand))
    assert not hand.window.headers[True]._held.isActive()
    hold_the_sign(hand)
    QTest.mouseMove(hand.window.windowHandle(), QPoint(500, 900))
    assert not hand.window.headers[True]._held.isActive()
    let_go(hand)
    assert hand.name == "home"


def test_nobody_is_interrupted_by_a_held_sign(hand: Hand) -> None:
    hand.begin("find_work")
    hold_the_sign(hand)
    held = hand.window.headers[False]._held
    hand.qtbot.waitUntil(lambda: not held.isActive())
    let_go(hand)
    assert hand.name == "card"


def test_only_those_who_may_are_named_and_only_by_surname(hand: Hand, manager: str) -> None:
    screen = to_the_door(hand)
    words = [screen.keepers.button(value).text() for value in screen.keepers.values]
    assert sorted(words) == ["周* 场长", "易* 运维人员"]
    hand.back()
    assert hand.name == "home"
    assert leftovers(hand, ("周*", "易*", PIN)) == []


def test_the_right_pin_ends_the_program_and_is_in_the_log(hand: Hand, manager: str) -> None:
    screen = to_the_door(hand)
    hand.touch(screen.keepers.button(manager))
    hand.type_on(screen.keypad, PIN)
    with hand.qtbot.waitSignal(hand.station.ending_asked):
        hand.touch(screen.end)
    assert hand.events()[-3:] == [
        "StaffSignedIn",
        "StaffActed",
        "StaffSignedOut",
    ]
    assert leftovers(hand, (PIN,)) == []


def test_a_wrong_pin_is_counted_and_locks(hand: Hand, manager: str) -> None:
    screen = to_the_door(hand)
    hand.touch(screen.keepers.button(manager))
    heard: list[bool] = []
    hand.station.ending_asked.connect(lambda: heard.append(True))
    for _try in range(5):
        hand.type_on(screen.keypad, "918273")
        hand.touch(screen.end)
        assert screen.message.text
    hand.type_on(screen.keypad, PIN)
    hand.touch(screen.end)
    assert "锁" in screen.message.text
    assert heard == []
    assert hand.name == "staff_door"


def test_without_an_account_nobody_gets_out(hand: Hand) -> None:
    screen = to_the_door(hand)
    assert "服务台" in screen.message.text
    assert not screen.end.isEnabled()


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_no_key_leads_out(hand: Hand, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    QTest.keyClick(hand.window, key, held)
    QTest.mouseClick(hand.window.windowHandle(), Qt.MouseButton.RightButton, pos=QPoint(500, 900))
    hand.settle()
    assert hand.window.isVisible()
    assert hand.name == "home"
    assert hand.window.windowState() == Qt.WindowState.WindowNoState
