"""Without a card: the number typed, the name picked and written by hand; places and sentences."""

import json
from pathlib import Path

import pytest
from hand import Hand
from leftovers import leftovers
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from synthetic import id_number

from kiosk.ui.components.writing_pad import WritingPad
from kiosk.ui.public.card_screen import CardScreen
from kiosk.ui.public.check_screen import CheckScreen
from kiosk.ui.public.consent_screen import ConsentScreen
from kiosk.ui.public.id_number_screen import IdNumberScreen
from kiosk.ui.public.phone_screen import PhoneScreen
from kiosk.ui.public.posting.screens import PostWhereScreen
from kiosk.ui.public.trades_screen import TradesScreen
from kiosk.ui.public.writing_screen import WritingScreen

NUMBER = id_number(21)
_MEDIANS = json.loads(
    (Path(__file__).parents[1] / "writing" / "medians.json").read_text(encoding="utf-8")
)


def write(hand: Hand, pad: WritingPad, character: str) -> None:
    """Draw a character with a finger."""
    # The sheet has just come into its place.
    for _pass in range(2):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    window = hand.window.windowHandle()
    side = min(pad.width(), pad.height()) * 0.8

    def at(point: list[int]) -> QPoint:
        local = QPoint(round(40 + point[0] / 900 * side), round(20 + (900 - point[1]) / 900 * side))
        return pad.mapTo(hand.window, local)

    for stroke in _MEDIANS[character]:
        QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=at(stroke[0]))
        for point in stroke[1:]:
            QTest.mouseMove(window, at(point))
        QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=at(stroke[-1]))
    hand.settle()


@pytest.fixture
def typed(hand: Hand) -> Hand:
    hand.begin("find_work")
    hand.touch(hand.screen(CardScreen).type_number, "id_number")
    screen = hand.screen(IdNumberScreen)
    hand.type_on(screen.keypad, NUMBER)
    hand.touch(screen.next, "consent")
    hand.touch(hand.screen(ConsentScreen).agree, "check")
    return hand


def test_registers_without_a_card(typed: Hand) -> None:
    check = typed.screen(CheckScreen)
    assert not check.right.isEnabled()
    typed.touch(check.write, "writing")
    screen = typed.screen(WritingScreen)
    typed.touch(screen.surname_keys.key("张"))
    assert screen.field.text == "张"
    write(typed, screen.pad, "水")
    assert screen.candidates.keys[0].text() == "水"
    typed.touch(screen.candidates.key("水"))
    write(typed, screen.pad, "门")
    # 写好了 takes what was written last as its likeliest reading.
    typed.touch(screen.done, "check")
    assert typed.session.name == "张水门"
    assert check.right.isEnabled()
    typed.touch(check.right, "phone")
    typed.touch(typed.screen(PhoneScreen).skip, "trades")
    trades = typed.screen(TradesScreen)
    typed.touch(trades.grid.tile("loader"))
    typed.touch(trades.done, "posts")
    assert typed.session.seeker is not None
    assert typed.session.seeker.public_name.startswith("张师傅")
    typed.leave()
    assert leftovers(typed, ("张水门", NUMBER)) == []


def test_strokes_are_taken_back(typed: Hand) -> None:
    typed.touch(typed.screen(CheckScreen).write, "writing")
    screen = typed.screen(WritingScreen)
    typed.touch(screen.hand)
    write(typed, screen.pad, "王")
    assert screen.candidates.keys[0].text() == "王"
    for _stroke in range(4):
        typed.touch(screen.undo)
    assert not screen.undo.isEnabled()
    assert not screen.candidates.keys[0].isVisible()


def test_pinyin(typed: Hand) -> None:
    typed.touch(typed.screen(CheckScreen).write, "writing")
    screen = typed.screen(WritingScreen)
    typed.touch(screen.pinyin)
    for letter in "tan":
        typed.tap(screen.keys.key(letter))
    typed.settle()
    typed.touch(screen.candidates.key("谭"))
    assert screen.field.text == "谭"
    typed.tap(screen.keys.key("x"))
    typed.settle()
    typed.touch(screen.erase)
    typed.touch(screen.erase)
    assert screen.field.text == ""
    typed.touch(screen.done)
    assert typed.name == "writing"
    assert "还没有写" in screen.message.text


def test_a_rare_character_by_pinyin(typed: Hand) -> None:
    typed.touch(typed.screen(CheckScreen).write, "writing")
    screen = typed.screen(WritingScreen)
    typed.touch(screen.surname_keys.key("张"))
    typed.touch(screen.pinyin)
    for letter in "yi":
        typed.tap(screen.keys.key(letter))
    typed.settle()
    first = [key.text() for key in screen.candidates.keys]
    assert first[-1] == "更多…"
    pages = 1
    while "祎" not in [key.text() for key in screen.candidates.keys]:
        typed.touch(screen.candidates.key("更多…"))
        pages += 1
        assert pages < 30
    assert pages > 1
    typed.touch(screen.candidates.key("祎"))
    assert screen.field.text == "张祎"
    # A new reading begins at its first page.
    typed.tap(screen.keys.key("y"))
    typed.tap(screen.keys.key("i"))
    typed.settle()
    assert [key.text() for key in screen.candidates.keys] == first


def test_more_and_more_comes_back_to_the_first(typed: Hand) -> None:
    typed.touch(typed.screen(CheckScreen).write, "writing")
    screen = typed.screen(WritingScreen)
    typed.touch(screen.surname_keys.key("张"))
    typed.touch(screen.pinyin)
    for letter in "zhuo":
        typed.tap(screen.keys.key(letter))
    typed.settle()
    first = [key.text() for key in screen.candidates.keys]
    seen = set(first)
    for _page in range(30):
        typed.touch(screen.candidates.key("更多…"))
        shown = [key.text() for key in screen.candidates.keys]
        if shown == first:
            break
        seen.update(shown)
    assert shown == first
    assert len(seen) > 10


def test_back_keeps_the_name_as_it_was(typed: Hand) -> None:
    typed.touch(typed.screen(CheckScreen).write, "writing")
    screen = typed.screen(WritingScreen)
    typed.touch(screen.surname_keys.key("李"))
    typed.back()
    assert typed.name == "check"
    assert typed.session.name == ""


def test_place_and_content_of_a_posting(hand: Hand) -> None:
    hand.begin("hire")
    hand.put_card("刘试主", id_number(31))
    hand.to_step("post_where")
    where = hand.screen(PostWhereScreen)
    hand.touch(where.write_place, "writing")
    screen = hand.screen(WritingScreen)
    hand.touch(screen.pinyin)
    for letter in "gaoqiao":
        hand.tap(screen.keys.key(letter))
    hand.settle()
    hand.touch(screen.candidates.key("高桥"))
    hand.touch(screen.done, "post_where")
    assert where.place.button("高桥").isChecked()
    hand.touch(where.write_content, "writing")
    write(hand, screen.pad, "水")
    hand.touch(screen.done, "post_where")
    hand.touch(where.next, "post_contact")
    hand.to_step_from("post_contact")
    assert hand.session.vacancy is not None
    assert (hand.session.vacancy.place, hand.session.vacancy.content) == ("高桥", "水")
