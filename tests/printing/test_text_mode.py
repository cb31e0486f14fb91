"""Slips as text: every slip's words come back from the bytes, rare characters as pictures."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from sample_slips import REFERRAL, SLIPS

from kiosk.printing.commands import CommandStream
from kiosk.printing.compose import WIDTH_58_MM_DOTS, WIDTH_80_MM_DOTS, Dialect, slip_bytes
from kiosk.printing.layout import Text
from kiosk.printing.raster import FULL_RASTER
from kiosk.printing.render import image_from_escpos, text_from_escpos
from kiosk.printing.sample_code import SAMPLE_CODE
from kiosk.printing.text_mode import text_job

TEXT = Dialect(is_text=True)
REFERRAL_58 = """\
雨花区零工市场
对接单 · 全部免费
--------------------------------
您的号码
A037
张师傅 尾号1234  11月23日 6:42
搬运卸货
260 元/天
老板   长沙顺和搬运 刘老板
电话   136****7788
干什么 卸瓷砖，两个人抬一箱
时间   今天 7:30 到 17:30
地点   高桥大市场 5 栋东门
结算   日结，包中饭
--------------------------------
先去谈 B区 3号桌
再上车 2号 7:30
车牌   湘A D5X37
--------------------------------
谈好了，扫这里
谈没谈成都扫，今天有效
[picture]
--------------------------------
为什么推荐：工种相同，离这里近
不收押金，不扣证件，不收介绍费。
没拿到工钱，打 12333
本场热线 0731-8500 0123
--------------------------------
自助机 1 · 第 1 次打印 K7QX-037
"""


def words(data: bytes) -> str:
    """The text with every run of pictures as one [picture]."""
    text = re.sub(r"(\[picture \d+x\d+\]\n)+", "[picture]\n", text_from_escpos(data))
    return text.rstrip("\n") + "\n"


def test_the_referral_slip_as_approved():
    assert words(slip_bytes(REFERRAL, WIDTH_58_MM_DOTS, dialect=TEXT)) == REFERRAL_58


@pytest.mark.parametrize("width", [WIDTH_58_MM_DOTS, WIDTH_80_MM_DOTS])
@pytest.mark.parametrize("name", SLIPS)
def test_a_line_fits_the_paper_and_the_code_reads(name, width):
    data = slip_bytes(SLIPS[name], width, dialect=TEXT)
    for line in text_from_escpos(data).splitlines():
        assert sum(1 if letter.isascii() else 2 for letter in line) <= width // 12, line
    payload = SAMPLE_CODE if name == "test" else getattr(SLIPS[name], "qr_payload", "")
    found = zxingcpp.read_barcodes(image_from_escpos(data, width).convert("L"))
    assert [code.text for code in found] == ([payload] if payload else [])
    assert len(data) < len(slip_bytes(SLIPS[name], width)) * 0.7


@pytest.mark.parametrize("name", list("㛃䶮𬭎𫖮𣲗"))
def test_a_rare_name_goes_as_a_picture_and_its_neighbours_as_text(name):
    common = words(slip_bytes(replace(REFERRAL, person="张伟"), 384, dialect=TEXT))
    rare = words(slip_bytes(replace(REFERRAL, person=f"张{name}"), 384, dialect=TEXT))
    assert rare == common.replace("张伟  11月23日 6:42\n", "[picture]\n")


def test_a_job_switches_off_what_it_switched_on():
    commands = [c.data for c in CommandStream().feed(slip_bytes(REFERRAL, 576, dialect=TEXT))]
    states = {}
    for command in commands:
        if command[:2] in (b"\x1b!", b"\x1c!", b"\x1bE", b"\x1d!"):
            states[command[:2]] = command[2]
    assert states == {b"\x1b!": 0, b"\x1c!": 0, b"\x1bE": 0, b"\x1d!": 0}
    assert commands.index(b"\x1c&") < commands.index(b"\x1c.")
    assert commands[0] == b"\x1b@"
    assert commands[-1].startswith(b"\x1dV")


def test_a_picture_slip_never_touches_the_chinese_font():
    """A printer without it would print the dot of FS ."""
    commands = [c.data for c in CommandStream().feed(slip_bytes(REFERRAL, 576))]
    assert not any(command.startswith(b"\x1c") for command in commands)


@given(st.text(max_size=80), st.integers(10, 60))
def test_any_text_is_text_or_picture_and_never_a_command(text, size):
    data = text_job(Text(text, size), 384, 8, FULL_RASTER)
    for command in CommandStream().feed(data):
        is_known = command.data[:1] not in b"\x1b\x1c\x1d\x10" or len(command.data) > 1
        assert is_known, command.data
    shown = words(data).replace("[picture]\n", "")
    # What is shown as text is in the text, in this order.
    rest = iter(text.translate(str.maketrans("・―–−", "·—--")))
    assert all(letter in rest for letter in shown if letter not in " \n")
