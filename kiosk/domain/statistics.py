"""Statistics of a hall over local days, defined once: screens, reports and exports all use this.

Pure: facts in, figures out. A record belongs to the local day (Asia/Shanghai) of its event. What
became of it later counts with it: an agreement of Monday that was kept on Tuesday is in Monday's
arrival rate, so a past day's figures may still grow truer.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass

from kiosk.domain.clock import day_bounds, day_of
from kiosk.domain.complaint import ADVICE_KINDS
from kiosk.domain.facts import AgreementFact, Facts, Period, VacancyFact
from kiosk.domain.figures import Measured, Ratio, Spread, Tally, Total

__all__ = ["CARRY_DAYS", "Statistics", "TradeRow", "compute_statistics"]

CARRY_DAYS = 7
"""A registration without an agreement counts as effective for a week after its day."""
_DAY_MS = 24 * 3600 * 1000
_SHOWN_FROM = 5
_TOP_TRADES = 10


@dataclass(frozen=True, slots=True)
class TradeRow:
    """工种排行: how many people a trade wants, and how many seek it."""

    trade: str
    headcount: Total
    seekers: Tally

    @property
    def gap(self) -> int:
        """People missing; negative where more seek than are wanted."""
        return self.headcount.value - self.seekers.value


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of PRODUCT §6. Money in cents, rates as a share of 1, waiting in days."""

    period: Period
    registrations: Tally
    seekers: Tally
    posts: Tally
    headcount: Total
    effective_seekers: Tally
    effective_posts: Tally
    effective_headcount: Total
    openings_to_seekers: Ratio
    referrals: Tally
    agreements: Tally
    cancelled: Tally
    arrivals: Tally
    no_shows: Tally
    arrival_rate: Ratio
    no_show_rate: Ratio
    trades: tuple[TradeRow, ...]
    day_pay_cents: Spread
    helped: Tally
    help_services: Tally
    training_needs: Tally
    training_enrolled: Tally
    complaints_received: Tally
    complaints_closed: Tally
    complaints_on_time: Tally
    waiting_days: Spread

    def figure(self, key: str) -> Tally | Total | Ratio | Spread:
        """A figure by its name, for drilling down; KeyError for another name."""
        found = getattr(self, key, None) if key in type(self).__slots__ else None
        if not isinstance(found, Tally | Total | Ratio | Spread):
            raise KeyError(key)
        return found


def compute_statistics(facts: Facts, period: Period, carry_days: int = CARRY_DAYS) -> Statistics:
    """All figures of a period.

    Args:
        facts: of the period, of `carry_days` before it, and whatever filled vacancies that were
            still open at its start; more does no harm.
        period: the days.
        carry_days: for how many days a registration stays effective.
    """
    flow, stock = _Flow(facts, period), _Stock(facts, period, carry_days)
    return Statistics(
        period=period,
        registrations=flow.registrations,
        seekers=flow.seekers,
        posts=Tally.of(item.id for item in flow.posted),
        headcount=Total(tuple((item.id, item.headcount) for item in flow.posted)),
        effective_seekers=stock.seekers,
        effective_posts=Tally.of(stock.wanted),
        effective_headcount=stock.headcount(),
        openings_to_seekers=Ratio(stock.headcount(), stock.seekers),
        referrals=flow.referrals,
        agreements=flow.agreements,
        cancelled=flow.cancelled,
        arrivals=flow.arrived("arrived"),
        no_shows=flow.arrived("missed"),
        arrival_rate=Ratio(flow.arrived("arrived"), flow.agreements, flow.cancelled),
        no_show_rate=Ratio(flow.arrived("missed"), flow.agreements),
        trades=stock.ranking(),
        day_pay_cents=_day_pay(flow.posted),
        helped=Tally.of(item.seeker for item in facts.help if period.has(item.at)),
        help_services=Tally.of(item.id for item in facts.help if period.has(item.at)),
        training_needs=_training(facts, period, "need"),
        training_enrolled=_training(facts, period, "enrolled"),
        **_complaints(facts, period),
        waiting_days=_waiting(facts, period, flow.seekers),
    )


class _Flow:
    """What happened within the period."""

    def __init__(self, facts: Facts, period: Period) -> None:
        seen = [item for item in facts.registrations if period.has(item.at)]
        self.registrations = Tally.of(item.id for item in seen)
        self.seekers = Tally.of(item.seeker for item in seen)
        posted = (item for item in facts.vacancies if period.has(item.posted_at))
        self.posted = sorted(posted, key=lambda item: item.id)
        self.referrals = Tally.of(item.id for item in facts.referrals if period.has(item.at))
        self._agreed = [item for item in facts.agreements if item.seeker and period.has(item.at)]
        self.agreements = Tally.of(item.referral for item in self._agreed)
        self.cancelled = Tally.of(item.referral for item in self._agreed if not item.stands)

    def arrived(self, arrival: str) -> Tally:
        """Standing agreements of the period that ended so."""
        return Tally.of(
            item.referral for item in self._agreed if item.stands and item.arrival == arrival
        )


