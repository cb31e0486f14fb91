"""Slips that a technician prints to see whether all is well: nobody's data."""

from __future__ import annotations

from kiosk import __version__
from kiosk.i18n import _
from kiosk.printing.sample_code import SAMPLE_CODE
from kiosk.printing.slip import ReferralSlip, Row, Slip, TestSlip

__all__ = ["sample_slip"]


def sample_slip(kind: str, printer_name: str, issued_at: str) -> Slip:
    """A `test` page or a `referral` slip; ValueError for another kind."""
    hall, station = _("零工市场"), _("自助机")
    if kind == "test":
        return TestSlip(hall, station, issued_at, printer_name, __version__)
    if kind != "referral":
        raise ValueError(f"no sample of {kind}")
    return ReferralSlip(
        hall_name=hall,
        number="A000",
        person=_("样张 不作数"),
        issued_at=issued_at,
        trade=_("搬运卸货"),
        pay_text=_("260 元/天"),
        rows=(
            Row(_("老板"), _("样张 刘老板")),
            Row(_("电话"), "138****0000"),
            Row(_("干什么"), _("卸瓷砖，两个人抬一箱")),
            Row(_("时间"), _("今天 7:30 到 17:30")),
            Row(_("地点"), _("高桥大市场 5 栋东门")),
            Row(_("结算"), _("日结，包中饭")),
        ),
        talk_at=_("B区 3号桌"),
        board_bay=_("2号 7:30"),
        plate=_("湘A 00000"),
        qr_payload=SAMPLE_CODE,
        reasons=(_("工种相同"),),
        rights=(_("不收押金，不扣证件，不收介绍费。"), _("没拿到工钱，打 12333")),
        hotline="",
        station_name=station,
        short_code="TEST-000",
    )
