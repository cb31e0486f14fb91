"""The hall's figures for screens, reports and exports (R39): one definition, every number opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kiosk.domain.facts import Facts, Period
from kiosk.domain.figures import Ratio, Spread, Tally, Total
from kiosk.domain.statistics import CARRY_DAYS, Statistics, compute_statistics
from kiosk.service.site import Site
from kiosk.store.figures import read_facts

__all__ = [
    "TREND_LENGTH",
    "Change",
    "Compared",
    "Unit",
    "compare",
    "daily_figures",
    "figures_of",
    "number_of",
    "period_of",
    "trend",
    "trend_periods",
]

_WEEK = 7


class Unit(StrEnum):
    """By what figures are looked at."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


TREND_LENGTH = {Unit.DAY: 14, Unit.WEEK: 8, Unit.MONTH: 6}
"""How many periods a trend shows, the asked one included."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure now and then. A rate is a share of 1, money is in cents; None where it is empty."""

    now: float | None
    then: float | None

    @property
    def difference(self) -> float | None:
        """Now less then."""
        return self.now - self.then if self.now is not None and self.then is not None else None


@dataclass(frozen=True, slots=True)
class Compared:
    """Figures of a period, of the one before it, and of the same days a week before."""

    now: Statistics
    before: Statistics
    week_ago: Statistics

    def change(self, key: str, *, week: bool = False) -> Change:
        """How a figure changed; KeyError for a name that is no figure."""
        then = self.week_ago if week else self.before
        return Change(number_of(self.now.figure(key)), number_of(then.figure(key)))


def period_of(unit: Unit, day: date) -> Period:
    """The day itself, its week from Monday on, or its month."""
    make = {Unit.DAY: Period.day, Unit.WEEK: Period.week, Unit.MONTH: Period.month}
    return make[unit](day)


def trend_periods(unit: Unit, day: date) -> tuple[Period, ...]:
    """The periods up to that of a day, the oldest first."""
    periods = [period_of(unit, day)]
    while len(periods) < TREND_LENGTH[unit]:
        periods.append(_before(periods[-1]))
    return tuple(reversed(periods))


def trend(site: Site, unit: Unit, day: date) -> tuple[Statistics, ...]:
    """The figures of the periods up to that of a day, from one snapshot, the oldest first."""
    periods = trend_periods(unit, day)
    facts = _facts(site, Period(periods[0].first, periods[-1].last))
    return _all(facts, periods)


def figures_of(site: Site, period: Period) -> Statistics:
    """The figures of a period as known now."""
    return compute_statistics(_facts(site, period), period)


def daily_figures(site: Site, period: Period) -> tuple[Statistics, ...]:
    """The figures of each day of a period, from one snapshot."""
    facts = _facts(site, period)
    return tuple(compute_statistics(facts, Period.day(day)) for day in period.days())


def compare(site: Site, period: Period) -> Compared:
    """A period beside the one before it (yesterday, last week, the month before) and beside the
    same days a week before."""
    before = _before(period)
    week_ago = period.shifted(-_WEEK)
    first = min(before.first, week_ago.first)
    facts = _facts(site, Period(first, period.last))
    return Compared(*_all(facts, (period, before, week_ago)))


def number_of(figure: Tally | Total | Ratio | Spread) -> float | None:
    """A figure as one number."""
    return figure.value


def _before(period: Period) -> Period:
    if period == Period.month(period.first):
        return Period.month(date.fromordinal(period.first.toordinal() - 1))
    return period.shifted(-len(period.days()))


def _all(facts: Facts, periods: Iterable[Period]) -> tuple[Statistics, ...]:
    return tuple(compute_statistics(facts, period) for period in periods)


def _facts(site: Site, period: Period) -> Facts:
    with site.store.read() as db:
        return read_facts(db, period, CARRY_DAYS)
