"""What the last screen of a flow says about its slip; the truth about the paper. Free of Qt."""

from dataclasses import dataclass
from typing import Literal

from kiosk.i18n import _
from kiosk.ui.public.slip_presenter import SlipState

__all__ = ["SlipWords", "slip_words"]


@dataclass(frozen=True, slots=True)
class SlipWords:
    """`mark`: done, wait or trouble, with its icon; headline, line below it, and what to do."""

    mark: Literal["done", "wait", "trouble"]
    icon: str
    title: str
    line: str
    todo: str
    todo_icon: str


def slip_words(state: SlipState) -> SlipWords:
    """The words for where the slip is."""
    trouble = {
        "no_paper": _("没纸了，单子没打出来"),
        "cover_open": _("打印机盖子开着，没打出来"),
        "offline": _("打印机没有接好，没打出来"),
        "error": _("打印机出了毛病，没打出来"),
        "none": _("这台机器没有打印机"),
    }.get(state.paper, "")
    kept = _("存好了，停电也不丢。请记住号码 {n}").format(n=state.number)
    if trouble:
        return SlipWords(
            "trouble", "print_disabled", trouble, kept, _without_slip(state), "print_disabled"
        )
    if state.paper == "unknown":
        look = _("看看出纸口。没有单子，就按“没打出来”，会印上“补打”。")
        return SlipWords("trouble", "print", _("单子可能没打好"), kept, look, "print")
    todo = _todo(state)
    if state.paper == "printing":
        title, line = _("办好了，正在打单子"), _("记录存好了，请稍等一下")
        return SlipWords("wait", "print", title, line, todo, "receipt_long")
    line = _("在下面出纸口，请拿好")
    return SlipWords("done", "check", _done(state), line, todo, "receipt_long")


def _done(state: SlipState) -> str:
    if state.receipt is not None:
        return _("记下了，回执打好了")
    return _("发好了，招工单打好了") if state.is_posting else _("报好了，对接单打好了")


def _todo(state: SlipState) -> str:
    if state.receipt is not None:
        return _("着急就直接打 12333，人身有危险打 110、120。")
    if state.is_posting:
        return _("有人来谈了，拿这张单子在这里扫一下，按“谈成了”或“没谈成”。")
    return _("谈好以后，拿这张单子在这里扫一下，按“谈成了”或“没谈成”。")


def _without_slip(state: SlipState) -> str:
    """How to go on without paper, and that somebody is on the way where one was called."""
    if state.receipt is not None:
        words = _("报号码 {n} 到服务台，也问得到答复。")
    elif state.is_posting:
        words = _("没有单子也招得到人：要看谁来了，放身份证就行。")
    else:
        words = _("没有单子也能谈：大屏叫到 {n}，您就去。")
    words = words.format(n=state.number)
    if state.paper == "none":
        return words
    coming = _("已经叫人来看打印机了，好了自动打。")
    return (coming if state.is_staff_told else _("打印机好了自动打。")) + words
