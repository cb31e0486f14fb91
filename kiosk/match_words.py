"""Reasons of a ranking as plain sentences, for the worker or for the desk."""

from kiosk.domain.ranking import Reason
from kiosk.i18n import _

__all__ = ["desk_sentence", "worker_sentence"]


def worker_sentence(reason: Reason) -> str:
    """Why a vacancy is shown to this person."""
    return {
        "same_trade": _("和您的工种相同"),
        "near_trade": _("和您会的活相近"),
        "skilled": _("您的手艺够得上"),
        "certificate": _("要的证您有"),
        "same_town": _("就在您家附近"),
        "same_county": _("就在本区"),
        "same_city": _("在本市"),
        "pay_as_wished": _("工钱合您的意"),
        "arrived_early": _("您来得早"),
        "preferred": _("老板愿意优先招"),
        "priority": _("本场优先帮您找"),
        "waiting": _("您等活有些日子了"),
    }.get(reason.code, "")


def desk_sentence(reason: Reason) -> str:
    """Why a person stands where she or he stands, for staff."""
    sentences = {
        "same_trade": _("工种对口"),
        "near_trade": _("工种相近"),
        "skilled": _("技能够 {value} 级"),
        "certificate": _("有有效证书"),
        "same_town": _("同一个乡镇街道"),
        "same_county": _("同一个县区"),
        "same_city": _("同一个市"),
        "pay_as_wished": _("工钱够想要的数"),
        "arrived_early": _("今天第 {value} 个到"),
        "preferred": _("单位愿意优先招用困难人员"),
        "priority": _("重点帮扶 {value} 档"),
        "waiting": _("等活 {value} 天"),
    }
    return sentences.get(reason.code, "").format(value=reason.value)
