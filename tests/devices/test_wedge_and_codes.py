"""Bursts of keys, codes in pictures, and what they are."""

from __future__ import annotations

import io
import re
from datetime import date
from uuid import UUID

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter, ImageOps

from kiosk.devices import qr
from kiosk.devices.qr import ScanKind, classify_payload, decode_image, decode_text, find_id_number
from kiosk.devices.synthetic_cards import resident_number
from kiosk.devices.wedge import BurstDetector, Outcome, read_fields
from kiosk.domain.codes import CodeKind, build_code, parse_code, verify_mac

KEY = bytes(range(16))
RECORD = UUID("019acb5c-0000-7000-8000-0000000000ab")
CODE = build_code(CodeKind.REFERRAL, "CSYH01", RECORD, KEY)
NUMBER = resident_number("430111", date(1985, 3, 7), 1)


def typed(detector, text, start_ms=1000, gap_ms=10):
    """All outcomes of keys at equal distances."""
    return [detector.feed(start_ms + gap_ms * i, key) for i, key in enumerate(text)]


def everything(outcomes):
    released = "".join("".join(outcome.released) for outcome in outcomes)
    return [outcome.payload for outcome in outcomes if outcome.payload], released


@pytest.mark.parametrize("end", ["\r", "\n", "\t", "\r\n"])
def test_a_scanner_is_a_payload_and_nothing_is_typed(end):
    detector = BurstDetector(lambda _: True)
    assert everything(typed(detector, CODE + end)) == ([CODE], "")
    assert detector.deadline_ms is None


def test_a_scanner_without_a_terminator_ends_with_silence():
    detector = BurstDetector(lambda _: True)
    assert everything(typed(detector, CODE)) == ([], "")
    assert detector.tick(detector.deadline_ms - 1) == Outcome()
    assert detector.tick(detector.deadline_ms) == Outcome(payload=CODE)


def test_a_person_gets_every_key_back():
    detector = BurstDetector(lambda _: True)
    outcomes = typed(detector, "13812341234\r", gap_ms=120)
    assert everything(outcomes) == ([], "13812341234\r")


def test_a_fast_person_is_released_when_the_text_is_no_payload():
    detector = BurstDetector(lambda _: False)
    assert everything(typed(detector, "zhangsan\r", gap_ms=20)) == ([], "zhangsan\r")


def test_short_bursts_and_single_enter_belong_to_the_person():
    detector = BurstDetector(lambda _: True)
    assert everything(typed(detector, "12345\r")) == ([], "12345\r")
    assert detector.feed(5000, "\r") == Outcome(released=("\r",))
    detector.feed(6000, "a")
    assert detector.tick(6051) == Outcome(released=("a",))


def test_a_card_readers_fields_come_by_a_configured_pattern():
    pattern = re.compile(r"^(?P<name>[^|]+)\|(?P<sex>.)\|")
    assert read_fields(f"张三 |男|{NUMBER}", pattern) == {"name": "张三", "sex": "男"}
    assert read_fields(NUMBER, pattern) == {}


def test_two_scans_in_a_row():
    detector = BurstDetector(lambda _: True)
    outcomes = typed(detector, CODE + "\r\n") + typed(detector, NUMBER + "\r", start_ms=9000)
    assert everything(outcomes) == ([CODE, NUMBER], "")


@given(
    st.lists(st.tuples(st.integers(-50, 300), st.sampled_from("a1:X\r\n\t中"))),
    st.booleans(),
)
def test_no_key_is_ever_eaten_or_doubled(keys, is_accepting):
    detector, now_ms, outcomes = BurstDetector(lambda _: is_accepting), 0, []
    for gap_ms, key in keys:
        now_ms += gap_ms
        outcomes.append(detector.feed(now_ms, key))
    outcomes.append(detector.tick(now_ms + 1000))
    seen = "".join("".join(outcome.released) + (outcome.payload or "") for outcome in outcomes)
    whole = "".join(key for _, key in keys)
    if not is_accepting:
        assert seen == whole
    assert [c for c in seen if c not in "\r\n\t"] == [c for c in whole if c not in "\r\n\t"]


@pytest.mark.parametrize("kind", list(CodeKind))
@given(record=st.uuids(), key=st.binary(min_size=16, max_size=32))
def test_a_code_survives_and_only_its_hall_made_it(kind, record, key):
    text = build_code(kind, "CSYH-01", record, key)
    code = parse_code(text)
    assert (code.kind, code.hall, code.record_id, code.text) == (kind, "CSYH-01", record, text)
    assert verify_mac(code, key)
    assert not verify_mac(code, key + b"x")


