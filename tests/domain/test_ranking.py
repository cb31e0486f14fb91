"""Ranking: what counts, and the index gives exactly what ranking everybody gives."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalog import trades
from kiosk.domain.clock import day_bounds
from kiosk.domain.qualifications import LEVELS, Skill
from kiosk.domain.ranking import (
    FULL,
    certificate_problem,
    place_share,
    rank_pair,
    skill_share,
    suits_hours,
)
from kiosk.domain.ranking_cards import Certificate, RankingRules, Reason, SeekerCard, VacancyCard
from kiosk.domain.ranking_index import SeekerIndex, VacancyIndex
from kiosk.match_words import desk_sentence, worker_sentence
from kiosk.qualification_tables import certificate_kinds, skill_levels
from kiosk.rule_tables import in_force, ranking_rules, rule_rows

RULES = RankingRules(
    weights={
        "trade": 40, "skill": 10, "certificate": 8, "priority": 14, "prefer": 10,
        "waiting": 8, "arrival": 5, "distance": 10, "pay": 5, "hours": 6,
    },
    ladder={"labourer": {"mason": 60, "loader": 50}, "welder": {"mason": 20}},
    required=frozenset({"welder"}),
    certificates={"welder": ("weld", "site_weld"), "mason": ("mason",)},
)  # fmt: skip
GIG = VacancyCard("v", "labourer", starts=100, ends=200, pay_cents=20_000)


def points(seeker: SeekerCard, vacancy: VacancyCard = GIG) -> int:
    ranked = rank_pair(seeker, vacancy, RULES)
    assert ranked is not None
    return ranked.score


def codes(seeker: SeekerCard, vacancy: VacancyCard = GIG) -> list[str]:
    ranked = rank_pair(seeker, vacancy, RULES)
    return [reason.code for reason in ranked.reasons]


def worker(*names: str, **changes: object) -> SeekerCard:
    return SeekerCard("s", names or ("labourer",), **changes)


class TestFactors:
    def test_the_same_trade_comes_before_a_near_one(self):
        assert points(worker("labourer")) - points(worker("mason")) == 40 * (FULL - 600)
        assert codes(worker("mason")) == ["near_trade"]
        assert rank_pair(worker("cook"), GIG, RULES) is None
        assert rank_pair(worker("mason", "loader"), GIG, RULES) == rank_pair(
            worker("loader", "mason"), GIG, RULES
        )

    @pytest.mark.parametrize(
        ("skill", "wanted", "share"),
        [(None, 0, 1000), (Skill(1), 0, 1000), (Skill(3), 3, 1000), (Skill(5), 3, 1000),
         (Skill(3, False), 3, 750), (Skill(2), 3, 500), (Skill(2, False), 3, 500),
         (Skill(1), 3, 0), (None, 3, 500)],
    )  # fmt: skip
    def test_skill_ladder(self, skill, wanted, share):
        assert skill_share(skill, wanted) == share

    @pytest.mark.parametrize(
        ("skill", "sentence"),
        [(Skill(3), "中级工，要求初级工"), (Skill(4, False), "自己说是高级工，要求初级工"),
         (Skill(1), "只到学徒工"), (None, "")],
    )  # fmt: skip
    def test_the_level_is_told(self, skill, sentence):
        seeker = worker(skills={"labourer": skill} if skill else {})
        told = rank_pair(seeker, replace(GIG, level=2), RULES).reasons
        assert "".join(desk_sentence(item) for item in told if "工种" not in desk_sentence(item)) \
            == sentence  # fmt: skip

    def test_a_certificate_must_be_valid_until_the_work_is_done(self):
        gig = replace(GIG, trade="welder")
        holds = worker("welder", certificates=(Certificate("weld", 200),))
        ran_out = worker("welder", certificates=(Certificate("weld", 199),))
        said = worker("welder", certificates=(Certificate("site_weld", 0, False),))
        unknown = worker("welder")
        assert points(holds, gig) - points(unknown, gig) == 8 * FULL
        assert points(said, gig) - points(unknown, gig) == 4 * FULL
        assert rank_pair(ran_out, gig, RULES) is None
        assert certificate_problem(ran_out, gig, RULES).code == "certificate_expired"
        assert certificate_problem(unknown, gig, RULES) is None
        assert codes(unknown, gig)[-1] == "certificate_unknown"
        both = worker("welder", certificates=(Certificate("weld", 1), Certificate("site_weld")))
        assert points(both, gig) == points(holds, gig)
        other = worker("welder", certificates=(Certificate("mason"),))
        assert points(other, gig) == points(unknown, gig)

    def test_what_no_law_asks_for_is_told_and_leaves_nobody_out(self):
        gig = replace(GIG, trade="mason")
        ran_out = worker("mason", certificates=(Certificate("mason", 1),))
        assert points(ran_out, gig) == points(worker("mason"), gig)
        assert codes(ran_out, gig) == ["same_trade", "certificate_expired"]
        assert codes(worker("mason"), gig) == ["same_trade"]
        assert codes(worker("mason"), replace(gig, certificate="mason"))[-1] == (
            "certificate_unknown"
        )
        assert not [
            item for item in rank_pair(ran_out, gig, RULES).public_reasons(9) if item.is_against
        ]

    def test_how_a_certificate_is_told(self):
        today, day = date(2026, 11, 24), 24 * 3_600_000
        noon = day_bounds(today)[0] + day // 2
        for until, sentence in (
            (day_bounds(date(2027, 3, 9))[0], "有电工证，有效到 2027 年 3 月"),
            (0, "有电工证"),
        ):
            told = Reason("certificate", 1, until, subject="special_electric")
            assert desk_sentence(told, today) == sentence
        for until, sentence in (
            (noon - 3 * day, "电工证 3 天前过期"),
            (noon + 6 * day, "电工证 只到 11 月 30 日，活没干完就过期"),
        ):
            told = Reason("certificate_expired", 0, until, subject="special_electric")
            assert desk_sentence(told, today) == sentence

    @pytest.mark.parametrize(
        ("hours", "begins", "stops", "suits"),
        [("", 0, 60, True), ("day", 450, 1050, True), ("day", 1200, 120, False),
         ("morning", 420, 720, True), ("morning", 420, 1050, False),
         ("afternoon", 780, 1080, True), ("night", 1200, 120, True), ("night", 450, 1050, False)],
    )  # fmt: skip
    def test_when_somebody_can_work(self, hours, begins, stops, suits):
        gig = replace(GIG, begins=begins, stops=stops)
        seeker = worker(hours=hours)
        assert suits_hours(hours, gig) is suits
        assert points(seeker, gig) == points(worker(), gig) - (0 if suits else 6 * FULL)
        assert ("hours_differ" in codes(seeker, gig)) is not suits

    def test_from_when_somebody_can_work(self):
        assert codes(worker(free_from=101)) == ["same_trade", "hours_differ"]
        assert codes(worker(free_from=100, free_until=200)) == ["same_trade"]
        assert codes(worker(free_until=199))[-1] == "hours_differ"

    def test_hours_that_are_taken(self):
        for busy, is_free in (((0, 100), True), ((200, 300), True), ((150, 160), False),
                              ((0, 101), False)):  # fmt: skip
            assert (rank_pair(worker(busy=(busy,)), GIG, RULES) is not None) is is_free

    def test_need_and_waiting_and_who_was_first(self):
        assert points(worker(tier=3)) - points(worker()) == 14 * FULL
        assert points(worker(tier=1)) - points(worker()) == 14 * 333
        assert points(worker(waiting_days=15)) - points(worker()) == 8 * 500
        assert points(worker(waiting_days=900)) == points(worker(waiting_days=30))
        assert points(worker(arrival=1)) > points(worker(arrival=2)) > points(worker())
        asks = replace(GIG, prefers_priority=True)
        assert points(worker(tier=1), asks) - points(worker(tier=1)) == 10 * FULL
        assert points(worker(), asks) == points(worker())

    def test_near_and_far(self):
        assert place_share("430111", "a", "430111", "a") == 1000
        assert place_share("430111", "", "430111", "") == 700
        assert place_share("430111", "a", "430102", "a") == 300
        assert place_share("430111", "a", "430202", "a") == place_share("", "", "", "") == 0

    def test_pay_wish(self):
        full = points(worker())
        assert points(worker(pay_wish_cents=20_000)) == full
        assert points(worker(pay_wish_cents=25_001)) == full - 5 * FULL
        assert points(worker(pay_wish_cents=22_222)) == full - 5 * FULL // 2
        hours = replace(GIG, pay_unit="hour", pay_cents=2_500)
        assert points(worker(pay_wish_cents=20_000), hours) == full
        piece = replace(GIG, pay_unit="piece")
        assert points(worker(pay_wish_cents=20_000), piece) == full - 5 * FULL // 2

    def test_need_is_not_told_in_public(self):
        ranked = rank_pair(
            worker(tier=3, waiting_days=40, county="430111", arrival=1),
            replace(GIG, county="430111", prefers_priority=True), RULES,
        )  # fmt: skip
        assert [reason.code for reason in ranked.reasons] == [
            "same_trade", "priority", "preferred", "waiting", "same_county", "arrived_early",
        ]  # fmt: skip
        assert [item.code for item in ranked.public_reasons()] == ["same_trade", "same_county"]
        for reason in ranked.reasons:
            assert desk_sentence(reason)
            assert worker_sentence(reason)


class TestRuleTables:
    def test_shipped_tables(self):
        rules = ranking_rules("2026-11-23")
        known = trades()
        assert set(rules.ladder) | set(rules.required) | set(rules.certificates) <= set(known)
        kinds = certificate_kinds("2026-11-23")
        assert {kind for own in rules.certificates.values() for kind in own} <= set(kinds)
        assert all(rules.certificates[trade] for trade in rules.required)
        assert list(skill_levels("2026-11-23")) == list(LEVELS)
        for wanted, offered in rules.ladder.items():
            assert wanted not in offered
            assert set(offered) <= set(known)
            assert all(0 < share < 100 for share in offered.values())
        for factor in ("trade", "skill", "certificate", "priority", "prefer", "waiting",
                       "arrival", "distance", "pay", "hours"):  # fmt: skip
            assert rules.weight(factor) > 0
        for name in ("ranking", "trade_ladder", "trade_certificates", "certificate_kinds",
                     "skill_levels"):  # fmt: skip
            for row in rule_rows(name):
                assert row["basis"]
                assert row["confirmed"] in {"yes", "no"}

    def test_the_latest_row_in_force_holds(self):
        rows = [
            {"factor": "a", "value": "2", "effective": "2026-02-01"},
            {"factor": "a", "value": "1", "effective": "2026-01-01"},
            {"factor": "a", "value": "3", "effective": "2027-01-01"},
        ]
        for today, value in (("2026-01-31", "1"), ("2026-02-01", "2"), ("2027-01-01", "3")):
            assert in_force(rows, today, "factor")[("a",)]["value"] == value
        assert in_force(rows, "2025-12-31", "factor") == {}


names = st.sampled_from(["labourer", "mason", "loader", "welder", "cook"])
counties = st.sampled_from(["", "430111", "430102", "430202"])
towns = st.sampled_from(["", "a", "b"])
seekers = st.builds(
    SeekerCard,
    id=st.sampled_from([f"s{i:02d}" for i in range(40)]),
    trades=st.lists(names, unique=True, max_size=3).map(tuple),
    skills=st.dictionaries(names, st.builds(Skill, st.integers(1, 8), st.booleans()), max_size=2),
    certificates=st.lists(
        st.builds(
            Certificate,
            st.sampled_from(["weld", "site_weld", "mason", "other"]),
            st.sampled_from([0, 50, 500]),
            st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    hours=st.sampled_from(["", "", "day", "night"]),
    free_until=st.sampled_from([0, 0, 190]),
    tier=st.integers(0, 3),
    waiting_days=st.sampled_from([0, 0, 3, 30, 99]),
    arrival=st.integers(0, 3),
    county=counties,
    town=towns,
    pay_wish_cents=st.sampled_from([0, 0, 18_000, 21_000, 30_000]),
    busy=st.sampled_from([(), (), ((0, 150),)]),
)
gigs = st.builds(
    VacancyCard,
    id=st.sampled_from([f"v{i:02d}" for i in range(40)]),
    trade=names,
    starts=st.sampled_from([100, 160]),
    ends=st.just(200),
    pay_cents=st.sampled_from([2_500, 17_000, 20_000]),
    pay_unit=st.sampled_from(["day", "hour", "piece"]),
    level=st.integers(0, 5),
    certificate=st.sampled_from(["", "", "weld", "mason"]),
    begins=st.sampled_from([420, 1200]),
    stops=st.sampled_from([1050, 1260]),
    county=counties,
    town=towns,
    prefers_priority=st.booleans(),
    is_urgent=st.booleans(),
)
crowds = st.lists(seekers, max_size=30, unique_by=lambda item: item.id)


def ranked_all(crowd, vacancy):
    found = []
    for card in crowd:
        ranked = rank_pair(card, vacancy, RULES)
        if ranked is not None:
            found.append((-ranked.score, card.arrival or 10**9, card.id))
    return [(seeker, -score) for score, _arrival, seeker in sorted(found)]


@given(crowds, gigs, st.integers(0, 8), st.lists(seekers, max_size=5), st.randoms())
def test_the_index_finds_what_looking_at_everybody_finds(crowd, vacancy, limit, changed, random):
    index = SeekerIndex(RULES)
    random.shuffle(crowd)
    known = {}
    for card in (*crowd, *changed):
        index.put(card)
        known[card.id] = card
    for gone in [card.id for card in crowd[::4]]:
        index.drop(gone)
        index.drop(gone)
        known.pop(gone, None)
    assert len(index) == len(known)
    best = index.best(vacancy, limit)
    assert [(item.id, item.score) for item in best] == ranked_all(known.values(), vacancy)[:limit]


@given(
    st.lists(gigs, max_size=30, unique_by=lambda item: item.id),
    seekers,
    st.integers(0, 8),
    st.lists(gigs, max_size=5),
)
def test_the_vacancy_index_does_too(posts, seeker, limit, changed):
    index = VacancyIndex(RULES)
    known = {}
    for card in (*posts, *changed):
        index.put(card)
        known[card.id] = card
    for gone in [card.id for card in posts[::4]]:
        index.drop(gone)
        index.drop(gone)
        known.pop(gone, None)
    found = []
    for card in known.values():
        ranked = rank_pair(seeker, card, RULES)
        if ranked is not None:
            found.append((-ranked.score, not card.is_urgent, card.starts, card.id))
    best = index.best(seeker, limit)
    assert [(item.id, -item.score) for item in best] == [
        (item[3], item[0]) for item in sorted(found)[:limit]
    ]


@given(seekers, gigs)
def test_laws(seeker, vacancy):
    ranked = rank_pair(seeker, vacancy, RULES)
    if ranked is None:
        return
    assert 0 <= ranked.score <= sum(RULES.weights.values()) * FULL
    weights = [reason.points for reason in ranked.reasons if not reason.is_against]
    assert weights == sorted(weights, reverse=True)
    assert sum(weights) <= ranked.score
    assert all(not item.is_private for item in ranked.public_reasons())
    assert len(ranked.public_reasons()) <= 2
    flags = [reason.is_against for reason in ranked.reasons]
    assert flags == sorted(flags)
    helped = rank_pair(replace(seeker, tier=3), vacancy, RULES)
    assert helped.score >= ranked.score
    longer = rank_pair(replace(seeker, waiting_days=seeker.waiting_days + 1), vacancy, RULES)
    assert longer.score >= ranked.score
