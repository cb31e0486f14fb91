"""The counter over a real store: calls, referrals, answers, undo, order, candidates."""

from datetime import date

import pytest
from staff import light_hashes, session_of
from synthetic import FakeClock, household, id_number, posting, seeker

from kiosk.domain.events import ReferralCalled, decode_payload
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.referral import Side
from kiosk.domain.roles import Act, Role
from kiosk.service.authority import Authorised, NotAllowed, authorise
from kiosk.service.boards import board_view
from kiosk.service.candidates import Candidates
from kiosk.service.counter import (
    answer_for,
    call_number,
    call_numbers,
    cancel_for,
    mark_arrival,
    move_in_queue,
    override_ranking,
    refer_at_counter,
    undo_result,
)
from kiosk.service.counter_views import count_waiting, counter_queue, dispatch_of, people_of
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.service.site import Site

BOTH = (Side.SEEKER, Side.EMPLOYER)
pytestmark = pytest.mark.usefixtures("light_hashes")
__all__ = ["light_hashes"]


@pytest.fixture
def leave(site: Site):
    """Leave of a specialist for any act, through the real gate."""
    session = session_of(site, Role.SPECIALIST)
    return lambda act: authorise(site, session, act)


def gig(site: Site, **changes: object) -> str:
    employer = register_employer(site, household(1)).id
    return post_vacancy(site, posting(site, employer, **changes)).vacancy.id


def people(site: Site, count: int, clock: FakeClock, **changes: object) -> list[str]:
    found = []
    for index in range(count):
        found.append(register_seeker(site, seeker(index + 10, **changes)).seeker.id)
        clock.advance(minutes=1)
    return found


def row(site: Site, referral: str):
    return next(item for item in counter_queue(site) if item.id == referral)


class TestCalls:
    def test_each_call_counts_and_stands_on_the_board(self, site, clock, leave):
        vacancy = gig(site)
        first, second = people(site, 2, clock)
        one = refer(site, first, vacancy).referral
        clock.advance(minutes=1)
        two = refer(site, second, vacancy).referral
        assert [call.number for call in board_view(site).calls] == [two.number, one.number]
        clock.advance(minutes=40)
        assert board_view(site).calls == ()
        assert row(site, one.id).is_expired
        for calls in (1, 2):
            clock.advance(minutes=1)
            call_number(site, leave(Act.CALL_NUMBER), one.id)
            assert row(site, one.id).calls == calls
            assert not row(site, one.id).is_expired
        shown = board_view(site).calls
        assert [call.number for call in shown] == [one.number]
        assert shown[0].called_at > 0

    def test_who_is_done_with_is_not_called(self, site, clock, leave):
        vacancy = gig(site)
        made = [refer(site, who, vacancy).referral.id for who in people(site, 2, clock)]
        cancel_for(site, leave(Act.CONFIRM), made[1])
        before = len(events_of(site, "ReferralCalled"))
        with pytest.raises(NotPossible, match="cancelled"):
            call_numbers(site, leave(Act.CALL_NUMBER), tuple(made))
        assert len(events_of(site, "ReferralCalled")) == before

    def test_leave_for_something_else_does_not_do(self, site, clock, leave):
        made = refer(site, people(site, 1, clock)[0], gig(site)).referral.id
        wrong = leave(Act.REFER)
        for ask in (
            lambda: call_number(site, wrong, made),
            lambda: answer_for(site, wrong, made, BOTH, is_agreed=True),
            lambda: undo_result(site, wrong, made),
            lambda: mark_arrival(site, wrong, made, has_come=True),
            lambda: move_in_queue(site, wrong, made, "", "急"),
        ):
            with pytest.raises(NotAllowed):
                ask()


def events_of(site: Site, kind: str) -> list[object]:
    with site.store.read() as db:
        rows = db.execute(
            "SELECT type, payload, actor FROM events WHERE type = ? ORDER BY seq", (kind,)
        ).fetchall()
    return [(decode_payload(row[0], row[1]), row[2]) for row in rows]


