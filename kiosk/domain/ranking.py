"""Ranked, explained matches: candidates for a vacancy, vacancies for a seeker. Pure.

Every factor gives a share of 0 to 1000, times its weight from a dated rule table; the sum of
whole numbers is the score, so equal cases tie exactly. Ties go by arrival, then by id. Nobody is
left out for a low score; left out is only who cannot do the work: no fitting trade, hours taken,
or a certificate that the law asks for and that has run out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = [
    "FULL",
    "Certificate",
    "Ranked",
    "RankingRules",
    "Reason",
    "SeekerCard",
    "VacancyCard",
    "best_trade",
    "day_pay_cents",
    "place_share",
    "rank_pair",
    "skill_share",
    "standing_points",
    "trade_shares",
]

FULL = 1000
_HALF = FULL // 2
_HOURS_A_DAY = 8
_TIERS = 3
_SAME_COUNTY, _SAME_CITY = 700, 300
_NEAR = {FULL: "same_town", _SAME_COUNTY: "same_county", _SAME_CITY: "same_city"}
_NEAR_PAY = 80
"""Pay from this percentage of the wish on counts in part."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate for a trade; `valid_until` in ms, 0 where it does not run out."""

    trade: str
    valid_until: int = 0


@dataclass(frozen=True, slots=True)
class SeekerCard:
    """What ranking knows of a seeker. Unknown is empty, 0 or None, and never held against them.

    `skills`: trade → level 0 (unskilled) to 5. `tier`: 0 none, 1 to 3 by need of help.
    `arrival`: 1 for the first in the hall today, 0 for who is not here. `busy`: hours taken, ms.
    `county` is a GB/T 2260 code, `town` a name within it. `pay_wish_cents` is for a day.
    """

    id: str
    trades: tuple[str, ...]
    skills: Mapping[str, int] = field(default_factory=dict)
    certificates: tuple[Certificate, ...] = ()
    tier: int = 0
    waiting_days: int = 0
    arrival: int = 0
    county: str = ""
    town: str = ""
    pay_wish_cents: int = 0
    busy: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class VacancyCard:
    """What ranking knows of a vacancy. `prefers_priority`: 优先招用; hours in ms."""

    id: str
    trade: str
    starts: int
    ends: int
    pay_cents: int
    pay_unit: str = "day"
    level: int = 0
    county: str = ""
    town: str = ""
    prefers_priority: bool = False
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class RankingRules:
    """The rule tables of one day: weights, the ladder of trades, certificates that are required."""

    weights: Mapping[str, int]
    ladder: Mapping[str, Mapping[str, int]]
    """Wanted trade → offered trade → share in percent."""
    required: frozenset[str] = frozenset()
    """Trades that may not be done without a valid certificate."""
    waiting_full_days: int = 30
    arrival_places: int = 200

    def weight(self, factor: str) -> int:
        """The weight of a factor; 0 for one that the table does not have."""
        return self.weights.get(factor, 0)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody stands where she or he stands. `value` fills the sentence.

    Private reasons are for staff only: they tell of need.
    """

    code: str
    points: int
    value: int = 0
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in a ranking; `reasons` by what they weigh."""

    id: str
    score: int
    reasons: tuple[Reason, ...]

    def public_reasons(self, most: int = 2) -> tuple[Reason, ...]:
        """The reasons that may be seen by everyone, at most so many."""
        return tuple(item for item in self.reasons if not item.is_private)[:most]


def trade_shares(wanted: str, rules: RankingRules) -> dict[str, int]:
    """Trades that fit a wanted one, with their share of 1000."""
    shares = {
        offered: share * FULL // 100 for offered, share in rules.ladder.get(wanted, {}).items()
    }
    shares[wanted] = FULL
    return shares


def day_pay_cents(pay_cents: int, pay_unit: str) -> int:
    """Pay for a day of eight hours; 0 where a day's pay cannot be told."""
    if pay_unit == "day":
        return pay_cents
    return pay_cents * _HOURS_A_DAY if pay_unit == "hour" else 0


def standing_points(seeker: SeekerCard, rules: RankingRules) -> int:
    """The part of the score that does not depend on the vacancy."""
    return sum(reason.points for reason in _standing(seeker, rules))


