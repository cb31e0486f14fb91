"""People who come back: own slips, own posts, a second outing, a whole group."""

import pytest
from hand import Hand
from leftovers import leftovers
from synthetic import HALL_KEY, HOUR_MS, FakeClock, household, id_number, phone, posting, seeker

from kiosk.domain.referral import Side
from kiosk.service.confirmation import agree
from kiosk.service.employer_access import posting_pin
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer, show_vacancy
from kiosk.service.my_referrals import my_referrals
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.service.site import Site
from kiosk.ui.public.arrivals_screen import ArrivalsScreen
from kiosk.ui.public.card_screen import CardScreen
from kiosk.ui.public.confirm_screen import ConfirmScreen
from kiosk.ui.public.detail_screen import DetailScreen
from kiosk.ui.public.employer_pin_screen import EmployerPinScreen
from kiosk.ui.public.employer_screen import EmployerScreen
from kiosk.ui.public.headcount_screen import HeadcountScreen
from kiosk.ui.public.my_post_screen import MyPostScreen
from kiosk.ui.public.my_slips_screen import MySlipsScreen
from kiosk.ui.public.pick_trade_screen import PickTradeScreen
from kiosk.ui.public.posting.screens import PostContactScreen
from kiosk.ui.public.posts_screen import PostsScreen
from kiosk.ui.public.slip_screen import SlipScreen

NAME, NUMBER = "张试工", id_number(21)
BOSS, BOSS_NUMBER = "刘试主", household(1).id_number


@pytest.fixture
def employer(site: Site) -> str:
    return register_employer(site, household(1)).id


@pytest.fixture
def gig(site: Site, employer: str) -> str:
    return post_vacancy(site, posting(site, employer)).vacancy.id


@pytest.fixture
def worker(site: Site) -> str:
    return register_seeker(site, seeker(21, name=NAME, id_number=NUMBER)).seeker.id


class TestMySlips:
    def test_open_and_cancel(self, hand: Hand, gig: str, worker: str) -> None:
        refer(hand.site, worker, gig)
        hand.begin("my_slips")
        hand.put_card(NAME, NUMBER)
        hand.comes("my_slips")
        hand.touch(hand.screen(MySlipsScreen).list.cards[0], "confirm")
        screen = hand.screen(ConfirmScreen)
        hand.touch(screen.cancel)
        hand.answer(safe=True)
        assert "ReferralCancelled" not in hand.events()
        hand.touch(screen.cancel)
        hand.answer(safe=False)
        assert hand.events()[-1] == "ReferralCancelled"
        hand.back()
        assert hand.name == "my_slips"
        hand.leave()
        assert leftovers(hand, (NAME, NUMBER, "尾号")) == []

    def test_print_again_is_marked(self, hand: Hand, gig: str, worker: str) -> None:
        refer(hand.site, worker, gig)
        hand.begin("my_slips")
        hand.put_card(NAME, NUMBER)
        hand.comes("my_slips")
        hand.touch(hand.screen(MySlipsScreen).list.cards[0], "confirm")
        hand.touch(hand.screen(ConfirmScreen).again)
        with hand.site.store.read() as db:
            copies = db.execute(
                "SELECT copy FROM print_jobs WHERE kind = 'referral' ORDER BY copy"
            ).fetchall()
        assert copies == [(1,), (2,)]

    @pytest.mark.usefixtures("worker")
    def test_none_yet_leads_to_the_gigs(self, hand: Hand) -> None:
        hand.begin("my_slips")
        hand.put_card(NAME, NUMBER)
        hand.comes("my_slips")
        screen = hand.screen(MySlipsScreen)
        assert "还没有单子" in screen.title.text()
        hand.touch(screen.find_work, "posts")


class TestOwnPosts:
    @pytest.fixture
    def boss(self, gig: str, hand: Hand) -> Hand:
        assert show_vacancy(hand.site, gig).is_open
        hand.begin("hire")
        hand.put_card(BOSS, BOSS_NUMBER)
        hand.comes("employer")
        return hand

    def test_post_again_in_two_touches(self, boss: Hand, gig: str) -> None:
        boss.touch(boss.screen(EmployerScreen).again, "post_contact")
        screen = boss.screen(PostContactScreen)
        assert "搬运" in screen.line.text()
        boss.touch(screen.next, "slip")
        assert boss.session.vacancy is not None
        again, first = boss.session.vacancy, show_vacancy(boss.site, gig)
        assert again.id != first.id
        same = ("trade", "headcount", "pay_cents", "pay_unit", "place", "content", "settlement")
        assert [getattr(again, name) for name in same] == [getattr(first, name) for name in same]
        assert (again.starts - first.starts) % (24 * HOUR_MS) == 0

    def test_headcount(self, boss: Hand, gig: str) -> None:
        boss.touch(boss.screen(EmployerScreen).list.cards[0], "my_post")
        boss.touch(boss.screen(MyPostScreen).headcount, "headcount")
        screen = boss.screen(HeadcountScreen)
        boss.touch(screen.five)
        boss.touch(screen.fewer)
        assert screen.field.text == "6"
        boss.touch(screen.done, "my_post")
        assert show_vacancy(boss.site, gig).left == 6

    def test_arrivals(self, boss: Hand, gig: str, worker: str) -> None:
        referral = refer(boss.site, worker, gig).referral.id
        for side in Side:
            agree(boss.site, referral, side, "staff:test")
        boss.touch(boss.screen(EmployerScreen).list.cards[0], "my_post")
        boss.touch(boss.screen(MyPostScreen).arrivals, "arrivals")
        screen = boss.screen(ArrivalsScreen)
        boss.touch(screen.people[0].yes)
        assert "到了 1 人" in screen.line.text()
        boss.touch(screen.people[0].no)
        assert my_referrals(boss.site, worker)[0].referral.arrival == "missed"
        boss.leave()
        assert leftovers(boss, (NAME, BOSS, "尾号")) == []

    def test_still_needed_is_asked_once(self, boss: Hand, clock: FakeClock) -> None:
        assert boss.session.employer is not None
        now = clock.now_ms()
        given = posting(
            boss.site,
            boss.session.employer.id,
            starts=now + 9 * HOUR_MS,
            ends=now + 12 * HOUR_MS,
        )
        post_vacancy(boss.site, given)
        clock.advance(hours=3)
        boss.leave()
        boss.begin("hire")
        boss.put_card(BOSS, BOSS_NUMBER)
        boss.comes("employer")
        boss.touch(boss.screen(EmployerScreen).list.cards[0], "my_post")
        assert boss.dialog is not None
        assert "还要人吗" in boss.dialog.question.text()
        boss.answer(safe=True)
        assert boss.events()[-1] == "VacancyKept"
        boss.back()
        boss.touch(boss.screen(EmployerScreen).list.cards[0], "my_post")
        assert boss.dialog is None


