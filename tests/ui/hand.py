"""A person at a public station: the real window, bridge, use cases and store, real touches."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from device_reports import report_to
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from still_clock import StillClock
from waiting import wait_until

from kiosk.config import SessionSettings
from kiosk.devices.card_reader import CardArrived, CardRemoved
from kiosk.devices.id_card import parse_text_block
from kiosk.devices.synthetic_cards import resident_block
from kiosk.service.hall_profile import HallProfile, change_hall_profile
from kiosk.service.site import Site
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.ui.bridge import Bridge
from kiosk.ui.components.keypad import Keypad
from kiosk.ui.components.overlay import Overlay
from kiosk.ui.input.camera import Camera
from kiosk.ui.public.check_screen import CheckScreen
from kiosk.ui.public.consent_screen import ConsentScreen
from kiosk.ui.public.home_screen import HomeScreen
from kiosk.ui.public.phone_screen import PhoneScreen
from kiosk.ui.public.posting.screens import (
    PostContactScreen,
    PostHeadcountScreen,
    PostPayScreen,
    PostTradeScreen,
    PostWhenScreen,
    PostWhereScreen,
)
from kiosk.ui.public.public_station import PublicStation
from kiosk.ui.public.trades_screen import TradesScreen
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["LONG", "Hand", "kiosk_of", "open_hall"]

S = TypeVar("S", bound=Screen)
LONG = SessionSettings(idle_s=600, idle_on_id_screens_s=600, countdown_s=600, slip_screen_s=600)
_LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Touches, puts cards, scans. Targets are touched where they stand in the window."""

    def __init__(
        self, qtbot: QtBot, station: PublicStation, bridge: Bridge, guard: StillClock
    ) -> None:
        self.qtbot, self.station, self.bridge, self.guard = qtbot, station, bridge, guard
        self.window = station.window
        self.session = station.session
        self.site: Site = station.context.site

    @property
    def name(self) -> str:
        """Name of the screen that is shown."""
        return self.station.navigator.current.name

    @property
    def dialog(self) -> Overlay | None:
        """The dialog over the screen."""
        shown = [item for item in self.window.findChildren(Overlay) if item.isVisible()]
        return shown[0] if shown else None

    def screen(self, kind: type[S]) -> S:
        """The screen shown, which must be of a kind."""
        screen = self.station.navigator.current
        assert isinstance(screen, kind), screen.name
        assert self.window.stack.currentWidget() is screen
        return screen

    def answer(self, *, safe: bool) -> None:
        """Touch an answer of the dialog."""
        dialog = self.dialog
        assert dialog is not None
        self.touch(dialog.safe if safe else dialog.other)

    def settle(self) -> None:
        """Every result has come back."""
        wait_until(lambda: self.bridge.is_idle)

    def comes(self, name: str) -> None:
        """Wait for a screen and its results."""
        wait_until(lambda: self.name == name)
        self.settle()

    def touch(self, target: QWidget, leads_to: str = "") -> None:
        """Touch a target and wait until its results are there; long after the last touch."""
        self.guard.now_s += 1.0
        self.tap(target)
        if leads_to:
            self.comes(leads_to)
        else:
            self.settle()

    def tap(self, target: QWidget) -> None:
        """Touch at once. What lies above the target gets the touch."""
        for _pass in range(2):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        assert target.isVisible(), target.accessibleName()
        assert target.isEnabled(), target.accessibleName()
        at = target.mapTo(self.window, target.rect().center())
        assert self.window.rect().contains(at), target.accessibleName()
        handle = self.window.windowHandle()
        QTest.mouseClick(handle, _LEFT, Qt.KeyboardModifier.NoModifier, at)

    def type_on(self, keypad: Keypad, keys: str) -> None:
        """Fast digits: no time passes between them."""
        for key in keys:
            self.tap(keypad.keys[key])

    def report(self, value: object) -> None:
        """A device reports from its own thread."""
        report_to(self.bridge, value)
        self.settle()

    def put_card(self, name: str, number: str, *, stays: bool = False) -> None:
        """A card is read whole, and taken away unless it `stays`."""
        self.report(CardArrived(parse_text_block(resident_block(name, number))))
        if not stays:
            self.report(CardRemoved())

    def scan(self, code: str) -> None:
        """A scanner types a code and Enter."""
        QTest.keyClicks(self.window, code)
        QTest.keyClick(self.window, Qt.Key.Key_Return)
        self.settle()

    def begin(self, tile: str) -> None:
        """Touch a tile of home."""
        self.touch(self.screen(HomeScreen).tiles[tile], "card")

    def leave(self) -> None:
        """不办了."""
        self.touch(self.window.footers[False].buttons["leave"], "home")

    def leave_to(self, home: str) -> None:
        """不办了, where something stands in for home."""
        self.touch(self.window.footers[False].buttons["leave"], home)

    def back(self) -> None:
        """返回."""
        self.touch(self.window.footers[False].buttons["back"])

    def to_phone(self, name: str, number: str) -> None:
        """A new worker, up to the phone."""
        self.begin("find_work")
        self.put_card(name, number)
        self.touch(self.screen(ConsentScreen).agree, "check")
        self.touch(self.screen(CheckScreen).right, "phone")

    def register(self, name: str, number: str, phone: str, trade: str = "loader") -> None:
        """A new worker, up to the list of gigs."""
        self.to_phone(name, number)
        screen = self.screen(PhoneScreen)
        if phone:
            self.type_on(screen.keypad, phone)
            self.touch(screen.next, "trades")
        else:
            self.touch(screen.skip, "trades")
        trades = self.screen(TradesScreen)
        self.touch(trades.grid.tile(trade))
        self.touch(trades.done, "posts")

    def to_step(self, step: str) -> None:
        """Fill in a posting, right up to a step; the employer's card has been read."""
        for here, go_on in _STEPS.items():
            if here == step:
                break
            go_on(self)
        assert self.name == step

    def to_step_from(self, step: str) -> None:
        """Finish a posting from a step on."""
        steps = list(_STEPS)
        for here in steps[steps.index(step) :]:
            _STEPS[here](self)

    def events(self) -> list[str]:
        """Kinds of everything in the log, oldest first."""
        columns = ", ".join(EVENT_COLUMNS)
        with self.site.store.read() as db:
            rows = db.execute(f"SELECT {columns} FROM events ORDER BY n").fetchall()
        return [event_of(row).type for row in rows]


