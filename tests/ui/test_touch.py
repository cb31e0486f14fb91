"""Targets change at touch-down, act on release inside, and commit once."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from still_clock import StillClock

from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.choices import ChoiceGroup
from kiosk.ui.components.keypad import Keypad
from kiosk.ui.components.tiles import TradeTile
from kiosk.ui.components.touchable import GUARD_S, Touchable, guard_commits
from kiosk.ui.theme import Theme

Page = Callable[..., QWidget]
LEFT = Qt.MouseButton.LeftButton


def counted(button: Touchable) -> list[bool]:
    clicks: list[bool] = []
    button.clicked.connect(lambda _checked=False: clicks.append(True))
    return clicks


@pytest.mark.parametrize("is_high_contrast", [False, True])
@pytest.mark.parametrize("kind", ["primary", "secondary", "danger", "amber", "blue"])
def test_press_shows_at_touch_down(qtbot: QtBot, kind: str, is_high_contrast: bool) -> None:
    theme = Theme(is_high_contrast=is_high_contrast)
    button = BigButton(theme, "按我", kind=kind)
    qtbot.addWidget(button)
    button.setFixedSize(480, 112)
    button.show()
    before = button.grab().toImage()
    QTest.mousePress(button, LEFT)
    pressed = button.grab().toImage()
    assert pressed != before
    # Never only colour: the border is wider too.
    middle = button.height() // 2
    assert pressed.pixel(5, middle) != pressed.pixel(20, middle)
    QTest.mouseRelease(button, LEFT)
    assert button.grab().toImage() == before


def test_release_outside_does_nothing(page: Page, theme: Theme) -> None:
    button = BigButton(theme, "按我")
    page(button)
    clicks = counted(button)
    QTest.mousePress(button, LEFT)
    QTest.mouseMove(button, QPoint(-50, -50))
    QTest.mouseRelease(button, LEFT, pos=QPoint(-50, -50))
    assert clicks == []
    QTest.mouseClick(button, LEFT)
    assert clicks == [True]


def test_disabled_target_does_nothing_and_looks_it(page: Page, theme: Theme) -> None:
    button = BigButton(theme, "按我")
    page(button)
    clicks, before = counted(button), button.grab().toImage()
    button.setEnabled(False)
    QTest.mouseClick(button, LEFT)
    assert clicks == []
    assert button.grab().toImage() != before


def test_focus_draws_a_ring(qtbot: QtBot, page: Page, theme: Theme) -> None:
    button = BigButton(theme, "按我")
    root = page(button)
    before = button.grab().toImage()
    root.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    assert button.grab().toImage() != before
    assert button.grab().toImage().pixelColor(3, button.height() // 2).name() == "#1a1a1a"


def test_second_touch_on_a_committing_button_counts_after_400_ms(
    page: Page, theme: Theme, touch_clock: StillClock
) -> None:
    button = BigButton(theme, "发出去", commits=True)
    page(button)
    clicks = counted(button)
    QTest.mouseClick(button, LEFT)
    touch_clock.now_s += GUARD_S - 0.01
    QTest.mouseClick(button, LEFT)
    assert clicks == [True]
    assert not button.isDown()
    touch_clock.now_s += 0.02
    QTest.mouseClick(button, LEFT)
    assert clicks == [True, True]


def test_commit_waits_after_a_change_of_screen(
    page: Page, theme: Theme, touch_clock: StillClock
) -> None:
    button = BigButton(theme, "发出去", commits=True)
    page(button)
    clicks = counted(button)
    guard_commits()
    QTest.mouseClick(button, LEFT)
    assert clicks == []


def test_keypad_takes_fast_digits(page: Page, theme: Theme, touch_clock: StillClock) -> None:
    keypad = Keypad(theme, extra="X")
    page(keypad)
    typed: list[str] = []
    erased: list[bool] = []
    keypad.pressed.connect(typed.append)
    keypad.erased.connect(lambda: erased.append(True))
    for digit in "13800138000X":
        QTest.mouseClick(keypad.keys[digit], LEFT)
    QTest.mouseClick(keypad.erase_key, LEFT)
    assert "".join(typed) == "13800138000X"
    assert erased == [True]


def test_chosen_is_the_presenters_word(page: Page, theme: Theme) -> None:
    tile = TradeTile(theme, "搬运", "inventory_2", theme.colours.blue)
    group = ChoiceGroup(theme, [("day", "每天"), ("hour", "每小时")])
    page(tile, group)
    picked: list[object] = []
    group.picked.connect(picked.append)
    QTest.mouseClick(tile, LEFT)
    QTest.mouseClick(group.button("hour"), LEFT)
    assert not tile.isChecked()
    assert picked == ["hour"]
    assert not group.button("hour").isChecked()
    group.choose("hour")
    assert [group.button(value).isChecked() for value in group.values] == [False, True]
