"""How many touches each flow takes: no more than the design allows (UI.md, screens)."""

import pytest
from hand import Hand
from PySide6.QtWidgets import QWidget
from synthetic import household, id_number, posting, seeker

from kiosk.domain.events import CourseOffered
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.service.site import Site
from kiosk.service.training import offer_course
from kiosk.ui.public.card_screen import CardScreen
from kiosk.ui.public.check_screen import CheckScreen
from kiosk.ui.public.complaint_screens import ComplaintContactScreen, ComplaintScreen
from kiosk.ui.public.confirm_screen import ConfirmScreen
from kiosk.ui.public.consent_screen import ConsentScreen
from kiosk.ui.public.detail_screen import DetailScreen
from kiosk.ui.public.employer_screen import EmployerScreen
from kiosk.ui.public.home_screen import HomeScreen
from kiosk.ui.public.my_post_screen import MyPostScreen
from kiosk.ui.public.my_slips_screen import MySlipsScreen
from kiosk.ui.public.phone_screen import PhoneScreen
from kiosk.ui.public.posting.screens import (
    PostContactScreen,
    PostHeadcountScreen,
    PostPayScreen,
    PostTradeScreen,
    PostWhenScreen,
    PostWhereScreen,
)
from kiosk.ui.public.posts_screen import PostsScreen
from kiosk.ui.public.trades_screen import TradesScreen
from kiosk.ui.public.training_screen import TrainingScreen

NAME, NUMBER = "张试工", id_number(21)
BOSS, BOSS_NUMBER = "刘试主", household(1).id_number


