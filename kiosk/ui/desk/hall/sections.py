"""Sections of 市场资料 and the rows of their forms; no Qt."""

from dataclasses import dataclass

from kiosk.domain.entry_rules import CONTACT_ROLES, PLACES_STATES
from kiosk.hall_words import choice_text, field_text, kind_text, operator_text, weekdays_text
from kiosk.i18n import _
from kiosk.service.hall_profile import OPERATOR_KINDS

__all__ = [
    "CARD",
    "HISTORY",
    "HOURS",
    "RUNNING",
    "SECTIONS",
    "FormRow",
    "form_rows",
    "section_text",
]

CARD, RUNNING, HOURS, HISTORY = "card", "running", "hours", "history"
SECTIONS = (
    CARD,
    RUNNING,
    HOURS,
    "duty",
    "contact",
    "zone",
    "facility",
    "site",
    "brand",
    "practice",
    "nomination",
    HISTORY,
)
_FIELDS = {
    CARD: ("name", "short_name", "address", "county", "hotline", "phone"),
    RUNNING: ("operator", "operator_kind", "trades", "facilities", "bays"),
    HOURS: ("weekdays", "first_day", "last_day", "opens", "closes"),
    "duty": ("name", "role", "weekdays", "day", "from", "to", "phone"),
    "contact": ("role", "name", "post", "landline", "mobile", "is_public"),
    "zone": ("name", "use", "place", "weekdays", "from", "to"),
    "facility": ("name", "count", "place", "state"),
    "site": ("name", "address", "people", "peak", "trades", "measures"),
    "brand": ("name", "trade", "text"),
    "practice": ("title", "day", "text"),
    "nomination": ("name", "post", "day", "text"),
}
_LONG = frozenset({"text", "measures", "facilities"})
_WEEKDAYS = ("1234567", "12345", "67", "1", "2", "3", "4", "5", "6", "7")


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a form: a line, several lines, or one of several choices."""

    key: str
    label: str
    hint: str = ""
    is_long: bool = False
    choices: tuple[tuple[object, str], ...] = ()
    columns: int = 0


def section_text(section: str) -> str:
    """What a section is called."""
    words = {
        CARD: _("市场名片"),
        RUNNING: _("运营和场地"),
        HOURS: _("开放时间"),
        HISTORY: _("改动记录"),
        "duty": _("值班表"),
        "contact": _("负责人和联系人"),
    }
    return words.get(section, "") or kind_text(section)


def form_rows(section: str) -> tuple[FormRow, ...]:
    """The rows of a section's form, from top to bottom."""
    return tuple(_row(section, field) for field in _FIELDS.get(section, ()))


def _row(section: str, field: str) -> FormRow:
    if field == "weekdays":
        days = tuple((digits, weekdays_text(digits)) for digits in _WEEKDAYS)
        return FormRow(field, field_text(field), choices=days, columns=5)
    choices = {
        ("contact", "role"): CONTACT_ROLES,
        ("contact", "is_public"): ("", "1"),
        ("facility", "state"): PLACES_STATES,
        (RUNNING, "operator_kind"): OPERATOR_KINDS,
    }.get((section, field))
    if choices is not None:
        words = operator_text if field == "operator_kind" else None
        options = tuple(
            (item, words(item) if words else choice_text(section, field, item)) for item in choices
        )
        return FormRow(field, _label(section, field), choices=options, columns=2)
    return FormRow(field, _label(section, field), _hint(section, field), field in _LONG)


def _label(section: str, field: str) -> str:
    own = {
        ("duty", "role"): _("岗位"),
        ("duty", "phone"): _("电话"),
        ("duty", "day"): _("只这一天"),
        (HOURS, "first_day"): _("从哪天起"),
        (HOURS, "last_day"): _("到哪天止"),
        ("site", "address"): _("在哪里"),
        ("duty", "name"): _("姓名"),
        ("contact", "name"): _("姓名"),
        ("nomination", "name"): _("姓名"),
    }
    return own.get((section, field)) or field_text(field)


def _hint(section: str, field: str) -> str:
    if section == "duty" and field == "day":
        return _("空着就是每周都值，例如 2026-11-24")
    return {
        "from": _("例如 5:00"),
        "to": _("例如 12:00"),
        "opens": _("例如 5:00，不开门就空着"),
        "closes": _("例如 18:30，不开门就空着"),
        "first_day": _("月-日，例如 05-01"),
        "last_day": _("月-日，例如 09-30"),
        "day": _("例如 2026-11-24"),
        "county": _("6 位区划代码，例如 430111"),
        "trades": _("例如 搬运、保洁、水电工"),
        "trade": _("例如 搬运"),
        "landline": _("带区号，例如 0731-85551234"),
        "mobile": _("11 位手机号"),
        "hotline": _("群众打的电话"),
        "bays": _("几个上车位"),
        "peak": _("例如 早上 5:30"),
        "people": _("大约多少人，只填数字"),
        "count": _("只填数字"),
    }.get(field, "")
