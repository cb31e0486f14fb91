"""Sign in, tabs by role, lock, wipe, the PIN once more: the frame around every page."""

from pathlib import Path

import pytest
from desk_hand import DeskHand, desk_of
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from staff import PIN, open_staff
from synthetic import id_number

from kiosk.config import DeskSettings
from kiosk.domain.roles import Act, Role
from kiosk.printing.spooler import SpoolerStatus
from kiosk.printing.status import PrinterState, PrinterStatus
from kiosk.service.accounts import link_card
from kiosk.service.authority import Authorised, authorise_console
from kiosk.service.site import Site
from kiosk.sync.loop import SyncStatus
from kiosk.ui.desk.matching.page import MatchingPage
from kiosk.ui.desk.pages import PAGES, head_of, more_of
from kiosk.ui.qt_words import use_qt_language

NEW = "862047"


def test_nothing_is_seen_before_somebody_signs_in(desk: DeskHand) -> None:
    assert desk.is_covered
    assert desk.tabs == []
    assert not desk.window.stack.isVisible()


def test_a_specialist_signs_in_by_tile_and_keyboard(desk: DeskHand) -> None:
    desk.sign_in(Role.SPECIALIST)
    assert not desk.is_covered
    assert desk.tabs[0] == "matching"
    assert desk.window.bar.person.text() == "试specialist · 服务专员"
    assert desk.events()[-1] == "StaffSignedIn"


def test_the_mouse_does_for_keys(desk: DeskHand) -> None:
    open_staff(desk.site, "试手", Role.SPECIALIST)
    desk.cover.presenter.start()
    desk.settle()
    desk.press(desk.cover.people.tiles[0])
    for digit in PIN:
        desk.press(desk.cover.pin.keys.keys[digit])
    desk.press(desk.cover.pin.proceed)
    assert not desk.is_covered


def test_a_wrong_pin_opens_nothing_and_says_so(desk: DeskHand) -> None:
    desk.sign_in(Role.SPECIALIST, "999888")
    assert desk.is_covered
    assert desk.cover.pin.message.isVisible()
    assert desk.cover.presenter.session is None
    assert desk.events()[-1] == "SignInFailed"


def test_pinyin_and_enter_find_a_name(desk: DeskHand) -> None:
    for name in ("李专员", "王场长", "赵工"):
        open_staff(desk.site, name, Role.SPECIALIST)
    desk.cover.presenter.start()
    desk.settle()
    QTest.keyClicks(desk.cover.people.field, "wcz")
    assert [tile.person.name for tile in desk.cover.people.tiles] == ["王场长"]
    QTest.keyClick(desk.cover.people.field, Qt.Key.Key_Return)
    assert desk.cover.pin.who.text() == "王场长"


def test_a_card_signs_in(desk: DeskHand) -> None:
    account = open_staff(desk.site, "试卡", Role.SPECIALIST)
    number = id_number(7)
    link_card(desk.site, authorise_console(Act.ACCOUNTS), account, number)
    desk.put_card("试卡", number)
    assert not desk.is_covered
    assert desk.cover.session is not None
    assert desk.cover.session.account_id == account


def test_a_first_pin_is_changed_before_anything_else(desk: DeskHand) -> None:
    open_staff(desk.site, "试新", Role.SPECIALIST, temporary=True)
    desk.sign_in(Role.SPECIALIST)
    assert desk.is_covered
    assert desk.cover.pin.question.text() == "换成您自己的密码"
    desk.cover.setFocus()
    for text in (NEW, NEW):
        QTest.keyClicks(desk.cover, text)
        QTest.keyClick(desk.cover, Qt.Key.Key_Return)
        desk.settle()
    assert not desk.is_covered
    assert "AccountPinSet" in desk.events()


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_its_tabs_and_no_other(desk: DeskHand, role: Role) -> None:
    desk.sign_in(role)
    expected = [page.name for page in head_of(role)]
    if more_of(role):
        expected.append("more")
    assert desk.tabs == expected
    for page in PAGES:
        desk.window.navigator.go(page.name)
        desk.settle()
        is_shown = getattr(desk.window.shelf.current, "name", "") == page.name
        assert is_shown == page.is_for(role), page.name