@pytest.fixture
def taps(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every touch from now on, also those of `type_on`."""
    counted: list[str] = []
    tap = hand.tap

    def and_count(target: QWidget) -> None:
        counted.append(target.accessibleName())
        tap(target)

    monkeypatch.setattr(hand, "tap", and_count)
    return counted


@pytest.fixture
def gig(site: Site) -> str:
    employer = register_employer(site, household(1)).id
    return post_vacancy(site, posting(site, employer)).vacancy.id


@pytest.fixture
def worker(site: Site) -> str:
    return register_seeker(site, seeker(21, name=NAME, id_number=NUMBER)).seeker.id


@pytest.mark.usefixtures("gig", "worker")
def test_known_worker_card_and_two_touches(hand: Hand, taps: list[str]) -> None:
    hand.begin("find_work")
    hand.put_card(NAME, NUMBER)
    hand.comes("posts")
    taps.clear()
    hand.touch(hand.screen(PostsScreen).list.cards[0], "detail")
    hand.touch(hand.screen(DetailScreen).take, "slip")
    assert len(taps) == 2


@pytest.mark.usefixtures("gig")
def test_first_visit_five_touches_from_the_card(hand: Hand, taps: list[str]) -> None:
    hand.begin("find_work")
    hand.put_card(NAME, NUMBER)
    hand.comes("consent")
    taps.clear()
    hand.touch(hand.screen(ConsentScreen).agree, "check")
    hand.touch(hand.screen(CheckScreen).right, "phone")
    hand.touch(hand.screen(PhoneScreen).skip, "trades")
    hand.touch(hand.screen(TradesScreen).grid.tile("loader"))
    hand.touch(hand.screen(TradesScreen).done, "posts")
    assert len(taps) == 5


@pytest.mark.usefixtures("gig")
def test_looking_without_registering_two_touches(hand: Hand, taps: list[str]) -> None:
    hand.begin("find_work")
    hand.touch(hand.screen(CardScreen).look, "posts")
    assert len(taps) == 2
    assert hand.events().count("SeekerRegistered") == 0


def test_a_new_post_in_six_steps(hand: Hand, taps: list[str]) -> None:
    hand.begin("hire")
    hand.put_card(BOSS, BOSS_NUMBER)
    hand.comes("post_trade")
    taps.clear()
    hand.touch(hand.screen(PostTradeScreen).grid.tile("loader"), "post_headcount")
    headcount = hand.screen(PostHeadcountScreen)
    hand.touch(headcount.ready.button(2))
    hand.touch(headcount.next, "post_pay")
    pay = hand.screen(PostPayScreen)
    hand.type_on(pay.pay.keypad, "260")
    hand.touch(pay.next, "post_when")
    when = hand.screen(PostWhenScreen)
    hand.touch(when.day.button(1))
    hand.touch(when.time.hour.button(7))
    hand.touch(when.next, "post_where")
    where = hand.screen(PostWhereScreen)
    hand.touch(where.place.button(where.place.values[0]))
    hand.touch(where.next, "post_contact")
    contact = hand.screen(PostContactScreen)
    hand.type_on(contact.keypad, "13600007788")
    hand.touch(contact.next, "slip")
    # One for the trade, two for the people, four for the pay, three for when, two for where.
    assert len(taps) == 1 + 2 + 4 + 3 + 2 + 12


@pytest.mark.usefixtures("gig")
def test_the_last_post_once_more_two_touches(hand: Hand, taps: list[str]) -> None:
    hand.begin("hire")
    hand.put_card(BOSS, BOSS_NUMBER)
    hand.comes("employer")
    taps.clear()
    hand.touch(hand.screen(EmployerScreen).again, "post_contact")
    hand.touch(hand.screen(PostContactScreen).next, "slip")
    assert len(taps) == 2


def test_one_touch_a_candidate(hand: Hand, gig: str, worker: str, taps: list[str]) -> None:
    refer(hand.site, worker, gig)
    hand.begin("hire")
    hand.put_card(BOSS, BOSS_NUMBER)
    hand.comes("employer")
    hand.touch(hand.screen(EmployerScreen).list.cards[0], "my_post")
    taps.clear()
    hand.touch(hand.screen(MyPostScreen).people[0].yes)
    assert len(taps) == 1
    assert "ReferralAgreed" in hand.events()


def test_outcome_in_two_touches_from_the_own_slips(
    hand: Hand, gig: str, worker: str, taps: list[str]
) -> None:
    refer(hand.site, worker, gig)
    hand.begin("my_slips")
    hand.put_card(NAME, NUMBER)
    hand.comes("my_slips")
    taps.clear()
    hand.touch(hand.screen(MySlipsScreen).list.cards[0], "confirm")
    hand.touch(hand.screen(ConfirmScreen).yes)
    assert len(taps) == 2


def test_complaint_in_three_touches(hand: Hand, taps: list[str]) -> None:
    hand.touch(hand.screen(HomeScreen).tiles["rights"], "complaint")
    hand.touch(hand.screen(ComplaintScreen).tiles["wage_arrears"], "complaint_contact")
    hand.touch(hand.screen(ComplaintContactScreen).skip, "slip")
    assert len(taps) == 3


@pytest.mark.usefixtures("worker")
def test_a_place_in_a_course_two_touches_and_the_card(hand: Hand, taps: list[str]) -> None:
    offer_course(hand.site, CourseOffered(title="电工", place="中心", seats=5), "staff:test")
    hand.touch(hand.screen(HomeScreen).tiles["training"], "training")
    hand.touch(hand.screen(TrainingScreen).list.cards[0], "card")
    hand.put_card(NAME, NUMBER)
    hand.comes("training")
    assert len(taps) == 2
    assert "电工" in hand.screen(TrainingScreen).message.text


def test_urgent_internship_is_posted_as_such(hand: Hand) -> None:
    hand.begin("hire")
    hand.put_card(BOSS, BOSS_NUMBER)
    hand.comes("post_trade")
    hand.to_step("post_headcount")
    screen = hand.screen(PostHeadcountScreen)
    hand.touch(screen.engagement.button("internship"))
    hand.touch(screen.urgent.button(True))
    hand.to_step_from("post_headcount")
    vacancy = hand.session.vacancy
    assert vacancy is not None
    assert (vacancy.engagement, vacancy.is_urgent) == ("internship", True)
