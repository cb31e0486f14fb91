"""Skill levels, certificates and wishes in words. Free of Qt; through gettext."""

from datetime import date

from kiosk.domain.problems import InvalidInput, Problem
from kiosk.domain.qualifications import certificate_state, days_left
from kiosk.domain.typed import narrowed
from kiosk.i18n import _
from kiosk.qualification_tables import certificate_kinds, skill_levels

__all__ = [
    "asked_text",
    "certificate_named",
    "certificate_text",
    "ends_text",
    "expired_text",
    "hours_text",
    "level_named",
    "level_text",
    "month_text",
]

# Names outlive the rule that gave them: what was recorded under an old row is still called so.
_EVER = "9999-12-31"


def level_text(level: int) -> str:
    """中级工; empty for 0, an unknown level stands for itself."""
    return skill_levels(_EVER).get(level, str(level) if level else "")


def certificate_text(kind: str) -> str:
    """电工证; an unknown kind stands for itself."""
    known = certificate_kinds(_EVER).get(kind)
    return known.short if known else kind


def month_text(day: date) -> str:
    """2027 年 3 月."""
    return _("{year} 年 {month} 月").format(year=day.year, month=day.month)


def expired_text(ends: str, today: date) -> str:
    """3 天前过期, 昨天过期; for a day to come that it ends before the work does."""
    left = days_left(ends, today) or 0
    if left >= 0:
        day = date.fromisoformat(ends)
        return _("只到 {month} 月 {day} 日，活没干完就过期").format(month=day.month, day=day.day)
    return _("{count} 天前过期").format(count=-left)


def ends_text(ends: str, today: date) -> str:
    """长期, 有效到 2027-03-31, 还有 12 天到期, 3 天前过期."""
    if not ends:
        return _("没写到期")
    state, left = certificate_state(ends, today), days_left(ends, today)
    if state == "expired":
        return expired_text(ends, today)
    if state == "soon":
        return _("还有 {count} 天到期").format(count=left) if left else _("今天到期")
    return _("有效到 {day}").format(day=ends)


def level_named(text: str, field: str) -> int:
    """A level by its name or number; 0 for an empty text.

    Raises:
        InvalidInput: code `unknown_level` with its `name`.
    """
    if not text:
        return 0
    names = {name: level for level, name in skill_levels(_EVER).items()}
    level = names.get(text) or (int(text) if text in map(str, names.values()) else 0)
    if not level:
        raise InvalidInput(Problem(field, "unknown_level", {"name": text[:20]}))
    return level


def certificate_named(text: str, field: str) -> str:
    """A kind of certificate by its short or whole name, or its code; empty for an empty text.

    Raises:
        InvalidInput: code `unknown_kind` with its `name`.
    """
    if not text:
        return ""
    for kind, item in certificate_kinds(_EVER).items():
        if (
            text in {kind, item.short, item.name, narrowed(item.name)}
            or _("{name}证").format(name=text) == item.short
        ):
            return kind
    raise InvalidInput(Problem(field, "unknown_kind", {"name": text[:20]}))


def hours_text(hours: str) -> str:
    """When somebody can work."""
    return {
        "": _("都行"),
        "day": _("白天"),
        "morning": _("上午"),
        "afternoon": _("下午"),
        "night": _("晚上"),
    }.get(hours, hours)


def asked_text(level: int, certificate: str) -> str:
    """中级工以上 · 要电工证: what a post asks for; empty where it asks for nothing."""
    parts = []
    if level:
        parts.append(_("{level}以上").format(level=level_text(level)))
    if certificate:
        parts.append(_("要{name}").format(name=certificate_text(certificate)))
    return " · ".join(parts)