def test_another_person_finds_nothing_of_the_one_before(desk: DeskHand) -> None:
    desk.sign_in(Role.MANAGER)
    page = desk.go(MatchingPage)
    desk.window.leave()
    desk.settle()
    assert desk.is_covered
    assert desk.window.shelf.current is None
    desk.qtbot.waitUntil(lambda: page not in desk.window.findChildren(QWidget))
    desk.sign_in(Role.VOLUNTEER)
    assert desk.cover.session is not None
    assert desk.cover.session.role is Role.VOLUNTEER


def test_an_idle_window_locks_keeps_the_work_and_later_wipes_it(
    qtbot: QtBot, site: Site, tmp_path: Path, light_hashes: None
) -> None:
    settings = DeskSettings(lock_s=0.2, wipe_s=600)
    with desk_of(qtbot, site, tmp_path, settings) as desk:
        desk.sign_in(Role.SPECIALIST)
        page = desk.page(MatchingPage)
        qtbot.waitUntil(lambda: desk.is_covered)
        desk.settle()
        assert not desk.window.stack.isVisible()
        QTest.keyClicks(desk.cover, PIN)
        QTest.keyClick(desk.cover, Qt.Key.Key_Return)
        desk.settle()
        qtbot.waitUntil(lambda: desk.page(MatchingPage) is page)
    settings = DeskSettings(lock_s=0.2, wipe_s=0.2)
    with desk_of(qtbot, site, tmp_path, settings) as desk:
        desk.sign_in(Role.SPECIALIST)
        qtbot.waitUntil(lambda: desk.cover.session is None)
        desk.settle()
        assert desk.window.shelf.current is None
        assert desk.cover.people.isVisible()


def test_a_sensitive_act_asks_for_the_pin_and_goes_on(desk: DeskHand) -> None:
    desk.sign_in(Role.MANAGER)
    told: list[str] = []

    def work(allowed: Authorised) -> str:
        return str(allowed.act)

    desk.window.context.staff_tasks.act(Act.EXPORT, work, told.append, lambda _e: None)
    desk.settle()
    assert told == []
    desk.step_up("111999")
    dialog = desk.cover.step_up
    assert dialog is not None
    assert dialog.message.isVisible()
    desk.step_up()
    assert told == ["export"]
    assert desk.cover.step_up is None


def test_giving_up_the_pin_does_nothing(desk: DeskHand) -> None:
    desk.sign_in(Role.MANAGER)
    told: list[object] = []
    desk.window.context.staff_tasks.act(Act.EXPORT, lambda _allowed: 1, told.append, told.append)
    desk.settle()
    dialog = desk.cover.step_up
    assert dialog is not None
    desk.press(dialog.leave)
    assert told == []


def test_dialogs_ask(desk: DeskHand) -> None:
    desk.sign_in(Role.MANAGER)
    told: list[str] = []
    navigator = desk.window.navigator
    navigator.ask_text("为什么？", "写一句", told.append)
    assert not navigator.dialog.send.isEnabled()
    desk.write("  下雨了 ")
    navigator.choose("哪个？", (("a", "甲"), ("b", "乙")), told.append)
    desk.pick("b")
    assert told == ["下雨了", "b"]
    navigator.choose("哪个？", (("a", "甲"),), told.append)
    QTest.keyClick(desk.window.navigator.dialog, Qt.Key.Key_Escape)
    assert told == ["下雨了", "b"]


def test_the_frame_says_what_the_machine_reports(desk: DeskHand) -> None:
    desk.sign_in(Role.MANAGER)
    desk.report(SyncStatus("offline", 5))
    assert desk.window.head._state.sync == "离线，照常办 · 待送 5 条"
    desk.report(SpoolerStatus(PrinterStatus(PrinterState.NO_PAPER)))
    assert desk.window.bar.devices == "打印机 没纸了"
    assert desk.window.bar.hall == "试验市场"


def test_tabs_by_keys(desk: DeskHand) -> None:
    desk.sign_in(Role.MANAGER)
    last = len(desk.tabs)
    desk.window.activateWindow()
    desk.qtbot.waitUntil(desk.window.isActiveWindow)
    QTest.keyClick(desk.window, Qt.Key(Qt.Key.Key_0 + last), Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    shown = desk.window.shelf.current
    assert shown is not None
    assert shown.name == desk.tabs[-1]
    QTest.keyClick(desk.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.is_covered


def test_qt_speaks_chinese_too(desk: DeskHand) -> None:
    assert use_qt_language("zh_CN")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    assert not use_qt_language("xx_YY")
