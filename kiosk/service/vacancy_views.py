"""Rows of vacancies and referrals as values for screens."""

import json
from collections.abc import Mapping
from typing import Any

from kiosk.service.site import Site
from kiosk.service.views import ReferralView, VacancyView

__all__ = ["reasons_for", "referral_view", "vacancy_view"]

_SHOWN_REASONS = 2
_COPIED = (
    "id",
    "number",
    "employer",
    "trade",
    "headcount",
    "agreed",
    "pay_cents",
    "pay_unit",
    "settlement",
    "starts",
    "ends",
    "place",
    "bay",
    "plate",
    "content",
    "conditions",
    "meals",
    "review",
)


def vacancy_view(site: Site, row: Mapping[str, Any], reasons: tuple[str, ...] = ()) -> VacancyView:
    """A row of the table `vacancies` as a value."""
    trade = site.trades.get(row["trade"])
    left = max(0, min(row["minted"] - row["retired"], row["headcount"]) - row["spent"])
    level, certificate = json.loads(row["asked"] or "[null, null]")
    is_live = row["review"] == "live" and not row["closed"]
    return VacancyView(
        employer_name=row["shown_name"],
        trade_name=site.trade_name(row["trade"]),
        zone=trade.zone if trade else "",
        left=left,
        is_urgent=bool(row["is_urgent"]),
        is_open=is_live and left > 0 and row["valid_until"] > site.now_ms(),
        reasons=reasons,
        engagement=row["engagement"] or "temporary",
        level=level or 0,
        certificate=certificate or "",
        **{name: row[name] for name in _COPIED},
    )


def reasons_for(row: Mapping[str, Any], trades: tuple[str, ...], county: str) -> tuple[str, ...]:
    """At most two codes on why a vacancy stands where it stands; none for somebody unknown."""
    if not trades:
        return ()
    found = ["same_trade" if row["trade"] in trades else "other_trade"]
    if county and row["county"] == county:
        found.append("same_county")
    if row["settlement"] == "daily":
        found.append("paid_today")
    return tuple(found[:_SHOWN_REASONS])


def referral_view(row: Mapping[str, Any], station: str) -> ReferralView:
    """A row of the table `referrals` as a value."""
    return ReferralView(
        id=row["id"],
        vacancy=row["vacancy"],
        seeker=row["seeker"],
        number=row["number"],
        status=row["status"],
        answer_seeker=row["answer_seeker"],
        answer_employer=row["answer_employer"],
        arrival=row["arrival"],
        is_own_station=row["station"] == station,
    )
