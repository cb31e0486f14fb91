"""Six hundred touches anywhere: nothing breaks, and in the end nobody is left."""

import random

from hand import Hand
from leftovers import leftovers
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from synthetic import household, id_number, posting, seeker

from kiosk.devices.card_reader import CardArrived, CardPulledEarly, CardRemoved
from kiosk.devices.id_card import parse_text_block
from kiosk.devices.synthetic_cards import resident_block
from kiosk.service.employers import register_employer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.store.verify import verify_store
from kiosk.ui.components.keypad import Key
from kiosk.ui.components.tiles import TradeTile
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.public.context import Session

NAME, NUMBER = "张试工", id_number(21)
TOUCHES = 600


def test_six_hundred_touches(hand: Hand) -> None:
    chance = random.Random(20261123)
    employer = register_employer(hand.site, household(1))
    for _gig in range(3):
        post_vacancy(hand.site, posting(hand.site, employer.id))
    known = register_seeker(hand.site, seeker(5, name="李试工")).seeker
    cards = [(NAME, NUMBER), ("李试工", seeker(5).id_number), ("刘试主", household(1).id_number)]
    seen: set[str] = set()
    for _touch in range(TOUCHES):
        hand.guard.now_s += chance.choice((0.05, 0.3, 1.0))
        if hand.name == "card" and chance.random() < 0.5:
            name, digits = chance.choice(cards)
            block = resident_block(name, digits)
            event = chance.choice((CardArrived(parse_text_block(block)), CardPulledEarly()))
            hand.bridge.publish("card", event)
            hand.bridge.publish("card", CardRemoved())
        touch(hand, chance)
        hand.settle()
        seen.add(hand.name)
    # Enough of the station was seen for the silence to mean something.
    assert len(seen) >= 8, seen
    hand.station.navigator.leave()
    hand.settle()
    assert hand.name == "home"
    assert hand.dialog is None
    assert hand.session == Session()
    assert leftovers(hand, (NAME, "李试工", NUMBER, known.phone_masked)) == []
    assert verify_store(hand.site.store).findings == ()


def touch(hand: Hand, chance: random.Random) -> None:
    """Mostly a target, so that something happens; now and then anywhere."""
    targets = [item for item in hand.window.findChildren(Touchable) if item.isVisible()]
    size = hand.window.size()
    at = QPoint(chance.randrange(size.width()), chance.randrange(size.height()))
    # Leaving all the time would lead nowhere, and a keypad has many keys.
    weights = [weight(hand, item) for item in targets]
    if chance.random() < 0.9 and targets:
        [target] = chance.choices(targets, weights)
        at = target.mapTo(hand.window, target.rect().center())
    QTest.mouseClick(hand.window.windowHandle(), Qt.MouseButton.LeftButton, pos=at)


def weight(hand: Hand, target: Touchable) -> float:
    if isinstance(target, Key | TradeTile):
        return 0.3
    return 0.2 if target in hand.window.footers[False].buttons.values() else 1.0
