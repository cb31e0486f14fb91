"""Entries of the hall's register: zones, sites, facilities, contacts, duty, good practice, brands.

One shape for all: named fields, the last word of each in fold order, with its history.
"""

import msgspec

from kiosk.domain.envelope import Event
from kiosk.domain.hall_events import HallEntryRemoved, HallEntryWritten, HallPersonWritten
from kiosk.domain.payload import Payload
from kiosk.domain.state import AggregateState

__all__ = ["ENTRY_FIELDS", "PERSON_KINDS", "HallEntry", "step_hall_entry"]

ENTRY_FIELDS: dict[str, tuple[str, ...]] = {
    "zone": ("name", "use", "weekdays", "from", "to", "place"),
    "site": ("name", "address", "county", "people", "peak", "trades", "measures"),
    "facility": ("name", "count", "place", "state"),
    "practice": ("title", "text", "day"),
    "fair": ("name", "place", "first", "last", "kind"),
    "contact": ("role", "name", "post", "landline", "mobile", "is_public"),
    "duty": ("name", "role", "weekdays", "day", "from", "to", "phone"),
    "brand": ("name", "trade", "text"),
    "nomination": ("name", "post", "text", "day"),
}
"""Fields of each kind; the first that is a name or a title must be there."""
PERSON_KINDS = frozenset({"contact", "duty", "nomination"})
"""Kinds that name a person: they stay within the hall and can be erased."""


class HallEntry(AggregateState, kw_only=True):
    """One entry. Times are stamps; `removed` says why it holds no more."""

    kind: str = ""
    fields: dict[str, str] = msgspec.field(default_factory=dict)
    written_at: int = 0
    changed_at: int = 0
    removed: str = ""


def step_hall_entry(entry: HallEntry, event: Event, payload: Payload) -> None:
    """Apply one event to the entry; its kind is the first one said."""
    match payload:
        case HallEntryWritten() | HallPersonWritten():
            entry.kind = entry.kind or payload.kind
            if payload.kind != entry.kind:
                return
            known = ENTRY_FIELDS.get(entry.kind, ())
            entry.fields |= {key: text for key, text in payload.fields.items() if key in known}
            entry.written_at = entry.written_at or event.time
            entry.changed_at, entry.removed = event.time, ""
        case HallEntryRemoved():
            entry.removed = payload.reason or "removed"
