"""Words of priority help, complaints, hand-overs, training and leaflets; through gettext."""

from datetime import date

from kiosk.domain.course import OWN_SHOP
from kiosk.i18n import _
from kiosk.words import date_text

__all__ = [
    "authority_text",
    "case_note_text",
    "case_status_text",
    "certainty_text",
    "complaint_outcome_text",
    "evidence_text",
    "handover_status_text",
    "iso_day_text",
    "iso_year_text",
    "outcome_text",
    "service_text",
    "tier_text",
    "topic_text",
]


def iso_day_text(day: str) -> str:
    """11月23日 of an ISO day; empty for none."""
    return date_text(date.fromisoformat(day)) if day else ""


def iso_year_text(day: str) -> str:
    """2027年6月30日 of an ISO day: what holds for years, or since years; empty for none."""
    return _("{year}年{day}").format(year=int(day[:4]), day=iso_day_text(day)) if day else ""


def tier_text(tier: int) -> str:
    """一档 (most in need) … 三档; empty for none."""
    return {3: _("一档"), 2: _("二档"), 1: _("三档")}.get(tier, "")


def certainty_text(certainty: str) -> str:
    """本人说的, 我们看过, 有关部门认定."""
    return {
        "declared": _("本人说的"),
        "verified": _("我们看过材料"),
        "certified": _("有关部门认定"),
    }.get(certainty, certainty)


def service_text(service: str) -> str:
    """What a step of a case gives."""
    return {
        "interview": _("谈话摸底"),
        "job_offer": _("推荐岗位"),
        "training": _("组织培训"),
        "policy": _("讲政策"),
        "subsidy": _("申请补贴"),
        "public_post": _("公益性岗位"),
    }.get(service, _("其他"))


def outcome_text(outcome: str) -> str:
    """How a case ended."""
    return {
        "employed": _("找到活了"),
        "public_post": _("上了公益性岗位"),
        "trained": _("学了手艺"),
        "own_shop": _("自己创业"),
        "declined": _("本人不要了"),
        "moved": _("搬走了"),
        "lost": _("联系不上"),
    }.get(outcome, outcome)


def case_status_text(status: str) -> str:
    """Where a case stands."""
    return {
        "open": _("正在帮"),
        "handed_off": _("已推荐公益性岗位"),
        "closed": _("已结案"),
    }.get(status, status)


def case_note_text(what: str) -> str:
    """What was done in a case."""
    return {
        "followed_up": _("回访"),
        "handed_off": _("推荐公益性岗位"),
        "closed": _("结案"),
    }.get(what, what)


def complaint_outcome_text(outcome: str) -> str:
    """What came of a complaint."""
    return {
        "settled": _("解决了"),
        "unfounded": _("查无此事"),
        "withdrawn": _("本人撤回"),
        "advised": _("答复了"),
        "referred": _("请别的部门办"),
    }.get(outcome, outcome)


def authority_text(authority: str) -> str:
    """To whom a file goes; another name stands for itself."""
    return {
        "inspectorate": _("劳动保障监察"),
        "police": _("公安机关"),
        "market": _("市场监管"),
        "arbitration": _("劳动人事争议仲裁"),
        "legal_aid": _("法律援助中心"),
    }.get(authority, authority)


def evidence_text(item: str) -> str:
    """A part of a file for the authorities."""
    return {
        "complaint": _("投诉办理经过"),
        "vacancy": _("招工信息原文和审核"),
        "employer": _("用工主体资料"),
        "referrals": _("对接记录"),
        "worker": _("投诉人姓名证件电话"),
        "log": _("原始记录和校验链"),
    }.get(item, item)


def handover_status_text(status: str) -> str:
    """Where a hand-over stands."""
    return {
        "sent": _("移送了，等回执"),
        "receipt": _("收到回执"),
        "result": _("有结果了"),
    }.get(status, status)


def topic_text(topic: str, trades: dict[str, str]) -> str:
    """What somebody would like to learn."""
    return _("自己创业") if topic == OWN_SHOP else trades.get(topic, topic)
