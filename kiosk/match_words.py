"""Reasons of a ranking as plain sentences, for the worker or for the desk."""

from datetime import date

from kiosk.domain.clock import day_of
from kiosk.domain.ranking_cards import Reason
from kiosk.i18n import _
from kiosk.skill_words import certificate_text, expired_text, level_text, month_text

__all__ = ["desk_sentence", "worker_sentence"]


def worker_sentence(reason: Reason, _today: date | None = None) -> str:
    """Why a vacancy is shown to this person."""
    return {
        "same_trade": _("和您的工种相同"),
        "near_trade": _("和您会的活相近"),
        "skilled": _("您的手艺够得上"),
        "skill_said": _("您的手艺够得上，证书带来看看"),
        "skill_below": _("手艺要高一些"),
        "certificate": _("要的证您有"),
        "certificate_said": _("要的证请带来看看"),
        "certificate_unknown": _("要证，请带来看看"),
        "certificate_expired": _("要的证过期了"),
        "same_town": _("就在您家附近"),
        "same_county": _("就在本区"),
        "same_city": _("在本市"),
        "pay_as_wished": _("工钱合您的意"),
        "arrived_early": _("您来得早"),
        "preferred": _("老板愿意优先招"),
        "priority": _("本场优先帮您找"),
        "waiting": _("您等活有些日子了"),
        "hours_suit": _("时间合您的意"),
        "hours_differ": _("时间和您说的不一样"),
    }.get(reason.code, "")


def desk_sentence(reason: Reason, today: date | None = None) -> str:
    """Why a person stands where she or he stands, for staff.

    Args:
        reason: from the ranking.
        today: from which a certificate's last day is counted.
    """
    qualified = _qualified(reason, today)
    if qualified:
        return qualified
    sentences = {
        "same_trade": _("工种对口"),
        "near_trade": _("工种相近"),
        "same_town": _("同一个乡镇街道"),
        "same_county": _("同一个县区"),
        "same_city": _("同一个市"),
        "pay_as_wished": _("工钱够想要的数"),
        "arrived_early": _("今天第 {value} 个到"),
        "preferred": _("单位愿意优先招用困难人员"),
        "priority": _("重点帮扶 {value} 档"),
        "waiting": _("等活 {value} 天"),
        "hours_suit": _("时间合得上"),
        "hours_differ": _("时间对不上"),
    }
    return sentences.get(reason.code, "").format(value=reason.value)


def _qualified(reason: Reason, today: date | None) -> str:
    """Sentences on skill and certificate; empty for another reason."""
    day = day_of(reason.value) if reason.value else None
    sentences = {
        "skilled": _("{level}，要求{wanted}"),
        "skill_said": _("自己说是{level}，要求{wanted}"),
        "skill_below": _("只到{level}"),
        "certificate": _("有{name}，有效到 {until}") if day else _("有{name}"),
        "certificate_said": _("自己说有{name}，还没核验"),
        "certificate_unknown": _("先看{name}"),
        "certificate_expired": _("{name} {expired}"),
    }
    return sentences.get(reason.code, "").format(
        level=level_text(reason.value),
        wanted=level_text(reason.other),
        name=certificate_text(reason.subject),
        until=month_text(day) if day else "",
        expired=expired_text(day.isoformat(), today or day) if day else "",
    )
