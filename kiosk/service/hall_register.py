"""The hall's register beside its card: hours, zones, sites, facilities, people, duty, practice.

Who is named in it works for the hall; contacts and duty are the hall's own, only what is marked
public leaves it (R29-R31, R36, R40, R42, R45).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.clock import ms_of
from kiosk.domain.entry_rules import check_entry, cleaned
from kiosk.domain.hall import Hall
from kiosk.domain.hall_entry import PERSON_KINDS, HallEntry
from kiosk.domain.hall_events import (
    HallEntryRemoved,
    HallEntryWritten,
    HallHoursChanged,
    HallPersonWritten,
    HoursRule,
)
from kiosk.domain.hours import check_hours
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.roles import Act
from kiosk.service.authority import Authorised
from kiosk.service.hall_profile import HallProfile, change_hall_profile
from kiosk.service.site import Site, hall_aggregate
from kiosk.service.views import HallView
from kiosk.store.hall_entries import entry_ids

__all__ = [
    "ACT_OF_KIND",
    "Entry",
    "Written",
    "change_hours",
    "duty_on",
    "edit_profile",
    "hall_hours",
    "list_entries",
    "public_contacts",
    "remove_entry",
    "write_entry",
]

ACT_OF_KIND: dict[str, Act] = {
    "zone": Act.EDIT_REGISTERS,
    "site": Act.EDIT_REGISTERS,
    "facility": Act.EDIT_REGISTERS,
    "practice": Act.EDIT_REGISTERS,
    "nomination": Act.EDIT_REGISTERS,
    "brand": Act.EDIT_REGISTERS,
    "contact": Act.EDIT_PROFILE,
    "duty": Act.EDIT_ROSTER,
    "fair": Act.EVENT_MODE,
}
"""What may be asked of the gate for an entry of a kind."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that holds. Times in ms since 1970."""

    id: str
    kind: str
    fields: dict[str, str]
    written_at: int = 0
    changed_at: int = 0

    @property
    def title(self) -> str:
        """Its name or title."""
        return self.fields.get("name") or self.fields.get("title", "")


@dataclass(frozen=True, slots=True)
class Written:
    """The entry as it stands now."""

    entry: Entry
    changed: frozenset[str] = field(default_factory=frozenset)


def edit_profile(site: Site, allowed: Authorised, given: HallProfile) -> HallView:
    """Change the hall's card.

    Raises:
        NotAllowed: leave for something else than `Act.EDIT_PROFILE`.
        InvalidInput: one Problem per wrong field; nothing is written.
    """
    return change_hall_profile(site, given, allowed.actor_for(Act.EDIT_PROFILE))


def hall_hours(site: Site) -> tuple[HoursRule, ...]:
    """The rules of the hall's hours, the later ones first in force."""
    with site.store.read() as db:
        hall = site.store.applier(db).state(hall_aggregate(site.store.chain().hall))
    return hall.hours if isinstance(hall, Hall) else ()


def change_hours(site: Site, allowed: Authorised, rules: Sequence[HoursRule]) -> frozenset[str]:
    """Write all rules of the hours anew; returns the aggregates that changed.

    Raises:
        NotAllowed: leave for something else than `Act.EDIT_PROFILE`.
        InvalidInput: `hours`, code `not_hours` with the `row` that cannot be read.
    """
    actor = allowed.actor_for(Act.EDIT_PROFILE)
    wrong = check_hours(rules)
    if wrong is not None:
        raise InvalidInput(Problem("hours", "not_hours", {"row": wrong + 1}))
    with site.store.write() as writing:
        aggregate = hall_aggregate(writing.chain.hall)
        hall = writing.state(aggregate)
        known = hall.hours if isinstance(hall, Hall) else ()
        if tuple(rules) != known:
            writing.append(HallHoursChanged(rules=tuple(rules)), aggregate, actor)
        return frozenset(writing.changed)