def test_a_code_is_small_and_forgives_keyboards():
    assert segno.make_qr(CODE, error="m").version <= 3
    assert not any(letter.islower() for letter in CODE)
    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in CODE)
    for variant in (CODE.lower(), full_width, f" {CODE}\n"):
        assert parse_code(variant) == parse_code(CODE)


@given(st.integers(0, len(CODE) - 1), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_changed_code_does_not_verify(position, letter):
    changed = CODE[:position] + letter + CODE[position + 1 :]
    code = parse_code(changed)
    assert code is None or code.text == CODE or not verify_mac(code, KEY)


@given(st.text(max_size=100) | st.text(alphabet="GH1:RP0AZ-", max_size=80))
def test_any_text_is_some_kind_of_scan(text):
    assert classify_payload(text).kind in ScanKind


@pytest.mark.parametrize("hall", ["", "csyh", "雨花", "A" * 17, "A:B"])
def test_a_wrong_hall_is_said(hall):
    with pytest.raises(ValueError, match="hall code"):
        build_code(CodeKind.SEEKER, hall, RECORD, KEY)


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        build_code(CodeKind.SEEKER, "A", RECORD, b"short")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (CODE, ScanKind.REFERRAL),
        (build_code(CodeKind.POSTING, "A", RECORD, KEY), ScanKind.POSTING),
        (build_code(CodeKind.SEEKER, "A", RECORD, KEY), ScanKind.SEEKER),
        (NUMBER, ScanKind.ID_NUMBER),
        (f"张三|男|{NUMBER}|湖南", ScanKind.ID_NUMBER),
        ("wxp://f2f0abcdef", ScanKind.PAYMENT),
        ("https://qr.alipay.com/fkx123", ScanKind.PAYMENT),
        ("https://u.wechat.com/abc", ScanKind.PAYMENT),
        ("134567890123456789", ScanKind.PAYMENT),
        ("281234567890123456", ScanKind.PAYMENT),
        ("https://si.12333.gov.cn/qr?x=1", ScanKind.IDENTITY_SERVICE),
        ("https://example.org", ScanKind.OTHER),
        ("GH1:R:CSYH01:short:mac", ScanKind.OTHER),
        ("", ScanKind.OTHER),
    ],
)
def test_what_a_text_is(text, kind):
    scan = classify_payload(text)
    assert scan.kind is kind
    assert (scan.code is None) == (kind not in {"referral", "posting", "seeker"})
    assert (scan.id_number is None) == (kind is not ScanKind.ID_NUMBER)
    assert NUMBER not in repr(scan)


def test_id_numbers_need_check_character_and_date():
    wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
    assert find_id_number(wrong) is None
    assert find_id_number("1" + NUMBER) is None
    assert find_id_number(NUMBER.lower()) == NUMBER
    assert find_id_number(resident_number("430111", date(1799, 1, 1), 1)) is None


def picture(payload, scale=6):
    buffer = io.BytesIO()
    segno.make_qr(payload, error="m").save(buffer, kind="png", scale=scale, border=4)
    return Image.open(buffer).convert("L")


@pytest.mark.parametrize(
    "change",
    [
        lambda image: image,
        ImageOps.invert,
        lambda image: image.rotate(17, expand=True, fillcolor=255),
        lambda image: image.filter(ImageFilter.GaussianBlur(2)),
        lambda image: image.point(lambda level: 100 + level // 8),
        lambda image: image.convert("RGB"),
    ],
)
def test_codes_are_read_in_bad_pictures(change):
    assert decode_image(change(picture(CODE))) == [CODE.encode()]


def test_no_code_is_no_answer():
    assert decode_image(Image.new("L", (200, 200), 255)) == []


def test_without_libzbar_the_first_decoder_goes_on(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyzbar", None)
    qr._pyzbar_decode.cache_clear()
    try:
        assert not qr.has_second_decoder()
        assert decode_image(picture(CODE)) == [CODE.encode()]
        assert decode_image(Image.new("L", (50, 50))) == []
    finally:
        qr._pyzbar_decode.cache_clear()


@pytest.mark.skipif(not qr.has_second_decoder(), reason="libzbar is not installed")
def test_the_second_decoder_reads_what_the_first_misses(monkeypatch):
    monkeypatch.setattr(qr.zxingcpp, "read_barcodes", lambda *_, **__: [])
    assert decode_image(ImageOps.invert(picture(CODE))) == [CODE.encode()]


def test_bytes_are_utf8_else_gb18030():
    assert decode_text("零工".encode()) == "零工"
    assert decode_text("零工".encode("gb18030")) == "零工"
    assert decode_text(b"\xff\xff\xff") != ""
