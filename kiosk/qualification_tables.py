"""Dated tables of skill levels, kinds of certificates, and which trade needs which."""

from dataclasses import dataclass
from functools import cache

from kiosk.rule_tables import in_force, rule_rows

__all__ = ["CertificateKind", "certificate_kinds", "kinds_of_trade", "skill_levels"]


@dataclass(frozen=True, slots=True)
class CertificateKind:
    """A row of assets/rules/certificate_kinds.csv. Years are 0 where the paper alone tells."""

    kind: str
    name: str
    short: str
    valid_years: int
    review_years: int
    basis: str
    is_confirmed: bool


@cache
def certificate_kinds(today: str) -> dict[str, CertificateKind]:
    """Kinds in force on a day (ISO date), in the order of the table."""
    rows = in_force(rule_rows("certificate_kinds"), today, "kind")
    order = list(dict.fromkeys(row["kind"] for row in rule_rows("certificate_kinds")))
    return {
        kind: CertificateKind(
            kind=kind,
            name=row["name"],
            short=row["short"],
            valid_years=int(row["valid_years"]),
            review_years=int(row["review_years"]),
            basis=row["basis"],
            is_confirmed=row["confirmed"] == "yes",
        )
        for (kind,), row in sorted(rows.items(), key=lambda item: order.index(item[0][0]))
    }


@cache
def skill_levels(today: str) -> dict[int, str]:
    """Names of the levels in force on a day, 1 (学徒工) to 8 (首席技师)."""
    rows = in_force(rule_rows("skill_levels"), today, "level")
    return {int(level): row["name"] for (level,), row in sorted(rows.items())}


@cache
def kinds_of_trade(today: str, trade: str) -> tuple[tuple[str, ...], bool]:
    """Kinds of certificate of which any one does for a trade, and whether the law asks for it."""
    row = in_force(rule_rows("trade_certificates"), today, "trade").get((trade,))
    return (tuple(row["kinds"].split()), row["is_required"] == "yes") if row else ((), False)
