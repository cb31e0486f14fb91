"""Tables embedded in the program: trades, regions, ethnic groups, review terms.

Reading files is not the domain's business, so this stands beside it; the rows are plain values.
"""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache

from kiosk.assets import asset_path

__all__ = [
    "ComplaintTerm",
    "Leaflet",
    "Region",
    "ReviewTerm",
    "Trade",
    "complaint_terms",
    "ethnic_groups",
    "leaflets",
    "regions",
    "review_terms",
    "trades",
]

# Zones of the hall by trade (A building … F farm and garden), as on the hall's signs.
_ZONES = {
    "A": "bricklayer concrete_worker rebar_worker scaffolder rural_builder waterproofer "
    "decorator_tiler painter carpenter plumber_electrician electrician welder window_fitter "
    "excavator_driver construction_labourer",
    "B": "loader tally_clerk warehouse_keeper courier delivery_rider truck_driver",
    "C": "cleaner domestic_worker elder_care",
    "D": "cook waiter retail_promoter",
    "E": "security_guard factory_hand",
    "F": "gardener farm_hand",
}
_ZONE_OF = {trade: zone for zone, names in _ZONES.items() for trade in names.split()}


@dataclass(frozen=True, slots=True)
class Trade:
    """One gig trade (工种). `occupation` is empty where no source for the code was seen."""

    id: str
    name: str
    aliases: tuple[str, ...]
    occupation: str
    zone: str
    is_site_work: bool
    pay_unit: str


@dataclass(frozen=True, slots=True)
class Region:
    """A row of GB/T 2260 for Hunan."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class ReviewTerm:
    """A term of the posting review. `severity`: block or warn; `effective` is an ISO date."""

    rule: str
    severity: str
    term: str
    basis: str
    effective: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class ComplaintTerm:
    """Within how many days a kind of complaint is answered, and within how many working days it is
    taken on and handled; `effective` is an ISO date."""

    kind: str
    reply_days: int
    accept_days: int
    close_days: int
    basis: str
    effective: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A leaflet in plain words, a sentence a line; `since` is an ISO date."""

    id: str
    icon: str
    title: str
    basis: str
    since: str
    is_confirmed: bool
    lines: tuple[str, ...]


def _rows(*parts: str) -> list[dict[str, str]]:
    with asset_path(*parts).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def trades() -> dict[str, Trade]:
    """Trades by id, in the order of the catalogue."""
    found = {}
    for row in _rows("catalog", "trades.csv"):
        sourced = row["code_seen_in_source"].startswith("Y")
        found[row["id"]] = Trade(
            id=row["id"],
            name=row["zh"],
            aliases=tuple(filter(None, row["aliases"].split(";"))),
            occupation=row["occ_2022_code"] if sourced else "",
            zone=_ZONE_OF[row["id"]],
            is_site_work=row["construction_site"] == "1",
            pay_unit=row["default_wage_unit"],
        )
    return found


@cache
def regions() -> dict[str, Region]:
    """Province, prefectures and counties of Hunan by code."""
    return {
        row["code"]: Region(row["code"], row["name"], row["level"], row["parent"])
        for row in _rows("catalog", "gbt2260_hunan.csv")
    }


@cache
def ethnic_groups() -> dict[str, str]:
    """Names of GB/T 3304 by two-digit code."""
    return {row["code"]: row["name"] for row in _rows("catalog", "gbt3304_ethnic.csv")}


@cache
def review_terms() -> tuple[ReviewTerm, ...]:
    """The dated table of terms for the posting review."""
    return tuple(
        ReviewTerm(
            row["rule"],
            row["severity"],
            row["term"],
            row["basis"],
            row["effective"],
            row["confirmed"] == "yes",
        )
        for row in _rows("rules", "posting_terms.csv")
    )


@cache
def complaint_terms() -> tuple[ComplaintTerm, ...]:
    """The dated table of answering times; of several rows of a kind the latest in force holds."""
    return tuple(
        ComplaintTerm(
            row["kind"],
            int(row["reply_days"]),
            int(row["accept_days"]),
            int(row["close_days"]),
            row["basis"],
            row["effective"],
            row["confirmed"] == "yes",
        )
        for row in _rows("rules", "complaint_terms.csv")
    )


@cache
def leaflets() -> dict[str, Leaflet]:
    """Leaflets on rights and policy by id, in the order of the file."""
    with asset_path("content", "leaflets.toml").open("rb") as file:
        rows = tomllib.load(file)["leaflet"]
    return {
        row["id"]: Leaflet(
            row["id"],
            row["icon"],
            row["title"],
            row["basis"],
            row["since"],
            bool(row["confirmed"]),
            tuple(row["text"].strip().splitlines()),
        )
        for row in rows
    }
