"""Somebody of the staff at a desk: the real window, bridge, threads, use cases and store."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from device_reports import report_to
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from staff import PIN, open_staff
from waiting import wait_until

from kiosk.config import DeskSettings
from kiosk.devices.card_reader import CardArrived
from kiosk.devices.id_card import parse_text_block
from kiosk.devices.synthetic_cards import resident_block
from kiosk.doctor.reports import DeviceReports
from kiosk.domain.roles import Role
from kiosk.printing.paper_printer import PaperPrinter
from kiosk.service.accounts import list_accounts
from kiosk.service.site import Site
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.ui.bridge import Bridge
from kiosk.ui.components import touchable
from kiosk.ui.desk.desk_window import DeskWindow
from kiosk.ui.desk.dialogs import ChoiceDialog, QuestionDialog, TextDialog
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.places import folders
from kiosk.ui.theme import Theme

__all__ = ["LONG", "DeskHand", "desk_of"]

P = TypeVar("P", bound=DeskPage)
LONG = DeskSettings(lock_s=600, wipe_s=600)
_LEFT = Qt.MouseButton.LeftButton


@dataclass
class _Machine:
    """Counts what is asked of it."""

    data_dir: Path
    syncs: list[str] = field(default_factory=list)
    reports: DeviceReports = field(default_factory=DeviceReports)
    paper: PaperPrinter = field(default_factory=PaperPrinter)

    def sync_now(self) -> None:
        self.syncs.append("now")


class DeskHand:
    """Clicks, types, puts cards. Targets are clicked where they stand in the window."""

    def __init__(
        self, qtbot: QtBot, window: DeskWindow, bridge: Bridge, site: Site, machine: _Machine
    ) -> None:
        self.qtbot, self.window, self.bridge, self.site = qtbot, window, bridge, site
        self.machine = machine
        self.cover = window.cover

    @property
    def is_covered(self) -> bool:
        """Whether the cover lies over everything."""
        return self.cover.isVisible()

    @property
    def tabs(self) -> list[str]:
        """Names of the tabs."""
        return list(self.window.head.tabs)

    @property
    def said(self) -> str:
        """The line in the status bar."""
        return self.window.bar.message

    def settle(self) -> None:
        """Every result has come back, and pages have looked again."""
        shelf, bridges = self.window.shelf, (self.bridge, self.window.aside)

        def is_still() -> bool:
            return all(item.is_idle for item in bridges) and not shelf._settle.isActive()

        # The first PDF of a process loads its fonts: seconds on a busy machine.
        wait_until(is_still, timeout_s=20)

    def press(self, target: QWidget) -> None:
        """Click a target, long after the last click, and wait for what comes of it."""
        touchable._last_commit = 0.0
        # Qt shows what a layout has just got in its next round.
        wait_until(target.isVisible)
        for _pass in range(2):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        assert target.isVisible(), target.accessibleName()
        assert target.isEnabled(), target.accessibleName()
        at = target.mapTo(self.window, target.rect().center())
        assert self.window.rect().contains(at), target.accessibleName()
        handle = self.window.windowHandle()
        QTest.mouseClick(handle, _LEFT, Qt.KeyboardModifier.NoModifier, at)
        self.settle()

    def keys(self, text: str) -> None:
        """Type; a line break is Enter. Keys go to whatever has the focus."""
        for letter in text:
            target = QApplication.focusWidget() or self.window
            if letter == "\n":
                QTest.keyClick(target, Qt.Key.Key_Return)
            else:
                QTest.keyClicks(target, letter)
        self.settle()

    def sign_in(self, role: Role, pin: str = PIN) -> str:
        """By tile and keys; opens an account of the role first if there is none."""
        known = [item for item in list_accounts(self.site) if item.role == role]
        account = known[0].id if known else open_staff(self.site, f"试{role}", role)
        self.cover.presenter.start()
        self.settle()
        tile = next(item for item in self.cover.people.tiles if item.person.id == account)
        self.press(tile)
        self.window.activateWindow()
        self.cover.setFocus()
        for digit in pin:
            QTest.keyClicks(self.cover, digit)
        QTest.keyClick(self.cover, Qt.Key.Key_Return)
        self.settle()
        return account

    def step_up(self, pin: str = PIN) -> None:
        """The PIN once more, in the dialog that asks for it."""
        dialog = self.cover.step_up
        assert dialog is not None
        for digit in pin:
            QTest.keyClicks(dialog, digit)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        self.settle()

    def go(self, kind: type[P]) -> P:
        """Go to a page by its tab or its tile."""
        head = self.window.head
        if kind.name in head.tabs:
            self.press(head.tabs[kind.name])
        else:
            self.press(head.tabs["more"])
            page = self.window.shelf.current
            self.press(page.tiles[kind.name])
        return self.page(kind)

    def page(self, kind: type[P]) -> P:
        """The page shown, which must be of a kind."""
        page = self.window.shelf.current
        assert isinstance(page, kind), page
        return page

    def answer(self, *, safe: bool) -> None:
        """Answer the question."""
        dialog = self.window.navigator.dialog
        assert isinstance(dialog, QuestionDialog)
        self.press(dialog.safe if safe else dialog.other)

    def write(self, text: str) -> None:
        """Write into the dialog that asks for it."""
        dialog = self.window.navigator.dialog
        assert isinstance(dialog, TextDialog)
        dialog.field.setPlainText(text)
        self.press(dialog.send)

    def pick(self, value: str) -> None:
        """Pick one of several."""
        dialog = self.window.navigator.dialog
        assert isinstance(dialog, ChoiceDialog)
        self.press(dialog.buttons[value])

    def pick_own_folder(self) -> Path:
        """Say that a file goes to the folder of this machine."""
        own = folders(self.machine.data_dir)[-1]
        self.pick(own.label)
        return own.path

    def report(self, value: object) -> None:
        """Another thread reports."""
        report_to(self.bridge, value)
        self.settle()

    def put_card(self, name: str, number: str) -> None:
        """A card is read."""
        self.report(CardArrived(parse_text_block(resident_block(name, number))))

    def events(self) -> list[str]:
        """Kinds of everything in the log, oldest first."""
        columns = ", ".join(EVENT_COLUMNS)
        with self.site.store.read() as db:
            rows = db.execute(f"SELECT {columns} FROM events ORDER BY n").fetchall()
        return [event_of(row).type for row in rows]


@contextmanager
def desk_of(
    qtbot: QtBot,
    site: Site,
    folder: Path,
    settings: DeskSettings = LONG,
    theme: Theme | None = None,
) -> Iterator[DeskHand]:
    """The window on a store, with one reading and one writing thread."""
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as writer:
        bridge = Bridge(reader, writer)
        machine = _Machine(folder)
        window = DeskWindow(theme or Theme(1920, 1080), site, bridge, settings, machine)
        # Pages look again at once after a change, instead of when the changes have come to rest.
        window.shelf._settle.setInterval(0)
        window.show()
        hand = DeskHand(qtbot, window, bridge, site, machine)
        hand.settle()
        try:
            yield hand
        finally:
            window.stop()
            window.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
