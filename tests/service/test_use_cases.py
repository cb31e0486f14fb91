"""The use cases at one station: the ordinary way, the second tap, and what ends a referral."""

import msgspec
import pytest
from synthetic import HOUR_MS, household, phone, posting, seeker, uscc_code

from kiosk.domain.codes import CodeKind, build_code
from kiosk.domain.problems import NotPossible
from kiosk.domain.referral import Side
from kiosk.domain.vacancy import Vacancy
from kiosk.printing.queue import JobState
from kiosk.service.confirmation import agree, cancel_referral, candidates, decline, undo_agreement
from kiosk.service.employers import (
    RegisterEmployer,
    find_employer,
    find_employer_by_id_number,
    register_employer,
)
from kiosk.service.hall_codes import open_posting_code, open_referral_code
from kiosk.service.hall_profile import HallProfile, change_hall_profile, hall_view, today_figures
from kiosk.service.matching import list_vacancies, refer, show_vacancy
from kiosk.service.posting import places_of_hall, post_vacancy
from kiosk.service.print_queue import print_job_state, reprint
from kiosk.service.registration import (
    change_seeker,
    erase_person,
    find_seeker,
    register_seeker,
)
from kiosk.service.site import SiteRules
from kiosk.service.vacancy_changes import close_vacancy
from kiosk.store.spool import job_rows
from kiosk.store.verify import verify_store


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


@pytest.fixture
def referral(site, person, vacancy) -> str:
    return refer(site, person, vacancy).referral.id


def count(site) -> int:
    return site.store.chain().n


def state(site, vacancy: str) -> Vacancy:
    with site.store.read() as db:
        found = site.store.applier(db).state(vacancy)
    assert isinstance(found, Vacancy)
    return found


def not_possible(use, code: str, site) -> None:
    before = count(site)
    with pytest.raises(NotPossible) as caught:
        use()
    assert caught.value.code == code
    assert count(site) == before


class TestRegistration:
    def test_new(self, site):
        done = register_seeker(site, seeker(1))
        assert (done.number, done.is_new) == ("A001", True)
        assert done.seeker.public_name == "张师傅 尾号0001"
        assert done.seeker.phone_masked == "139****0001"
        assert done.changed == {done.seeker.id}
        assert find_seeker(site, seeker(1).id_number) == done.seeker

    def test_double_tap(self, site):
        first = register_seeker(site, seeker(1))
        second = register_seeker(site, seeker(1))
        assert (second.seeker.id, second.number) == (first.seeker.id, "A001")
        assert count(site) == 1

    def test_next_day(self, site, clock):
        register_seeker(site, seeker(1))
        register_seeker(site, seeker(2))
        clock.advance(hours=24)
        again = register_seeker(site, seeker(2))
        assert (again.number, again.is_new) == ("A001", False)
        assert register_seeker(site, seeker(2)).number == "A001"
        assert count(site) == 3

    def test_new_phone_and_trades_are_taken_over(self, site):
        register_seeker(site, seeker(1))
        view = register_seeker(site, seeker(1, phone=phone(77), trades=("painter",))).seeker
        assert (view.phone_masked, view.trades) == ("139****0077", ("painter",))

    def test_empty_fields_do_not_wipe_what_is_known(self, site):
        register_seeker(site, seeker(1))
        view = register_seeker(site, seeker(1, phone="", trades=())).seeker
        assert (view.phone_masked, view.trades) == ("139****0001", ("loader",))

    def test_without_phone_the_number_is_the_tail(self, site):
        view = register_seeker(site, seeker(1, phone="")).seeker
        assert (view.public_name, view.has_phone) == ("张师傅 尾号A001", False)

    def test_the_card_reader_and_typing_find_the_same_person(self, site):
        typed = seeker(1, id_number="11010519491231002x", name=" 张  试 ")
        first = register_seeker(site, typed)
        second = register_seeker(site, seeker(1, id_number="11010519491231002X"))
        assert second.seeker.id == first.seeker.id

    def test_change(self, site, person):
        view = change_seeker(site, person, phone=phone(88), trades=())
        assert (view.phone_masked, view.trades) == ("139****0088", ())
        assert find_seeker(site, seeker(10).id_number) == view

    def test_change_of_somebody_unknown(self, site, employer):
        not_possible(lambda: change_seeker(site, "seeker:x", phone=""), "unknown_seeker", site)
        not_possible(lambda: change_seeker(site, employer.id, phone=""), "unknown_seeker", site)


