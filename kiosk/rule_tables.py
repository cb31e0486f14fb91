"""Dated rule tables beside the program: who ranks where, minimum wages, ages.

Each row has a basis, an effective date, and whether it is confirmed for Hunan. Of several rows
about the same thing the latest one in force holds.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kiosk.assets import asset_path
from kiosk.domain.posting_review import AgeRule, RequiredField, ReviewRules, WageFloor, WordRule
from kiosk.domain.ranking_cards import RankingRules

__all__ = [
    "Advice",
    "in_force",
    "posting_advice",
    "ranking_rules",
    "review_rules",
    "review_tables_since",
    "rule_rows",
]

_LOWEST_CLASS = "3"


@dataclass(frozen=True, slots=True)
class Advice:
    """What a rule of the posting review is called, and what to do about a hit.

    `is_takeable`: staff may let it pass with a reason, because the law knows exceptions.
    """

    rule: str
    name: str
    advice: str
    is_takeable: bool
    basis: str
    effective: str
    is_confirmed: bool


@cache
def rule_rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `assets/rules/<name>.csv`, as written."""
    with asset_path("rules", f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def in_force(
    rows: Iterable[dict[str, str]], today: str, *key: str
) -> dict[tuple[str, ...], dict[str, str]]:
    """The latest row in force today (ISO date) for each value of the key columns."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for row in sorted(rows, key=lambda row: row["effective"]):
        if row["effective"] <= today:
            found[tuple(row[column] for column in key)] = row
    return found


@cache
def ranking_rules(today: str) -> RankingRules:
    """Weights, ladder, certificates and who needs them, in force on a day (ISO date)."""
    values = {
        factor: int(row["value"])
        for (factor,), row in in_force(rule_rows("ranking"), today, "factor").items()
    }
    ladder: dict[str, dict[str, int]] = defaultdict(dict)
    for (wanted, offered), row in in_force(
        rule_rows("trade_ladder"), today, "wanted", "offered"
    ).items():
        ladder[wanted][offered] = int(row["share"])
    certificates = in_force(rule_rows("trade_certificates"), today, "trade")
    return RankingRules(
        weights=values,
        ladder=dict(ladder),
        required=frozenset(
            trade for (trade,), row in certificates.items() if row["is_required"] == "yes"
        ),
        certificates={trade: tuple(row["kinds"].split()) for (trade,), row in certificates.items()},
        waiting_full_days=values["waiting_full_days"],
        arrival_places=values["arrival_places"],
    )


@cache
def review_rules(today: str, county: str = "") -> ReviewRules:
    """All tables of the posting review in force on a day (ISO date).

    Args:
        today: the day.
        county: GB/T 2260 code of the place of work; an unknown one has the lowest wage floor.
    """
    return ReviewRules(
        words=_words(today),
        ages=tuple(
            AgeRule(
                row["rule"],
                row["severity"],
                row["sex"],
                int(row["from_years"]),
                int(row["to_years"]),
                row["site_only"] == "yes",
                *_grounds(row),
            )
            for row in in_force(rule_rows("ages"), today, "rule", "sex").values()
        ),
        required=tuple(
            RequiredField(row["field"], row["severity"], *_grounds(row))
            for row in in_force(rule_rows("posting_required"), today, "field").values()
        ),
        floor=_floor(today, county),
    )


@cache
def posting_advice(today: str) -> dict[str, Advice]:
    """Names and advice in force on a day (ISO date), by rule."""
    rows = in_force(rule_rows("posting_advice"), today, "rule")
    return {
        rule: Advice(rule, row["name"], row["advice"], row["takeable"] == "yes", *_grounds(row))
        for (rule,), row in rows.items()
    }


@cache
def review_tables_since(today: str) -> str:
    """The newest effective ISO day among the rows of the posting review in force on a day."""
    names = ("posting_terms", "posting_patterns", "posting_exceptions", "posting_required", "ages")
    days = (row["effective"] for name in names for row in rule_rows(name))
    return max((day for day in days if day <= today), default="")


def _words(today: str) -> tuple[WordRule, ...]:
    sources = (("posting_terms", False), ("posting_patterns", True), ("posting_exceptions", True))
    return tuple(
        WordRule(
            row["rule"],
            row.get("severity", ""),
            row["pattern"] if is_regex else row["term"],
            *_grounds(row),
            is_regex=is_regex,
        )
        for table, is_regex in sources
        for row in rule_rows(table)
        if row["effective"] <= today
    )


def _floor(today: str, county: str) -> WageFloor | None:
    classes = in_force(rule_rows("wage_classes"), today, "county")
    known = classes.get((county,))
    floors = in_force(rule_rows("minimum_wage"), today, "class")
    row = floors.get((known["class"] if known else _LOWEST_CLASS,))
    return WageFloor(int(row["hour_cents"]), *_grounds(row)) if row else None


def _grounds(row: dict[str, str]) -> tuple[str, str, bool]:
    return row["basis"], row["effective"], row["confirmed"] == "yes"