def write_entry(
    site: Site, allowed: Authorised, kind: str, fields: Mapping[str, str], entry: str = ""
) -> Written:
    """Write a new entry, or change a known one; only fields that differ are written.

    Raises:
        NotAllowed: leave for another act than that of the kind.
        InvalidInput: one Problem per wrong field; nothing is written.
        NotPossible: `unknown_entry`.
    """
    actor = allowed.actor_for(ACT_OF_KIND.get(kind, Act.EDIT_REGISTERS))
    given = cleaned(kind, fields)
    with site.store.write() as writing:
        known = writing.state(entry) if entry else None
        if entry and not (isinstance(known, HallEntry) and known.kind == kind):
            raise NotPossible("unknown_entry")
        before = known.fields if isinstance(known, HallEntry) else {}
        problems = check_entry(kind, before | given)
        if problems:
            raise InvalidInput(*problems)
        aggregate = entry or writing.new_id("hall_entry")
        differing = {name: text for name, text in given.items() if before.get(name, "") != text}
        if differing or not entry:
            shape = HallPersonWritten if kind in PERSON_KINDS else HallEntryWritten
            writing.append(shape(kind=kind, fields=differing), aggregate, actor)
        state = writing.state(aggregate)
        assert isinstance(state, HallEntry)  # noqa: S101 (just written)
        return Written(_entry(state), frozenset(writing.changed))


def remove_entry(site: Site, allowed: Authorised, entry: str, reason: str = "") -> frozenset[str]:
    """The entry holds no more; its history stays.

    Raises:
        NotAllowed: leave for another act than that of its kind.
        NotPossible: `unknown_entry`.
    """
    with site.store.write() as writing:
        state = writing.state(entry)
        if not isinstance(state, HallEntry) or state.removed:
            raise NotPossible("unknown_entry")
        actor = allowed.actor_for(ACT_OF_KIND.get(state.kind, Act.EDIT_REGISTERS))
        writing.append(HallEntryRemoved(reason=reason.strip()), entry, actor)
        return frozenset(writing.changed)


def list_entries(site: Site, *kinds: str) -> tuple[Entry, ...]:
    """Entries of some kinds that hold, by kind in the order asked for, then by name."""
    with site.store.read() as db:
        applier = site.store.applier(db)
        states = [applier.state(key) for key in entry_ids(db, kinds)]
    entries = [_entry(state) for state in states if isinstance(state, HallEntry)]
    entries = [item for item in entries if item.title]
    return tuple(sorted(entries, key=lambda item: (kinds.index(item.kind), item.title, item.id)))


def public_contacts(site: Site) -> tuple[tuple[str, str], ...]:
    """(name, phone) of contacts that the hall lets the public see (R38, R40): the landline, else
    the mobile; who left no phone is left out."""
    shown = (item for item in list_entries(site, "contact") if item.fields.get("is_public"))
    found = (
        (item.title, item.fields.get("landline") or item.fields.get("mobile", "")) for item in shown
    )
    return tuple((name, phone) for name, phone in found if phone)


def duty_on(site: Site, day: date) -> tuple[Entry, ...]:
    """Who is on duty on a day, by the hour: entries for that very day go before weekly ones."""
    roster = list_entries(site, "duty")
    exact = [item for item in roster if item.fields.get("day") == day.isoformat()]
    weekly = [
        item
        for item in roster
        if not item.fields.get("day") and str(day.isoweekday()) in item.fields.get("weekdays", "")
    ]
    named = {item.title for item in exact}
    found = [*exact, *(item for item in weekly if item.title not in named)]
    return tuple(sorted(found, key=lambda item: (item.fields.get("from", "").zfill(5), item.title)))


def _entry(state: HallEntry) -> Entry:
    return Entry(
        id=state.id,
        kind=state.kind,
        fields=dict(state.fields),
        written_at=ms_of(state.written_at),
        changed_at=ms_of(state.changed_at),
    )
