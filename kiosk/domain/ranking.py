"""Ranked, explained matches: candidates for a vacancy, vacancies for a seeker. Pure.

Every factor gives a share of 0 to 1000, times its weight from a dated rule table; the sum of
whole numbers is the score, so equal cases tie exactly. Ties go by arrival, then by id. Nobody is
left out for a low score; left out is only who cannot do the work: no fitting trade, hours taken,
or a certificate that the law asks for and that has run out. What a clerk has seen on paper counts
fully, what a person says of herself or himself in part.
"""

from collections.abc import Iterable

from kiosk.domain.qualifications import Skill
from kiosk.domain.ranking_cards import (
    Certificate,
    Ranked,
    RankingRules,
    Reason,
    SeekerCard,
    VacancyCard,
)

__all__ = [
    "FULL",
    "best_trade",
    "certificate_problem",
    "certificate_share",
    "day_pay_cents",
    "place_share",
    "rank_pair",
    "skill_share",
    "standing_points",
    "suits_hours",
    "trade_shares",
    "wanted_kinds",
]

FULL = 1000
_HALF = FULL // 2
_SAID = FULL * 3 // 4
"""A level that is high enough by what the person says."""
_HOURS_A_DAY = 8
_TIERS = 3
_SAME_COUNTY, _SAME_CITY = 700, 300
_NEAR = {FULL: "same_town", _SAME_COUNTY: "same_county", _SAME_CITY: "same_city"}
_NEAR_PAY = 80
"""Pay from this percentage of the wish on counts in part."""


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
    if certificate_problem(seeker, vacancy, rules) is not None:
        return None
    same = trade == vacancy.trade
    reasons = [
        Reason("same_trade" if same else "near_trade", rules.weight("trade") * share),
        _skill(seeker, vacancy, trade, rules),
        _certificate(seeker, vacancy, rules),
        *_standing(seeker, rules),
        _prefer(seeker, vacancy, rules),
        _distance(seeker, vacancy, rules),
        _pay(seeker, vacancy, rules),
        _hours(seeker, vacancy, rules),
    ]
    told = [item for item in reasons if item.code and (item.points > 0 or item.is_against)]
    told.sort(key=lambda item: (item.is_against, -item.points))
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


def certificate_problem(
    seeker: SeekerCard, vacancy: VacancyCard, rules: RankingRules
) -> Reason | None:
    """Why the law does not let this person do this work: of the certificates that it asks for one
    is known, and none holds until the end of the work. None where nothing speaks against it; a
    person of whom nothing is known has to show the paper first, which staff are told.
    """
    if vacancy.trade not in rules.required:
        return None
    held = _held(seeker, rules.certificates.get(vacancy.trade, ()))
    if not held or any(_holds(item, vacancy) for item in held):
        return None
    return _ran_out(held)


def _held(seeker: SeekerCard, kinds: tuple[str, ...]) -> list[Certificate]:
    return [item for item in seeker.certificates if item.kind in kinds]


def _holds(certificate: Certificate, vacancy: VacancyCard) -> bool:
    return not certificate.valid_until or certificate.valid_until >= vacancy.ends


def _ran_out(held: list[Certificate]) -> Reason:
    last = max(held, key=lambda item: (item.valid_until, item.kind))
    return Reason("certificate_expired", 0, last.valid_until, subject=last.kind, is_against=True)


def wanted_kinds(vacancy: VacancyCard, rules: RankingRules) -> tuple[str, ...]:
    """The kind of certificate that the vacancy asks for, else those that go with its trade."""
    if vacancy.certificate:
        return (vacancy.certificate,)
    return rules.certificates.get(vacancy.trade, ())


def certificate_share(held: Iterable[tuple[str, bool]], kinds: tuple[str, ...]) -> int:
    """The most that valid certificates count for: 1000 for one that was seen, 500 for one that is
    said; 0 where none is of these kinds.

    Args:
        held: (kind, whether it was seen).
        kinds: what counts.
    """
    return max((FULL if is_seen else _HALF for kind, is_seen in held if kind in kinds), default=0)


def _certificate(seeker: SeekerCard, vacancy: VacancyCard, rules: RankingRules) -> Reason:
    """What the vacancy asks for, else what goes with its trade; the best certificate is told."""
    kinds = wanted_kinds(vacancy, rules)
    weight, held = rules.weight("certificate"), _held(seeker, kinds)
    valid = [item for item in held if _holds(item, vacancy)]
    if valid:
        best = max(valid, key=lambda item: (item.is_seen, not item.valid_until, item.valid_until))
        code = "certificate" if best.is_seen else "certificate_said"
        share = certificate_share(((best.kind, best.is_seen),), kinds)
        return Reason(code, weight * share, best.valid_until, subject=best.kind)
    if held:
        return _ran_out(held)
    is_asked = bool(vacancy.certificate) or vacancy.trade in rules.required
    if kinds and is_asked:
        return Reason("certificate_unknown", 0, subject=kinds[0], is_against=True)
    return Reason("", 0)


def skill_share(skill: Skill | None, wanted: int) -> int:
    """Level reached 1000 where it was seen, 750 where it is said; one step below or unknown 500,
    less 0; all where none is wanted."""
    if not wanted:
        return FULL
    if skill is None:
        return _HALF
    if skill.level >= wanted:
        return FULL if skill.is_seen else _SAID
    return _HALF if skill.level == wanted - 1 else 0


def _skill(seeker: SeekerCard, vacancy: VacancyCard, trade: str, rules: RankingRules) -> Reason:
    skill, wanted = seeker.skills.get(trade), vacancy.level
    points = rules.weight("skill") * skill_share(skill, wanted)
    if not wanted or skill is None:
        return Reason("", points)
    if skill.level < wanted:
        return Reason("skill_below", points, skill.level, other=wanted, is_against=True)
    return Reason("skilled" if skill.is_seen else "skill_said", points, skill.level, other=wanted)


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


# Minutes of the local day between which somebody can work; the night goes over midnight.
_DAY_HOURS = {"day": (300, 1260), "morning": (300, 780), "afternoon": (660, 1260)}
_NIGHT_FROM, _NIGHT_TO = 1020, 540


def suits_hours(hours: str, vacancy: VacancyCard) -> bool:
    """Whether the work lies within the hours of a day that somebody said to be able to work."""
    begins, stops = vacancy.begins, vacancy.stops
    if not hours:
        return True
    if hours == "night":
        return begins >= _NIGHT_FROM or stops <= _NIGHT_TO
    first, last = _DAY_HOURS.get(hours, (0, 1440))
    return first <= begins <= stops <= last


def _suits_days(seeker: SeekerCard, vacancy: VacancyCard) -> bool:
    is_early = bool(seeker.free_from) and vacancy.starts < seeker.free_from
    return not is_early and not (seeker.free_until and vacancy.ends > seeker.free_until)


def _hours(seeker: SeekerCard, vacancy: VacancyCard, rules: RankingRules) -> Reason:
    """Who said nothing can work at any time."""
    if _suits_days(seeker, vacancy) and suits_hours(seeker.hours, vacancy):
        is_told = bool(seeker.hours)
        return Reason("hours_suit" if is_told else "", rules.weight("hours") * FULL)
    return Reason("hours_differ", 0, is_against=True)
