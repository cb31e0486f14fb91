"""Dated rule tables of priority help: categories and tiers, days until the next step, holidays."""

from datetime import date
from functools import cache

from kiosk.domain.priority import CERTIFIED, DECLARED, VERIFIED, PriorityRule
from kiosk.domain.working_days import WorkCalendar
from kiosk.rule_tables import in_force, rule_rows

__all__ = ["help_day", "priority_rules", "work_calendar"]

_LEVELS = (DECLARED, VERIFIED, CERTIFIED)


@cache
def priority_rules(today: str) -> dict[str, PriorityRule]:
    """Categories in force on a day (ISO date), in the order of the table."""
    rows = in_force(rule_rows("priority_categories"), today, "category")
    return {
        category: PriorityRule(
            category=category,
            name=row["name"],
            tiers={level: int(row[level]) for level in _LEVELS},
            basis=row["basis"],
            is_confirmed=row["confirmed"] == "yes",
            waits_days=int(row["waits_days"]),
            age_female=int(row["age_female"]),
            age_male=int(row["age_male"]),
        )
        for (category,), row in _as_written(rows)
    }


@cache
def work_calendar() -> WorkCalendar:
    """Holidays and days worked in their place, of the years that the table knows."""
    rows = rule_rows("holidays")
    return WorkCalendar(
        off=frozenset(date.fromisoformat(row["day"]) for row in rows if row["kind"] == "off"),
        worked=frozenset(date.fromisoformat(row["day"]) for row in rows if row["kind"] == "work"),
    )


def help_day(term: str, today: date) -> date:
    """The day on which something is due by `assets/rules/assistance_terms.csv`.

    Args:
        term: first_follow_up, follow_up, step, public_post_reply, handover_reply.
        today: the day it counts from.

    Raises:
        KeyError: the table has no such term in force.
    """
    rows = in_force(rule_rows("assistance_terms"), today.isoformat(), "term")
    return work_calendar().after(today, int(rows[(term,)]["working_days"]))


def _as_written(
    rows: dict[tuple[str, ...], dict[str, str]],
) -> list[tuple[tuple[str, ...], dict[str, str]]]:
    order = [row["category"] for row in rule_rows("priority_categories")]
    return sorted(rows.items(), key=lambda item: order.index(item[0][0]))