class TestErasure:
    def test_not_found_and_registered_anew(self, site, person):
        erase_person(site, person, "staff:x")
        assert find_seeker(site, seeker(10).id_number) is None
        again = register_seeker(site, seeker(10))
        assert again.is_new
        assert again.seeker.id != person
        assert again.number == "A002"

    def test_an_erased_person_can_do_nothing_more(self, site, person, vacancy):
        erase_person(site, person, "staff:x")
        not_possible(lambda: refer(site, person, vacancy), "unknown_seeker", site)
        not_possible(lambda: change_seeker(site, person, phone=phone(1)), "unknown_seeker", site)

    def test_an_erased_employer_can_do_nothing_more(self, site, employer):
        erase_person(site, employer.id, "staff:x")
        assert find_employer_by_id_number(site, household(1).id_number) is None
        given = posting(site, employer.id)
        not_possible(lambda: post_vacancy(site, given), "unknown_employer", site)
        assert register_employer(site, household(1)).id != employer.id

    def test_counts_stay(self, site, referral, person, vacancy):
        for side in Side:
            agree(site, referral, side, "station")
        erase_person(site, person, "staff:x")
        assert today_figures(site).agreed == 1
        assert candidates(site, vacancy)[0].public_name == "师傅"

    def test_of_somebody_unknown(self, site):
        not_possible(lambda: erase_person(site, "seeker:x", "staff:x"), "unknown_person", site)


class TestEmployers:
    def test_new_and_known_again(self, site):
        first = register_employer(site, household(1))
        assert (first.contact, first.phone_masked) == ("刘老板", "139****0001")
        before = count(site)
        assert register_employer(site, household(1)) == first
        assert count(site) == before
        assert find_employer(site, first.id) == first
        assert find_employer_by_id_number(site, household(1).id_number) == first

    def test_company_by_its_code(self, site):
        given = RegisterEmployer(
            kind="company", name="试验公司", uscc=uscc_code().lower(), phone=phone(1)
        )
        first = register_employer(site, given)
        assert register_employer(site, given).id == first.id

    def test_new_phone(self, site):
        first = register_employer(site, household(1))
        second = register_employer(site, household(1, phone=phone(99)))
        assert (second.id, second.phone_masked) == (first.id, "139****0099")

    def test_unknown(self, site):
        assert find_employer(site, "employer:x") is None


