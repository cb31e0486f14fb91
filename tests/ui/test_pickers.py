"""Day, time and pay by taps; what is covered stays covered; a line that goes away by itself."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hand import Hand
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from synthetic import household

from kiosk.domain.clock import day_of
from kiosk.ui.components import look, toast
from kiosk.ui.components.masked_field import MaskedField
from kiosk.ui.components.pay_picker import PayPicker
from kiosk.ui.components.progress import Progress
from kiosk.ui.components.toast import Toast
from kiosk.ui.components.when_picker import Calendar, DayPicker, TimePicker, calendar_days
from kiosk.ui.public.posting.presenter import LAST_DAY
from kiosk.ui.public.posting.screens import PostDayScreen, PostWhenScreen
from kiosk.ui.public.posting.summary import typed_cents
from kiosk.ui.start_up import StartUpWindow, opened_behind
from kiosk.ui.theme import Theme

TODAY = date(2026, 11, 25)


@pytest.fixture
def theme() -> Theme:
    return Theme()


@given(st.dates(date(2020, 1, 1), date(2080, 1, 1)))
def test_five_weeks_hold_today_and_a_month(today: date) -> None:
    days = calendar_days(today)
    assert len(days) == 35
    assert days[0].weekday() == 0
    assert days.index(today) < 7
    # Up to a Sunday the five weeks end 28 days ahead; a day beyond them is not offered.
    assert days[-1] - today >= timedelta(days=28)
    assert all(later - day == timedelta(days=1) for day, later in pairwise(days))


def test_only_days_from_today_to_the_last_can_be_touched(qtbot: QtBot, theme: Theme) -> None:
    calendar = Calendar(theme)
    qtbot.addWidget(calendar)
    calendar.show()
    calendar.show_month(TODAY, 1, 10)
    picked: list[int] = []
    calendar.picked.connect(picked.append)
    for tile in calendar.tiles:
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert picked == list(range(11))
    assert [tile.text() for tile in calendar.tiles if tile.isChecked()] == ["26"]
    assert calendar.tile(6).note == "12月"


def test_a_far_day_shows_its_date(qtbot: QtBot, theme: Theme) -> None:
    picker = DayPicker(theme)
    qtbot.addWidget(picker)
    picker.show()
    picker.show_day(TODAY, 9)
    assert picker.button(9).text() == "12月4日"
    assert picker.button(9).isChecked()
    with qtbot.waitSignal(picker.other_asked):
        QTest.mouseClick(picker.button(9), Qt.MouseButton.LeftButton)
    picker.show_day(TODAY, 0)
    assert picker.button(0).isChecked()
    assert picker.button(9).text() == "别的日子"


@given(st.lists(st.tuples(st.sampled_from(["hour", "half"]), st.integers(5, 20)), max_size=8))
def test_time_is_always_a_half_hour_that_was_touched(touches: list[tuple[str, int]]) -> None:
    picker = TimePicker(Theme(), 5, 20)
    heard: list[int] = []
    picker.picked.connect(heard.append)
    hour, half = -1, 0
    for kind, value in touches:
        if kind == "hour":
            picker.hour.button(value).click()
            hour = value
        else:
            picker.half.button(30 * (value % 2)).click()
            half = 30 * (value % 2) if hour >= 0 else 0
    assert heard[-1:] == ([hour * 60 + half] if hour >= 0 else [])
    picker.deleteLater()


def test_half_past_keeps_the_hour_when_another_is_touched(qtbot: QtBot, theme: Theme) -> None:
    picker = TimePicker(theme, 5, 20)
    qtbot.addWidget(picker)
    picker.show_time(7 * 60 + 30, 6)
    assert not picker.hour.button(5).isEnabled()
    with qtbot.waitSignal(picker.picked) as caught:
        picker.hour.button(9).click()
    assert caught.args == [9 * 60 + 30]


@given(st.integers(0, 99_999), st.integers(0, 99))
def test_an_amount_as_typed_is_read_to_the_cent(yuan: int, cents: int) -> None:
    assert typed_cents(f"{yuan}.{cents:02d}") == yuan * 100 + cents
    assert typed_cents(str(yuan)) == yuan * 100


@given(st.text(max_size=12))
def test_an_odd_amount_is_none_and_never_an_error(text: str) -> None:
    assert typed_cents(text) >= 0


def test_pay_picker_tells_unit_digits_and_settlement(qtbot: QtBot, theme: Theme) -> None:
    picker, heard = PayPicker(theme), []
    for signal in (picker.unit_picked, picker.settlement_picked, picker.pressed):
        signal.connect(heard.append)
    picker.unit.button("hour").click()
    picker.keypad.keys["2"].click()
    picker.keypad.keys["."].click()
    picker.settlement.button("weekly").click()
    assert heard == ["hour", "2", ".", "weekly"]
    picker.show_pay("22.5", "hour", "weekly")
    assert picker.field.text == "22.5"
    picker.wipe()
    assert picker.field.text == ""
    for part in (picker.unit, picker.field, picker.keypad, picker.settlement):
        qtbot.addWidget(part)


def test_covered_again_by_itself(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "LOOK_MS", 60)
    field = MaskedField(theme)
    qtbot.addWidget(field)
    field.show()
    heard: list[bool] = []
    field.looked.connect(heard.append)
    field.looked.connect(lambda shown: field.say("13800005678" if shown else "138 **** 5678"))
    QTest.mouseClick(field.look, Qt.MouseButton.LeftButton)
    assert field.text == "13800005678"
    qtbot.waitUntil(lambda: heard == [True, False])
    assert field.text == "138 **** 5678"
    QTest.mouseClick(field.look, Qt.MouseButton.LeftButton)
    field.wipe()
    assert field.text == ""
    # Its three seconds do not come back after the session.
    assert not field.findChildren(type(field._look._timer))[0].isActive()


def test_toast_says_lets_touches_through_and_forgets(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toast, "TOAST_MS", 60)
    over = QWidget()
    over.setFixedSize(1080, 1920)
    qtbot.addWidget(over)
    over.show()
    line = Toast(theme, over, foot_px=168)
    line.say("手机号改好了")
    assert line.isVisible()
    assert over.rect().contains(line.geometry())
    assert line.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    qtbot.waitUntil(lambda: not line.isVisible())
    assert (line.text, line.accessibleName()) == ("", "")


@given(st.integers(-5, 2_000), st.integers(-5, 1_000))
def test_progress_never_leaves_its_bar(done: int, total: int) -> None:
    progress = Progress(Theme())
    progress.show_progress("正在整理记录", done, total)
    assert 0.0 <= progress.bar.share <= 1.0
    progress.deleteLater()


def test_start_up_shows_how_far_it_is_only_where_it_takes_time(qtbot: QtBot, theme: Theme) -> None:
    shown: list[StartUpWindow] = []
    assert opened_behind(lambda _told: 7, theme, shown.append) == 7
    assert shown == []

    def slow(told) -> str:
        told(420, 1_000)
        while not shown or "42%" not in shown[0].progress.words.text():
            pass
        return "open"

    assert opened_behind(slow, theme, shown.append) == "open"
    assert len(shown) == 1

    def broken(_told) -> None:
        raise ValueError("no key")

    with pytest.raises(ValueError, match="no key"):
        opened_behind(broken, theme, shown.append)


def test_a_gig_for_a_day_after_the_next_two(hand: Hand) -> None:
    hand.begin("hire")
    hand.put_card("刘试主", household(1).id_number)
    hand.to_step("post_when")
    hand.touch(hand.screen(PostWhenScreen).day.button(9), "post_day")
    screen = hand.screen(PostDayScreen)
    assert not screen.calendar.tiles[-1].isEnabled() or LAST_DAY >= 28
    hand.touch(screen.calendar.tile(9), "post_when")
    when = hand.screen(PostWhenScreen)
    assert hand.session.draft.day_offset == 9
    hand.touch(when.time.hour.button(7))
    hand.touch(when.next, "post_where")
    hand.to_step_from("post_where")
    vacancy = hand.session.vacancy
    assert vacancy is not None
    assert (day_of(vacancy.starts) - hand.site.today()).days == 9
