"""Words of the counter and of the posting review. Free of Qt; through gettext."""

from kiosk.i18n import _

__all__ = [
    "DECLINE_REASONS",
    "certainty_text",
    "employer_kind_text",
    "field_text",
    "paper_text",
    "source_text",
    "suspension_text",
    "why_declined_text",
]

DECLINE_REASONS = ("pay", "far", "other_work", "hours", "person", "filled", "unsaid")
"""Why a talk led to nothing, as it is asked at the counter."""


def why_declined_text(reason: str) -> str:
    """Why a talk led to nothing."""
    return {
        "pay": _("工钱谈不拢"),
        "far": _("嫌远"),
        "other_work": _("活和说的不一样"),
        "hours": _("时间对不上"),
        "person": _("老板觉得不合适"),
        "filled": _("老板已经招满"),
        "unsaid": _("没说原因"),
    }.get(reason, reason)


def source_text(source: str) -> str:
    """By which way a demand came to the hall (R2)."""
    return {
        "kiosk": _("自助机发布"),
        "desk": _("窗口登记"),
        "phone": _("电话登记"),
        "visit": _("上门走访"),
        "park": _("园区推送"),
        "agency": _("人力资源机构"),
        "online": _("网上渠道"),
        "fair": _("招聘会、大篷车"),
        "import": _("导入"),
    }.get(source, source)


def employer_kind_text(kind: str) -> str:
    """What kind of employer."""
    return {
        "company": _("单位"),
        "sole_trader": _("个体户"),
        "household": _("家庭雇主"),
        "agency": _("人力资源机构（中介）"),
    }.get(kind, kind)


def paper_text(paper: str) -> str:
    """Which paper staff look at."""
    return {
        "licence": _("人力资源服务许可证"),
        "uscc": _("营业执照"),
        "id_card": _("身份证"),
    }.get(paper, paper)


def suspension_text(reason: str) -> str:
    """Why an employer is suspended."""
    return {
        "no_licence": _("没有许可证"),
        "false_posting": _("虚假招工"),
        "fees": _("收费收押金"),
        "kept_papers": _("扣证件"),
        "wage_arrears": _("拖欠工钱"),
        "no_show": _("说好了不来接人"),
        "other": _("别的原因"),
    }.get(reason, reason)


def certainty_text(certainty: str) -> str:
    """How sure it is what is known of somebody's need."""
    return {
        "declared": _("本人说"),
        "verified": _("已核实"),
        "certified": _("已认定"),
    }.get(certainty, certainty)


def field_text(field: str) -> str:
    """A field of a posting."""
    return {
        "employer": _("用工主体"),
        "headcount": _("人数"),
        "content": _("干什么"),
        "conditions": _("要求"),
        "place": _("地点"),
        "pay": _("工钱"),
        "valid_until": _("有效期"),
        "age": _("年龄"),
    }.get(field, field)
