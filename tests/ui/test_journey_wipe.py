"""After a session nothing of the person is left, however it ended."""

import pytest
from hand import Hand, kiosk_of
from leftovers import leftovers
from pytestqt.qtbot import QtBot
from still_clock import StillClock
from synthetic import household, id_number, posting

from kiosk.config import SessionSettings
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import RegisterSeeker, register_seeker
from kiosk.service.site import Site
from kiosk.ui.public.card_screen import CardScreen
from kiosk.ui.public.check_screen import CheckScreen
from kiosk.ui.public.consent_screen import ConsentScreen
from kiosk.ui.public.context import Session
from kiosk.ui.public.detail_screen import DetailScreen
from kiosk.ui.public.id_number_screen import IdNumberScreen
from kiosk.ui.public.phone_screen import PhoneScreen
from kiosk.ui.public.posts_screen import PostsScreen
from kiosk.ui.public.slip_screen import SlipScreen

NAME, NUMBER, PHONE = "张试工", id_number(21), "13900005678"
WORDS = (NAME, NUMBER, PHONE, "尾号5678", "139****5678", NUMBER[6:], PHONE[3:])


@pytest.fixture
def gig(hand: Hand) -> str:
    employer = register_employer(hand.site, household(1))
    return post_vacancy(hand.site, posting(hand.site, employer.id)).vacancy.id


def assert_clean(hand: Hand) -> None:
    assert hand.name == "home"
    assert hand.session == Session()
    assert leftovers(hand, WORDS) == []


def test_the_search_finds_what_is_there(hand: Hand) -> None:
    hand.to_phone(NAME, NUMBER)
    hand.type_on(hand.screen(PhoneScreen).keypad, PHONE)
    hand.qtbot.waitUntil(lambda: bool(leftovers(hand, (PHONE,))))
    assert leftovers(hand, (NAME,))


@pytest.mark.parametrize("upto", ["consent", "check", "phone"])
def test_leaving_in_the_middle(hand: Hand, upto: str) -> None:
    if upto == "phone":
        hand.to_phone(NAME, NUMBER)
        screen = hand.screen(PhoneScreen)
        hand.type_on(screen.keypad, PHONE)
        hand.touch(screen.field.look)
        assert screen.field.text == "139 0000 5678"
    else:
        hand.begin("find_work")
        hand.put_card(NAME, NUMBER)
        if upto == "check":
            hand.touch(hand.screen(ConsentScreen).agree, "check")
            hand.touch(hand.screen(CheckScreen).look)
            assert leftovers(hand, (NUMBER,))
    hand.leave()
    assert_clean(hand)


def test_typed_number(hand: Hand) -> None:
    hand.begin("find_work")
    hand.touch(hand.screen(CardScreen).type_number, "id_number")
    hand.type_on(hand.screen(IdNumberScreen).keypad, NUMBER)
    hand.leave()
    assert_clean(hand)


def test_after_a_whole_visit(hand: Hand, gig: str) -> None:
    hand.register(NAME, NUMBER, PHONE)
    hand.touch(hand.screen(PostsScreen).list.cards[0], "detail")
    hand.touch(hand.screen(DetailScreen).take, "slip")
    hand.touch(hand.screen(SlipScreen).done, "home")
    assert_clean(hand)


def test_after_the_employer_has_seen_who_came(hand: Hand, gig: str) -> None:
    given = RegisterSeeker(
        name=NAME, id_number=NUMBER, phone=PHONE, trades=("loader",), has_consented=True
    )
    seeker = register_seeker(hand.site, given).seeker
    refer(hand.site, seeker.id, gig)
    hand.begin("my_slips")
    hand.scan(posting_code(hand.site, gig))
    hand.comes("my_post")
    assert leftovers(hand, ("尾号5678",))
    hand.leave()
    assert_clean(hand)


def posting_code(site: Site, vacancy: str) -> str:
    import uuid

    from kiosk.domain.codes import CodeKind, build_code
    from kiosk.domain.ids import aggregate_id

    record = uuid.UUID(aggregate_id(vacancy))
    return build_code(CodeKind.POSTING, site.store.chain().hall, record, site.hall_key())


def short(*, idle_s: float = 600, countdown_s: float = 600, slip_s: float = 600) -> SessionSettings:
    return SessionSettings(
        idle_s=idle_s, idle_on_id_screens_s=idle_s, countdown_s=countdown_s, slip_screen_s=slip_s
    )


def test_forgotten_session(qtbot: QtBot, site: Site, touch_clock: StillClock) -> None:
    with kiosk_of(qtbot, site, touch_clock, short(idle_s=0.3, countdown_s=0.6)) as hand:
        hand.begin("find_work")
        hand.put_card(NAME, NUMBER)
        assert hand.name == "consent"
        hand.qtbot.waitUntil(lambda: hand.dialog is not None)
        hand.qtbot.waitUntil(lambda: hand.name == "home")
        assert hand.dialog is None
        assert_clean(hand)


def test_still_here(qtbot: QtBot, site: Site, touch_clock: StillClock) -> None:
    with kiosk_of(qtbot, site, touch_clock, short(idle_s=0.3)) as hand:
        hand.begin("find_work")
        hand.put_card(NAME, NUMBER)
        hand.qtbot.waitUntil(lambda: hand.dialog is not None)
        dialog = hand.dialog
        assert dialog is not None
        hand.touch(dialog.safe)
        assert (hand.name, hand.session.name) == ("consent", NAME)
        assert hand.dialog is not dialog


def test_slip_left_alone(qtbot: QtBot, site: Site, touch_clock: StillClock) -> None:
    employer = register_employer(site, household(1))
    post_vacancy(site, posting(site, employer.id))
    with kiosk_of(qtbot, site, touch_clock, short(slip_s=1)) as hand:
        hand.register(NAME, NUMBER, PHONE)
        hand.touch(hand.screen(PostsScreen).list.cards[0], "detail")
        hand.touch(hand.screen(DetailScreen).take, "slip")
        hand.comes("home")
        assert_clean(hand)
