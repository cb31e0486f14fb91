"""Complaints, calls for staff, courses, and what an employer finds again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from synthetic import HALL_KEY, HOUR_MS, MINUTE_MS, household, phone, posting, seeker

from kiosk.domain.complaint import COMPLAINT_KINDS
from kiosk.domain.events import CourseOffered, PersonErased
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.referral import Side
from kiosk.service.arrivals import mark_arrived, mark_missed
from kiosk.service.complaints import MakeComplaint, make_complaint
from kiosk.service.confirmation import agree, cancel_referral
from kiosk.service.employer_access import open_by_pin, posting_pin
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer, show_vacancy
from kiosk.service.my_referrals import my_referrals
from kiosk.service.own_posts import is_to_be_asked, last_post, own_posts
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import erase_person, register_seeker
from kiosk.service.seat_escrow import change_headcount
from kiosk.service.staff_calls import answer_staff_call, call_staff, waiting_calls
from kiosk.service.training import (
    join_course,
    leave_course,
    list_courses,
    offer_course,
    want_training,
    withdraw_course,
)
from kiosk.service.vacancy_changes import close_vacancy, keep_vacancy
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.store.verify import verify_store

COURSE = CourseOffered(title="养老护理", seats=2, place="试验社区", schedule="周六周日 白天")


@pytest.fixture(autouse=True)
def _always_verified(site):
    """Whatever a test did, the store is right at its end."""
    yield
    assert verify_store(site.store).findings == ()


@pytest.fixture
def employer(site):
    return register_employer(site, household(1))


@pytest.fixture
def vacancy(site, employer) -> str:
    return post_vacancy(site, posting(site, employer.id)).vacancy.id


@pytest.fixture
def person(site) -> str:
    return register_seeker(site, seeker(10)).seeker.id


def agreed(site, person: str, vacancy: str) -> str:
    referral = refer(site, person, vacancy).referral.id
    for side in Side:
        agree(site, referral, side, "staff:test")
    return referral


class TestComplaints:
    @pytest.mark.parametrize("kind", [*COMPLAINT_KINDS, "legal_aid", "advice"])
    def test_each_kind_has_an_answering_day_and_a_receipt(self, site, kind):
        receipt = make_complaint(site, MakeComplaint(kind))
        assert site.today() < receipt.reply_by <= site.today() + timedelta(days=5)
        assert receipt.number == "A001"
        with site.store.read() as db:
            job = db.execute("SELECT kind, payload FROM print_jobs").fetchone()
        assert job[0] == "complaint"
        assert b"A001" in job[1]

    def test_the_phone_stands_in_the_complaint_and_goes_with_it(self, site):
        receipt = make_complaint(site, MakeComplaint("wage_arrears", phone=phone(3)))
        erase_person_of_complaint(site, receipt.complaint)
        with site.store.read() as db:
            row = db.execute("SELECT phone FROM complaints").fetchone()
            left = db.execute(
                "SELECT count(*) FROM events WHERE payload LIKE ?", (f"%{phone(3)}%",)
            )
            assert row is None or row[0] == ""
            assert left.fetchone()[0] == 0

    @pytest.mark.parametrize("given", [MakeComplaint("fire"), MakeComplaint("fees", phone="12")])
    def test_wrong_input_writes_nothing(self, site, given):
        with pytest.raises(InvalidInput):
            make_complaint(site, given)
        assert site.store.chain().n == 0


def erase_person_of_complaint(site, complaint: str) -> None:
    with site.store.write() as writing:
        writing.append(PersonErased(), complaint, "staff:test")


class TestStaffCalls:
    def test_a_call_waits_until_it_is_answered(self, site, clock):
        first = call_staff(site, "posts")
        clock.advance(minutes=3)
        again = call_staff(site, "card")
        assert (first.is_new, again.is_new, again.call) == (True, False, first.call)
        assert [(call.place, call.call) for call in waiting_calls(site)] == [("posts", first.call)]
        answer_staff_call(site, first.call, "staff:test")
        assert waiting_calls(site) == ()
        assert call_staff(site, "posts").is_new

    def test_a_new_call_after_ten_minutes(self, site, clock):
        call_staff(site, "posts")
        clock.advance(minutes=11)
        assert call_staff(site, "posts").is_new
        assert len(waiting_calls(site)) == 2

    def test_yesterdays_call_is_forgotten(self, site, clock):
        call_staff(site, "posts")
        clock.advance(hours=13)
        assert waiting_calls(site) == ()

    def test_unknown(self, site):
        with pytest.raises(NotPossible):
            answer_staff_call(site, "staff_call:none", "staff:test")


class TestCourses:
    def test_join_twice_is_one_place_and_a_full_course_is_refused(self, site, person):
        course = offer_course(site, COURSE, "staff:test")
        first, second = join_course(site, person, course), join_course(site, person, course)
        assert (first.is_new, second.is_new, second.number) == (True, False, first.number)
        join_course(site, register_seeker(site, seeker(11)).seeker.id, course)
        with pytest.raises(NotPossible) as caught:
            join_course(site, register_seeker(site, seeker(12)).seeker.id, course)
        assert caught.value.code == "course_full"
        assert list_courses(site, person).items[0].is_joined
        assert list_courses(site).items[0].left == 0

    def test_a_place_given_back_is_free_again(self, site, person):
        course = offer_course(site, COURSE, "staff:test")
        join_course(site, person, course)
        leave_course(site, person, course)
        view = list_courses(site, person).items[0]
        assert (view.left, view.is_joined) == (2, False)
        assert join_course(site, person, course).is_new

    def test_withdrawn_and_over(self, site, person, clock):
        gone = offer_course(site, COURSE, "staff:test")
        over = CourseOffered(title="电工", valid_until=clock.now_ms() + HOUR_MS)
        offer_course(site, over, "staff:test")
        withdraw_course(site, gone, "staff:test")
        assert [item.title for item in list_courses(site).items] == ["电工"]
        clock.advance(hours=2)
        assert list_courses(site).items == ()
        with pytest.raises(NotPossible):
            join_course(site, person, gone)

    @pytest.mark.parametrize(
        "offer",
        [
            CourseOffered(title=" "),
            CourseOffered(title="课" * 21),
            CourseOffered(title="课", subsidy="有补贴"),
            CourseOffered(title="课", seats=-1),
        ],
    )
    def test_an_offer_without_title_or_source_is_refused(self, site, offer):
        with pytest.raises(InvalidInput):
            offer_course(site, offer, "staff:test")

    def test_need(self, site, person):
        assert want_training(site, person, "electrician") == ("electrician",)
        assert want_training(site, person, "electrician") == ("electrician",)
        assert want_training(site, person, "own_shop") == ("electrician", "own_shop")
        with pytest.raises(InvalidInput):
            want_training(site, person, "flying")

    def test_pages(self, site):
        for index in range(5):
            offer_course(site, CourseOffered(title=f"班{index}"), "staff:test")
        assert [item.title for item in list_courses(site, page=2, per_page=2).items] == [
            "班2",
            "班3",
        ]
        assert list_courses(site, page=9, per_page=2).page == 3


class TestHeadcount:
    def test_more_and_fewer(self, site, vacancy):
        change_headcount(site, vacancy, 5, "staff:test")
        assert (show_vacancy(site, vacancy).headcount, show_vacancy(site, vacancy).left) == (5, 5)
        change_headcount(site, vacancy, 1, "staff:test")
        assert (show_vacancy(site, vacancy).headcount, show_vacancy(site, vacancy).left) == (1, 1)
        change_headcount(site, vacancy, 3, "staff:test")
        assert show_vacancy(site, vacancy).left == 3

    def test_never_below_what_is_agreed(self, site, vacancy):
        for index in range(2):
            agreed(site, register_seeker(site, seeker(20 + index)).seeker.id, vacancy)
        with pytest.raises(InvalidInput) as caught:
            change_headcount(site, vacancy, 1, "staff:test")
        assert caught.value.problems[0].code == "below_agreed"

    @given(st.lists(st.integers(1, 9), max_size=8))
    def test_seats_follow_the_headcount(self, make_stores, counts):
        site = make_stores().site()
        boss = register_employer(site, household(1)).id
        vacancy = post_vacancy(site, posting(site, boss, headcount=4)).vacancy.id
        for count in counts:
            change_headcount(site, vacancy, count, boss)
            assert show_vacancy(site, vacancy).left == count

    def test_only_the_posting_station(self, stores, site, vacancy):
        other = stores.site("B")
        with site.store.read() as db:
            rows = db.execute(f"SELECT {', '.join(EVENT_COLUMNS)} FROM events").fetchall()
        with other.store.write() as writing:
            writing.deliver([event_of(row) for row in rows])
        with pytest.raises(NotPossible) as caught:
            change_headcount(other, vacancy, 9, "staff:test")
        assert caught.value.code == "other_station"

    def test_closed(self, site, vacancy):
        close_vacancy(site, vacancy, "staff:test")
        with pytest.raises(NotPossible):
            change_headcount(site, vacancy, 3, "staff:test")


class TestEmployerFindsAgain:
    def test_pin_on_the_receipt_opens(self, site, employer, vacancy):
        pin = posting_pin(HALL_KEY, vacancy)
        with site.store.read() as db:
            [payload] = db.execute("SELECT payload FROM print_jobs").fetchone()
        assert pin.encode() in payload
        assert open_by_pin(site, phone(1), pin).id == employer.id

    def test_five_wrong_tries_lock_also_the_right_one(self, site, clock, vacancy):
        right = posting_pin(HALL_KEY, vacancy)
        wrong = "000000" if right != "000000" else "000001"
        for _try in range(5):
            with pytest.raises(NotPossible) as caught:
                open_by_pin(site, phone(1), wrong)
            assert caught.value.code == "wrong_pin"
        with pytest.raises(NotPossible) as caught:
            open_by_pin(site, phone(1), right)
        assert (caught.value.code, caught.value.values) == ("locked", {"minutes": 15})
        clock.advance(minutes=16)
        assert open_by_pin(site, phone(1), right)

    def test_trying_many_phones_locks_the_station(self, site, vacancy):
        for index in range(20):
            with pytest.raises(NotPossible):
                open_by_pin(site, phone(100 + index), "123456")
        with pytest.raises(NotPossible) as caught:
            open_by_pin(site, phone(1), posting_pin(HALL_KEY, vacancy))
        assert caught.value.code == "locked"

    def test_lock_survives_a_restart(self, stores, site, vacancy):
        for _try in range(5):
            with pytest.raises(NotPossible):
                open_by_pin(site, phone(1), "999999")
        again = stores.site_on(stores.reopen(site.store))
        with pytest.raises(NotPossible) as caught:
            open_by_pin(again, phone(1), posting_pin(HALL_KEY, vacancy))
        assert caught.value.code == "locked"
        site.store._db = again.store._db

    def test_an_erased_employer_is_not_opened(self, site, employer, vacancy):
        erase_person(site, employer.id, "staff:test")
        with pytest.raises(NotPossible):
            open_by_pin(site, phone(1), posting_pin(HALL_KEY, vacancy))

    @pytest.mark.parametrize("pin", ["", "12345", "1234567", "12345x"])
    def test_malformed(self, site, pin):
        with pytest.raises(InvalidInput):
            open_by_pin(site, phone(1), pin)

    def test_posts_and_the_last_one(self, site, clock, employer, vacancy):
        assert [post.id for post in own_posts(site, employer.id)] == [vacancy]
        clock.advance(hours=30)
        assert own_posts(site, employer.id) == ()
        found = last_post(site, employer.id)
        assert found is not None
        assert found.id == vacancy
        clock.advance(hours=24 * 61)
        assert last_post(site, employer.id) is None

    def test_still_needed_is_asked_after_two_hours_without_a_word(self, site, clock, employer):
        given = posting(site, employer.id, starts=clock.now_ms() + 5 * HOUR_MS)
        vacancy = post_vacancy(site, given).vacancy
        assert not is_to_be_asked(site, vacancy)
        clock.advance(hours=3)
        assert is_to_be_asked(site, show_vacancy(site, vacancy.id))
        keep_vacancy(site, vacancy.id, employer.id)
        assert not is_to_be_asked(site, show_vacancy(site, vacancy.id))


class TestArrival:
    def test_arrived_then_missed(self, site, person, vacancy):
        referral = agreed(site, person, vacancy)
        mark_arrived(site, referral, "staff:test")
        assert my_referrals(site, person)[0].referral.arrival == "arrived"
        mark_missed(site, referral, "staff:test")
        assert my_referrals(site, person)[0].referral.arrival == "missed"

    def test_only_who_agreed(self, site, person, vacancy):
        referral = refer(site, person, vacancy).referral.id
        with pytest.raises(NotPossible) as caught:
            mark_arrived(site, referral, "staff:test")
        assert caught.value.code == "not_agreed_yet"


class TestSecondOuting:
    def test_another_gig_after_the_first_one(self, site, employer, person, clock):
        now = clock.now_ms()
        morning = posting(site, employer.id, starts=now + HOUR_MS, ends=now + 4 * HOUR_MS)
        evening = posting(site, employer.id, starts=now + 4 * HOUR_MS, ends=now + 8 * HOUR_MS)
        clash = posting(site, employer.id, starts=now + 3 * HOUR_MS, ends=now + 5 * HOUR_MS)
        first, second, third = (
            post_vacancy(site, given).vacancy.id for given in (morning, evening, clash)
        )
        agreed(site, person, first)
        with pytest.raises(NotPossible) as caught:
            refer(site, person, third)
        assert caught.value.code == "already_agreed"
        assert refer(site, person, second).is_new

    def test_my_referrals_today(self, site, person, vacancy, clock):
        referral = refer(site, person, vacancy).referral
        cancel_referral(site, referral.id, person)
        [mine] = my_referrals(site, person)
        assert (mine.referral.id, mine.referral.status) == (referral.id, "cancelled")
        clock.ms += 24 * HOUR_MS + MINUTE_MS
        assert my_referrals(site, person) == ()


def test_the_table_of_answering_times_is_dated(site):
    for term in site.complaint_terms:
        assert date.fromisoformat(term.effective)
        assert term.reply_days > 0
        assert term.basis