def _trade(hand: Hand) -> None:
    hand.touch(hand.screen(PostTradeScreen).grid.tile("loader"), "post_headcount")


def _headcount(hand: Hand) -> None:
    screen = hand.screen(PostHeadcountScreen)
    hand.type_on(screen.keypad, "2")
    hand.touch(screen.next, "post_pay")


def _pay(hand: Hand) -> None:
    screen = hand.screen(PostPayScreen)
    hand.type_on(screen.pay.keypad, "260")
    hand.touch(screen.next, "post_when")


def _when(hand: Hand) -> None:
    screen = hand.screen(PostWhenScreen)
    hand.touch(screen.day.button(1))
    hand.touch(screen.time.hour.button(7))
    hand.touch(screen.next, "post_where")


def _where(hand: Hand) -> None:
    screen = hand.screen(PostWhereScreen)
    hand.touch(screen.place.button(screen.place.values[0]))
    hand.touch(screen.next, "post_contact")


def _contact(hand: Hand) -> None:
    screen = hand.screen(PostContactScreen)
    hand.type_on(screen.keypad, "13600007788")
    hand.touch(screen.next, "slip")


_STEPS = {
    "post_trade": _trade,
    "post_headcount": _headcount,
    "post_pay": _pay,
    "post_when": _when,
    "post_where": _where,
    "post_contact": _contact,
}


def open_hall(site: Site) -> None:
    """The hall has a name, a hotline and a county."""
    profile = HallProfile(
        name="试验市场",
        county="430111",
        address="试验路 1 号",
        opens="5:00",
        hotline="0731-12345678",
    )
    change_hall_profile(site, profile, "staff:test")


@contextmanager
def kiosk_of(
    qtbot: QtBot,
    site: Site,
    guard: StillClock,
    settings: SessionSettings = LONG,
    theme: Theme | None = None,
    camera: Camera | None = None,
    card_fields: str = "",
) -> Iterator[Hand]:
    """The windows on a store, with one reading and one writing thread."""
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as writer:
        bridge = Bridge(reader, writer)
        station = PublicStation(
            theme or Theme(), site, bridge, settings, camera=camera, card_fields=card_fields
        )
        station.window.show()
        hand = Hand(qtbot, station, bridge, guard)
        hand.settle()
        try:
            yield hand
        finally:
            station.stop()
            station.window.deleteLater()
            station.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