class _Stock:
    """有效: carried over from before the period, and new in it."""

    def __init__(self, facts: Facts, period: Period, carry_days: int) -> None:
        start = period.start_ms
        filled = Counter(
            item.vacancy for item in facts.agreements if item.stands and item.at < start
        )
        self.wanted: dict[str, int] = {}
        self._trade_of: dict[str, str] = {}
        for item in sorted(facts.vacancies, key=lambda item: item.id):
            left = item.headcount - (filled[item.id] if item.posted_at < start else 0)
            if item.posted_at < period.end_ms and item.until > start and left > 0:
                self.wanted[item.id], self._trade_of[item.id] = left, item.trade
        self.seekers = Tally.of(_effective_seekers(facts, period, carry_days))
        self._trades = {item.id: item.trades for item in facts.seekers}

    def headcount(self) -> Total:
        """People wanted."""
        return Total(tuple(self.wanted.items()))

    def ranking(self) -> tuple[TradeRow, ...]:
        """The trades that want most people, then those that lack most."""
        wanted: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for vacancy, count in self.wanted.items():
            wanted[self._trade_of[vacancy]].append((vacancy, count))
        seekers: dict[str, list[str]] = defaultdict(list)
        for seeker in self.seekers.ids:
            for trade in self._trades.get(seeker, ()):
                seekers[trade].append(seeker)
        rows = [
            TradeRow(trade, Total(tuple(wanted[trade])), Tally.of(seekers[trade]))
            for trade in {*wanted, *seekers}
        ]
        rows.sort(key=lambda row: (-row.headcount.value, -row.gap, row.trade))
        return tuple(rows[:_TOP_TRADES])


def _effective_seekers(facts: Facts, period: Period, carry_days: int) -> set[str]:
    """Registered in the period, or in the days before it without an agreement since."""
    start = period.start_ms
    agreed_at: dict[str, int] = {}
    for item in facts.agreements:
        if item.stands and item.seeker and item.at < start:
            agreed_at[item.seeker] = max(item.at, agreed_at.get(item.seeker, 0))
    return {
        item.seeker
        for item in facts.registrations
        if period.has(item.at)
        or (
            start - carry_days * _DAY_MS <= item.at < start
            and item.at > agreed_at.get(item.seeker, -1)
        )
    }


def _day_pay(posted: list[VacancyFact]) -> Spread:
    return Spread(
        tuple(
            Measured(item.id, item.pay_cents, item.headcount)
            for item in posted
            if item.pay_unit == "day"
        ),
        least=_SHOWN_FROM,
    )


def _training(facts: Facts, period: Period, kind: str) -> Tally:
    return Tally.of(item.id for item in facts.training if item.kind == kind and period.has(item.at))


def _complaints(facts: Facts, period: Period) -> dict[str, Tally]:
    """Received and closed in the period; on time: closed by the end of the day it was due."""
    complaints = [item for item in facts.complaints if item.kind not in ADVICE_KINDS]
    closed = [item for item in complaints if item.closed_at and period.has(item.closed_at)]
    on_time = (item.id for item in closed if item.closed_at < day_bounds(item.reply_by)[1])
    return {
        "complaints_received": Tally.of(item.id for item in complaints if period.has(item.made_at)),
        "complaints_closed": Tally.of(item.id for item in closed),
        "complaints_on_time": Tally.of(on_time),
    }


def _waiting(facts: Facts, period: Period, seekers: Tally) -> Spread:
    """Days since the last standing agreement, else since the first registration, as the period
    ends; of those who came in the period and are not erased."""
    since = {item.id: item.registered_at for item in facts.seekers if item.registered_at}
    for item in facts.agreements:
        if _counts_for_waiting(item, period) and item.seeker in since:
            since[item.seeker] = max(item.at, since[item.seeker])
    return Spread(
        tuple(
            Measured(seeker, max(0, (period.last - day_of(since[seeker])).days))
            for seeker in seekers.ids
            if seeker in since
        )
    )


def _counts_for_waiting(item: AgreementFact, period: Period) -> bool:
    return item.stands and bool(item.seeker) and item.at < period.end_ms
