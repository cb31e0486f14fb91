"""Words for slips whose fate is unknown. Free of Qt."""

from kiosk.i18n import _

__all__ = ["doubt_text", "slip_kind_text"]


def slip_kind_text(kind: str) -> str:
    """What a slip is; an unknown kind stands for itself."""
    return {
        "referral": _("对接单"),
        "seeker": _("登记单"),
        "posting": _("招工单"),
        "call": _("叫号单"),
        "complaint": _("投诉回执"),
        "day_close": _("关账小票"),
        "test": _("测试页"),
    }.get(kind, kind)


def doubt_text(note: str) -> str:
    """Why nobody knows whether it came out."""
    return {
        "bad_slip": _("单子内容打不了"),
        "buffer_full": _("打印机只收了一半"),
        "connection_lost": _("打到一半断了线"),
        "interrupted": _("打到一半机器停了"),
        "no_answer": _("打印机没答话"),
        "no_status": _("打印机不会答话"),
        "restored": _("备份恢复前的单子"),
        "no_paper": _("打到一半没纸"),
        "cover_open": _("打到一半开了盖"),
        "offline": _("打到一半关了机"),
        "error": _("打印机出错"),
    }.get(note, note or _("打印机没答话"))
