"""A card on the reader: put at home, forgotten at the end, left by the person before."""

from hand import Hand
from leftovers import leftovers
from synthetic import household, id_number, posting, seeker

from kiosk.devices.card_reader import CardRemoved, ReaderUnplugged
from kiosk.service.employers import register_employer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.ui.public.card_screen import CardScreen
from kiosk.ui.public.detail_screen import DetailScreen
from kiosk.ui.public.posts_screen import PostsScreen
from kiosk.ui.public.slip_screen import SlipScreen
from kiosk.ui.public.take_card_screen import TakeCardScreen

NAME, NUMBER = "张试工", id_number(21)


def test_a_card_put_at_home_begins_the_visit(hand: Hand) -> None:
    assert hand.name == "home"
    hand.put_card(NAME, NUMBER)
    assert (hand.name, hand.session.purpose) == ("consent", "work")


def test_a_forgotten_card_is_told_until_it_is_taken(hand: Hand) -> None:
    hand.begin("find_work")
    hand.put_card(NAME, NUMBER, stays=True)
    assert hand.window.headers[False].accessibleName() == "请拿好您的身份证"
    hand.leave_to("take_card")
    assert "请拿好您的身份证" in hand.screen(TakeCardScreen).spoken_texts()
    assert leftovers(hand, (NAME, NUMBER)) == []
    hand.report(CardRemoved())
    assert hand.name == "home"
    assert hand.window.headers[True].accessibleName() != "请拿好您的身份证"


def test_a_reader_pulled_out_with_the_card_gives_home_back(hand: Hand) -> None:
    hand.begin("find_work")
    hand.put_card(NAME, NUMBER, stays=True)
    hand.leave_to("take_card")
    hand.report(ReaderUnplugged())
    assert hand.name == "home"


def test_the_next_of_a_group_is_not_the_one_before(hand: Hand) -> None:
    employer = register_employer(hand.site, household(1))
    post_vacancy(hand.site, posting(hand.site, employer.id))
    register_seeker(hand.site, seeker(5, name=NAME))
    hand.begin("find_work")
    hand.put_card(NAME, seeker(5).id_number, stays=True)
    hand.touch(hand.screen(PostsScreen).list.cards[0], "detail")
    hand.touch(hand.screen(DetailScreen).take, "slip")
    hand.touch(hand.screen(SlipScreen).next_person, "card")
    screen = hand.screen(CardScreen)
    assert screen.status.text.startswith("读卡器上还有身份证")
    hand.report(CardRemoved())
    assert screen.status.text == "等您放卡…"
    assert hand.session.seeker is None
