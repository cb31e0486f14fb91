"""A worker registers, looks, takes a gig."""

import pytest
from hand import Hand
from synthetic import household, id_number, posting

from kiosk.devices.card_reader import CardPulledEarly, CardUnreadable
from kiosk.service.employers import register_employer
from kiosk.service.posting import post_vacancy
from kiosk.ui.public.card_screen import CardScreen
from kiosk.ui.public.consent_screen import ConsentScreen
from kiosk.ui.public.detail_screen import DetailScreen
from kiosk.ui.public.phone_screen import PhoneScreen
from kiosk.ui.public.posts_screen import PostsScreen
from kiosk.ui.public.slip_screen import SlipScreen
from kiosk.ui.public.trades_screen import TradesScreen

NAME, NUMBER, PHONE = "张试工", id_number(21), "13900005678"


@pytest.fixture
def gig(hand: Hand) -> str:
    employer = register_employer(hand.site, household(1))
    return post_vacancy(hand.site, posting(hand.site, employer.id)).vacancy.id


def test_registration_by_card(hand: Hand) -> None:
    hand.register(NAME, NUMBER, PHONE)
    assert hand.events().count("SeekerRegistered") == 1
    assert hand.screen(PostsScreen).line.text().startswith("张师傅 尾号5678")
    hand.leave()


@pytest.mark.parametrize("event", [CardPulledEarly(), CardUnreadable(0x41)])
def test_card_that_was_not_read_is_asked_for_again(hand: Hand, event: object) -> None:
    hand.begin("find_work")
    hand.report(event)
    status = hand.screen(CardScreen).status
    assert status.text == "没读到，请再放一次，等“嘀”一声再拿。"
    hand.put_card(NAME, NUMBER)
    assert hand.name == "consent"


def test_wrong_phone_keeps_its_digits_and_says_so(hand: Hand) -> None:
    hand.to_phone(NAME, NUMBER)
    screen = hand.screen(PhoneScreen)
    hand.type_on(screen.keypad, "12800005678")
    hand.touch(screen.next)
    assert hand.name == "phone"
    assert hand.session.phone == "12800005678"
    assert screen.field.text == "128 **** 5678"
    assert screen.message.text == "这个电话号码不对，请再按一遍。"
    for _digit in range(10):
        hand.touch(screen.keypad.erase_key)
    hand.type_on(screen.keypad, PHONE[1:])
    hand.touch(screen.next, "trades")
    assert hand.session.phone == PHONE


def test_no_phone_is_no_hindrance(hand: Hand) -> None:
    hand.register(NAME, NUMBER, "")
    assert hand.session.seeker is not None
    assert not hand.session.seeker.has_phone


def test_without_consent_one_may_look_and_nothing_is_kept(hand: Hand, gig: str) -> None:
    before = hand.events()
    hand.begin("find_work")
    hand.put_card(NAME, NUMBER)
    hand.touch(hand.screen(ConsentScreen).browse, "posts")
    posts = hand.screen(PostsScreen)
    assert posts.line.text() == "没登记也能看"
    assert (hand.session.name, hand.session.id_number) == ("", "")
    hand.touch(posts.list.cards[0], "detail")
    assert hand.screen(DetailScreen).take.text() == "我要去，先放身份证"
    hand.leave()
    assert hand.events() == before
    assert "SeekerRegistered" not in before


def test_known_card_goes_straight_to_the_gigs(hand: Hand) -> None:
    hand.register(NAME, NUMBER, PHONE)
    hand.leave()
    hand.begin("find_work")
    hand.put_card(NAME, NUMBER)
    assert hand.name == "posts"
    assert hand.events().count("SeekerRegistered") == 1


def test_registration_without_a_trade_asks_for_one(hand: Hand) -> None:
    hand.to_phone(NAME, NUMBER)
    hand.touch(hand.screen(PhoneScreen).skip, "trades")
    trades = hand.screen(TradesScreen)
    hand.touch(trades.done)
    assert hand.name == "trades"
    assert trades.message.text.startswith("请先点一样")


def take(hand: Hand) -> str:
    posts = hand.screen(PostsScreen)
    hand.touch(posts.list.cards[0], "detail")
    hand.touch(hand.screen(DetailScreen).take, "slip")
    hand.screen(SlipScreen)
    return hand.session.number


def test_gig_taken_twice_is_one_referral(hand: Hand, gig: str) -> None:
    hand.register(NAME, NUMBER, PHONE)
    first = take(hand)
    hand.touch(hand.screen(SlipScreen).more, "posts")
    assert take(hand) == first
    assert hand.events().count("ReferralMade") == 1


def test_second_touch_on_the_way_commits_once(hand: Hand, gig: str) -> None:
    hand.register(NAME, NUMBER, PHONE)
    hand.touch(hand.screen(PostsScreen).list.cards[0], "detail")
    button = hand.screen(DetailScreen).take
    hand.guard.now_s += 1.0
    hand.tap(button)
    if button.isEnabled() and button.isVisible():
        hand.tap(button)
    hand.comes("slip")
    assert hand.events().count("ReferralMade") == 1
