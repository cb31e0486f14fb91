"""Forms of 技能和证书 and 求职意向, and what they say as values of the services. Free of Qt."""

import re
from collections.abc import Callable

from kiosk.domain.qualifications import HOURS
from kiosk.domain.typed import narrowed
from kiosk.i18n import _
from kiosk.qualification_tables import certificate_kinds, skill_levels
from kiosk.service.person_skills import RecordCertificate, RecordPreference, RecordSkill
from kiosk.skill_words import hours_text
from kiosk.ui.desk.people.tasks import FormField, Given, Task, number_given, trades_of

__all__ = [
    "SKILL_TASKS",
    "certificate_given",
    "certificate_options",
    "day_given",
    "level_options",
    "skill_given",
    "wish_given",
]

# A form outlives a change of the tables by a day at most: the service checks what is sent.
_NOW = "9999-12-31"


def level_options() -> tuple[tuple[str, str], ...]:
    """(value, word) of the ladder."""
    return tuple((str(level), name) for level, name in skill_levels(_NOW).items())


def certificate_options() -> tuple[tuple[str, str], ...]:
    """(kind, word) of the certificates."""
    return tuple((kind, item.short) for kind, item in certificate_kinds(_NOW).items())


def _seen() -> FormField:
    options = (("seen", _("看过证")), ("", _("本人说的")))
    return FormField("seen", _("看没看"), "", options)


def _skill() -> Task:
    return Task(
        "skill",
        "school",
        _("加技能"),
        _("记下来"),
        (
            FormField("trade", _("工种"), _("一个，比如：电工")),
            FormField("level", _("等级"), "", level_options()),
            _seen(),
            FormField("basis", _("凭什么"), _("什么证书，可以空着")),
        ),
        _("看过证书的才全算数，本人说的只算一部分。"),
    )


def _certificate() -> Task:
    return Task(
        "certificate",
        "badge",
        _("加证书"),
        _("记下来"),
        (
            FormField("kind", _("什么证"), "", certificate_options()),
            _seen(),
            FormField("number", _("证号"), _("照着证写")),
            FormField("issued", _("发证日"), _("比如：2024-03-01")),
            FormField("until", _("有效到"), _("空着就按发证日算")),
            FormField("review", _("复审"), _("下次哪天前，没有就空着")),
        ),
        _("特种作业证管 6 年，3 年复审一次；健康证管 1 年。过期了，法律要证的活就不能派。"),
    )


def _wish() -> Task:
    hours = tuple((item, hours_text(item)) for item in HOURS)
    return Task(
        "wish",
        "thumb_up",
        _("求职意向"),
        _("记下来"),
        (
            FormField("pay", _("想要"), _("一天多少元，不填就是都行")),
            FormField("place", _("住在"), _("比如：雨花区东塘街道")),
            FormField("hours", _("几时能干"), "", hours),
            FormField("first", _("哪天起"), _("不填就是现在")),
            FormField("last", _("到哪天"), _("不填就是一直")),
        ),
        _("推荐活的时候会用上：钱够不够、离得近不近、时间对不对。"),
    )


SKILL_TASKS: dict[str, Callable[[], Task]] = {
    "skill": _skill,
    "certificate": _certificate,
    "wish": _wish,
}


_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?|(\d{4})(\d{2})(\d{2})", re.ASCII)


def day_given(text: str) -> str:
    """2024-03-01 of 2024-3-1, 2024.03.01, 20240301, 2024年3月1日; anything else as it stands."""
    found = _DAY.fullmatch(narrowed(text).strip())
    if found is None:
        return text
    year, month, day = filter(None, found.groups())
    return f"{year}-{int(month):02d}-{int(day):02d}"


def skill_given(given: Given) -> RecordSkill:
    """A level as typed."""
    trades = trades_of(given["trade"])
    return RecordSkill(
        trades[0] if trades else "", int(given["level"]), given["seen"] == "seen", given["basis"]
    )


def certificate_given(given: Given) -> RecordCertificate:
    """A certificate as typed."""
    return RecordCertificate(
        given["kind"],
        given["number"],
        day_given(given["issued"]),
        day_given(given["until"]),
        day_given(given["review"]),
        given["seen"] == "seen",
    )


def wish_given(given: Given) -> RecordPreference:
    """Wishes as typed.

    Raises:
        InvalidInput: the pay is no number.
    """
    pay = number_given(given["pay"], "pay", 100) if given["pay"] else 0
    return RecordPreference(
        pay, given["place"], given["hours"], day_given(given["first"]), day_given(given["last"])
    )
