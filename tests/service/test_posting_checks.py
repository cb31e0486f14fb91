"""The posting review over stored records."""

from datetime import date

import pytest
from synthetic import household, id_number, posting, seeker

from kiosk.domain.problems import NotPossible
from kiosk.service.employers import register_employer
from kiosk.service.hall_profile import HallProfile, change_hall_profile
from kiosk.service.posting import post_vacancy
from kiosk.service.posting_checks import county_code, review_seeker_for, review_vacancy
from kiosk.service.registration import register_seeker


def test_a_stored_posting_is_marked(site):
    change_hall_profile(site, HallProfile(name="测试零工市场", county="430111"), "staff:x")
    employer = register_employer(site, household(1)).id
    given = posting(site, employer, content="搬砖，先交服装费", pay_cents=5_000)
    hits = review_vacancy(site, post_vacancy(site, given).vacancy.id)
    assert {(hit.rule, hit.field, hit.text) for hit in hits} >= {
        ("fee", "content", "先交服装费"),
        ("floor", "pay", "16800"),
        ("missing", "conditions", ""),
    }
    with pytest.raises(NotPossible):
        review_vacancy(site, "vacancy:none")


def test_a_person_s_age_for_the_work(site):
    employer = register_employer(site, household(1)).id
    on_site = post_vacancy(site, posting(site, employer, trade="bricklayer")).vacancy.id
    kitchen = post_vacancy(site, posting(site, employer, trade="cook")).vacancy.id
    old = seeker(0, id_number=id_number(1, birth=date(1960, 3, 5)))
    young = seeker(1, id_number=id_number(1, birth=date(2010, 3, 5)))
    for given, rules in ((old, ["site_age"]), (young, ["young"])):
        person = register_seeker(site, given).seeker.id
        assert [hit.rule for hit in review_seeker_for(site, person, on_site)] == rules
    assert [hit.rule for hit in review_seeker_for(site, person, kitchen)] == ["young"]
    with pytest.raises(NotPossible):
        review_seeker_for(site, "seeker:none", on_site)


def test_counties_by_code_and_name():
    assert county_code("雨花区") == county_code("430111") == "430111"
    assert county_code("海淀区") == county_code("") == ""


@pytest.mark.parametrize(
    ("changes", "review", "blocked_by"),
    [
        ({"content": "卸瓷砖"}, "live", ()),
        ({"content": "不收押金，当天给钱"}, "live", ()),
        ({"content": "交押 金200"}, "queued", ("押 金",)),
        ({"conditions": "18-45岁"}, "queued", ("18-45岁",)),
        ({"pay_cents": 9_000}, "queued", ("13600",)),
        ({"pay_cents": 9_000, "pay_unit": "job"}, "live", ()),
    ],
)
def test_a_posting_is_reviewed_when_it_is_entered(site, changes, review, blocked_by):
    employer = register_employer(site, household(1)).id
    posted = post_vacancy(site, posting(site, employer, **changes))
    assert (posted.vacancy.review, posted.blocked_by) == (review, blocked_by)
