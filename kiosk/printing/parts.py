"""Parts that the slips are put together from: header, number, rows, code, rights, footer.

Placed so that little of the paper's width is used beside the words: every dot right of the last
word of a line need not be sent.
"""

from __future__ import annotations

from kiosk.i18n import _
from kiosk.printing.boxes import Band, Doubled, Qr
from kiosk.printing.fonts import Weight
from kiosk.printing.layout import Beside, Block, Column, Gap, LabelRow, Rule, Split, Text
from kiosk.printing.slip import Row
from kiosk.printing.style import Style

__all__ = [
    "ROW_HEIGHT_EM",
    "dashes",
    "footer",
    "header",
    "number_block",
    "paragraph",
    "rights_lines",
    "row_lines",
    "scan_here",
    "signature_line",
    "step_lines",
    "tag",
    "trade_tag",
]

ROW_HEIGHT_EM = 1.45
_RULE_ROOM = 8
_TAG_GAP = 14


def header(hall_name: str, title: str, style: Style) -> list[Block]:
    """Whose slip and which one."""
    return [
        Text(hall_name, style.title, Weight.BOLD),
        Text(title, style.text),
        Rule(room_above=_RULE_ROOM, room_below=_RULE_ROOM),
    ]


def number_block(label: str, number: str, lines: tuple[str, ...], style: Style) -> list[Block]:
    """The number as large as its width allows; who and when below it, on one line if they fit."""
    half = style.number // 2
    natural = Text(number, half, Weight.BOLD).natural_width
    size = half * min(natural, style.number_width // 2) // max(natural, 1)
    aside = tuple(line for line in lines if line)
    blocks: list[Block] = [
        Text(label, style.text),
        Doubled(Text(number, size, Weight.BOLD, "left", 0.98)),
        Gap(4),
    ]
    if len(aside) == 2:
        pair = Text(aside[0], style.text), Text(aside[1], style.text)
        blocks.append(Split(*pair, gap=style.text, is_packed=True))
    else:
        blocks += [Text(line, style.text) for line in aside]
    return [*blocks, Gap(8)]


def tag(text: str, style: Style) -> Block:
    """What it is about, white on black, no wider than its words."""
    name = Text(text, style.trade, Weight.BOLD)
    band = Band(name)
    return Beside(band, Gap(0), min(style.inner_width, name.natural_width + 2 * band.padding_x), 0)


def trade_tag(trade: str, pay_text: str, style: Style) -> Block:
    """What, white on black, and for how much beside it; below it where both do not fit."""
    name, pay = (Text(text, style.trade, Weight.BOLD) for text in (trade, pay_text))
    band = Band(name)
    band_width = name.natural_width + 2 * band.padding_x
    if band_width + _TAG_GAP + pay.natural_width > style.inner_width:
        return Column((tag(trade, style), Gap(4), pay))
    return Beside(band, pay, band_width, gap=_TAG_GAP)


def row_lines(rows: tuple[Row, ...], style: Style) -> list[Block]:
    """Labels and values, the values of all rows below each other."""
    label_width = _label_width(rows, style)
    return [
        LabelRow(
            Text(row.label, style.text, Weight.MEDIUM, "left", ROW_HEIGHT_EM),
            Text(row.value, style.text, Weight.BOLD, "left", ROW_HEIGHT_EM),
            label_width,
        )
        for row in rows
    ]


def _label_width(rows: tuple[Row, ...], style: Style) -> int:
    widest = max((Text(row.label, style.text).natural_width for row in rows), default=0)
    return min(max(style.label_width, widest + style.text // 2), style.inner_width // 2)


def step_lines(steps: tuple[Row, ...], style: Style) -> list[Block]:
    """Where to go, one step below the other between two rules; steps without a value are left out.

    A value in the same line as its label: a frame's right edge would double the bytes.
    """
    steps = tuple(step for step in steps if step.value)
    label_width = _label_width(steps, style)
    lines: list[Block] = [
        LabelRow(
            Text(step.label, style.text),
            Text(step.value, style.place, Weight.BOLD, "left", 1.25),
            label_width,
            is_middled=True,
        )
        for step in steps
    ]
    if not lines:
        return []
    return [Rule(room_above=8, room_below=4), *lines, Rule(room_above=6, room_below=6)]


def scan_here(payload: str, headline: str, lines: tuple[str, ...], style: Style) -> list[Block]:
    """A code with words above it: beside it they would cost as much as half the slip."""
    return [
        Text(headline, style.headline, Weight.BOLD),
        *(Text(line, style.text) for line in lines),
        Qr(payload, style.qr_width),
    ]


def signature_line(label: str, style: Style) -> list[Block]:
    """Room to sign on a line."""
    return [
        Gap(style.title),
        Beside(
            Text(label, style.text),
            Rule(2, room_above=style.text, room_below=0),
            Text(label, style.text).natural_width,
        ),
        Gap(style.text // 2),
    ]


def dashes() -> Block:
    """A dashed line: what follows is to read at home."""
    return Rule(dash=8, room_above=_RULE_ROOM, room_below=_RULE_ROOM)


def paragraph(text: str, style: Style, weight: Weight = Weight.MEDIUM) -> Block:
    """Words that wrap."""
    return Text(text, style.text, weight, line_height_em=ROW_HEIGHT_EM, has_bold_digits=True)


def rights_lines(rights: tuple[str, ...], hotline: str, style: Style) -> list[Block]:
    """The first right stands out; the hall's hotline closes."""
    lines = [*rights, _("本场热线 {number}").format(number=hotline)] if hotline else list(rights)
    return [
        paragraph(line, style, Weight.BOLD if index == 0 and rights else Weight.MEDIUM)
        for index, line in enumerate(lines)
    ]


def footer(station_name: str, short_code: str, copy_number: int, style: Style) -> list[Block]:
    """Which station, which print, and a code to read out on the telephone."""
    station = _("{station} · 第 {copy} 次打印").format(station=station_name, copy=copy_number)
    return [
        Rule(room_above=_RULE_ROOM, room_below=_RULE_ROOM),
        Split(
            Text(station, style.small),
            Text(short_code, style.small, Weight.MEDIUM, "right"),
            gap=style.text,
            is_packed=True,
        ),
    ]
