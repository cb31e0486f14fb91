"""Dated rule tables beside the program: who ranks where, minimum wages, ages.

Each row has a basis, an effective date, and whether it is confirmed for Hunan. Of several rows
about the same thing the latest one in force holds.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from kiosk.assets import asset_path
from kiosk.domain.ranking import RankingRules

__all__ = ["ranking_rules", "rule_rows"]


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
    """Weights, ladder and required certificates in force on a day (ISO date)."""
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
        waiting_full_days=values["waiting_full_days"],
        arrival_places=values["arrival_places"],
    )
