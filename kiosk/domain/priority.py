"""Priority help (重点帮扶): categories at three levels of certainty, and the tier they give.

The levels are kept apart for ever: what a person says, what staff saw, what an authority certified
(R19). The tier is worked out when it is read, by the dated rule table of that day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

__all__ = [
    "CERTAINTIES",
    "CERTIFIED",
    "DECLARED",
    "VERIFIED",
    "PriorityClaim",
    "PriorityRule",
    "Tier",
    "hints_by_age",
    "tier_of",
]

DECLARED, VERIFIED, CERTIFIED = "declared", "verified", "certified"
CERTAINTIES = (DECLARED, VERIFIED, CERTIFIED)
_LONG_WAIT = "long_wait"


class PriorityClaim(msgspec.Struct, frozen=True, array_like=True):
    """Who noted a category, when (stamp), on what grounds, until which ISO day."""

    at: int
    actor: str
    basis: str = ""
    valid_until: str = ""


@dataclass(frozen=True, slots=True)
class PriorityRule:
    """A row of assets/rules/priority_categories.csv: the tier, 0 to 3, for each certainty."""

    category: str
    name: str
    tiers: Mapping[str, int]
    basis: str
    is_confirmed: bool
    waits_days: int = 0
    """For the category that is computed from waiting: from how many days on."""
    age_female: int = 0
    age_male: int = 0
    """Age from which staff are asked to look; age alone is no certification."""


@dataclass(frozen=True, slots=True)
class Tier:
    """The tier of a person, and the categories that give it."""

    tier: int = 0
    reasons: tuple[tuple[str, str], ...] = ()
    """(category, certainty) of every claim that counts, the weightiest first."""


def tier_of(
    claims: Mapping[str, PriorityClaim],
    rules: Mapping[str, PriorityRule],
    today: date,
    waiting_days: int = 0,
) -> Tier:
    """The tier by the rules of a day.

    Args:
        claims: `category certainty` → claim, of a person who consented.
        rules: by category, in force today; an unknown category counts for nothing.
        today: claims that ran out before it do not count.
        waiting_days: since the last agreement or the first registration (R20).
    """
    found: list[tuple[int, str, str]] = []
    for key, claim in claims.items():
        category, _space, certainty = key.partition(" ")
        rule = rules.get(category)
        if rule is None or (claim.valid_until and claim.valid_until < today.isoformat()):
            continue
        found.append((rule.tiers.get(certainty, 0), category, certainty))
    waiting = rules.get(_LONG_WAIT)
    if waiting is not None and waiting.waits_days and waiting_days >= waiting.waits_days:
        found.append((waiting.tiers.get(VERIFIED, 0), _LONG_WAIT, VERIFIED))
    counted = sorted((item for item in found if item[0] > 0), key=lambda item: (-item[0], item[1:]))
    if not counted:
        return Tier()
    return Tier(min(3, counted[0][0]), tuple((item[1], item[2]) for item in counted))


def hints_by_age(
    sex: str, birth: date | None, rules: Mapping[str, PriorityRule], today: date
) -> tuple[str, ...]:
    """Categories that staff may ask about because of age; nothing is noted by this.

    Args:
        sex: F or M; another word gives no hint.
        birth: None where unknown.
        rules: by category.
        today: the day.
    """
    if birth is None:
        return ()
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    found = []
    for category, rule in rules.items():
        limit = {"F": rule.age_female, "M": rule.age_male}.get(sex, 0)
        if limit and age >= limit:
            found.append(category)
    return tuple(found)