class TestPosting:
    def test_new(self, site, employer):
        posted = post_vacancy(site, posting(site, employer.id, headcount=3))
        view = posted.vacancy
        assert (posted.number, view.headcount, view.left, view.agreed) == ("A001", 3, 3, 0)
        assert view.is_open
        assert posted.blocked_by == ()
        seats = state(site, view.id).seats
        assert (seats.minted, seats.free(site.store.chain().station)) == (3, 3)
        assert print_job_state(site.store, posted.print_job) == JobState.QUEUED
        assert show_vacancy(site, view.id) == view
        assert places_of_hall(site) == ("试验市场5栋",)

    def test_a_blocked_term_waits_for_the_desk(self, site, employer, person):
        term = next(term.term for term in site.terms if term.severity == "block")
        posted = post_vacancy(site, posting(site, employer.id, content=f"卸货{term}"))
        assert posted.vacancy.review == "queued"
        assert term in posted.blocked_by
        assert not posted.vacancy.is_open
        assert list_vacancies(site).total == 0
        not_possible(lambda: refer(site, person, posted.vacancy.id), "vacancy_in_review", site)

    def test_unverified_employers_wait_where_the_hall_wants_it(self, stores, site):
        strict = stores.site_on(site.store, SiteRules(unverified_goes_live=False))
        employer = register_employer(strict, household(1))
        assert post_vacancy(strict, posting(strict, employer.id)).vacancy.review == "queued"
        live = post_vacancy(site, posting(site, employer.id))
        assert live.vacancy.review == "live"
        with site.store.read() as db:
            rows = sorted(job_rows(db, ("queued",)), key=lambda row: row["number"])
        # Nobody looks for the post on the wall display before staff have read it.
        assert ["工作人员看过".encode() in row["payload"] for row in rows] == [True, False]

    def test_unknown_employer(self, site, person):
        for employer in ("employer:x", person):
            given = posting(site, employer)
            not_possible(lambda given=given: post_vacancy(site, given), "unknown_employer", site)

    def test_close_once(self, site, vacancy, person):
        assert close_vacancy(site, vacancy, "staff:x") == {vacancy}
        not_possible(lambda: close_vacancy(site, vacancy, "staff:x"), "vacancy_closed", site)
        not_possible(lambda: close_vacancy(site, "vacancy:x", "s"), "unknown_vacancy", site)
        not_possible(lambda: refer(site, person, vacancy), "vacancy_closed", site)
        assert list_vacancies(site).total == 0

    def test_a_list_in_pages_own_trades_first(self, site, employer, person):
        for trade in ("painter", "painter", "loader", "cook", "loader"):
            post_vacancy(site, posting(site, employer.id, trade=trade))
        first, second = (list_vacancies(site, person, page, per_page=4) for page in (1, 2))
        assert [item.trade for item in first.items[:2]] == ["loader", "loader"]
        assert (first.total, first.pages, len(second.items)) == (5, 2, 1)
        assert len({item.id for item in first.items + second.items}) == 5
        assert list_vacancies(site, person, 99, per_page=4).page == 2
        assert list_vacancies(site, person, -1, per_page=4).page == 1
        assert first.items[0].reasons[0] == "same_trade"
        assert list_vacancies(site).items[0].reasons == ()

    def test_past_its_day_it_is_gone(self, site, vacancy, person, clock):
        clock.advance(hours=18)
        assert list_vacancies(site).total == 0
        not_possible(lambda: refer(site, person, vacancy), "vacancy_expired", site)


