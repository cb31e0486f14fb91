"""Forgotten sessions are asked about, counted down and wiped; 返回 and 不办了 keep their word."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QStackedWidget
from pytestqt.qtbot import QtBot

from kiosk.config import SessionSettings
from kiosk.ui.components.overlay import Overlay
from kiosk.ui.navigator import ScreenNavigator
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

LEFT = Qt.MouseButton.LeftButton
LONG_S = 3_600.0


class Page(Screen):
    """Counts how often it is entered and wiped."""

    def __init__(self, theme: Theme, name: str, *, shows_identity: bool = False) -> None:
        super().__init__(theme)
        self.name, self.is_home, self.shows_identity = name, name == "home", shows_identity
        self.head(name)
        self.entered, self.wiped = 0, 0

    def enter(self) -> None:
        self.entered += 1

    def wipe(self) -> None:
        self.wiped += 1


class Hall:
    """A navigator over three pages."""

    def __init__(self, qtbot: QtBot, settings: SessionSettings) -> None:
        self.wipes: list[str] = []
        self.stack = QStackedWidget()
        qtbot.addWidget(self.stack)
        theme = Theme()
        self.stack.setFixedSize(theme.width_px, theme.height_px)
        self.pages = {
            "home": Page(theme, "home"),
            "card": Page(theme, "card", shows_identity=True),
            "posts": Page(theme, "posts"),
        }
        self.navigator = ScreenNavigator(self.stack, settings, lambda: self.wipes.append("wiped"))
        self.navigator.use_screens(dict(self.pages))
        self.stack.show()

    @property
    def name(self) -> str:
        return self.navigator.current.name

    @property
    def dialog(self) -> Overlay | None:
        shown = [child for child in self.stack.findChildren(Overlay) if child.isVisible()]
        return shown[0] if shown else None


def settings(*, idle_s: float = LONG_S, id_s: float = LONG_S, countdown_s: float = LONG_S):  # type: ignore[no-untyped-def]
    return SessionSettings(idle_s=idle_s, idle_on_id_screens_s=id_s, countdown_s=countdown_s)


@pytest.fixture
def hall(qtbot: QtBot) -> Iterator[Hall]:
    made = Hall(qtbot, settings())
    yield made
    made.navigator.stop()


def test_back_goes_down_one_and_leaves_from_the_first(hall: Hall) -> None:
    hall.navigator.go("card")
    hall.navigator.go("posts")
    hall.navigator.back()
    assert (hall.name, hall.wipes) == ("card", [])
    hall.navigator.back()
    assert (hall.name, hall.wipes) == ("home", ["wiped"])


def test_replaced_screen_is_not_gone_back_to(hall: Hall) -> None:
    hall.navigator.go("card")
    hall.navigator.go("posts")
    hall.navigator.replace("card")
    hall.navigator.back()
    assert hall.name == "card"
    hall.navigator.back()
    assert hall.name == "home"


def test_leaving_wipes_session_and_every_screen(hall: Hall) -> None:
    hall.navigator.go("card")
    hall.navigator.go("posts")
    hall.navigator.leave()
    assert (hall.name, hall.wipes) == ("home", ["wiped"])
    assert all(page.wiped == 1 for page in hall.pages.values())


def test_change_is_told(qtbot: QtBot, hall: Hall) -> None:
    with qtbot.waitSignal(hall.navigator.changed) as told:
        hall.navigator.go("posts")
    assert told.args == ["posts"]
    assert hall.pages["posts"].entered == 1


def test_staying_answer_keeps_everything(hall: Hall) -> None:
    hall.navigator.go("posts")
    hall.navigator.ask_now()
    dialog = hall.dialog
    assert dialog is not None
    QTest.mouseClick(dialog.safe, LEFT)
    assert hall.dialog is None
    assert (hall.name, hall.wipes) == ("posts", [])


def test_finished_answer_wipes(hall: Hall) -> None:
    hall.navigator.go("posts")
    hall.navigator.ask_now()
    dialog = hall.dialog
    assert dialog is not None
    QTest.mouseClick(dialog.other, LEFT)
    assert (hall.name, hall.wipes) == ("home", ["wiped"])


def test_safe_answer_is_the_larger_and_first(qtbot: QtBot, hall: Hall) -> None:
    hall.navigator.go("posts")
    hall.navigator.ask_now()
    dialog = hall.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.safe.height() > dialog.other.height())
    assert dialog.safe.y() < dialog.other.y()


def test_forgotten_session_is_asked_about_and_wiped(qtbot: QtBot) -> None:
    hall = Hall(qtbot, settings(idle_s=0.05, countdown_s=0.4))
    hall.navigator.go("posts")
    qtbot.waitUntil(lambda: hall.dialog is not None)
    qtbot.waitUntil(lambda: hall.name == "home")
    assert hall.wipes == ["wiped"]
    assert hall.dialog is None
    hall.navigator.stop()


def test_screens_with_identity_ask_sooner(qtbot: QtBot) -> None:
    hall = Hall(qtbot, settings(id_s=0.05))
    hall.navigator.go("card")
    qtbot.waitUntil(lambda: hall.dialog is not None)
    hall.navigator.stop()


def test_new_screens_keep_the_place(qtbot: QtBot, hall: Hall) -> None:
    hall.navigator.go("posts")
    theme = Theme(is_large=True)
    hall.navigator.use_screens({name: Page(theme, name) for name in ("home", "card", "posts")})
    assert hall.name == "posts"
    assert hall.navigator.current.theme.is_large
    qtbot.waitUntil(lambda: hall.stack.count() == 3)
