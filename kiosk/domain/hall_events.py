"""Payloads of the hall's profile beside its card: hours, register entries, people in charge.

Entries that name a person (contact, duty, nomination) are `HallPersonWritten`, kept within the
hall and each an aggregate of its own, so that it can be erased; all others are public.
"""

import msgspec

from kiosk.domain.payload import Payload

__all__ = [
    "HallEntryRemoved",
    "HallEntryWritten",
    "HallHoursChanged",
    "HallPersonWritten",
    "HoursRule",
    "SeekerBranded",
    "VacancyBranded",
]


class HoursRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Hours on some weekdays of a season. `weekdays`: digits 1 (Monday) to 7; `first`, `last`:
    MM-DD, a season may span the new year; empty `opens` means closed on those days."""

    weekdays: str = "1234567"
    first: str = "01-01"
    last: str = "12-31"
    opens: str = ""
    closes: str = ""


class HallHoursChanged(Payload, frozen=True, kw_only=True):
    """All rules of the hall's hours; a later rule goes before an earlier one."""

    rules: tuple[HoursRule, ...]


class HallEntryWritten(Payload, frozen=True, kw_only=True):
    """A public entry, anew or changed: zone, site, facility, practice, fair, brand. Fields
    that are left out stay as they are."""

    kind: str
    fields: dict[str, str]


class HallPersonWritten(Payload, frozen=True, kw_only=True):
    """An entry that names a person: contact, duty, nomination."""

    kind: str
    fields: dict[str, str]


class HallEntryRemoved(Payload, frozen=True, kw_only=True):
    """The entry holds no more."""

    reason: str = ""


class VacancyBranded(Payload, frozen=True, kw_only=True):
    """劳务品牌: staff count the vacancy to a labour brand, by its name; empty for none (R18)."""

    brand: str


class SeekerBranded(Payload, frozen=True, kw_only=True):
    """劳务品牌: staff count the seeker to a labour brand, by its name; empty for none (R18)."""

    brand: str