class TestPin:
    def open(self, hand: Hand) -> EmployerPinScreen:
        hand.begin("hire")
        hand.touch(hand.screen(CardScreen).by_pin, "employer_pin")
        return hand.screen(EmployerPinScreen)

    def test_phone_and_pin_of_the_receipt(self, hand: Hand, gig: str) -> None:
        screen = self.open(hand)
        hand.type_on(screen.keypad, phone(1) + posting_pin(HALL_KEY, gig))
        assert screen.pin.text == "●" * 6
        hand.touch(screen.next, "employer")
        assert (hand.session.phone, hand.session.pin) == ("", "")

    def test_wrong_pin_then_locked(self, hand: Hand, gig: str) -> None:
        screen = self.open(hand)
        hand.type_on(screen.keypad, phone(1))
        right = posting_pin(HALL_KEY, gig)
        wrong = "111111" if right != "111111" else "222222"
        for _try in range(5):
            hand.type_on(screen.keypad, wrong)
            hand.touch(screen.next)
            assert hand.name == "employer_pin"
            assert "对不上" in screen.message.text
        hand.type_on(screen.keypad, right)
        hand.touch(screen.next)
        assert "锁住" in screen.message.text
        assert hand.session.employer is None


class TestGigs:
    def test_order_and_trade(self, hand: Hand, employer: str) -> None:
        site = hand.site
        now = site.now_ms()
        for trade, cents, hours in (
            ("loader", 20_000, 3),
            ("cook", 50_000, 5),
            ("cook", 30_000, 2),
        ):
            post_vacancy(
                site,
                posting(site, employer, trade=trade, pay_cents=cents, starts=now + hours * HOUR_MS),
            )
        hand.begin("find_work")
        hand.touch(hand.screen(CardScreen).look, "posts")
        screen = hand.screen(PostsScreen)

        def shown() -> list[str]:
            cards = [card for card in screen.list.cards if card.isVisible()]
            return [card.facts.pay for card in cards if card.facts]

        hand.touch(screen.order.button("pay"))
        assert shown() == ["500", "300", "200"]
        hand.touch(screen.order.button("start"))
        assert shown() == ["300", "200", "500"]
        hand.touch(screen.pick, "pick_trade")
        hand.touch(hand.screen(PickTradeScreen).grid.tile("cook"), "posts")
        assert shown() == ["300", "500"]
        assert "厨师有 2 个活" in screen.title.text()
        hand.touch(screen.pick)
        assert len(shown()) == 3
        hand.leave()
        assert (hand.session.order, hand.session.only_trade) == ("fit", "")


def test_group_one_after_another(hand: Hand, gig: str) -> None:
    hand.register(NAME, NUMBER, "13900005678")
    hand.touch(hand.screen(PostsScreen).list.cards[0], "detail")
    hand.touch(hand.screen(DetailScreen).take, "slip")
    hand.touch(hand.screen(SlipScreen).next_person, "card")
    assert leftovers(hand, (NAME, NUMBER, "尾号")) == []
    hand.put_card("李试工", id_number(22))
    hand.comes("consent")
    assert hand.session.name == "李试工"


def test_second_outing_after_work(hand: Hand, employer: str, worker: str, clock: FakeClock) -> None:
    site, now = hand.site, hand.site.now_ms()
    early = posting(site, employer, starts=now + HOUR_MS, ends=now + 3 * HOUR_MS)
    late = posting(site, employer, starts=now + 4 * HOUR_MS, ends=now + 8 * HOUR_MS)
    first = post_vacancy(site, early).vacancy.id
    post_vacancy(site, late)
    referral = refer(site, worker, first).referral.id
    for side in Side:
        agree(site, referral, side, "staff:test")
    hand.begin("find_work")
    hand.put_card(NAME, NUMBER)
    hand.comes("posts")
    clock.advance(hours=3.5)
    hand.screen(PostsScreen).enter()
    hand.settle()
    hand.touch(hand.screen(PostsScreen).list.cards[0], "detail")
    hand.touch(hand.screen(DetailScreen).take, "slip")
    assert hand.events().count("ReferralMade") == 2
