"""What a person can do and wishes: skill levels, certificates, 求职意向. Pure.

What a person says (自报) and what a clerk has seen on paper (核验) are kept apart for ever. Whether
a certificate is valid is a predicate at reading time: the fold knows no clock.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

import msgspec

from kiosk.domain.envelope import Event
from kiosk.domain.events import Payload
from kiosk.domain.ids import is_staff
from kiosk.domain.skill_events import (
    CertificateRecorded,
    CertificateVerified,
    CertificateWithdrawn,
    PreferenceRecorded,
    SkillRecorded,
    SkillWithdrawn,
)

__all__ = [
    "DECLARED",
    "HOURS",
    "LEVELS",
    "SEEN",
    "SOON_DAYS",
    "HeldCertificate",
    "Qualified",
    "Skill",
    "SkillClaim",
    "Wish",
    "certificate_state",
    "days_left",
    "joined",
    "skill_of",
    "step_qualified",
    "years_later",
]

SEEN, DECLARED = "seen", "declared"
LEVELS = range(1, 9)
"""学徒工 to 首席技师."""
HOURS = ("", "day", "morning", "afternoon", "night")
"""When somebody can work; empty for any time."""
SOON_DAYS = 30


class SkillClaim(msgspec.Struct, frozen=True, array_like=True):
    """Who recorded a level, when (stamp), on what grounds."""

    at: int
    actor: str
    level: int
    basis: str = ""


class HeldCertificate(msgspec.Struct, frozen=True, array_like=True):
    """A certificate. `seen_at` is the stamp at which a clerk saw it, 0 where it is only said."""

    at: int
    actor: str
    kind: str
    number: str = ""
    issued: str = ""
    valid_until: str = ""
    review_by: str = ""
    seen_at: int = 0
    seen_by: str = ""

    @property
    def is_seen(self) -> bool:
        """A clerk has seen it."""
        return self.seen_at > 0

    @property
    def ends(self) -> str:
        """The last ISO day on which it holds; a missed review ends it. Empty for no end."""
        return min(filter(None, (self.valid_until, self.review_by)), default="")


class Wish(msgspec.Struct, frozen=True, array_like=True):
    """求职意向; fields as in `PreferenceRecorded`."""

    at: int = 0
    pay_cents: int = 0
    county: str = ""
    town: str = ""
    hours: str = ""
    first: str = ""
    last: str = ""


class Qualified(msgspec.Struct, kw_only=True, omit_defaults=True):
    """All of one person."""

    skills: dict[str, SkillClaim] = msgspec.field(default_factory=dict)
    """`trade seen` or `trade declared` → claim."""
    certificates: dict[str, HeldCertificate] = msgspec.field(default_factory=dict)
    wish: Wish | None = None


class Skill(NamedTuple):
    """The level that counts in a trade."""

    level: int
    is_seen: bool = True


def step_qualified(state: Qualified, event: Event, payload: Payload) -> None:
    """Apply one event."""
    by_staff = is_staff(event.actor)
    match payload:
        case SkillRecorded():
            # What a person says of herself or himself never counts as seen by a clerk.
            certainty = SEEN if payload.is_seen and by_staff else DECLARED
            claim = SkillClaim(event.time, event.actor, payload.level, payload.basis)
            if payload.level in LEVELS and _CODE.fullmatch(payload.trade):
                state.skills[f"{payload.trade} {certainty}"] = claim
        case SkillWithdrawn():
            for certainty in (SEEN, DECLARED) if by_staff else (DECLARED,):
                state.skills.pop(f"{payload.trade} {certainty}", None)
        case CertificateRecorded():
            if _CODE.fullmatch(payload.kind):
                _record(state, event, payload)
        case CertificateVerified() if by_staff and payload.certificate in state.certificates:
            held = state.certificates[payload.certificate]
            state.certificates[payload.certificate] = msgspec.structs.replace(
                held, seen_at=event.time, seen_by=event.actor
            )
        case CertificateWithdrawn():
            held_now = state.certificates.get(payload.certificate)
            if held_now is not None and (by_staff or not held_now.is_seen):
                del state.certificates[payload.certificate]
        case PreferenceRecorded():
            state.wish = Wish(
                event.time,
                max(0, payload.pay_cents),
                payload.county,
                payload.town,
                payload.hours if payload.hours in HOURS else "",
                _day(payload.first),
                _day(payload.last),
            )


# Another program may write what no table has; only what could be a code or a day is kept.
_CODE = re.compile(r"[a-z0-9_]{1,40}")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _record(state: Qualified, event: Event, payload: CertificateRecorded) -> None:
    by_staff, known = is_staff(event.actor), state.certificates.get(payload.certificate)
    if known is not None and known.is_seen and not by_staff:
        return
    is_seen = payload.is_seen and by_staff
    state.certificates[payload.certificate] = HeldCertificate(
        event.time,
        event.actor,
        payload.kind,
        payload.number,
        _day(payload.issued),
        _day(payload.valid_until),
        _day(payload.review_by),
        event.time if is_seen else 0,
        event.actor if is_seen else "",
    )


def skill_of(claims: Mapping[str, int], trade: str) -> Skill | None:
    """The level that counts: what was seen goes before what is said, be it higher or lower.

    Args:
        claims: `trade certainty` → level.
        trade: the trade.
    """
    for certainty in (SEEN, DECLARED):
        level = claims.get(f"{trade} {certainty}")
        if level is not None:
            return Skill(level, certainty == SEEN)
    return None


def joined(states: Iterable[Qualified]) -> Qualified:
    """What is known under all ids of one person: of two claims or wishes the later one."""
    whole = Qualified()
    for state in states:
        for key, claim in state.skills.items():
            if key not in whole.skills or claim.at > whole.skills[key].at:
                whole.skills[key] = claim
        whole.certificates |= state.certificates
        if state.wish is not None and (whole.wish is None or state.wish.at > whole.wish.at):
            whole.wish = state.wish
    return whole


def days_left(ends: str, today: date) -> int | None:
    """Days from today to the last valid one; below 0 where it is over, None without an end."""
    return (date.fromisoformat(ends) - today).days if ends else None


def certificate_state(ends: str, today: date) -> str:
    """valid, soon (ends within 30 days) or expired."""
    left = days_left(ends, today)
    if left is None or left > SOON_DAYS:
        return "valid"
    return "expired" if left < 0 else "soon"


def years_later(day: date, years: int) -> date:
    """The last day of a term of years that begins on a day: issued 2024-03-01 for 6 years ends
    2030-02-28."""
    try:
        anniversary = day.replace(year=day.year + years)
    except ValueError:
        anniversary = day.replace(year=day.year + years, month=3, day=1)
    return anniversary - timedelta(days=1)
