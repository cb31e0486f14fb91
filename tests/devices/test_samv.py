"""Frames and text blocks: nothing that arrives can break the parsers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.id_card import CardDataError, CardKind, IdCard, Sex, parse_text_block
from kiosk.devices.samv import (
    FIND,
    PREAMBLE,
    READ,
    READ_ADDED_ADDRESS,
    SELECT,
    FrameStream,
    Reply,
    reply_frame,
    request_frame,
    text_block_of,
)
from kiosk.devices.synthetic_cards import block_of, resident_block, resident_number


@pytest.mark.parametrize(
    ("command", "tail"),
    [
        (FIND, "0003200122"),
        (SELECT, "0003200221"),
        (READ, "0003300132"),
        (READ_ADDED_ADDRESS, "0003300330"),
    ],
)
def test_requests_are_those_of_the_protocol(command, tail):
    assert request_frame(command) == PREAMBLE + bytes.fromhex(tail)


@pytest.mark.parametrize(
    ("frame", "reply"),
    [
        ("0008 00009F 00000000 97", Reply(0x9F, bytes(4))),
        ("000C 000090 0000000000000000 9C", Reply(0x90, bytes(8))),
        ("0004 000080 84", Reply(0x80, b"")),
        ("0004 000081 85", Reply(0x81, b"")),
    ],
)
def test_replies_are_those_of_the_protocol(frame, reply):
    data = PREAMBLE + bytes.fromhex(frame)
    assert list(FrameStream().feed(data)) == [reply]
    assert reply_frame(reply.sw3, reply.data) == data


def fed(data: bytes, step: int) -> list[Reply]:
    stream, replies = FrameStream(), []
    for start in range(0, len(data), step):
        replies += list(stream.feed(data[start : start + step]))
    return replies


@given(st.binary(max_size=3000), st.integers(1, 700))
def test_any_bytes_in_any_pieces_give_the_same_replies(data, step):
    assert fed(data, step) == fed(data, max(1, len(data)))


@given(
    st.binary(max_size=40).filter(lambda noise: 0xAA not in noise),
    st.binary(max_size=1400),
    st.integers(1, 50),
)
def test_a_reply_is_found_behind_noise_in_any_pieces(noise, data, step):
    assert fed(noise + reply_frame(0x90, data), step) == [Reply(0x90, data)]


@given(st.integers(7, 30), st.integers(1, 255))
def test_a_damaged_reply_is_dropped_and_the_next_one_read(position, flip):
    damaged = bytearray(reply_frame(0x90, b"\x01" * 30))
    damaged[position] ^= flip
    good = reply_frame(0x80)
    assert list(FrameStream().feed(bytes(damaged) + good)) == [Reply(0x80, b"")]


@pytest.mark.parametrize("finger_bytes", [None, 0, 512, 1024])
def test_photo_and_fingerprint_are_dropped(finger_bytes):
    block = resident_block()
    lengths = b"\x01\x00\x04\x00" + (
        b"" if finger_bytes is None else finger_bytes.to_bytes(2, "big")
    )
    data = lengths + block + b"\xee" * (1024 + (finger_bytes or 0))
    assert text_block_of(data) == block


@given(st.binary(max_size=2000))
def test_any_data_gives_a_block_of_256_bytes_or_none(data):
    block = text_block_of(data)
    assert block is None or len(block) == 256


def test_a_resident_card():
    card = parse_text_block(resident_block("李㛃", sex="2", ethnicity_code="15", valid_to="长期"))
    assert card == IdCard(
        kind=CardKind.RESIDENT,
        name="李㛃",
        sex=Sex.FEMALE,
        birth_date=date(1985, 3, 7),
        number=resident_number("430111", date(1985, 3, 7), 2),
        address="湖南省长沙市雨花区试验路1号",
        authority="长沙市公安局雨花分局",
        ethnicity_code="15",
        valid_from=date(2020, 1, 1),
        valid_to=None,
        is_long_term=True,
    )


@pytest.mark.parametrize(("name", "is_private"), [("张𬭎", False), ("张\ue863", True)])
def test_private_characters_are_flagged_and_rare_ones_are_not(name, is_private):
    card = parse_text_block(resident_block(name))
    assert card.name == name
    assert card.has_private_characters is is_private


def test_a_permit_of_hong_kong():
    fields = {0: "陈大文", 30: "1", 36: "19800229", 122: "810000198002290011", 220: "H12345678"}
    card = parse_text_block(block_of({**fields, 188: "20200101", 204: "20250101"}, "J"))
    assert (card.kind, card.pass_number) == (CardKind.HMT, "H12345678")
    assert card.birth_date == date(1980, 2, 29)
    assert card.ethnicity_code == ""


def test_a_foreigners_card_of_2017():
    fields = {0: "DOE,JANE", 120: "2", 122: "USA310000000001", 152: "USA", 158: "简"}
    card = parse_text_block(
        block_of({**fields, 188: "20180101", 204: "20280101", 220: "19900102"}, "I")
    )
    assert (card.kind, card.foreign_name, card.name) == (CardKind.FOREIGN_2017, "DOE,JANE", "简")
    assert (card.number, card.nationality_code) == ("USA310000000001", "USA")
    assert card.birth_date == date(1990, 1, 2)
    assert not card.is_layout_unverified


def test_a_foreigners_card_of_2023_is_marked_unverified():
    name = "A" * 34 + " " + "B" * 5
    fields = {0: "简", 30: "2", 36: "19900102", 52: name[:35], 122: "911840199001020027"}
    card = parse_text_block(block_of({**fields, 220: name[35:], 242: "USA"}, "Y"))
    assert (card.kind, card.foreign_name) == (CardKind.FOREIGN_2023, name)
    assert card.is_layout_unverified


def test_impossible_dates_are_none():
    card = parse_text_block(resident_block(valid_from="20230231", valid_to="        "))
    assert (card.valid_from, card.valid_to, card.is_long_term) == (None, None, False)


@given(st.binary(min_size=0, max_size=300) | st.binary(min_size=256, max_size=256))
def test_any_block_is_a_card_or_a_card_data_error(block):
    try:
        card = parse_text_block(block)
    except CardDataError:
        return
    assert card.number.isascii()


def test_a_card_never_shows_itself_in_a_log():
    card = parse_text_block(resident_block("张三"))
    assert "张三" not in repr(card)
    assert card.number not in repr([card])