def rank_pair(seeker: SeekerCard, vacancy: VacancyCard, rules: RankingRules) -> Ranked | None:
    """Score and reasons of a seeker for a vacancy; None for who cannot do it. `id` is empty."""
    trade, share = best_trade(seeker, vacancy.trade, rules)
    if not share or _is_busy(seeker, vacancy):
        return None
    certificate = _certificate(seeker, vacancy, rules)
    if certificate is None:
        return None
    same = trade == vacancy.trade
    reasons = [
        Reason("same_trade" if same else "near_trade", rules.weight("trade") * share),
        _skill(seeker, vacancy, trade, rules),
        certificate,
        *_standing(seeker, rules),
        _prefer(seeker, vacancy, rules),
        _distance(seeker, vacancy, rules),
        _pay(seeker, vacancy, rules),
    ]
    told = [item for item in reasons if item.code and item.points > 0]
    told.sort(key=lambda item: -item.points)
    return Ranked("", sum(item.points for item in reasons), tuple(told))


def best_trade(seeker: SeekerCard, wanted: str, rules: RankingRules) -> tuple[str, int]:
    """The seeker's trade that fits a wanted one best, and its share; 0 where none fits."""
    if wanted in seeker.trades:
        return wanted, FULL
    ladder = rules.ladder.get(wanted, {})
    # The larger share, then the name: never the order of the card.
    percent, trade = max(
        ((ladder.get(trade, 0), trade) for trade in seeker.trades), default=(0, "")
    )
    return trade, percent * FULL // 100


def _is_busy(seeker: SeekerCard, vacancy: VacancyCard) -> bool:
    return any(start < vacancy.ends and vacancy.starts < end for start, end in seeker.busy)


def _certificate(seeker: SeekerCard, vacancy: VacancyCard, rules: RankingRules) -> Reason | None:
    """None for a required certificate that has run out by the end of the work."""
    held = [item for item in seeker.certificates if item.trade == vacancy.trade]
    if any(not item.valid_until or item.valid_until >= vacancy.ends for item in held):
        return Reason("certificate", rules.weight("certificate") * FULL)
    if held and vacancy.trade in rules.required:
        return None
    return Reason("", 0)


def skill_share(level: int | None, wanted: int) -> int:
    """Level reached 1000, one step below or unknown 500, less 0; all where none is wanted."""
    if not wanted:
        return FULL
    if level is None:
        return _HALF
    return FULL if level >= wanted else _HALF if level == wanted - 1 else 0


def _skill(seeker: SeekerCard, vacancy: VacancyCard, trade: str, rules: RankingRules) -> Reason:
    level = seeker.skills.get(trade)
    points = rules.weight("skill") * skill_share(level, vacancy.level)
    is_told = vacancy.level > 0 and level is not None and level >= vacancy.level
    return Reason("skilled" if is_told else "", points, vacancy.level)


def _standing(seeker: SeekerCard, rules: RankingRules) -> tuple[Reason, ...]:
    tier = min(max(seeker.tier, 0), _TIERS)
    full = max(1, rules.waiting_full_days)
    waited = min(max(seeker.waiting_days, 0), full) * FULL // full
    places = max(1, rules.arrival_places)
    early = max(0, places - seeker.arrival + 1) * FULL // places if seeker.arrival > 0 else 0
    return (
        Reason("priority", rules.weight("priority") * (tier * FULL // _TIERS), tier, True),
        Reason("waiting", rules.weight("waiting") * waited, seeker.waiting_days, True),
        Reason("arrived_early", rules.weight("arrival") * early, seeker.arrival),
    )


def _prefer(seeker: SeekerCard, vacancy: VacancyCard, rules: RankingRules) -> Reason:
    prefers = vacancy.prefers_priority and seeker.tier > 0
    return Reason("preferred", rules.weight("prefer") * FULL if prefers else 0, 0, True)


def place_share(county: str, town: str, other_county: str, other_town: str) -> int:
    """Same town 1000, same county 700, same city (four digits of the code) 300, else 0."""
    if not county or not other_county:
        return 0
    if county == other_county:
        return FULL if town and town == other_town else _SAME_COUNTY
    return _SAME_CITY if county[:4] == other_county[:4] else 0


def _distance(seeker: SeekerCard, vacancy: VacancyCard, rules: RankingRules) -> Reason:
    share = place_share(seeker.county, seeker.town, vacancy.county, vacancy.town)
    return Reason(_NEAR.get(share, ""), rules.weight("distance") * share)


def _pay(seeker: SeekerCard, vacancy: VacancyCard, rules: RankingRules) -> Reason:
    """Who wishes nothing is content; where a day's pay cannot be told, half."""
    weight, wish = rules.weight("pay"), seeker.pay_wish_cents
    offered = day_pay_cents(vacancy.pay_cents, vacancy.pay_unit)
    if not wish:
        return Reason("", weight * FULL)
    if not offered:
        return Reason("", weight * _HALF)
    if offered >= wish:
        return Reason("pay_as_wished", weight * FULL)
    percent = offered * 100 // wish
    return Reason("", weight * max(0, percent - _NEAR_PAY) * FULL // (100 - _NEAR_PAY))
