"""Slips as values, pictures and bytes."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from uniseg.linebreak import line_break_units

from kiosk.printing import layout, line_breaking
from kiosk.printing.commands import CommandStream
from kiosk.printing.compose import (
    WIDTH_58_MM_DOTS,
    WIDTH_80_MM_DOTS,
    Dialect,
    compose,
    slip_bytes,
)
from kiosk.printing.fonts import Weight, glyph
from kiosk.printing.line_breaking import wrap
from kiosk.printing.raster import PLAIN_RASTER, RasterStyle, raster_bytes
from kiosk.printing.render import image_from_escpos
from kiosk.printing.sample_code import SAMPLE_CODE
from kiosk.printing.slip import TestSlip, decode_slip, encode_slip

PLAIN = Dialect(raster=PLAIN_RASTER)
WIDTHS = (WIDTH_58_MM_DOTS, WIDTH_80_MM_DOTS)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_slip_survives_the_way_to_paper_and_its_code_reads(all_slips, width):
    for slip in all_slips:
        picture = image_from_escpos(slip_bytes(slip, width), width)
        composed = compose(slip, width).crop((0, 0, width, picture.height))
        assert ImageChops.difference(picture.convert("L"), composed.convert("L")).getbbox() is None
        payload = SAMPLE_CODE if isinstance(slip, TestSlip) else getattr(slip, "qr_payload", "")
        found = [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]
        assert found == ([payload] if payload else [])


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_touches_the_edge_of_the_paper(all_slips, width):
    for slip in all_slips:
        left, _, right, _ = ImageChops.invert(compose(slip, width).convert("L")).getbbox()
        assert left >= 8
        assert right <= width - 8


def test_a_slip_survives_its_json(all_slips):
    for slip in all_slips:
        assert decode_slip(*encode_slip(slip)) == slip


@pytest.mark.parametrize(
    ("kind", "payload"),
    [("referral", b"{}"), ("referral", b"\xff"), ("seeker", b""), ("poster", b"{}")],
)
def test_a_malformed_payload_is_a_value_error(kind, payload):
    with pytest.raises(ValueError, match="slip"):
        decode_slip(kind, payload)


def test_a_second_copy_says_so(referral):
    first = compose(referral, WIDTH_80_MM_DOTS)
    second = compose(referral, WIDTH_80_MM_DOTS, copy_number=2)
    assert second.height > first.height
    band = second.convert("L").crop((8, 12, 568, 62))
    assert band.getextrema() == (0, 255)
    assert band.getpixel((2, 2)) == 0


def test_empty_places_have_no_box(referral):
    bare = replace(referral, talk_at="", board_bay="", plate="")
    assert compose(bare, 576).height < compose(referral, 576).height - 150


def test_white_paper_costs_next_to_nothing():
    assert raster_bytes(Image.new("1", (576, 900), 1)) == b""
    drop = Image.new("1", (576, 900), 1)
    drop.putpixel((3, 899), 0)
    assert len(raster_bytes(drop)) < 30


STYLES = [
    RasterStyle(),
    RasterStyle(has_feeds=False),
    RasterStyle(has_doubling=False),
    PLAIN_RASTER,
]


@pytest.mark.parametrize("style", STYLES, ids=["full", "no-feeds", "no-doubling", "plain"])
def test_a_slip_is_the_same_in_every_dialect(referral, style):
    composed = compose(referral, WIDTH_80_MM_DOTS)
    picture = image_from_escpos(raster_bytes(composed, style), WIDTH_80_MM_DOTS)
    composed = composed.crop((0, 0, WIDTH_80_MM_DOTS, picture.height))
    assert picture.tobytes() == composed.tobytes()


def test_a_plain_printer_gets_no_feed_and_no_doubling(referral):
    data = slip_bytes(referral, WIDTH_80_MM_DOTS, dialect=PLAIN)
    bands = [c.data for c in CommandStream().feed(data)]
    assert not any(command.startswith(b"\x1bJ") for command in bands)
    assert {command[3] for command in bands if command.startswith(b"\x1dv0")} == {0}


@pytest.mark.parametrize("weight", list(Weight))
@pytest.mark.parametrize("character", list("㛃䶮𬭎𫖮𣲗𠅤𪎌"))
def test_rare_names_have_a_glyph(character, weight):
    box = glyph("\U0010ffff", 28, weight).mask
    shape = glyph(character, 28, weight)
    assert shape.mask is not None
    assert shape.mask.tobytes() != box.tobytes()
    assert shape.advance_dots == pytest.approx(28, abs=1)


@given(
    size=st.tuples(st.integers(1, 100), st.integers(1, 60)),
    marks=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 59)), max_size=30),
    scale=st.integers(1, 4),
    style=st.sampled_from(STYLES),
)
def test_any_picture_survives_the_raster(size, marks, scale, style):
    picture = Image.new("1", size, 1)
    for x, y in marks:
        if x < size[0] and y < size[1]:
            picture.putpixel((x, y), 0)
    picture = picture.resize((size[0] * scale, size[1] * scale), Image.Resampling.NEAREST)
    back = image_from_escpos(raster_bytes(picture, style), picture.width)
    whole = Image.new("1", picture.size, 1)
    whole.paste(back, (0, 0))
    assert whole.tobytes() == picture.tobytes()


@given(st.binary(max_size=300))
def test_any_bytes_make_some_picture(data):
    assert image_from_escpos(b"\x1dv0\x00" + data[:4] + data).width == 576


def _ems(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text)


@given(st.text(alphabet="按谈成了或，。“”（）A1 -元/天", max_size=60), st.integers(4, 30))
def test_lines_fit_keep_their_text_and_end_well(text, width):
    lines = wrap(text, width, _ems)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(_ems(line) <= width or len(line) <= 1 for line in lines), lines


@given(st.text(alphabet="工对㛃𬭎，。、；：？！）（“”A1 -./%℃元¥…—", max_size=40))
def test_the_quick_way_breaks_where_the_standard_does(text):
    """Where the library is not asked, its answer is given all the same."""

    def joined(units):
        parts = []
        for unit in units:
            first, last = unit[0], parts[-1].rstrip()[-1:] if parts else ""
            ends_open = last in line_breaking._NEVER_LAST and bool(parts and parts[-1].strip())
            if parts and (first in line_breaking._NEVER_FIRST or (last and ends_open)):
                parts[-1] += unit
            else:
                parts.append(unit)
        return tuple(parts)

    assert line_breaking._units(text) == joined(line_break_units(text))


def test_punctuation_stays_where_printers_put_it():
    lines = wrap("不收押金，不扣证件，不收介绍费。电话（0731-8500）随时打", 10 * 2, _ems)
    assert not any(line[0] in "，。）" for line in lines)
    assert not any(line[-1] == "（" for line in lines)
    assert "0731-8500" in "\n".join(lines)


def test_the_last_line_is_not_lonely():
    assert wrap("工种相同，离这里近", 16, _ems) == ["工种相同，", "离这里近"]


def test_a_pin_the_employer_chose_is_not_printed(all_slips):
    posting = all_slips[1]
    assert compose(replace(posting, pin=""), 576).height < compose(posting, 576).height - 50


def test_what_stood_on_a_slip_is_forgotten(referral):
    slip_bytes(referral, 576)
    slip_bytes(referral, 576, dialect=Dialect(is_text=True))
    assert layout._lines.cache_info().currsize == 0
    assert layout._line_width.cache_info().currsize == 0
    assert line_breaking._units.cache_info().currsize == 0
