"""Hours of the hall by weekday and season (R30). Pure."""

import re
from collections.abc import Sequence
from datetime import date

from kiosk.domain.hall_events import HoursRule

__all__ = ["check_hours", "hours_on"]

_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d", re.ASCII)
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
_WEEKDAYS = re.compile(r"[1-7]{1,7}")


def hours_on(rules: Sequence[HoursRule], day: date) -> tuple[str, str] | None:
    """(opens, closes) of a day by the last rule that covers it; two empty texts where it is closed,
    None where no rule covers it."""
    found = None
    month_day = f"{day:%m-%d}"
    for rule in rules:
        if str(day.isoweekday()) in rule.weekdays and _in_season(rule, month_day):
            found = (rule.opens, rule.closes)
    return found


def check_hours(rules: Sequence[HoursRule]) -> int | None:
    """The place (from 0) of the first rule that cannot be read; None where all are right."""
    for place, rule in enumerate(rules):
        clocks = (rule.opens, rule.closes)
        is_read = (
            _WEEKDAYS.fullmatch(rule.weekdays)
            and _MONTH_DAY.fullmatch(rule.first)
            and _MONTH_DAY.fullmatch(rule.last)
            and (clocks == ("", "") or all(_CLOCK.fullmatch(clock) for clock in clocks))
        )
        if not is_read:
            return place
    return None


def _in_season(rule: HoursRule, month_day: str) -> bool:
    if rule.first <= rule.last:
        return rule.first <= month_day <= rule.last
    return month_day >= rule.first or month_day <= rule.last
