"""The design of every slip: which parts, in which order."""

from __future__ import annotations

from kiosk.i18n import _
from kiosk.printing.boxes import Band, Cell, Grid
from kiosk.printing.fonts import Weight
from kiosk.printing.layout import Block, Column, Gap, Rule, Split, Text
from kiosk.printing.parts import (
    ROW_HEIGHT_EM,
    dashes,
    footer,
    header,
    number_block,
    paragraph,
    rights_lines,
    row_lines,
    scan_here,
    signature_line,
    step_lines,
    tag,
    trade_tag,
)
from kiosk.printing.sample_code import SAMPLE_CODE
from kiosk.printing.slip import (
    CallSlip,
    ComplaintSlip,
    DayCloseSlip,
    ListSlip,
    PostingSlip,
    ReferralSlip,
    Row,
    SeekerSlip,
    Slip,
    TestSlip,
)
from kiosk.printing.style import Style

__all__ = ["slip_block"]

# Rare names of Extensions A to F, then one square of common characters of every shape.
_RARE_NAMES = "李㛃 王䶮 张𬭎 陈𫖮 刘𣲗"
_CHARACTER_GRID = (
    "李㛃王䶮𬭎𫖮𣲗囍龘饕餮鑫淼森焱垚矗犇骉羴"
    "零工市场对接登记招工投诉维权押金证件湖南长沙雨花区高桥搬运钢筋"
)
_GRAIN_DOTS = 8


def slip_block(slip: Slip, style: Style, copy_number: int) -> Block:
    """The whole slip; a copy after the first says 补打 and which one it is."""
    blocks: list[Block] = [Gap(12)]
    if copy_number > 1:
        notice = Text(
            _("补打 第{copy}次").format(copy=copy_number), style.headline, Weight.BOLD, "center"
        )
        blocks += [Band(notice, padding_y=6), Gap(10)]
    match slip:
        case ReferralSlip():
            blocks += _referral(slip, style)
        case PostingSlip():
            blocks += _posting(slip, style)
        case SeekerSlip():
            blocks += _seeker(slip, style)
        case ComplaintSlip():
            blocks += _complaint(slip, style)
        case CallSlip():
            blocks += _call(slip, style)
        case DayCloseSlip():
            blocks += _day_close(slip, style)
        case ListSlip():
            blocks += _list(slip, style)
        case TestSlip():
            blocks += _test(slip, style)
    if not isinstance(slip, TestSlip):
        blocks += footer(slip.station_name, slip.short_code, copy_number, style)
    return Column((*blocks, Gap(16)))


def _referral(slip: ReferralSlip, style: Style) -> list[Block]:
    steps = (
        Row(_("先去谈"), slip.talk_at),
        Row(_("再上车"), slip.board_bay),
        Row(_("车牌"), slip.plate),
    )
    return [
        *header(slip.hall_name, _("对接单 · 全部免费"), style),
        *number_block(_("您的号码"), slip.number, (slip.person, slip.issued_at), style),
        trade_tag(slip.trade, slip.pay_text, style),
        Gap(10),
        *row_lines(slip.rows, style),
        *step_lines(steps, style),
        *scan_here(slip.qr_payload, _("谈好了，扫这里"), (_("谈没谈成都扫，今天有效"),), style),
        dashes(),
        *_reasons(slip.reasons, style),
        *rights_lines(slip.rights, slip.hotline, style),
    ]


def _reasons(reasons: tuple[str, ...], style: Style) -> list[Block]:
    text = _("为什么推荐：{reasons}").format(reasons="，".join(reasons))
    return [Text(text, style.text, line_height_em=ROW_HEIGHT_EM)] if reasons else []


def _posting(slip: PostingSlip, style: Style) -> list[Block]:
    """A PIN the employer chose is not printed; one the kiosk made is."""
    lines = (_("再输入取单密码"), slip.valid_text) if slip.pin else (slip.valid_text,)
    advice = _("密码只给自己用，别给别人看。") if slip.pin else _("这张单子只给自己用，别给别人。")
    return [
        *header(slip.hall_name, _("招工单 · 全部免费"), style),
        *number_block(_("招工号码"), slip.number, (slip.employer, slip.issued_at), style),
        trade_tag(slip.trade, slip.pay_text, style),
        Gap(10),
        *row_lines(slip.rows, style),
        *step_lines((Row(_("取单密码"), slip.pin),), style),
        *scan_here(slip.qr_payload, _("看谁来了，扫这里"), lines, style),
        dashes(),
        paragraph(advice, style, Weight.BOLD),
        *rights_lines((), slip.hotline, style),
    ]


