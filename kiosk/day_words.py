"""Words of the day close: terms, checks, ways to mend, reasons of void numbers. Free of Qt."""

from collections.abc import Iterable

from kiosk.domain.day_events import NumberRange
from kiosk.i18n import _

__all__ = [
    "check_text",
    "group_text",
    "mend_button_text",
    "mend_text",
    "range_text",
    "status_text",
    "term_text",
    "void_text",
    "voids_text",
]


def term_text(term: str) -> str:
    """A term of the equation 总数 = 已送达 + 待送 + 被退回."""
    return {
        "total": _("总数"),
        "acknowledged": _("已送达"),
        "pending": _("待送"),
        "refused": _("被退回"),
    }[term]


def status_text(status: str) -> str:
    """Where the day stands."""
    return {
        "open": _("还没有关账"),
        "closed": _("已关账，还有待送"),
        "completed": _("已关账，全部有了答复"),
        "reopened": _("关账后又打开了"),
    }.get(status, status)


def check_text(code: str) -> str:
    """What is looked at before the close."""
    return {
        "open_referrals": _("对接还没有结果"),
        "unreviewed_posts": _("岗位还没有审核"),
        "doubtful_slips": _("单子不知道打出来没有"),
        "refused_events": _("被退回的记录"),
        "seats_outstanding": _("名额没有收回"),
    }.get(code, code)


def mend_text(way: str) -> str:
    """What to do about it, verb first."""
    return {
        "answer_referral": _("问一声双方，点谈成了或没谈成"),
        "review_post": _("到审核页逐条看完"),
        "decide_slip": _("看看打印机，点打出来了或补打"),
        "mend_event": _("点开看原因，改好再送，或者作废"),
        "settle_seats": _("联系借走名额的机器，或关掉岗位"),
    }.get(way, way)


def mend_button_text(way: str) -> str:
    """The one button of a check."""
    return {
        "answer_referral": _("去问结果"),
        "review_post": _("去审核"),
        "decide_slip": _("去看单子"),
        "mend_event": _("去改"),
        "settle_seats": _("去看岗位"),
    }.get(way, _("去看看"))


def group_text(group: str) -> str:
    """A row of the day's table."""
    return {
        "seekers": _("求职登记"),
        "posts": _("岗位和老板"),
        "referrals": _("对接"),
        "agreements": _("谈成、到岗"),
        "other": _("其他（培训、投诉…）"),
    }.get(group, group)


def void_text(reason: str) -> str:
    """Why a number is void."""
    return {
        "cancelled": _("取消"),
        "refused": _("被退回"),
        "erased": _("本人要求删除"),
        "missing": _("没有记录"),
    }.get(reason, reason)


def range_text(numbers: NumberRange) -> str:
    """A001–A152."""
    letter = numbers.letter
    return f"{letter}001–{letter}{numbers.last:03d}" if numbers.last else "—"


def voids_text(numbers: NumberRange) -> str:
    """取消 A017、A020–A022；没有记录 A090."""
    return _("；").join(
        f"{void_text(reason)} {_runs_text(numbers.letter, places)}"
        for reason, places in numbers.voids.items()
        if places
    )


def _runs_text(letter: str, places: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for place in sorted(places):
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return _("、").join(
        f"{letter}{first:03d}" if first == last else f"{letter}{first:03d}–{letter}{last:03d}"
        for first, last in runs
    )