class TestReferring:
    def test_print_and_call_is_one_transaction_in_the_name_of_staff(self, site, clock, leave):
        vacancy, who = gig(site), people(site, 1, clock)[0]
        allowed = leave(Act.REFER)
        made = refer_at_counter(site, allowed, who, vacancy, calls=True)
        assert made.is_new
        assert made.print_job
        assert row(site, made.referral.id).calls == 1
        ((call, actor),) = events_of(site, "ReferralCalled")
        assert call == ReferralCalled(referral=made.referral.id)
        ((referred, by),) = events_of(site, "ReferralMade")
        assert (actor, by, referred.made_by) == (allowed.actor, allowed.actor, "staff")

    def test_children_are_not_referred(self, site, leave):
        number = id_number(7, birth=date(2012, 1, 1))
        child = register_seeker(site, seeker(3, id_number=number)).seeker.id
        with pytest.raises(NotPossible, match="too_young"):
            refer_at_counter(site, leave(Act.REFER), child, gig(site))

    def test_a_second_outing_after_the_first(self, site, clock, leave):
        now = site.now_ms()
        first = gig(site, starts=now + 3_600_000, ends=now + 4 * 3_600_000)
        second = gig(site, starts=now + 5 * 3_600_000, ends=now + 8 * 3_600_000)
        clash = gig(site, starts=now + 3 * 3_600_000, ends=now + 6 * 3_600_000)
        who = people(site, 1, clock)[0]
        made = refer_at_counter(site, leave(Act.REFER), who, first).referral.id
        answer_for(site, leave(Act.CONFIRM), made, BOTH, is_agreed=True)
        mark_arrival(site, leave(Act.ARRIVAL), made, has_come=True)
        fitting = [item.vacancy.id for item in Candidates(site).for_seeker(who)]
        assert second in fitting
        assert clash not in fitting
        assert first not in fitting
        with pytest.raises(NotPossible, match="already_agreed"):
            refer_at_counter(site, leave(Act.REFER), who, clash)
        again = refer_at_counter(site, leave(Act.REFER), who, second)
        assert again.is_new


class TestAnswers:
    def test_agree_undo_agree_keeps_the_seats_right(self, site, clock, leave):
        vacancy = gig(site, headcount=1)
        made = refer(site, people(site, 1, clock)[0], vacancy).referral.id
        done = answer_for(site, leave(Act.CONFIRM), made, BOTH, is_agreed=True)
        assert (done.referral.status, done.left) == ("agreed", 0)
        mark_arrival(site, leave(Act.ARRIVAL), made, has_come=False)
        assert row(site, made).arrival == "missed"
        back = undo_result(site, leave(Act.UNDO), made, "记错了")
        assert (back.referral.status, back.left, back.referral.arrival) == ("open", 1, "")
        assert answer_for(site, leave(Act.CONFIRM), made, BOTH, is_agreed=True).left == 0

    def test_one_side_at_a_time(self, site, clock, leave):
        made = refer(site, people(site, 1, clock)[0], gig(site)).referral.id
        half = answer_for(site, leave(Act.CONFIRM), made, (Side.EMPLOYER,), is_agreed=True)
        assert half.referral.status == "half"
        whole = answer_for(site, leave(Act.CONFIRM), made, (Side.SEEKER,), is_agreed=True)
        assert whole.referral.status == "agreed"

    def test_a_wrong_no_and_a_wrong_cancel_are_taken_back(self, site, clock, leave):
        vacancy = gig(site)
        one, two = [refer(site, who, vacancy).referral.id for who in people(site, 2, clock)]
        answer_for(site, leave(Act.CONFIRM), one, BOTH, is_agreed=False, reason="嫌远")
        cancel_for(site, leave(Act.CONFIRM), two)
        for made in (one, two):
            assert undo_result(site, leave(Act.UNDO), made).referral.status == "open"
            with pytest.raises(NotPossible, match="nothing_said"):
                undo_result(site, leave(Act.UNDO), made)