class TestReferral:
    def test_new(self, site, person, vacancy):
        done = refer(site, person, vacancy)
        assert done.is_new
        assert done.referral.status == "open"
        assert done.referral.number == "A003"
        assert done.public_name == "张师傅 尾号0010"
        assert print_job_state(site.store, done.print_job) == JobState.QUEUED
        assert show_vacancy(site, vacancy).left == 2

    def test_double_tap(self, site, person, vacancy):
        first = refer(site, person, vacancy)
        before = count(site)
        second = refer(site, person, vacancy)
        assert not second.is_new
        assert (second.referral, second.print_job) == (first.referral, first.print_job)
        assert count(site) == before

    def test_unknown(self, site, person, vacancy):
        not_possible(lambda: refer(site, "seeker:x", vacancy), "unknown_seeker", site)
        not_possible(lambda: refer(site, person, "vacancy:x"), "unknown_vacancy", site)

    def test_at_most_three_and_half_an_hour_later_again(self, site, employer, person, clock):
        posts = [post_vacancy(site, posting(site, employer.id)).vacancy.id for _ in range(4)]
        for post in posts[:3]:
            refer(site, person, post)
        not_possible(lambda: refer(site, person, posts[3]), "too_many_open", site)
        clock.advance(minutes=29.9)
        not_possible(lambda: refer(site, person, posts[3]), "too_many_open", site)
        clock.advance(minutes=0.2)
        assert refer(site, person, posts[3]).is_new
        assert refer(site, person, posts[0]).is_new

    def test_what_is_under_way_does_not_expire(self, site, person, vacancy, referral, clock):
        agree(site, referral, Side.SEEKER, person)
        clock.advance(minutes=45)
        again = refer(site, person, vacancy)
        assert (again.is_new, again.referral.id) == (False, referral)

    @pytest.mark.parametrize("end", ["cancel", "decline"])
    def test_an_ended_one_frees_the_person_at_once(self, site, person, vacancy, referral, end):
        if end == "cancel":
            assert cancel_referral(site, referral, person).referral.status == "cancelled"
        else:
            assert decline(site, referral, Side.SEEKER, person).referral.status == "declined"
        assert refer(site, person, vacancy).is_new

    def test_a_full_vacancy(self, site, employer, person):
        post = post_vacancy(site, posting(site, employer.id, headcount=1)).vacancy.id
        late = refer(site, register_seeker(site, seeker(11)).seeker.id, post).referral.id
        first = refer(site, person, post).referral.id
        for side in Side:
            agree(site, first, side, "station")
        other = register_seeker(site, seeker(12)).seeker.id
        not_possible(lambda: refer(site, other, post), "vacancy_full", site)
        not_possible(lambda: agree(site, late, Side.SEEKER, "station"), "vacancy_full", site)
        assert list_vacancies(site).total == 0

    def test_reprint_is_another_copy(self, site, referral):
        job = reprint(site.store, referral, "referral")
        with site.store.read() as db:
            rows = db.execute(
                "SELECT copy, payload FROM print_jobs WHERE subject = ? ORDER BY copy", (referral,)
            ).fetchall()
        assert [row[0] for row in rows] == [1, 2]
        assert rows[0][1] == rows[1][1]
        assert print_job_state(site.store, job) == JobState.QUEUED
        not_possible(lambda: reprint(site.store, "referral:x", "referral"), "no_slip", site)


class TestAgreement:
    @pytest.mark.parametrize("order", [list(Side), list(reversed(Side))])
    def test_both_sides_spend_one_seat(self, site, vacancy, referral, order):
        half = agree(site, referral, order[0], "station")
        assert (half.referral.status, half.left) == ("half", 2)
        done = agree(site, referral, order[1], "station")
        assert (done.referral.status, done.left) == ("agreed", 1)
        assert vacancy in done.changed
        assert len(state(site, vacancy).seats.spent) == 1

    def test_double_taps(self, site, vacancy, referral):
        for side in (*Side, *Side, *Side):
            agree(site, referral, side, "station")
        seats = state(site, vacancy).seats
        assert (len(seats.spent), seats.total_free) == (1, 1)
        assert [event_type for event_type in types(site) if event_type == "SeatSpent"] == [
            "SeatSpent"
        ]

    def test_undone_gives_the_seat_back_once(self, site, referral):
        for side in Side:
            agree(site, referral, side, "station")
        done = undo_agreement(site, referral, "staff:x")
        assert (done.referral.status, done.left) == ("open", 2)
        not_possible(lambda: undo_agreement(site, referral, "staff:x"), "not_agreed_yet", site)
        assert types(site).count("SeatReturned") == 1
        for side in Side:
            done = agree(site, referral, side, "station")
        assert (done.referral.status, done.left) == ("agreed", 1)
        assert types(site).count("SeatSpent") == 2

    def test_declined_is_final_for_this_slip(self, site, referral):
        decline(site, referral, Side.EMPLOYER, "station", "迟到")
        before = count(site)
        assert decline(site, referral, Side.EMPLOYER, "station").referral.status == "declined"
        assert count(site) == before
        not_possible(lambda: agree(site, referral, Side.SEEKER, "station"), "cancelled", site)
        not_possible(lambda: undo_agreement(site, referral, "staff:x"), "not_agreed_yet", site)

    def test_agreed_is_undone_not_declined(self, site, referral):
        for side in Side:
            agree(site, referral, side, "station")
        not_possible(
            lambda: decline(site, referral, Side.SEEKER, "station"), "already_agreed", site
        )
        not_possible(lambda: cancel_referral(site, referral, "station"), "already_agreed", site)

    def test_cancelled_twice_is_cancelled(self, site, referral):
        cancel_referral(site, referral, "station")
        before = count(site)
        assert cancel_referral(site, referral, "station").referral.status == "cancelled"
        assert count(site) == before
        not_possible(lambda: agree(site, referral, Side.SEEKER, "station"), "cancelled", site)

    def test_unknown(self, site):
        for use in (
            lambda: agree(site, "referral:x", Side.SEEKER, "station"),
            lambda: decline(site, "referral:x", Side.SEEKER, "station"),
            lambda: cancel_referral(site, "referral:x", "station"),
            lambda: undo_agreement(site, "referral:x", "station"),
        ):
            not_possible(use, "unknown_referral", site)

    def test_candidates_in_order_and_masked(self, site, vacancy, referral):
        other = register_seeker(site, seeker(11, name="欧阳试", trades=("painter", "loader")))
        refer(site, other.seeker.id, vacancy)
        first, second = candidates(site, vacancy)
        assert first.referral.id == referral
        assert second.public_name == "欧阳师傅 尾号0011"
        assert len(second.trade_names) == 2
        assert second.visits == 1
        assert "欧阳试" not in str((first, second))


