"""From a slip's values to its picture, at 58 mm or 80 mm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from kiosk.i18n import _
from kiosk.printing.boxes import Band, Cell, Grid, Qr
from kiosk.printing.fonts import Weight
from kiosk.printing.layout import (
    Beside,
    Block,
    Column,
    Gap,
    LabelRow,
    Rule,
    Split,
    Text,
    paint_block,
)
from kiosk.printing.raster import job_bytes
from kiosk.printing.slip import (
    ComplaintSlip,
    PostingSlip,
    ReferralSlip,
    Row,
    SeekerSlip,
    Slip,
    TestSlip,
)

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["WIDTH_58_MM_DOTS", "WIDTH_80_MM_DOTS", "compose", "slip_bytes"]

WIDTH_58_MM_DOTS = 384
WIDTH_80_MM_DOTS = 576
_ROW_HEIGHT_EM = 1.45
_RARE_NAMES = "李㛃 王䶮 张𬭎 陈𫖮 刘𣲗"


@dataclass(frozen=True, slots=True)
class _Style:
    """Sizes in dots for one paper width."""

    margin: int
    title: int
    text: int
    small: int
    headline: int
    trade: int
    place: int
    number: int
    number_width: int
    label_width: int
    qr_width: int
    is_narrow: bool


_NARROW = _Style(
    margin=8, title=32, text=25, small=22, headline=27, trade=36, place=32,
    number=116, number_width=360, label_width=88, qr_width=166, is_narrow=True,
)  # fmt: skip
_WIDE = _Style(
    margin=20, title=38, text=28, small=24, headline=35, trade=44, place=42,
    number=152, number_width=300, label_width=120, qr_width=236, is_narrow=False,
)  # fmt: skip


def compose(slip: Slip, width_dots: int, *, copy_number: int = 1) -> Image.Image:
    """The slip as a one-bit picture; a copy after the first says 补打 and which one it is."""
    style = _WIDE if width_dots >= WIDTH_80_MM_DOTS else _NARROW
    match slip:
        case ReferralSlip():
            body = _referral(slip, style)
        case PostingSlip():
            body = _posting(slip, style)
        case SeekerSlip():
            body = _seeker(slip, style)
        case ComplaintSlip():
            body = _complaint(slip, style)
        case TestSlip():
            body = _test(slip, style)
    blocks: list[Block] = [Gap(12)]
    if copy_number > 1:
        notice = Text(
            _("补打 第{copy}次").format(copy=copy_number), style.headline, Weight.BOLD, "center"
        )
        blocks += [Band(notice, padding_y=4), Gap(10)]
    if not isinstance(slip, TestSlip):
        body = [*body, *_footer(slip, style, copy_number)]
    return paint_block(Column((*blocks, *body, Gap(16))), width_dots, style.margin)


def slip_bytes(slip: Slip, width_dots: int, *, copy_number: int = 1) -> bytes:
    """What goes to the printer for one copy of the slip, from reset to cut."""
    return job_bytes(compose(slip, width_dots, copy_number=copy_number))


def _referral(slip: ReferralSlip, style: _Style) -> list[Block]:
    return [
        *_header(slip.hall_name, _("对接单 · 全部免费"), style),
        *_number(_("您的号码"), slip.number, (slip.person, slip.issued_at), style),
        _trade_band(slip.trade, slip.pay_text, style),
        Gap(14),
        *_rows(slip.rows, style),
        *_places(slip, style),
        Gap(6),
        _scan_here(
            slip.qr_payload,
            _("谈好了，扫这里"),
            (_("按“谈成了”或"), _("“没谈成”"), _("今天有效")),
            style,
        ),
        _dashes(),
        *_reasons(slip.reasons, style),
        *_rights(slip.rights, slip.hotline, style),
    ]


def _posting(slip: PostingSlip, style: _Style) -> list[Block]:
    """A PIN the employer chose is not printed; one the kiosk made is."""
    pin_box: list[Block] = []
    if slip.pin:
        box = Cell(_label_and_value(_("取单密码"), slip.pin, style, style.place))
        pin_box = [Gap(8), Grid(((box,),))]
    lines = (_("再输入取单密码"), slip.valid_text) if slip.pin else (slip.valid_text,)
    advice = _("密码只给自己用，别给别人看。") if slip.pin else _("这张单子只给自己用，别给别人。")
    return [
        *_header(slip.hall_name, _("招工单 · 全部免费"), style),
        *_number(_("招工号码"), slip.number, (slip.employer, slip.issued_at), style),
        _trade_band(slip.trade, slip.pay_text, style),
        Gap(14),
        *_rows(slip.rows, style),
        *pin_box,
        Gap(6),
        _scan_here(slip.qr_payload, _("看谁来了，扫这里"), lines, style),
        _dashes(),
        Text(advice, style.text, Weight.BOLD, "left", _ROW_HEIGHT_EM),
        *_rights((), slip.hotline, style),
    ]


def _complaint(slip: ComplaintSlip, style: _Style) -> list[Block]:
    urgent = _("着急就打 12333")
    return [
        *_header(slip.hall_name, _("投诉回执 · 全部免费"), style),
        *_number(_("回执号码"), slip.number, (slip.issued_at,), style),
        Band(Text(slip.subject, style.trade, Weight.BOLD, "center"), padding_y=6),
        Gap(14),
        *_rows(slip.rows, style),
        _dashes(),
        *_rights((urgent,), slip.hotline, style),
    ]


def _seeker(slip: SeekerSlip, style: _Style) -> list[Block]:
    return [
        *_header(slip.hall_name, _("登记单 · 全部免费"), style),
        *_number(_("您的号码"), slip.number, (slip.person, slip.issued_at), style),
        Rule(),
        *_rows((Row(_("想做"), "、".join(slip.trades)),), style),
        Gap(6),
        _scan_here(slip.qr_payload, _("下次来，扫这里"), (_("不用再刷身份证"),), style),
        _dashes(),
        *_rights(slip.rights, slip.hotline, style),
    ]


def _test(slip: TestSlip, style: _Style) -> list[Block]:
    rows = (
        Row(_("机器"), slip.station_name),
        Row(_("打印机"), slip.printer_name),
        Row(_("程序"), slip.program_version),
        Row(_("时间"), slip.issued_at),
    )
    return [
        *_header(slip.hall_name, _("测试单"), style),
        *_rows(rows, style),
        Gap(8),
        Text(_RARE_NAMES, style.text, Weight.MEDIUM, "left", _ROW_HEIGHT_EM),
        Text(_RARE_NAMES, style.text, Weight.BOLD, "left", _ROW_HEIGHT_EM),
        Band(
            Split(
                Text(_("左边看得清"), style.text), Text(_("右边看得清"), style.text, align="right")
            )
        ),
        _scan_here("GH1:TEST", _("扫得出来就好"), (_("黑边要齐，字要清楚"),), style),
        _dashes(),
    ]


def _header(hall_name: str, title: str, style: _Style) -> list[Block]:
    return [
        Text(hall_name, style.title, Weight.BOLD, "center"),
        Text(title, style.text, Weight.MEDIUM, "center"),
        Rule(room_above=8, room_below=8),
    ]


def _number(label: str, number: str, lines: tuple[str, ...], style: _Style) -> list[Block]:
    """The number as large as its width allows, with who and when beside or below it."""
    natural = Text(number, style.number, Weight.BOLD).natural_width
    size = style.number * min(natural, style.number_width) // max(natural, 1)
    big = Text(number, size, Weight.BOLD, "left", 0.98)
    align: Literal["left", "right"] = "left" if style.is_narrow else "right"
    text = partial(Text, size=style.text, align=align, line_height_em=_ROW_HEIGHT_EM)
    aside = Column(tuple(text(line) for line in lines if line))
    title = Text(label, style.text)
    if style.is_narrow:
        return [title, big, Gap(4), aside, Gap(10)]
    return [title, Gap(6), Beside(big, aside, big.natural_width), Gap(10)]


def _trade_band(trade: str, pay_text: str, style: _Style) -> Block:
    return Band(
        Split(
            Text(trade, style.trade, Weight.BOLD),
            Text(pay_text, style.trade, Weight.BOLD, "right"),
        )
    )


def _rows(rows: tuple[Row, ...], style: _Style) -> list[Block]:
    return [
        LabelRow(
            Text(row.label, style.text, Weight.MEDIUM, "left", _ROW_HEIGHT_EM),
            Text(row.value, style.text, Weight.BOLD, "left", _ROW_HEIGHT_EM),
            style.label_width,
        )
        for row in rows
    ]


def _places(slip: ReferralSlip, style: _Style) -> list[Block]:
    """Where to talk, where to board, which vehicle; only the boxes that have a value."""
    steps = [(_("先去谈"), slip.talk_at), (_("再上车"), slip.board_bay)]
    cells = tuple(
        Cell(Column((Text(label, style.text), Text(value, style.place, Weight.BOLD, "left", 1.25))))
        for label, value in steps
        if value
    )
    plate = (
        (Cell(_label_and_value(_("车牌"), slip.plate, style, style.headline)),)
        if slip.plate
        else ()
    )
    grid_rows = tuple(row for row in (cells, plate) if row)
    return [Gap(10), Grid(grid_rows), Gap(4)] if grid_rows else []


def _label_and_value(label: str, value: str, style: _Style, size: int) -> Block:
    return Split(Text(label, style.text), Text(value, size, Weight.BOLD, "right"))


def _scan_here(payload: str, headline: str, lines: tuple[str, ...], style: _Style) -> Block:
    words = Column(
        (
            Text(headline, style.headline, Weight.BOLD),
            *(Text(line, style.text, line_height_em=_ROW_HEIGHT_EM) for line in lines),
        )
    )
    return Beside(Qr(payload, "center"), words, style.qr_width, gap=8)


def _dashes() -> Block:
    return Rule(dash=6, room_above=8, room_below=8)


def _reasons(reasons: tuple[str, ...], style: _Style) -> list[Block]:
    text = _("为什么推荐：{reasons}").format(reasons="，".join(reasons))
    return [Text(text, style.text, line_height_em=_ROW_HEIGHT_EM)] if reasons else []


def _rights(rights: tuple[str, ...], hotline: str, style: _Style) -> list[Block]:
    """The first right stands out; the hall's hotline closes."""
    lines = [*rights, _("本场热线 {number}").format(number=hotline)] if hotline else list(rights)
    return [
        Text(
            line,
            style.text,
            Weight.BOLD if index == 0 and rights else Weight.MEDIUM,
            line_height_em=_ROW_HEIGHT_EM,
            has_bold_digits=True,
        )
        for index, line in enumerate(lines)
    ]


def _footer(
    slip: ReferralSlip | PostingSlip | SeekerSlip | ComplaintSlip, style: _Style, copy_number: int
) -> list[Block]:
    return [
        Rule(room_above=8, room_below=8),
        Split(
            Text(
                _("{station} · 第 {copy} 次打印").format(
                    station=slip.station_name, copy=copy_number
                ),
                style.small,
            ),
            Text(slip.short_code, style.small, Weight.MEDIUM, "right"),
        ),
    ]