class TestOrder:
    def test_a_number_is_moved_with_a_reason(self, site, clock, leave):
        vacancy = gig(site, headcount=5)
        made = []
        for who in people(site, 4, clock):
            clock.advance(minutes=1)
            made.append(refer(site, who, vacancy).referral.id)
        move_in_queue(site, leave(Act.MANUAL_ORDER), made[3], made[1], "带小孩，先叫")
        assert waiting(site) == [made[0], made[3], made[1], made[2]]
        move_in_queue(site, leave(Act.MANUAL_ORDER), made[0], "", "让一让")
        assert waiting(site) == [made[3], made[1], made[2], made[0]]
        move_in_queue(site, leave(Act.MANUAL_ORDER), made[2], made[3], "急")
        assert waiting(site) == [made[2], made[3], made[1], made[0]]
        with pytest.raises(InvalidInput):
            move_in_queue(site, leave(Act.MANUAL_ORDER), made[0], made[1], "  ")
        cancel_for(site, leave(Act.CONFIRM), made[1])
        with pytest.raises(NotPossible):
            move_in_queue(site, leave(Act.MANUAL_ORDER), made[0], made[1], "急")
        assert [event.reason for event, _by in events_of(site, "ReferralMoved")] == [
            "带小孩，先叫",
            "让一让",
            "急",
        ]

    def test_an_override_of_the_ranking_with_a_reason(self, site, clock, leave):
        vacancy = gig(site)
        first, second, third = people(site, 3, clock)
        desk = Candidates(site)
        assert order(desk, vacancy) == [first, second, third]
        override_ranking(site, leave(Act.OVERRIDE_RANKING), vacancy, third, 1, "本人会开叉车")
        listed = desk.for_vacancy(vacancy)
        assert order(desk, vacancy) == [third, first, second]
        assert (listed.rows[0].place_given, listed.rows[0].place_reason) == (1, "本人会开叉车")
        assert listed.free == 3
        assert listed.rows[0].is_here
        override_ranking(site, leave(Act.OVERRIDE_RANKING), vacancy, third, 0, "不用了")
        assert order(desk, vacancy) == [first, second, third]
        with pytest.raises(InvalidInput):
            override_ranking(site, leave(Act.OVERRIDE_RANKING), vacancy, third, 1, "")

    def test_the_ranking_keeps_up_with_the_log(self, site, clock, leave):
        vacancy = gig(site)
        first, second = people(site, 2, clock)
        desk = Candidates(site)
        assert order(desk, vacancy) == [first, second]
        made = refer_at_counter(site, leave(Act.REFER), first, vacancy).referral
        listed = desk.for_vacancy(vacancy).rows[0]
        assert (listed.referral, listed.number, listed.status) == (made.id, made.number, "open")
        answer_for(site, leave(Act.CONFIRM), made.id, BOTH, is_agreed=True)
        assert order(desk, vacancy) == [second]
        undo_result(site, leave(Act.UNDO), made.id)
        assert order(desk, vacancy) == [first, second]
        late = register_seeker(site, seeker(40)).seeker.id
        assert order(desk, vacancy) == [first, second, late]


def waiting(site: Site) -> list[str]:
    assert count_waiting(site) == sum(item.is_waiting for item in counter_queue(site))
    return [item.id for item in counter_queue(site) if item.is_waiting]


def order(desk: Candidates, vacancy: str) -> list[str]:
    return [item.seeker for item in desk.for_vacancy(vacancy, 20).rows]


def test_dispatch_of_tomorrow(site, clock, leave):
    tomorrow = site.now_ms() + 24 * 3_600_000
    vacancy = gig(site, starts=tomorrow, ends=tomorrow + 8 * 3_600_000)
    gig(site)
    made = [refer(site, who, vacancy).referral.id for who in people(site, 2, clock)]
    answer_for(site, leave(Act.CONFIRM), made[0], BOTH, is_agreed=True)
    (dispatch,) = dispatch_of(site)
    assert dispatch.vacancy.id == vacancy
    assert [item.id for item in dispatch.agreed] == [made[0]]
    assert [item.id for item in people_of(site, vacancy)] == made
    call_numbers(site, leave(Act.CALL_NUMBER), tuple(item.id for item in dispatch.agreed))
    assert board_view(site).calls[0].number == dispatch.agreed[0].number
    clock.advance(hours=24)
    assert [item.id for item in counter_queue(site)] == [made[0]]


def test_the_gate_lets_a_volunteer_call_but_not_reorder(site, clock):
    session = session_of(site, Role.VOLUNTEER)
    made = refer(site, people(site, 1, clock)[0], gig(site)).referral.id
    call_number(site, authorise(site, session, Act.CALL_NUMBER), made)
    for act in (Act.MANUAL_ORDER, Act.OVERRIDE_RANKING, Act.UNDO):
        with pytest.raises(NotAllowed):
            authorise(site, session, act)
    with pytest.raises(NotAllowed):
        move_in_queue(site, Authorised(Act.CALL_NUMBER, "x"), made, "", "急")
