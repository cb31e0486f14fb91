"""Everything that can be wrong with an entry gives one plain sentence, and nothing is written."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import HOUR_MS, household, posting, seeker, uscc_code, with_check_digit

from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.service.employers import register_employer
from kiosk.service.hall_profile import HallProfile, change_hall_profile
from kiosk.service.posting import check_posting, post_vacancy
from kiosk.service.registration import change_seeker, find_seeker, register_seeker
from kiosk.words import not_possible_text, problem_text


def written(site) -> tuple:
    with site.store.read() as db:
        jobs = db.execute("SELECT count(*) FROM print_jobs").fetchone()
        numbers = db.execute("SELECT * FROM counters").fetchall()
    return site.store.chain(), jobs, numbers


def assert_plain(text: str) -> None:
    assert "{" not in text
    assert "}" not in text
    assert text.endswith("。")
    assert text.count("。") <= 2
    assert 6 <= len(text) <= 40
    assert text.translate({ord(c): None for c in "0123456789PINA4"}).isascii() is False


def refused(site, use) -> list[tuple[str, str]]:
    """Field and code of each problem; asserts that the words fit and nothing was written."""
    before = written(site)
    with pytest.raises(InvalidInput) as caught:
        use()
    assert written(site) == before
    for problem in caught.value.problems:
        assert_plain(problem_text(problem))
    return [(problem.field, problem.code) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"has_consented": False}, ("consent", "required")),
        ({"name": ""}, ("name", "required")),
        ({"name": " \u3000"}, ("name", "required")),
        ({"name": "\u200b\x00"}, ("name", "required")),
        ({"name": "。"}, ("name", "required")),
        ({"name": "张" * 61}, ("name", "too_long")),
        ({"id_number": ""}, ("id_number", "required")),
        ({"id_number": "4301"}, ("id_number", "id_length")),
        ({"id_number": "43011119800305001A"}, ("id_number", "id_form")),
        ({"id_number": with_check_digit("43011119800230001")}, ("id_number", "id_date")),
        ({"id_number": "110105194912310021"}, ("id_number", "id_check_digit")),
        ({"phone": "1390000"}, ("phone", "phone_length")),
        ({"phone": "29900000000"}, ("phone", "phone_form")),
        ({"trades": ("astronaut",)}, ("trades", "unknown")),
        ({"trades": ("loader",) * 7}, ("trades", "too_many")),
        ({"address": "路" * 20_000}, ("address", "too_long")),
        ({"ethnicity": "汉" * 20_000}, ("ethnicity", "too_long")),
    ],
)
def test_a_wrong_registration(site, changes, expected):
    assert refused(site, lambda: register_seeker(site, seeker(1, **changes))) == [expected]


def test_all_problems_at_once(site):
    wrong = replace(seeker(1), name="", id_number="", phone="1", has_consented=False)
    assert len(refused(site, lambda: register_seeker(site, wrong))) == 4


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": "bank"}, ("kind", "unknown")),
        ({"name": ""}, ("name", "required")),
        ({"name": "厂" * 20_000}, ("name", "too_long")),
        ({"contact_name": "刘" * 20_000}, ("contact_name", "too_long")),
        ({"phone": ""}, ("phone", "required")),
        ({"phone": "139"}, ("phone", "phone_length")),
        ({"id_number": ""}, ("id_number", "required")),
        ({"id_number": "110105194912310021"}, ("id_number", "id_check_digit")),
        ({"kind": "company", "id_number": ""}, ("uscc", "required")),
        ({"kind": "company", "uscc": "9143"}, ("uscc", "uscc_form")),
        (
            {"kind": "company", "uscc": uscc_code()[:17] + "0"},
            ("uscc", "uscc_check_digit"),
        ),
    ],
)
def test_a_wrong_employer(site, changes, expected):
    assert refused(site, lambda: register_employer(site, household(1, **changes))) == [expected]


@pytest.fixture
def employer(site) -> str:
    return register_employer(site, household(1)).id


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"trade": ""}, ("trade", "required")),
        ({"trade": "astronaut"}, ("trade", "required")),
        ({"headcount": 0}, ("headcount", "out_of_range")),
        ({"headcount": -1}, ("headcount", "out_of_range")),
        ({"headcount": 10_000}, ("headcount", "out_of_range")),
        ({"pay_cents": 0}, ("pay", "not_positive")),
        ({"pay_cents": -100}, ("pay", "not_positive")),
        ({"pay_cents": 5_000_001}, ("pay", "too_much")),
        ({"pay_unit": "year"}, ("pay_unit", "unknown")),
        ({"settlement": "never"}, ("settlement", "unknown")),
        ({"engagement": "for life"}, ("engagement", "unknown")),
        ({"place": ""}, ("place", "required")),
        ({"place": " \u3000\n"}, ("place", "required")),
        ({"place": "路" * 41}, ("place", "too_long")),
        ({"content": "搬" * 61}, ("content", "too_long")),
        ({"conditions": "会" * 61}, ("conditions", "too_long")),
        ({"bay": "位" * 13}, ("bay", "too_long")),
        ({"plate": "湘" * 13}, ("plate", "too_long")),
        ({"meals": "饭" * 13}, ("meals", "too_long")),
    ],
)
def test_a_wrong_posting(site, employer, changes, expected):
    given = posting(site, employer, **changes)
    assert refused(site, lambda: post_vacancy(site, given)) == [expected]
    assert [(item.field, item.code) for item in check_posting(site, given)] == [expected]


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (-1, 9 * HOUR_MS, ("starts", "in_the_past")),
        (0, 9 * HOUR_MS, ("starts", "in_the_past")),
        (2 * HOUR_MS, HOUR_MS, ("ends", "before_start")),
        (2 * HOUR_MS, 2 * HOUR_MS, ("ends", "before_start")),
        (32 * 24 * HOUR_MS, 33 * 24 * HOUR_MS, ("starts", "too_far")),
    ],
)
def test_wrong_times(site, employer, starts, ends, expected):
    now = site.now_ms()
    given = posting(site, employer, starts=now + starts, ends=now + ends)
    assert refused(site, lambda: post_vacancy(site, given)) == [expected]


def test_limits_are_still_taken(site, employer):
    given = posting(site, employer, headcount=999, pay_cents=5_000_000, place="路" * 40)
    assert post_vacancy(site, given).vacancy.headcount == 999


def test_wrong_changes(site):
    person = register_seeker(site, seeker(1)).seeker
    assert refused(site, lambda: change_seeker(site, person.id, phone="1")) == [
        ("phone", "phone_length")
    ]
    assert refused(site, lambda: change_seeker(site, person.id, trades=("x",))) == [
        ("trades", "unknown")
    ]


def test_wrong_number_when_looking_for_somebody(site):
    assert refused(site, lambda: find_seeker(site, "43")) == [("id_number", "id_length")]


def test_a_hall_without_name(site):
    change = HallProfile(name=" ")
    assert refused(site, lambda: change_hall_profile(site, change, "staff:x")) == [
        ("name", "required")
    ]


@pytest.mark.parametrize(
    "error",
    [
        NotPossible("vacancy_closed"),
        NotPossible("vacancy_full"),
        NotPossible("vacancy_expired"),
        NotPossible("vacancy_in_review"),
        NotPossible("too_many_open", limit=3),
        NotPossible("already_agreed"),
        NotPossible("not_agreed_yet"),
        NotPossible("cancelled"),
        NotPossible("unknown_code"),
        NotPossible("unknown_seeker"),
        NotPossible("unknown_vacancy"),
        NotPossible("unknown_referral"),
        NotPossible("unknown_employer"),
        NotPossible("unknown_person"),
        NotPossible("no_slip"),
    ],
)
def test_what_is_not_possible_has_its_sentence(error):
    assert_plain(not_possible_text(error))


texts = st.text(max_size=70)


@given(
    st.builds(
        dict,
        name=texts,
        id_number=st.text("0123456789Xx０一 ", max_size=20),
        phone=st.text("0123456789-+ ", max_size=14),
        address=texts,
    )
)
@settings(max_examples=40)
def test_any_entry_is_taken_or_refused_in_words(make_stores, changes):
    stores = make_stores()
    site = stores.site()
    try:
        register_seeker(site, seeker(1, **changes))
    except InvalidInput as error:
        for problem in error.problems:
            assert_plain(problem_text(problem))
        assert site.store.chain().n == 0
