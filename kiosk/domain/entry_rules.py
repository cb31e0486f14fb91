"""What an entry of the hall's register must be like. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from kiosk.domain.hall_entry import ENTRY_FIELDS
from kiosk.domain.identity import is_mobile, is_phone
from kiosk.domain.problems import Problem
from kiosk.domain.typed import narrowed

__all__ = ["CONTACT_ROLES", "FAIR_KINDS", "PLACES_STATES", "check_entry", "cleaned"]

CONTACT_ROLES = ("responsible", "contact")
"""负责人 and 工作联系人 of the annex."""
FAIR_KINDS = ("fair", "van", "targeted")
PLACES_STATES = ("good", "broken")
_LIMITS = {"text": 300, "measures": 120, "address": 60, "trades": 60, "place": 40}
_LIMIT = 30
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d", re.ASCII)
_PEOPLE = re.compile(r"\d{1,5}", re.ASCII)
_WEEKDAYS = re.compile(r"[1-7]{1,7}")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_CHECKS: dict[str, tuple[str, Callable[[str], object]]] = {
    "from": ("not_a_time", _CLOCK.fullmatch),
    "to": ("not_a_time", _CLOCK.fullmatch),
    "weekdays": ("unknown", _WEEKDAYS.fullmatch),
    "day": ("not_a_day", _is_day),
    "first": ("not_a_day", _is_day),
    "last": ("not_a_day", _is_day),
    "people": ("not_a_number", _PEOPLE.fullmatch),
    "count": ("not_a_number", _PEOPLE.fullmatch),
    "phone": ("phone_form", is_phone),
    "landline": ("phone_form", is_phone),
    "mobile": ("phone_form", is_mobile),
    "is_public": ("unknown", "1".__eq__),
}
_CHOICES = {
    ("contact", "role"): CONTACT_ROLES,
    ("fair", "kind"): FAIR_KINDS,
    ("facility", "state"): PLACES_STATES,
}
_NEEDED = {
    "zone": ("name", "use"),
    "site": ("name", "address"),
    "facility": ("name",),
    "practice": ("title", "text"),
    "fair": ("name", "first", "last"),
    "contact": ("role", "name"),
    "duty": ("name", "from", "to"),
    "nomination": ("name", "text"),
    "brand": ("name",),
}


def cleaned(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of a kind without blanks around them, numbers in plain digits; others go."""
    return {
        name: " ".join((narrowed(fields[name]) if name in _CHECKS else fields[name]).split())
        for name in ENTRY_FIELDS.get(kind, ())
        if name in fields
    }


def check_entry(kind: str, fields: Mapping[str, str]) -> tuple[Problem, ...]:
    """What is wrong with a whole entry; empty where it can be written."""
    if kind not in ENTRY_FIELDS:
        return (Problem("kind", "required"),)
    problems = [Problem(name, "required") for name in _NEEDED[kind] if not fields.get(name)]
    for name, text in fields.items():
        if text:
            problems += _check_field(kind, name, text)
    if kind == "duty" and not (fields.get("weekdays") or fields.get("day")):
        problems.append(Problem("weekdays", "required"))
    if kind == "zone" and bool(fields.get("from")) != bool(fields.get("to")):
        problems.append(Problem("to", "required"))
    if kind == "fair" and not problems and fields["last"] < fields["first"]:
        problems.append(Problem("last", "before_first"))
    return tuple(problems)


def _check_field(kind: str, name: str, text: str) -> list[Problem]:
    limit = _LIMITS.get(name, _LIMIT)
    if len(text) > limit:
        return [Problem(name, "too_long", {"limit": limit})]
    choices = _CHOICES.get((kind, name))
    if choices is not None:
        return [] if text in choices else [Problem(name, "unknown")]
    code, is_right = _CHECKS.get(name, ("", bool))
    return [] if is_right(text) else [Problem(name, code)]
