"""Identity numbers: what the standards promise to catch is caught, what exists is taken."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from synthetic import PUBLISHED_SAMPLE, id_number, uscc_code, with_check_digit

from kiosk.domain.identity import IdKind, parse_id_number, parse_phone, parse_uscc
from kiosk.domain.problems import InvalidInput

TODAY = date(2026, 11, 23)

numbers = st.builds(
    lambda region, birth, order: with_check_digit(f"{region}{birth:%Y%m%d}{order:03d}"),
    st.integers(110000, 659999),
    st.dates(date(1907, 1, 1), TODAY),
    st.integers(0, 999),
)
usccs = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17).map(uscc_code)


def code_of(text: str) -> str:
    with pytest.raises(InvalidInput) as caught:
        parse_id_number(text, TODAY)
    (problem,) = caught.value.problems
    assert problem.field == "id_number"
    return problem.code


def test_published_sample():
    identity = parse_id_number(PUBLISHED_SAMPLE, TODAY)
    assert identity.kind is IdKind.RESIDENT
    assert identity.birth == date(1949, 12, 31)
    assert identity.sex == "female"
    assert identity.region == "110105"


@given(numbers)
def test_every_right_number_is_taken(number):
    identity = parse_id_number(number, TODAY)
    assert identity.number == number
    assert identity.sex == ("male" if int(number[16]) % 2 else "female")


@given(numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_wrong_digit_is_caught(number, place, digit):
    assume(number[place] != digit)
    wrong = number[:place] + digit + number[place + 1 :]
    assert code_of(wrong) in {"id_check_digit", "id_form", "id_date"}


@given(numbers, st.integers(0, 16))
def test_every_swap_of_neighbours_is_caught(number, place):
    assume(number[place] != number[place + 1])
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert code_of(wrong) in {"id_check_digit", "id_form", "id_date"}


@given(st.text(max_size=40))
def test_any_text_is_taken_or_refused_with_a_problem(text):
    fields = []
    try:
        assert parse_id_number(text, TODAY).number.isascii()
    except InvalidInput as error:
        fields = [problem.field for problem in error.problems]
    assert fields in ([], ["id_number"])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("81000019900101001", IdKind.HMT),
        ("82000019900101001", IdKind.HMT),
        ("83000019900101002", IdKind.HMT),
        ("91110119900101003", IdKind.FOREIGN_2023),
        ("43011119900101003", IdKind.RESIDENT),
    ],
)
def test_kinds_of_eighteen_digits(body, kind):
    assert parse_id_number(with_check_digit(body), TODAY).kind is kind


def test_permit_of_2017():
    identity = parse_id_number("usa110080010104", TODAY)
    assert (identity.kind, identity.number) == (IdKind.FOREIGN_2017, "USA110080010104")
    assert identity.birth is None


def test_a_region_that_was_dissolved_is_taken():
    assert parse_id_number(id_number(7, region="432501"), TODAY).region == "432501"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "required"),
        ("  ", "required"),
        ("4301111980", "id_length"),
        (PUBLISHED_SAMPLE + "1", "id_length"),
        ("43011119800305001A", "id_form"),
        ("04301119800305001X", "id_form"),
        (with_check_digit("43011119800230001"), "id_date"),
        (with_check_digit("43011119801305001"), "id_date"),
        (with_check_digit("43011100000000001"), "id_date"),
        (with_check_digit("43011118990305001"), "id_date"),
        ("110105194912310021", "id_check_digit"),
    ],
)
def test_what_is_wrong_has_its_code(text, code):
    assert code_of(text) == code


def test_length_says_how_many_digits_there_are():
    with pytest.raises(InvalidInput) as caught:
        parse_id_number("4301111980", TODAY)
    assert caught.value.problems[0].values == {"count": 10}


def test_born_today_but_not_tomorrow():
    assert parse_id_number(id_number(birth=TODAY), TODAY).birth == TODAY
    assert code_of(id_number(birth=TODAY + timedelta(days=1))) == "id_date"


def test_leap_days():
    assert parse_id_number(id_number(birth=date(2000, 2, 29)), TODAY)
    assert code_of(with_check_digit("43011119000229001")) == "id_date"


@pytest.mark.parametrize("text", ["11010519491231002x", " 110105 19491231 002X "])
def test_blanks_and_a_small_x(text):
    assert parse_id_number(text, TODAY).number == PUBLISHED_SAMPLE


def test_full_width_digits_give_the_same_person_or_none():
    wide = PUBLISHED_SAMPLE.translate({ord("0") + i: ord("０") + i for i in range(10)})
    for text in (wide, wide[:3] + PUBLISHED_SAMPLE[3:], PUBLISHED_SAMPLE[:6] + wide[6:]):
        try:
            number = parse_id_number(text, TODAY).number
        except InvalidInput:
            continue
        assert number == PUBLISHED_SAMPLE


@given(usccs)
def test_every_right_uscc_is_taken(code):
    assert parse_uscc(code.lower()) == code


@given(usccs, st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_every_single_wrong_character_of_a_uscc_is_caught(code, place, letter):
    assume(code[place] != letter)
    with pytest.raises(InvalidInput) as caught:
        parse_uscc(code[:place] + letter + code[place + 1 :])
    assert caught.value.problems[0].code == "uscc_check_digit"


@pytest.mark.parametrize("prefix", ["91", "92", "93", "51", "52", "N2", "Y1", "A1"])
def test_uscc_prefixes_that_exist(prefix):
    code = uscc_code(prefix + "430111MA4L2Q8K0")
    assert parse_uscc(code) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "required"),
        ("91430111MA4L2Q8K", "uscc_form"),
        ("91430111MA4L2Q8KI0", "uscc_form"),
        ("91430111MA4L2Q8K0A", "uscc_check_digit"),
    ],
)
def test_what_is_wrong_with_a_uscc(text, code):
    with pytest.raises(InvalidInput) as caught:
        parse_uscc(text)
    assert caught.value.problems[0].code == code


@pytest.mark.parametrize(
    "text", ["13900000001", "139 0000 0001", "0731-85000123", "073185000123", "010-12345678"]
)
def test_phones_that_are_taken(text):
    assert parse_phone(text) == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1390000000", "phone_length"),
        ("139000000011", "phone_length"),
        ("12900000001", "phone_form"),
        ("85000123", "phone_form"),
        ("打我电话", "phone_form"),
    ],
)
def test_phones_that_are_not(text, code):
    with pytest.raises(InvalidInput) as caught:
        parse_phone(text)
    assert caught.value.problems[0].code == code


@given(st.integers(0, 10), st.sampled_from("０１２３４５６７８９٣"))
def test_a_phone_that_is_taken_is_plain(place, digit):
    text = "13900000001"
    try:
        number = parse_phone(text[:place] + digit + text[place + 1 :])
    except InvalidInput:
        return
    assert number.isascii()


def test_no_phone():
    assert parse_phone("") == ""
    with pytest.raises(InvalidInput) as caught:
        parse_phone(" ", required=True)
    assert caught.value.problems[0].code == "required"
