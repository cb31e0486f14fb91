"""Header, footer and window: the same ways out everywhere."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.ui.components.labels import Words
from kiosk.ui.footer import Footer
from kiosk.ui.screen import Screen
from kiosk.ui.status_words import HeaderState, sync_words
from kiosk.ui.theme import Theme
from kiosk.ui.window import StationWindow

LEFT = Qt.MouseButton.LeftButton


def test_footer_tells_what_was_asked(qtbot: QtBot) -> None:
    footer, asked = Footer(Theme(), is_home=False), list[str]()
    qtbot.addWidget(footer)
    footer.setFixedWidth(1080)
    footer.show()
    footer.back_asked.connect(lambda: asked.append("back"))
    footer.staff_asked.connect(lambda: asked.append("staff"))
    footer.leave_asked.connect(lambda: asked.append("leave"))
    for name in ("back", "staff", "leave"):
        QTest.mouseClick(footer.buttons[name], LEFT)
    assert asked == ["back", "staff", "leave"]


def test_home_footer_leads_back_from_both_modes(qtbot: QtBot) -> None:
    plain = Footer(Theme(), is_home=True)
    changed = Footer(Theme(is_large=True, is_high_contrast=True), is_home=True)
    for footer in (plain, changed):
        qtbot.addWidget(footer)
    assert [plain.buttons[name].text() for name in ("large", "contrast")] == ["大字", "黑底白字"]
    assert [changed.buttons[name].text() for name in ("large", "contrast")] == ["变回来"] * 2


def test_frame_changes_with_the_screen(qtbot: QtBot) -> None:
    window = StationWindow(Theme(), has_voice=True)
    qtbot.addWidget(window)
    window.show()
    assert window.headers[True].height() == 448
    window.show_frame(is_home=False)
    assert not window.headers[True].isVisible()
    assert window.headers[False].height() == 176
    assert window.footers[False].height() == 168
    window.may_close = True


def test_new_theme_keeps_hall_and_state(qtbot: QtBot) -> None:
    window = StationWindow(Theme())
    qtbot.addWidget(window)
    window.show_hall("雨花区零工市场")
    window.show_state(HeaderState("6:42", "星期一", "", "已同步 6:40"))
    before = window.headers[False].grab().toImage()
    window.use_theme(Theme(is_high_contrast=True))
    assert window.headers[False].accessibleName() == "雨花区零工市场"
    window.use_theme(Theme())
    assert window.headers[False].grab().toImage() == before
    window.may_close = True


def test_only_the_program_closes_the_window(qtbot: QtBot) -> None:
    window = StationWindow(Theme())
    qtbot.addWidget(window)
    event = QCloseEvent()
    window.closeEvent(event)
    assert not event.isAccepted()
    window.may_close = True
    window.closeEvent(event)
    assert event.isAccepted()


def test_sync_is_told_in_words() -> None:
    assert sync_words("offline", 5, 0) == ("离线，照常办 · 待送 5 条", False)
    assert sync_words("online", 0, 0) == ("正在连接", True)
    assert sync_words("offline", 5, 0, "unreachable") == ("离线，照常办 · 待送 5 条", False)
    assert sync_words("offline", 5, 0, "revoked") == ("送不出去，照常办 · 待送 5 条", False)
    assert sync_words("offline", 0, 0, "revoked") == ("送不出去，照常办", False)


def test_screen_speaks_what_is_public_top_to_bottom(qtbot: QtBot) -> None:
    theme = Theme()
    screen = Screen(theme)
    qtbot.addWidget(screen)
    screen.head("今天有 28 个活", "张师傅 尾号1234")
    named = Words(theme, "张师傅")
    named.is_private = True
    for words in (
        Words(theme, "上次留的是 136****7788"),
        named,
        Words(theme, "热线 0731-8500 0123"),
    ):
        screen.main.addWidget(words)
        words.setVisible(True)
    screen.resize(1080, 1576)
    screen.show()
    assert screen.spoken_texts() == ["今天有 28 个活", "热线 0731-8500 0123"]
