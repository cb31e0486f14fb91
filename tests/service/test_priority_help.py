"""Priority help: consent, three certainties, tier, cases with steps and their end (R19–R23)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from staff import light_hashes, session_of
from synthetic import HOUR_MS, household, posting, seeker

from kiosk.domain.assistance import OUTCOMES, AssistanceCase
from kiosk.domain.facts import Period
from kiosk.domain.priority import CERTAINTIES
from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.referral import Side
from kiosk.domain.roles import Act, Role
from kiosk.domain.seeker import Seeker
from kiosk.domain.working_days import WorkCalendar
from kiosk.help_tables import help_day, priority_rules, work_calendar
from kiosk.service.assistance import (
    PlanStep,
    close_case,
    do_step,
    follow_up_case,
    hand_off_case,
    open_case,
    plan_step,
    refer_from_case,
)
from kiosk.service.assistance_views import case_view, count_due, help_card, help_list
from kiosk.service.authority import NotAllowed, authorise, authorise_console
from kiosk.service.confirmation import agree
from kiosk.service.employers import register_employer
from kiosk.service.matching import refer
from kiosk.service.monitoring import compare
from kiosk.service.posting import post_vacancy
from kiosk.service.priority_help import (
    NoteClaim,
    allow_help_data,
    forbid_help_data,
    note_claim,
    remove_claim,
)
from kiosk.service.ranking import MatchDesk
from kiosk.service.registration import register_seeker
from kiosk.store.verify import verify_store

__all__ = ["light_hashes"]

DAY_MS = 24 * HOUR_MS
pytestmark = pytest.mark.usefixtures("light_hashes")


@pytest.fixture(autouse=True)
def _always_verified(site):
    """Whatever a test did, the store is right at its end."""
    yield
    assert verify_store(site.store).findings == ()


@pytest.fixture
def person(site) -> str:
    return register_seeker(site, seeker(10, trades=("loader",))).seeker.id


@pytest.fixture
def staff(site):
    return session_of(site, Role.SPECIALIST)


def leave(act: Act = Act.CASES):
    return authorise_console(act)


def note(site, person: str, category: str = "disabled", certainty: str = "certified", **given):
    given.setdefault("basis", "残疾人证")
    claim = NoteClaim(category, certainty, **given)
    return note_claim(site, leave(Act.VERIFY_PRIORITY), person, claim)


def allow(site, person: str) -> None:
    allow_help_data(site, leave(Act.VERIFY_PRIORITY), person)


@pytest.fixture
def case(site, person) -> str:
    allow(site, person)
    note(site, person)
    return open_case(site, leave(), person, "找离家近的活")


class TestCategories:
    def test_nothing_is_kept_before_the_person_agreed(self, site, person):
        with pytest.raises(NotPossible, match="no_help_consent"):
            note(site, person)

    def test_three_levels_stand_side_by_side(self, site, staff, person):
        allow(site, person)
        for certainty in CERTAINTIES:
            note(site, person, certainty=certainty)
        card = help_card(site, staff, person)
        assert [(category, level) for category, level, _claim in card.claims] == [
            ("disabled", level) for level in CERTAINTIES
        ]
        assert card.tier.tier == 3
        remove_claim(
            site, leave(Act.VERIFY_PRIORITY), person, "disabled", "certified", "证件过期了"
        )
        assert help_card(site, staff, person).tier.tier == 2

    def test_what_was_certified_runs_out(self, site, staff, clock, person):
        allow(site, person)
        until = site.today() + timedelta(days=2)
        note(site, person, valid_until=until.isoformat())
        assert help_card(site, staff, person).tier.tier == 3
        clock.ms += 3 * DAY_MS
        assert help_card(site, staff, person).tier.tier == 0

    @pytest.mark.parametrize(
        ("claim", "field"),
        [
            (NoteClaim("unknown", "verified"), "category"),
            (NoteClaim("long_wait", "verified"), "category"),
            (NoteClaim("disabled", "certain"), "certainty"),
            (NoteClaim("disabled", "certified"), "basis"),
            (NoteClaim("disabled", "verified", valid_until="2020-01-01"), "valid_until"),
            (NoteClaim("disabled", "verified", valid_until="soon"), "valid_until"),
            (NoteClaim("disabled", "verified", basis="长" * 61), "basis"),
        ],
    )
    def test_wrong_claims_say_which_field(self, site, person, claim, field):
        allow(site, person)
        with pytest.raises(InvalidInput) as refused:
            note_claim(site, leave(Act.VERIFY_PRIORITY), person, claim)
        assert [problem.field for problem in refused.value.problems] == [field]

    def test_withdrawing_takes_everything(self, site, staff, person):
        allow(site, person)
        note(site, person)
        forbid_help_data(site, leave(Act.CHANGE_PERSON), person)
        card = help_card(site, staff, person)
        assert not card.has_consent
        assert card.claims == ()
        assert card.tier.tier == 0

    def test_age_is_a_hint_and_no_certificate(self, site, staff):
        old = register_seeker(site, seeker(11)).seeker.id
        with site.store.read() as db:
            state = site.store.applier(db).state(old)
        assert isinstance(state, Seeker)
        card = help_card(site, staff, old)
        is_old = (site.today().year - int(state.birth[:4])) >= (40 if state.sex == "female" else 50)
        assert ("age_4050" in card.hints) is is_old
        assert card.tier.tier == 0

    def test_the_read_stands_in_the_log(self, site, staff, person):
        help_card(site, staff, person)
        with site.store.read() as db:
            rows = db.execute(
                "SELECT count(*) FROM events WHERE type = 'SensitiveRead' AND aggregate = ?",
                (person,),
            ).fetchone()
        assert rows[0] == 1

    def test_the_tier_lifts_the_rank(self, site, person):
        other = register_seeker(site, seeker(12, trades=("loader",))).seeker.id
        boss = register_employer(site, household(1))
        vacancy = post_vacancy(site, posting(site, boss.id, trade="loader")).vacancy.id
        desk = MatchDesk(site)
        before = {item.id: item.score for item in desk.candidates(vacancy)}
        allow(site, other)
        desk.refresh(note(site, other))
        after = {item.id: item.score for item in desk.candidates(vacancy)}
        assert after[other] > before[other]
        assert after[person] == before[person]


class TestTier:
    def test_the_table_is_dated_and_has_a_basis(self):
        rules = priority_rules("2026-11-23")
        assert len(rules) == 7
        assert all(rule.basis for rule in rules.values())
        assert rules["disabled"].tiers["certified"] >= rules["disabled"].tiers["declared"]
        assert priority_rules("2000-01-01") == {}

    def test_waiting_is_computed_and_ends_with_an_agreement(self, site, staff, clock, person):
        clock.ms += 31 * DAY_MS
        register_seeker(site, seeker(10, trades=("loader",)))
        [row] = help_list(site, staff)
        assert (row.seeker, row.tier, row.waited) == (person, 1, 31)
        boss = register_employer(site, household(1))
        vacancy = post_vacancy(site, posting(site, boss.id)).vacancy.id
        referral = refer(site, person, vacancy).referral.id
        for side in Side:
            agree(site, referral, side, "staff:x")
        assert help_list(site, staff) == ()


class TestCases:
    def test_a_case_needs_consent_and_a_reason(self, site, person):
        with pytest.raises(NotPossible, match="no_help_consent"):
            open_case(site, leave(), person, "")
        allow(site, person)
        with pytest.raises(NotPossible, match="no_help_reason"):
            open_case(site, leave(), person, "")

    def test_one_open_case_a_person(self, site, person, case):
        with pytest.raises(NotPossible, match="case_open"):
            open_case(site, leave(), person, "")
        close_case(site, leave(), case, "employed")
        assert open_case(site, leave(), person, "") != case

    def test_the_plan_and_what_is_due(self, site, staff, clock, case):
        first = case_view(site, staff, case)
        assert (first.tier, first.categories, first.status) == (3, ("disabled",), "open")
        assert first.next_due == help_day("first_follow_up", site.today()).isoformat()
        step = plan_step(site, leave(), case, PlanStep("policy", "讲补贴", site.today()))
        assert case_view(site, staff, case).is_due
        assert count_due(site) == 1
        do_step(site, leave(), case, step, "讲了")
        assert count_due(site) == 0
        with pytest.raises(NotPossible, match="step_done"):
            do_step(site, leave(), case, step, "又讲")
        clock.ms += 10 * DAY_MS
        assert help_list(site, staff)[0].is_due
        due = follow_up_case(site, leave(), case, "还在等")
        assert case_view(site, staff, case).next_due == due.isoformat()
        assert work_calendar().is_working(due)

    def test_point_to_point_from_the_case(self, site, staff, case):
        boss = register_employer(site, household(1))
        vacancy = post_vacancy(site, posting(site, boss.id)).vacancy.id
        made = refer_from_case(site, leave(), case, vacancy)
        again = refer_from_case(site, leave(), case, vacancy)
        assert again.referral.id == made.referral.id
        [(_name, step)] = case_view(site, staff, case).steps
        assert (step.service, step.result) == ("job_offer", made.referral.number)
        assert step.done_at

    def test_a_referral_that_cannot_be_made_leaves_no_step(self, site, staff, case):
        with pytest.raises(NotPossible, match="unknown_vacancy"):
            refer_from_case(site, leave(), case, "vacancy:none")
        assert case_view(site, staff, case).steps == ()

    def test_hand_off_and_the_end(self, site, staff, case):
        day = hand_off_case(site, leave(), case, "社区保洁员")
        view = case_view(site, staff, case)
        assert (view.status, view.post, view.next_due) == (
            "handed_off",
            "社区保洁员",
            day.isoformat(),
        )
        with pytest.raises(InvalidInput):
            close_case(site, leave(), case, "happy")
        close_case(site, leave(), case, "public_post", "上岗了")
        assert case_view(site, staff, case).outcome == "public_post"
        for change in (
            lambda: plan_step(site, leave(), case, PlanStep("policy")),
            lambda: follow_up_case(site, leave(), case, "还好"),
            lambda: hand_off_case(site, leave(), case, "保洁"),
            lambda: close_case(site, leave(), case, "employed"),
        ):
            with pytest.raises(NotPossible, match="case_closed"):
                change()

    def test_services_are_counted(self, site, case):
        follow_up_case(site, leave(), case, "还在等")
        step = plan_step(site, leave(), case, PlanStep("policy"))
        do_step(site, leave(), case, step, "")
        now = compare(site, Period.day(site.today())).now
        assert (now.helped.value, now.help_services.value) == (1, 3)

    def test_words_are_checked(self, site, case):
        with pytest.raises(InvalidInput):
            follow_up_case(site, leave(), case, "  ")
        with pytest.raises(InvalidInput):
            follow_up_case(site, leave(), case, "好", date(2020, 1, 1))
        with pytest.raises(InvalidInput):
            plan_step(site, leave(), case, PlanStep("dance"))
        with pytest.raises(InvalidInput):
            plan_step(site, leave(), case, PlanStep("policy", due=date(2020, 1, 1)))

    @pytest.mark.parametrize("outcome", OUTCOMES)
    def test_every_outcome_ends_it(self, site, case, outcome):
        close_case(site, leave(), case, outcome)
        with site.store.read() as db:
            state = site.store.applier(db).state(case)
        assert isinstance(state, AssistanceCase)
        assert (state.status, state.outcome, state.next_due) == ("closed", outcome, "")


class TestGate:
    @pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.TECHNICIAN])
    @pytest.mark.parametrize("act", [Act.CASES, Act.VERIFY_PRIORITY, Act.CHANGE_PERSON])
    def test_volunteers_and_technicians_stay_out(self, site, person, role, act):
        staff = session_of(site, role, is_fresh=True)
        with pytest.raises(NotAllowed):
            authorise(site, staff, act)
        with pytest.raises(NotAllowed):
            help_card(site, staff, person)
        with pytest.raises(NotAllowed):
            help_list(site, staff)

    def test_a_leave_for_something_else_opens_nothing(self, site, person, case):
        wrong = leave(Act.TRAINING)
        for change in (
            lambda: open_case(site, wrong, person, ""),
            lambda: plan_step(site, wrong, case, PlanStep("policy")),
            lambda: follow_up_case(site, wrong, case, "好"),
            lambda: refer_from_case(site, wrong, case, "vacancy:none"),
            lambda: hand_off_case(site, wrong, case, "保洁"),
            lambda: close_case(site, wrong, case, "employed"),
            lambda: allow_help_data(site, wrong, person),
            lambda: forbid_help_data(site, wrong, person),
            lambda: note_claim(site, wrong, person, NoteClaim("disabled", "verified")),
            lambda: remove_claim(site, wrong, person, "disabled", "certified", "x"),
        ):
            with pytest.raises(NotAllowed):
                change()


class TestWorkingDays:
    def test_national_day_of_2026(self):
        calendar = work_calendar()
        assert not calendar.is_working(date(2026, 10, 1))
        assert calendar.is_working(date(2026, 10, 10))
        assert calendar.after(date(2026, 9, 30), 1) == date(2026, 10, 8)

    @given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 60))
    def test_counting_forward(self, day, count):
        calendar = work_calendar()
        end = calendar.after(day, count)
        days = [day + timedelta(days=ahead + 1) for ahead in range((end - day).days)]
        assert sum(map(calendar.is_working, days)) == count
        assert count == 0 or calendar.is_working(end)

    def test_a_plain_week(self):
        plain = WorkCalendar()
        assert plain.after(date(2026, 11, 20), 1) == date(2026, 11, 23)
        with pytest.raises(ValueError, match="-1"):
            plain.after(date(2026, 11, 20), -1)
