"""Touches, cards and codes at random: nothing breaks, and nobody is left behind."""

import random
from dataclasses import dataclass, field

import pytest
from hand import Hand
from leftovers import leftovers
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from synthetic import household, id_number, posting, seeker

from kiosk.devices.card_reader import (
    CardArrived,
    CardEvent,
    CardPulledEarly,
    CardRemoved,
    CardUnreadable,
    ReaderReady,
    ReaderUnplugged,
)
from kiosk.devices.id_card import parse_text_block
from kiosk.devices.synthetic_cards import resident_block
from kiosk.printing.spooler import SpoolerStatus
from kiosk.printing.status import PrinterState, PrinterStatus
from kiosk.service.employers import register_employer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.store.verify import verify_store
from kiosk.ui.components.keypad import Key
from kiosk.ui.components.tiles import TradeTile
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.public.context import Session

NAMES = ("张试工", "李试工", "刘试主")
NUMBER = id_number(21)
CODES = ("https://pay.example/1", "6901234567892", NUMBER, "GH1:R:bad", "0" * 60)
_AWAITING_CARDS, _CARDS, _CODES, _DEVICES = 0.5, 0.01, 0.01, 0.02
_SEARCH_EVERY = 20


@dataclass
class Monkey:
    """One visitor with a fixed seed, who never does the same twice on purpose."""

    hand: Hand
    seed: int
    marks: tuple[str, ...]
    seen: set[str] = field(default_factory=set)
    sessions: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        numbers = (NUMBER, seeker(5).id_number, household(1).id_number)
        self.cards = list(zip(NAMES, numbers, strict=True))

    def act(self) -> None:
        """One touch, and what else may happen in a hall at that moment."""
        hand, chance = self.hand, self.chance
        hand.guard.now_s += chance.choice((0.05, 0.3, 1.0))
        if chance.random() < (_AWAITING_CARDS if hand.name == "card" else _CARDS):
            for event in self._card_events():
                hand.bridge.publish("card", event)
        if hand.name == "take_card" and chance.random() < 0.5:
            hand.bridge.publish("card", CardRemoved())
        if chance.random() < _CODES:
            QTest.keyClicks(hand.window, chance.choice(CODES))
            QTest.keyClick(hand.window, Qt.Key.Key_Return)
        if chance.random() < _DEVICES:
            state = chance.choice(list(PrinterState))
            hand.bridge.publish("printer", SpoolerStatus(PrinterStatus(state)))
        self._touch()
        hand.settle()
        self.seen.add(hand.name)
        if hand.station.navigator.current.is_home:
            self._nobody_is_left()

    def _card_events(self) -> list[CardEvent]:
        name, digits = self.chance.choice(self.cards)
        card = CardArrived(parse_text_block(resident_block(name, digits)))
        bad: list[CardEvent] = [CardPulledEarly(), CardUnreadable(0x33), ReaderUnplugged()]
        event = card if self.chance.random() < 0.7 else self.chance.choice(bad)
        taken = [CardRemoved()] if self.chance.random() < 0.8 else []
        return [ReaderReady(), event, *taken]

    def _touch(self) -> None:
        """Mostly a target, so that something happens; now and then anywhere, or long."""
        hand, chance = self.hand, self.chance
        targets = [item for item in hand.window.findChildren(Touchable) if item.isVisible()]
        size = hand.window.size()
        at = QPoint(chance.randrange(size.width()), chance.randrange(size.height()))
        # Leaving all the time would lead nowhere, and a keypad has many keys.
        if chance.random() < 0.9 and targets:
            weights = [self._weight(item) for item in targets]
            [target] = chance.choices(targets, weights)
            at = target.mapTo(hand.window, target.rect().center())
        handle, left = hand.window.windowHandle(), Qt.MouseButton.LeftButton
        match chance.randrange(20):
            case 0:
                QTest.mouseDClick(handle, left, pos=at)
            case 1:
                # Pressed here, let go elsewhere.
                QTest.mousePress(handle, left, pos=at)
                QTest.mouseRelease(handle, left, pos=QPoint(at.y() % size.width(), at.x()))
            case 2:
                QTest.mouseClick(handle, Qt.MouseButton.RightButton, pos=at)
            case _:
                QTest.mouseClick(handle, left, pos=at)

    def _weight(self, target: Touchable) -> float:
        if isinstance(target, Key | TradeTile):
            return 0.3
        return 0.2 if target in self.hand.window.footers[False].buttons.values() else 1.0

    def _nobody_is_left(self) -> None:
        self.sessions += 1
        assert self.hand.session == Session()
        if self.sessions % _SEARCH_EVERY == 0:
            assert leftovers(self.hand, self.marks) == []


@pytest.mark.parametrize(
    ("touches", "seed"),
    [
        (1_000, 20261123),
        pytest.param(20_000, 7, marks=[pytest.mark.soak, pytest.mark.timeout(3_600)]),
    ],
)
def test_random_touches(hand: Hand, touches: int, seed: int) -> None:
    employer = register_employer(hand.site, household(1))
    for _gig in range(3):
        post_vacancy(hand.site, posting(hand.site, employer.id))
    known = register_seeker(hand.site, seeker(5, name=NAMES[1])).seeker
    monkey = Monkey(hand, seed, (*NAMES[:2], NUMBER, known.phone_masked))
    for _touch in range(touches):
        monkey.act()
    # Enough of the station was seen for the silence to mean something.
    assert len(monkey.seen) >= 15, monkey.seen
    hand.station.navigator.leave()
    hand.bridge.publish("card", CardRemoved())
    hand.settle()
    assert hand.name == "home"
    assert hand.dialog is None
    assert hand.session == Session()
    assert leftovers(hand, monkey.marks) == []
    assert verify_store(hand.site.store).findings == ()