class TestCodes:
    def slip_code(self, site, subject: str) -> str:
        with site.store.read() as db:
            payload = db.execute(
                "SELECT payload FROM print_jobs WHERE subject = ?", (subject,)
            ).fetchone()[0]
        return msgspec.json.decode(payload)["qr_payload"]

    def test_the_printed_codes_open_what_they_stand_for(self, site, vacancy, referral):
        scanned = open_referral_code(site, self.slip_code(site, referral))
        assert (scanned.referral.id, scanned.vacancy.id) == (referral, vacancy)
        assert scanned.public_name == "张师傅 尾号0010"
        assert open_posting_code(site, self.slip_code(site, vacancy).lower()).id == vacancy

    def test_other_codes_open_nothing(self, site, vacancy, referral):
        import uuid

        record = uuid.UUID(referral.partition(":")[2])
        own = self.slip_code(site, referral)
        for text in (
            "",
            "https://example.invalid",
            own[:-1],
            own[:-1] + ("0" if own[-1] != "0" else "1"),
            build_code(CodeKind.REFERRAL, "430111001", record, b"another hall's key"),
            build_code(CodeKind.REFERRAL, "430111001", uuid.UUID(int=5), site.hall_key()),
            self.slip_code(site, vacancy),
        ):
            not_possible(lambda text=text: open_referral_code(site, text), "unknown_code", site)
        not_possible(lambda: open_posting_code(site, own), "unknown_code", site)


class TestHall:
    def test_profile(self, site):
        assert hall_view(site).name == ""
        view = change_hall_profile(site, HallProfile(name="试验市场", hotline="12333"), "staff:x")
        assert (view.name, view.hotline) == ("试验市场", "12333")
        before = count(site)
        assert change_hall_profile(site, HallProfile(name="试验市场"), "staff:x") == view
        assert count(site) == before
        assert change_hall_profile(site, HallProfile(county="430111"), "staff:x").name == "试验市场"

    def test_figures(self, site, referral, clock):
        for side in Side:
            agree(site, referral, side, "station")
        figures = today_figures(site)
        assert (figures.posts, figures.headcount, figures.agreed) == (1, 2, 1)
        clock.ms += 20 * HOUR_MS
        assert today_figures(site).posts == 0


def types(site) -> list[str]:
    with site.store.read() as db:
        return [row[0] for row in db.execute("SELECT type FROM events ORDER BY seq").fetchall()]
