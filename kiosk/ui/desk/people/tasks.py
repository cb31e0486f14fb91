"""Forms of 登记: their fields, and what they say as values of the services. Free of Qt."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.catalog import trades
from kiosk.desk_words import employer_kind_text, paper_text, source_text, suspension_text
from kiosk.domain.clock import HALL_TIME
from kiosk.domain.employer import EMPLOYER_KINDS, PAPERS, SUSPENSION_REASONS
from kiosk.domain.problems import InvalidInput, Problem
from kiosk.domain.typed import amount, narrowed
from kiosk.domain.vacancy import ENGAGEMENTS, PAY_UNITS, SETTLEMENTS, SOURCES
from kiosk.i18n import _
from kiosk.service.employer_trust import PaperSeen
from kiosk.service.employers import RegisterEmployer
from kiosk.service.person_care import PersonFields
from kiosk.service.posting import PostVacancy
from kiosk.service.registration import RegisterSeeker
from kiosk.service.site import Site
from kiosk.skill_words import certificate_named, level_named
from kiosk.words import engagement_text, settlement_text, unit_text

__all__ = [
    "TASKS",
    "FormField",
    "Given",
    "Task",
    "employer_given",
    "number_given",
    "paper_given",
    "person_given",
    "person_values",
    "post_given",
    "seeker_given",
    "trades_of",
]

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_BLANKS = re.compile(r"[\s、，,；;/]+")
Given = Mapping[str, str]
"""What stands in the rows, by key."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A row: a line to type in, several lines, or one of several where there are `options`."""

    key: str
    label: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A form on the right of the page."""

    name: str
    icon: str
    title: str
    send: str
    fields: tuple[FormField, ...]
    note: str = ""


def _yes_no(yes: str, no: str) -> tuple[tuple[str, str], ...]:
    return (("", no), ("yes", yes))


def _seeker() -> Task:
    return Task(
        "seeker",
        "person_add",
        _("登记求职者"),
        _("登记好了"),
        (
            FormField("name", _("姓名"), _("放身份证会自己填")),
            FormField("id_number", _("证件号"), _("18 位")),
            FormField("phone", _("电话"), _("没有可以不填")),
            FormField("trades", _("工种"), _("比如：搬运 贴砖")),
            FormField("address", _("住址"), _("可以不填")),
            FormField("share", _("电话"), "", _yes_no(_("可以给老板"), _("不给老板"))),
            FormField("consent", _("同意"), "", _yes_no(_("念过，本人同意"), _("还没问"))),
        ),
        _("先念同意书：登记只用来找活，随时可以删。"),
    )


def _person() -> Task:
    return Task(
        "person",
        "edit",
        _("改登记"),
        _("改好了"),
        (
            FormField("name", _("姓名"), _("必须填")),
            FormField("phone", _("电话"), _("没有就空着")),
            FormField("address", _("住址"), _("没有就空着")),
            FormField("trades", _("工种"), _("比如：搬运 贴砖")),
        ),
        _("现在登记的都在上面，改哪里都会记下来。"),
    )


def _employer() -> Task:
    kinds = tuple((kind, employer_kind_text(kind)) for kind in EMPLOYER_KINDS)
    return Task(
        "employer",
        "storefront",
        _("登记老板"),
        _("登记好了，去发岗位"),
        (
            FormField("kind", _("是什么"), "", kinds),
            FormField("name", _("名称"), _("单位全称，或者姓名")),
            FormField("contact_name", _("联系人"), _("姓名")),
            FormField("phone", _("电话"), _("手机或座机")),
            FormField("uscc", _("信用代码"), _("电话来的可以先空着")),
            FormField("id_number", _("证件号"), _("个人填，可以先空着")),
            FormField("licence", _("许可证号"), _("中介填")),
        ),
        _("电话来的没有证照，岗位要先审核再挂出来。"),
    )


def _post() -> Task:
    days = (("0", _("今天")), ("1", _("明天")), ("2", _("后天")))
    return Task(
        "post",
        "work",
        _("代发岗位"),
        _("发布"),
        (
            FormField("source", _("来源"), "", _named(SOURCES[1:-1], source_text)),
            FormField("trade", _("工种"), _("一个，比如：搬运")),
            FormField("headcount", _("人数"), _("要几个人")),
            FormField("pay", _("工钱"), _("多少元")),
            FormField("pay_unit", _("怎么算"), "", _named(PAY_UNITS, unit_text)),
            FormField("settlement", _("怎么结"), "", _named(SETTLEMENTS, settlement_text)),
            FormField("engagement", _("用工"), "", _named(ENGAGEMENTS, engagement_text)),
            FormField("day", _("哪天"), "", days),
            FormField("hours", _("几点"), _("比如：7:30-17:30")),
            FormField("place", _("地点"), _("在哪里干活")),
            FormField("bay", _("上车位"), _("比如：2号，没有就空着")),
            FormField("plate", _("车牌"), _("没有就空着")),
            FormField("content", _("干什么"), _("一句话"), is_long=True),
            FormField("conditions", _("要求"), _("能干就行，或者写明"), is_long=True),
            FormField("level", _("技能"), _("比如：初级工，不要求就空着")),
            FormField("certificate", _("证书"), _("比如：电工证，不要就空着")),
            FormField("urgent", _("急不急"), "", _yes_no(_("急招，走加急"), _("不急"))),
            FormField("prefers", _("困难人员"), "", _yes_no(_("愿意优先招用"), _("都可以"))),
            FormField("shows_phone", _("单子上"), "", _yes_no(_("印完整电话"), _("电话打星"))),
        ),
    )


def _suspend() -> Task:
    reasons = _named(SUSPENSION_REASONS, suspension_text)
    return Task(
        "suspend",
        "block",
        _("暂停"),
        _("暂停，岗位全部下架"),
        (
            FormField("until", _("到哪天"), _("比如：2026-12-31")),
            FormField("reason", _("为什么"), "", reasons),
            FormField("text", _("经过"), _("什么时候，什么事，谁说的"), is_long=True),
        ),
        _("到期自己恢复。别的零工市场也会看到。"),
    )


def _paper() -> Task:
    results = (("good", _("没问题")), ("bad", _("有问题")))
    return Task(
        "paper",
        "verified_user",
        _("核验证照"),
        _("记下来"),
        (
            FormField("paper", _("什么证"), "", _named(PAPERS, paper_text)),
            FormField("result", _("看下来"), "", results),
            FormField("number", _("证号"), _("照着证书写")),
            FormField("valid_until", _("有效期到"), _("比如：2027-03-31，长期就空着")),
            FormField("text", _("说明"), _("有问题的写清楚"), is_long=True),
        ),
    )


def _note() -> Task:
    grades = (("bad", _("不好的")), ("good", _("好的")))
    return Task(
        "note",
        "draw",
        _("记诚信"),
        _("记下来"),
        (
            FormField("grade", _("哪种"), "", grades),
            FormField("text", _("什么事"), _("写一句"), is_long=True),
        ),
    )


def _named(values: tuple[str, ...], word: Callable[[str], str]) -> tuple[tuple[str, str], ...]:
    return tuple((value, word(value)) for value in values)


TASKS: dict[str, Callable[[], Task]] = {
    "seeker": _seeker,
    "person": _person,
    "employer": _employer,
    "post": _post,
    "suspend": _suspend,
    "paper": _paper,
    "note": _note,
}


def trades_of(text: str) -> tuple[str, ...]:
    """Trades named by name or alias, in the order written.

    Raises:
        InvalidInput: one of them is none.
    """
    found = []
    for word in filter(None, _BLANKS.split(text.strip())):
        # An exact name goes before a part of one: 电工 is not 水电工.
        exact = [item.id for item in trades().values() if word in {item.name, *item.aliases}]
        near = [
            item.id
            for item in trades().values()
            if any(word in name for name in (item.name, *item.aliases))
        ]
        if not (exact or near):
            raise InvalidInput(Problem("trades", "no_such_trade", {"word": word}))
        found.append((exact or near)[0])
    return tuple(dict.fromkeys(found))


def seeker_given(given: Given, entry: str) -> RegisterSeeker:
    """A registration as typed; `entry` is card or typed."""
    return RegisterSeeker(
        name=given["name"],
        id_number=given["id_number"],
        phone=given["phone"],
        trades=trades_of(given["trades"]),
        share_phone=given["share"] == "yes",
        address=given["address"],
        has_consented=given["consent"] == "yes",
        entry=entry,
    )


def person_given(given: Given) -> PersonFields:
    """A correction: the fields as they shall be from now on."""
    return PersonFields(
        name=given["name"],
        phone=given["phone"],
        address=given["address"],
        trades=trades_of(given["trades"]),
    )


def person_values(site: Site, fields: PersonFields) -> dict[str, str]:
    """The form of a correction as it is filled in beforehand."""
    names = [site.trade_name(trade) for trade in fields.trades or ()]
    return {
        "name": fields.name or "",
        "phone": fields.phone or "",
        "address": fields.address or "",
        "trades": _("、").join(names),
    }


def employer_given(given: Given) -> RegisterEmployer:
    """An employer as typed."""
    return RegisterEmployer(**{name: given[name] for name in RegisterEmployer.__slots__})


def paper_given(given: Given) -> PaperSeen:
    """A look at a paper."""
    return PaperSeen(
        paper=given["paper"],
        is_good=given["result"] == "good",
        number=given["number"],
        valid_until=given["valid_until"],
        text=given["text"],
    )


def post_given(site: Site, employer: str, given: Given) -> PostVacancy:
    """A posting as typed.

    Raises:
        InvalidInput: a number or a time cannot be read.
    """
    wanted = trades_of(given["trade"])
    starts, ends = _hours(site, int(given["day"]), given["hours"])
    return PostVacancy(
        employer=employer,
        trade=wanted[0] if wanted else "",
        headcount=number_given(given["headcount"], "headcount"),
        pay_cents=round(number_given(given["pay"], "pay", 100)),
        pay_unit=given["pay_unit"],
        starts=starts,
        ends=ends,
        place=given["place"],
        settlement=given["settlement"],
        bay=given["bay"],
        plate=given["plate"],
        content=given["content"],
        conditions=given["conditions"],
        engagement=given["engagement"],
        is_urgent=given["urgent"] == "yes",
        shows_phone=given["shows_phone"] == "yes",
        prefers_priority=given["prefers"] == "yes",
        source=given["source"],
        level=level_named(given["level"], "level"),
        certificate=certificate_named(given["certificate"], "certificate"),
    )


def number_given(text: str, field: str, times: int = 1) -> int:
    """A number as typed, so many times.

    Raises:
        InvalidInput: it is none.
    """
    found = amount(text)
    if found is None:
        raise InvalidInput(Problem(field, "not_a_number" if text else "required"))
    return round(found * times)


def _hours(site: Site, ahead: int, text: str) -> tuple[int, int]:
    """7:30-17:30 on a day so many ahead; an end before the start is the next morning."""
    clocks = [(int(hour), int(minute)) for hour, minute in _CLOCK.findall(narrowed(text))]
    if len(clocks) != 2 or any(hour > 23 or minute > 59 for hour, minute in clocks):
        raise InvalidInput(Problem("hours", "not_hours"))
    day = site.today() + timedelta(days=ahead)
    first, last = (
        datetime(day.year, day.month, day.day, hour, minute, tzinfo=HALL_TIME)
        for hour, minute in clocks
    )
    if last <= first:
        last += timedelta(days=1)
    return int(first.timestamp() * 1000), int(last.timestamp() * 1000)
