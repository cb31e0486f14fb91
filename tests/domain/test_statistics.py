"""Figures by local day: what they count, and laws that hold for any facts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.clock import day_bounds, day_of
from kiosk.domain.facts import (
    AgreementFact,
    ComplaintFact,
    Facts,
    HelpFact,
    Period,
    ReferralFact,
    RegistrationFact,
    SeekerFact,
    TrainingFact,
    VacancyFact,
)
from kiosk.domain.figures import Measured, Ratio, Spread, Tally, Total
from kiosk.domain.statistics import compute_statistics

DAY = date(2026, 11, 23)
HOUR = 3_600_000


def at(day: int, hour: float = 9) -> int:
    """Ms of an hour of the day `day` days after DAY."""
    return day_bounds(DAY + timedelta(days=day))[0] + int(hour * HOUR)


def gig(key: str, day: int = 0, **changes: object) -> VacancyFact:
    given = {
        "id": key,
        "trade": "loader",
        "headcount": 2,
        "pay_cents": 20_000,
        "pay_unit": "day",
        "posted_at": at(day),
        "until": at(day, 24),
    }
    return VacancyFact(**(given | changes))


def agreed(key: str, seeker: str = "s1", moment: int = at(0), **changes: object) -> AgreementFact:
    given = {"referral": key, "vacancy": "v1", "seeker": seeker, "at": moment, "stands": True}
    return AgreementFact(**(given | changes))


TODAY = Period.day(DAY)


class TestWhatCounts:
    def test_a_day_is_the_hall_s(self):
        night = RegistrationFact("e1", "s1", at(0, 0))
        before = RegistrationFact("e2", "s2", at(0, 0) - 1)
        after = RegistrationFact("e3", "s3", at(0, 24))
        found = compute_statistics(Facts(registrations=(night, before, after)), TODAY)
        assert found.registrations.ids == ("e1",)
        assert found.effective_seekers.ids == ("s1", "s2")

    def test_visits_and_people_are_told_apart(self):
        visits = (RegistrationFact("e1", "s1", at(0)), RegistrationFact("e2", "s1", at(0, 15)))
        found = compute_statistics(Facts(registrations=visits), TODAY)
        assert (found.registrations.value, found.seekers.value) == (2, 1)

    def test_posts_and_headcount_are_never_mixed(self):
        found = compute_statistics(Facts(vacancies=(gig("v1"), gig("v2", headcount=5))), TODAY)
        assert (found.posts.value, found.headcount.value) == (2, 7)

    def test_what_is_carried_over_counts_what_is_left(self):
        old = gig("v1", -1, headcount=4, until=at(0, 12))
        facts = Facts(
            vacancies=(old, gig("v2", -2), gig("v3")),
            agreements=(
                agreed("r1", moment=at(-1, 12)),
                agreed("r2", moment=at(-1, 12), stands=False),
                agreed("r3", moment=at(0, 10)),
                agreed("r4", seeker="", moment=at(-1, 13)),
            ),
        )
        found = compute_statistics(facts, TODAY)
        assert found.effective_headcount.parts == (("v1", 2), ("v3", 2))
        assert found.headcount.value == 2

    def test_who_agreed_is_not_carried_over(self):
        facts = Facts(
            registrations=tuple(
                RegistrationFact(f"e{i}", f"s{i}", at(day))
                for i, day in enumerate((-1, -1, -7, -8))
            ),
            agreements=(agreed("r", "s0", at(-1, 12)),),
        )
        assert compute_statistics(facts, TODAY).effective_seekers.ids == ("s1", "s2")

    def test_no_ratio_without_seekers(self):
        found = compute_statistics(Facts(vacancies=(gig("v1"),)), TODAY)
        assert found.openings_to_seekers.value is None
        facts = Facts(
            vacancies=(gig("v1", headcount=3),),
            registrations=(RegistrationFact("e", "s1", at(0)), RegistrationFact("f", "s2", at(0))),
        )
        assert compute_statistics(facts, TODAY).openings_to_seekers.value == 1.5

    def test_arrivals_and_no_shows(self):
        facts = Facts(
            referrals=tuple(ReferralFact(f"r{i}", "v1", "s1", at(0)) for i in range(6)),
            agreements=(
                agreed("r0", arrival="arrived"),
                agreed("r1", arrival="arrived"),
                agreed("r2", arrival="missed"),
                agreed("r3"),
                agreed("r4", stands=False),
            ),
        )
        found = compute_statistics(facts, TODAY)
        assert (found.referrals.value, found.agreements.value) == (6, 5)
        assert found.arrival_rate.value == 2 / 4
        assert found.no_show_rate.value == 1 / 5
        assert found.arrival_rate.ids == ("r0", "r1", "r2", "r3", "r4")

    def test_day_pay_needs_five_posts_and_weighs_by_headcount(self):
        posts = [gig(f"v{i}", pay_cents=10_000 * (i + 1), headcount=1) for i in range(4)]
        hours = gig("h", pay_unit="hour", pay_cents=2_000)
        few = compute_statistics(Facts(vacancies=(*posts, hours)), TODAY).day_pay_cents
        assert (few.mean, few.median, few.count) == (None, None, 4)
        posts.append(gig("v4", pay_cents=50_000, headcount=6))
        pay = compute_statistics(Facts(vacancies=tuple(posts)), TODAY).day_pay_cents
        assert pay.mean == (10_000 + 20_000 + 30_000 + 40_000 + 6 * 50_000) / 10
        assert pay.median == 50_000

    def test_trades_by_headcount_then_gap_and_no_more_than_ten(self):
        posts = [gig(f"v{i:02d}", trade=f"t{i:02d}", headcount=1 + i % 3) for i in range(12)]
        facts = Facts(
            vacancies=tuple(posts),
            registrations=(RegistrationFact("e", "s1", at(0)),),
            seekers=(SeekerFact("s1", ("t02", "nobody_wants"), at(0)),),
        )
        rows = compute_statistics(facts, TODAY).trades
        assert [row.trade for row in rows[:4]] == ["t05", "t08", "t11", "t02"]
        assert (rows[3].gap, rows[3].seekers.ids) == (2, ("s1",))
        assert len(rows) == 10

    def test_help_training_and_complaints(self):
        day = DAY
        facts = Facts(
            help=(HelpFact("h1", "s1", "call", at(0)), HelpFact("h2", "s1", "visit", at(0))),
            training=(TrainingFact("n", "need", "s1", at(0)),
                      TrainingFact("p", "enrolled", "s1", at(1))),
            complaints=(
                ComplaintFact("c1", "fees", at(0), at(0, 12), day),
                ComplaintFact("c2", "fees", at(-4), at(0), day - timedelta(days=1)),
                ComplaintFact("c3", "fees", at(0), 0, day),
                ComplaintFact("c4", "advice", at(0), at(0), day),
            ),
        )  # fmt: skip
        found = compute_statistics(facts, TODAY)
        assert (found.helped.value, found.help_services.value) == (1, 2)
        assert (found.training_needs.ids, found.training_enrolled.ids) == (("n",), ())
        assert found.complaints_received.ids == ("c1", "c3")
        assert found.complaints_closed.ids == ("c1", "c2")
        assert found.complaints_on_time.ids == ("c1",)

    def test_waiting_days(self):
        facts = Facts(
            registrations=tuple(RegistrationFact(f"e{i}", f"s{i}", at(0)) for i in range(3)),
            seekers=tuple(SeekerFact(f"s{i}", (), at(-30)) for i in range(3)),
            agreements=(
                agreed("r1", "s1", at(-10)),
                agreed("r2", "s2", at(-2), stands=False),
                agreed("r3", "s2", at(1)),
            ),
        )
        waiting = compute_statistics(facts, TODAY).waiting_days
        assert [item.value for item in waiting.items] == [30, 10, 30]
        assert waiting.median == 30

    def test_figures_by_name(self):
        found = compute_statistics(Facts(), TODAY)
        assert found.figure("posts") == Tally()
        for name in ("trades", "period", "nothing", "figure"):
            with pytest.raises(KeyError):
                found.figure(name)


class TestPeriods:
    def test_weeks_and_months(self):
        assert Period.week(DAY) == Period(date(2026, 11, 23), date(2026, 11, 29))
        assert Period.month(date(2024, 2, 10)) == Period(date(2024, 2, 1), date(2024, 2, 29))
        assert Period.month(date(2026, 12, 31)).last == date(2026, 12, 31)
        with pytest.raises(ValueError, match="ends before"):
            Period(DAY, DAY - timedelta(days=1))

    @given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
    def test_every_day_is_in_its_week_and_month(self, day):
        for period in (Period.day(day), Period.week(day), Period.month(day)):
            assert day in period.days()
            assert all(period.has(day_bounds(item)[0]) for item in period.days())
            assert not period.has(period.end_ms)
            assert day_of(period.end_ms) == period.last + timedelta(days=1)


seekers = st.sampled_from([f"s{i}" for i in range(4)])
moments = st.builds(at, st.integers(-9, 2), st.floats(0, 23.9))
facts = st.builds(
    Facts,
    registrations=st.lists(
        st.builds(RegistrationFact, st.uuids().map(str), seekers, moments), max_size=8
    ).map(tuple),
    seekers=st.lists(
        st.builds(SeekerFact, seekers, st.just(("loader",)), moments),
        unique_by=lambda item: item.id,
    ).map(tuple),
    vacancies=st.lists(
        st.builds(
            lambda key, trade, count, posted, hours: gig(
                key, trade=trade, headcount=count, posted_at=posted, until=posted + hours * HOUR
            ),
            st.sampled_from(["v1", "v2", "v3", "v4", "v5", "v6"]),
            st.sampled_from(["loader", "cook"]),
            st.integers(1, 4),
            moments,
            st.integers(1, 60),
        ),
        unique_by=lambda item: item.id,
        max_size=6,
    ).map(tuple),
    agreements=st.lists(
        st.builds(
            AgreementFact,
            st.sampled_from([f"r{i}" for i in range(9)]),
            st.sampled_from(["v1", "v2"]),
            st.one_of(st.just(""), seekers),
            moments,
            st.booleans(),
            st.sampled_from(["", "arrived", "missed"]),
        ),
        unique_by=lambda item: item.referral,
        max_size=9,
    ).map(tuple),
)


@given(facts, st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(given_facts, random):
    shuffled = {}
    for name in ("registrations", "seekers", "vacancies", "agreements"):
        rows = list(getattr(given_facts, name))
        random.shuffle(rows)
        shuffled[name] = tuple(rows)
    mixed = replace(given_facts, **shuffled)
    assert compute_statistics(mixed, TODAY) == compute_statistics(given_facts, TODAY)


@given(facts)
def test_laws(given_facts):
    week = Period(DAY - timedelta(days=2), DAY)
    whole = compute_statistics(given_facts, week)
    days = [compute_statistics(given_facts, Period.day(day)) for day in week.days()]
    for name in ("registrations", "posts", "headcount", "agreements", "arrivals", "cancelled"):
        assert whole.figure(name).value == sum(day.figure(name).value for day in days)
    assert whole.seekers.value <= sum(day.seekers.value for day in days)
    for found in (whole, *days):
        assert found.seekers.value <= found.registrations.value
        assert set(found.seekers.ids) <= set(found.effective_seekers.ids)
        assert set(found.posts.ids) <= set(found.effective_posts.ids)
        assert found.posts.value <= found.headcount.value
        assert found.effective_headcount.value >= found.headcount.value
        assert set(found.effective_headcount.ids) == set(found.effective_posts.ids)
        assert not set(found.arrivals.ids) & set(found.no_shows.ids)
        for rate in (found.arrival_rate, found.no_show_rate):
            assert rate.value is None or 0 <= rate.value <= 1
        assert sum(row.headcount.value for row in found.trades) == found.effective_headcount.value


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 5)), min_size=1, max_size=12))
def test_median_is_of_the_written_out_list(pairs):
    spread = Spread(tuple(Measured(str(i), *pair) for i, pair in enumerate(pairs)))
    plain = sorted(value for value, weight in pairs for _i in range(weight))
    middle = len(plain) // 2
    expected = plain[middle] if len(plain) % 2 else (plain[middle - 1] + plain[middle]) / 2
    assert spread.median == expected
    assert min(plain) <= spread.mean <= max(plain)


def test_ratio_subtracts_from_its_divisor():
    ratio = Ratio(Tally(("a",)), Tally(("a", "b", "c")), Tally(("c",)))
    assert (ratio.value, ratio.ids) == (0.5, ("a", "b", "c"))
    assert Ratio(Tally(), Total((("a", 1),)), Tally(("a",))).value is None
