"""The full posting review: words with their places, ages, wage floor, required fields."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalog import regions
from kiosk.domain.posting_review import Draft, age_on, review_person, review_posting, rule_hits
from kiosk.rule_tables import review_rules, rule_rows

RULES = review_rules("2026-11-23", "430111")
HOUR = 3_600_000
CLEAN = Draft(
    employer="employer:x",
    content="卸瓷砖",
    conditions="自带手套",
    place="高桥 5 栋",
    headcount=2,
    pay_cents=26_000,
    pay_unit="day",
    starts=0,
    ends=9 * HOUR,
    valid_until=9 * HOUR,
)


def found(text: str) -> set[tuple[str, str, str]]:
    hits = review_posting(replace(CLEAN, content=text), RULES)
    for hit in hits:
        assert text[hit.start : hit.end] == hit.text
        assert hit.basis
    return {(hit.rule, hit.severity, hit.text) for hit in hits}


def rules_in(text: str) -> set[str]:
    return {rule for rule, _severity, _text in found(text)}


def test_a_clean_posting_has_no_hits():
    assert review_posting(CLEAN, RULES) == ()


@pytest.mark.parametrize(
    ("text", "rule", "severity", "words"),
    [
        ("搬砖，交押金200", "fee", "block", "押金"),
        ("搬砖，押 金另说", "fee", "block", "押 金"),
        ("搬砖，押.金", "fee", "block", "押.金"),
        ("先交200块钱再上班", "fee", "block", "先交200块钱"),
        ("押你的身份证", "papers", "block", "押你的身份证"),
        ("只招汉族", "ethnicity", "block", "只招汉族"),
        ("不要藏族的", "ethnicity", "block", "不要藏族"),
        ("仅限男", "sex", "block", "仅限男"),
        ("女士优先", "sex", "warn", "女士优先"),
        ("不招信教的", "religion", "block", "不招信教"),
        ("两年内不准怀孕", "family", "block", "两年内不准怀孕"),
        ("乙肝勿来", "disease", "block", "乙肝"),
        ("培训费可分期", "training_loan", "block", "培训费可分期"),
        ("招转培", "training_loan", "block", "招转培"),
        ("赌场看门", "crime", "block", "赌场"),
        ("发展下线有提成", "pyramid", "block", "发展下线"),
        ("帮忙跑分", "crime", "block", "跑分"),
        ("14岁以上都可以来", "minor", "block", "14岁以上"),
        ("17岁可以做", "young", "warn", "17岁"),
        ("18-45岁", "age", "warn", "18-45岁"),
        ("18岁-45岁", "age", "warn", "18岁-45岁"),
        ("１８至４５周岁", "age", "warn", "１８至４５周岁"),
        ("55岁以下", "age", "warn", "55岁以下"),
        ("日入过千不是梦", "hype", "warn", "日入过千"),
    ],
)  # fmt: skip
def test_what_is_found(text, rule, severity, words):
    assert (rule, severity, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "不收押金", "免押金，日结", "不用交任何费用", "无需押金", "不扣身份证", "收身份证复印件",
        "男女不限", "男女都行", "只要男女均可", "未婚已婚均可", "不查乙肝", "不限民族", "严禁童工",
        "三个人抬，不重", "要交通方便", "付现钱", "日结 260", "先吃饭后干活", "招 20 人",
    ],
)  # fmt: skip
def test_what_is_spared(text):
    assert found(text) == set()


def test_an_exception_spares_only_what_it_covers():
    assert rules_in("不收押金，但要先交服装费") == {"fee"}
    assert rules_in("男女不限，只要男") == {"sex"}


def test_every_term_of_the_table_is_found_and_every_pattern_compiles():
    for row in rule_rows("posting_terms"):
        assert row["rule"] in rules_in(f"招工{row['term']}面谈"), row["term"]
        assert row["severity"] in {"block", "warn"}
    for table in ("posting_patterns", "posting_exceptions"):
        for row in rule_rows(table):
            re.compile(row["pattern"])
            assert row["basis"]
            assert date.fromisoformat(row["effective"])
    terms = [(row["rule"], row["term"]) for row in rule_rows("posting_terms")]
    assert len(terms) == len(set(terms))


def test_a_rule_holds_from_its_day_on():
    text = replace(CLEAN, content="刷单")
    assert review_posting(text, review_rules("2022-11-30", "430111")) == ()
    assert review_posting(text, review_rules("2022-12-01", "430111"))


terms = st.sampled_from([row["term"] for row in rule_rows("posting_terms")])
noise = st.text(alphabet=" \u3000\n\u200b", max_size=2)
around = st.sampled_from(["", "卸瓷砖，", "很累。", "a1 ", "。"])


@given(terms, around, around, st.data())
def test_blanks_hide_nothing_and_places_are_right(term, before, after, data):
    hidden = "".join(character + data.draw(noise) for character in term)
    text = before + hidden + after
    draft = replace(CLEAN, content=text)
    hits = review_posting(draft, RULES)
    rule = next(row["rule"] for row in rule_rows("posting_terms") if row["term"] == term)
    begin, end = len(before), len(before) + len(hidden.rstrip(" \u3000\n\u200b"))
    assert any(
        hit.rule == rule and hit.start < end and begin < hit.end and hit.field == "content"
        for hit in hits
    )


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_text_is_taken(content, place):
    draft = replace(CLEAN, content=content, place=place)
    for hit in review_posting(draft, RULES):
        whole = {"content": content, "place": place}.get(hit.field, "")
        if hit.rule != "floor":
            assert whole[hit.start : hit.end] == hit.text
    assert [hit.severity for hit in review_posting(draft, RULES)] == sorted(
        hit.severity for hit in review_posting(draft, RULES)
    )


class TestPay:
    @pytest.mark.parametrize(
        ("unit", "cents", "hours", "is_low"),
        [("hour", 2_099, 4, True), ("hour", 2_100, 4, False),
         ("day", 16_799, 9, True), ("day", 16_800, 9, False),
         ("day", 8_399, 4, True), ("day", 8_400, 4, False),
         ("piece", 100, 9, False), ("trip", 100, 9, False), ("job", 100, 9, False)],
    )  # fmt: skip
    def test_the_floor(self, unit, cents, hours, is_low):
        draft = replace(CLEAN, pay_unit=unit, pay_cents=cents, ends=hours * HOUR)
        assert {hit.rule for hit in review_posting(draft, RULES)} == (
            {"floor"} if is_low else set()
        )

    def test_the_table_has_every_county_and_rises(self):
        counties = {code for code, region in regions().items() if region.level == "county"}
        assert {row["county"] for row in rule_rows("wage_classes")} == counties
        floors = [review_rules("2026-11-23", code).floor.hour_cents for code in sorted(counties)]
        assert set(floors) == {2100, 1900, 1700}
        assert review_rules("2026-11-23", "110105").floor.hour_cents == 1700
        assert review_rules("2023-01-01", "430111").floor.hour_cents == 1900
        assert review_rules("2020-01-01", "430111").floor is None
        assert not RULES.floor.is_confirmed


def test_required_fields():
    empty = Draft("", " ", "", "", 0, 0, "day", 0, 0, 0)
    hits = review_posting(empty, RULES)
    assert {(hit.field, hit.severity) for hit in hits} == {
        ("employer", "block"), ("headcount", "block"), ("place", "block"), ("pay", "block"),
        ("valid_until", "block"), ("content", "warn"), ("conditions", "warn"),
    }  # fmt: skip
    assert all(hit.rule == "missing" and hit.start == hit.end for hit in hits)


def test_events_keep_each_finding_once():
    draft = replace(CLEAN, content="押金 押金", conditions="押金")
    assert [(hit.rule, hit.text) for hit in rule_hits(review_posting(draft, RULES))] == [
        ("fee", "押金")
    ]


class TestAges:
    DAY = date(2026, 11, 23)

    def rules_of(self, years: int, sex: str, *, site: bool) -> list[tuple[str, str]]:
        birth = date(self.DAY.year - years, 11, 23)
        hits = review_person(birth, sex, self.DAY, is_site_work=site, rules=RULES)
        return [(hit.rule, hit.severity) for hit in hits]

    def test_who_may_work(self):
        assert self.rules_of(15, "male", site=False) == [("minor", "block")]
        assert self.rules_of(16, "male", site=False) == [("young", "warn")]
        assert self.rules_of(17, "", site=False) == [("young", "warn")]
        assert self.rules_of(18, "male", site=True) == []
        assert self.rules_of(60, "male", site=True) == []
        assert self.rules_of(61, "male", site=True) == [("site_age", "warn")]
        assert self.rules_of(61, "male", site=False) == []
        assert self.rules_of(51, "female", site=True) == [("site_age", "warn")]
        assert self.rules_of(51, "", site=True) == []

    @given(st.dates(date(1930, 1, 1), date(2010, 1, 1)), st.integers(0, 36_500))
    def test_age_is_counted_in_birthdays(self, birth, later):
        day = birth + timedelta(days=later)
        birthdays = sum(
            1 for year in range(birth.year + 1, day.year + 1)
            if (year, birth.month, birth.day) <= (day.year, day.month, day.day)
        )  # fmt: skip
        assert age_on(birth, day) == birthdays
