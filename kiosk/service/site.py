"""What every use case needs: the store, the rules in force, the tables."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from kiosk.catalog import (
    ComplaintTerm,
    ReviewTerm,
    Trade,
    complaint_terms,
    review_terms,
    trades,
)
from kiosk.domain.clock import day_of
from kiosk.store.store import Store

__all__ = ["STATION_ACTOR", "Site", "SiteRules", "hall_aggregate"]

STATION_ACTOR = "station"


@dataclass(frozen=True, slots=True)
class SiteRules:
    """Settings that steer use cases; each is documented in docs/SETTINGS.md."""

    unverified_goes_live: bool = True
    referral_minutes: int = 30
    open_referrals_per_seeker: int = 3
    headcount_limit: int = 999
    pay_limit_cents: int = 5_000_000
    station_name: str = "自助机 1"


@dataclass(frozen=True)
class Site:
    """One station's view of its hall, handed to every use case."""

    store: Store
    hall_key: Callable[[], bytes]
    """Key of slip and posting codes: the hall's once enrolled, an own one before."""
    rules: SiteRules = field(default_factory=SiteRules)
    trades: dict[str, Trade] = field(default_factory=trades)
    terms: tuple[ReviewTerm, ...] = field(default_factory=review_terms)
    complaint_terms: tuple[ComplaintTerm, ...] = field(default_factory=complaint_terms)

    def now_ms(self) -> int:
        """The present moment."""
        return self.store.clock.now_ms()

    def today(self) -> date:
        """The hall's local day."""
        return day_of(self.now_ms())

    def trade_name(self, trade: str) -> str:
        """The trade in Chinese; an unknown id stands for itself."""
        known = self.trades.get(trade)
        return known.name if known else trade


def hall_aggregate(hall: str) -> str:
    """The aggregate of a hall's profile."""
    return f"hall:{hall}"