def _seeker(slip: SeekerSlip, style: Style) -> list[Block]:
    return [
        *header(slip.hall_name, _("登记单 · 全部免费"), style),
        *number_block(_("您的号码"), slip.number, (slip.person, slip.issued_at), style),
        Rule(),
        *row_lines((Row(_("想做"), "、".join(slip.trades)),), style),
        Gap(10),
        *scan_here(slip.qr_payload, _("下次来，扫这里"), (_("不用再刷身份证"),), style),
        dashes(),
        *rights_lines(slip.rights, slip.hotline, style),
    ]


def _complaint(slip: ComplaintSlip, style: Style) -> list[Block]:
    return [
        *header(slip.hall_name, _("投诉回执 · 全部免费"), style),
        *number_block(_("回执号码"), slip.number, (slip.issued_at,), style),
        tag(slip.subject, style),
        Gap(10),
        *row_lines(slip.rows, style),
        dashes(),
        paragraph(_("这张单子收好。没有答复，凭它再来问。"), style, Weight.BOLD),
        *rights_lines((_("着急就打 12333"),), slip.hotline, style),
    ]


def _call(slip: CallSlip, style: Style) -> list[Block]:
    return [
        *header(slip.hall_name, _("叫号单"), style),
        *number_block(_("您的号码"), slip.number, (slip.subject, slip.issued_at), style),
        *step_lines((Row(_("去这里"), slip.place),), style),
        paragraph(slip.ahead_text, style, Weight.BOLD),
        paragraph(_("听到叫号再过来，过号请找工作人员。"), style),
    ]


def _day_close(slip: DayCloseSlip, style: Style) -> list[Block]:
    voids = "、".join(slip.voids) or _("没有")
    sums = (
        Row(_("总数"), str(slip.total)),
        Row(_("= 已送达"), str(slip.delivered)),
        Row(_("+ 待送"), str(slip.pending)),
        Row(_("+ 被退回"), str(slip.refused)),
    )
    proof = (
        Row(_("单号"), slip.numbers),
        Row(_("作废"), voids),
        Row(_("结账人"), slip.closed_by),
        Row(_("时间"), slip.issued_at),
        Row(_("账尾"), slip.chain_head),
    )
    return [
        *header(slip.hall_name, _("日结单"), style),
        tag(slip.day, style),
        Gap(10),
        *row_lines(slip.rows, style),
        Rule(),
        *row_lines(sums, style),
        Rule(),
        *row_lines(proof, style),
        *signature_line(_("签字"), style),
    ]


def _list(slip: ListSlip, style: Style) -> list[Block]:
    blocks: list[Block] = [
        *header(slip.hall_name, slip.title, style),
        tag(slip.subject, style),
        Gap(10),
        *row_lines((*slip.rows, Row(_("时间"), slip.issued_at)), style),
        dashes(),
    ]
    for entry in slip.entries:
        blocks.append(Text(entry.head, style.text, Weight.BOLD, line_height_em=ROW_HEIGHT_EM))
        if entry.line:
            blocks.append(paragraph(entry.line, style))
        blocks.append(Gap(6))
    return [*blocks, Rule(room_above=4, room_below=4), paragraph(slip.note, style, Weight.BOLD)]


def _test(slip: TestSlip, style: Style) -> list[Block]:
    rows = (
        Row(_("机器"), slip.station_name),
        Row(_("打印机"), slip.printer_name),
        Row(_("程序"), slip.program_version),
        Row(_("时间"), slip.issued_at),
    )
    edges = Split(
        Text(_("左边看得清"), style.text), Text(_("右边看得清"), style.text, align="right")
    )
    return [
        *header(slip.hall_name, _("测试单"), style),
        *row_lines(rows, style),
        Gap(8),
        *(
            Text(_RARE_NAMES, style.text, weight, "left", ROW_HEIGHT_EM)
            for weight in (Weight.MEDIUM, Weight.BOLD)
        ),
        Gap(6),
        _characters(style),
        Gap(10),
        Band(edges),
        Gap(8),
        *(Rule(dash=dash, room_above=2, room_below=2) for dash in (2, 4, _GRAIN_DOTS)),
        *scan_here(SAMPLE_CODE, _("扫得出来就好"), (_("黑边要齐，字要清楚"),), style),
        dashes(),
    ]


def _characters(style: Style) -> Block:
    """A grid with one character in each box: a missing or wrong glyph shows at a glance."""
    per_row = 9 if style.is_narrow else 11
    characters = _CHARACTER_GRID[: len(_CHARACTER_GRID) // per_row * per_row]
    rows = tuple(
        tuple(
            Cell(Text(character, style.text, Weight.MEDIUM, "center"))
            for character in characters[start : start + per_row]
        )
        for start in range(0, len(characters), per_row)
    )
    return Grid(rows, line=2, padding_x=2, padding_y=4)
