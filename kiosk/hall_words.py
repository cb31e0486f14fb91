"""Words of the hall's register: fields, kinds, weekdays, hours, roles. Free of Qt."""

from kiosk.domain.hall_events import HoursRule
from kiosk.i18n import _

__all__ = [
    "choice_text",
    "field_text",
    "hours_text",
    "kind_text",
    "operator_text",
    "rule_text",
    "season_text",
    "weekdays_text",
]

_ALL_YEAR = ("01-01", "12-31")
_RUN = 3


def kind_text(kind: str) -> str:
    """What a kind of entry is called."""
    return {
        "zone": _("分区分时"),
        "site": _("自发聚集点"),
        "facility": _("便民设施"),
        "practice": _("典型经验"),
        "fair": _("专场活动"),
        "contact": _("联系人"),
        "duty": _("值班"),
        "nomination": _("服务标兵"),
        "brand": _("劳务品牌"),
    }.get(kind, kind)


def field_text(field: str) -> str:
    """What a field of the card or of an entry is called."""
    return (_card_words() | _entry_words()).get(field, field)


def _card_words() -> dict[str, str]:
    return {
        "name": _("名称"),
        "short_name": _("简称"),
        "county": _("区县代码"),
        "address": _("地址"),
        "opens": _("开门"),
        "closes": _("关门"),
        "hotline": _("热线"),
        "bays": _("上车位"),
        "operator": _("运营单位"),
        "operator_kind": _("运营类型"),
        "phone": _("电话"),
        "trades": _("主要工种"),
        "facilities": _("场地条件"),
    }


def _entry_words() -> dict[str, str]:
    return {
        "use": _("做什么用"),
        "weekdays": _("星期几"),
        "from": _("从几点"),
        "to": _("到几点"),
        "place": _("位置"),
        "people": _("大约多少人"),
        "peak": _("人最多的时候"),
        "measures": _("做了什么"),
        "count": _("数量"),
        "state": _("能不能用"),
        "title": _("标题"),
        "text": _("内容"),
        "day": _("日期"),
        "first": _("第一天"),
        "last": _("最后一天"),
        "kind": _("哪一种"),
        "role": _("身份"),
        "post": _("职务"),
        "landline": _("固定电话"),
        "mobile": _("手机"),
        "is_public": _("对外公布"),
        "trade": _("工种"),
    }


def choice_text(kind: str, field: str, value: str) -> str:
    """A closed word of a field; other text stands for itself."""
    if field == "is_public":
        return _("公布") if value else _("不公布")
    if field == "weekdays":
        return weekdays_text(value)
    if field == "operator_kind":
        return operator_text(value)
    words = {
        ("contact", "role"): {"responsible": _("负责人"), "contact": _("工作联系人")},
        ("facility", "state"): {"good": _("好用"), "broken": _("坏了")},
        ("fair", "kind"): {"fair": _("招聘会"), "van": _("大篷车"), "targeted": _("定向招聘")},
    }
    return words.get((kind, field), {}).get(value, value)


def operator_text(kind: str) -> str:
    """Who runs the hall (R36)."""
    return {
        "public": _("公共就业服务机构"),
        "market": _("市场化机构"),
        "joint": _("公共和市场合办"),
    }.get(kind, kind)


def weekdays_text(digits: str) -> str:
    """每天, 周一到周五, 周六、周日."""
    days = sorted({int(digit) for digit in digits if digit in "1234567"})
    if len(days) == len("1234567"):
        return _("每天")
    names = dict(
        enumerate((_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")), start=1)
    )
    if len(days) >= _RUN and days[-1] - days[0] == len(days) - 1:
        return _("周{first}到周{last}").format(first=names[days[0]], last=names[days[-1]])
    return _("、").join(_("周{name}").format(name=names[day]) for day in days)


def season_text(first: str, last: str) -> str:
    """全年, 5月1日到9月30日."""
    if (first, last) == _ALL_YEAR:
        return _("全年")
    return _("{first}到{last}").format(first=_month_day(first), last=_month_day(last))


def _month_day(text: str) -> str:
    month, _dash, day = text.partition("-")
    return _("{month}月{day}日").format(month=int(month), day=int(day))


def hours_text(opens: str, closes: str) -> str:
    """5:00–18:30, or that it is closed."""
    return f"{opens}–{closes}" if opens else _("不开门")


def rule_text(rule: HoursRule) -> str:
    """One rule of the hours as a line."""
    return " · ".join(
        (
            season_text(rule.first, rule.last),
            weekdays_text(rule.weekdays),
            hours_text(rule.opens, rule.closes),
        )
    )
