"""Rows of the desk's tables; one for each aggregate, whatever became of it."""

from kiosk.domain.assistance import AssistanceCase
from kiosk.domain.complaint import Complaint
from kiosk.domain.day_close import DayClose
from kiosk.domain.hall_entry import HallEntry
from kiosk.domain.handover import Handover
from kiosk.domain.leaflet import PublishedLeaflet
from kiosk.domain.seeker import Seeker
from kiosk.domain.state import AggregateState

__all__ = ["DESK_COLUMNS", "desk_rows"]

_Values = tuple[str | int, ...]

DESK_COLUMNS: dict[str, tuple[str, ...]] = {
    "day_closes": ("id", "hall", "station", "day", "status", "closed_at", "completed_at"),
    "complaint_cases": (
        "id",
        "hall",
        "status",
        "accept_by",
        "due",
        "closed_at",
        "outcome",
        "handover",
    ),
    "seeker_help": ("id", "hall", "consent", "claims"),
    "assistance_cases": (
        "id",
        "hall",
        "number",
        "seeker",
        "tier",
        "status",
        "opened_at",
        "next_due",
        "outcome",
        "closed_at",
    ),
    "hall_entries": ("id", "hall", "kind", "written_at", "changed_at", "removed"),
    "published_leaflets": ("id", "hall", "since", "valid_until", "published_at", "withdrawn"),
    "handovers": ("id", "hall", "subject", "number", "sent_at", "reply_by", "status"),
}
_TABLE_OF: dict[type[AggregateState], str] = {
    DayClose: "day_closes",
    Complaint: "complaint_cases",
    AssistanceCase: "assistance_cases",
    HallEntry: "hall_entries",
    Handover: "handovers",
}


def desk_rows(state: AggregateState) -> list[tuple[str, _Values]]:
    """(table, values) of a state; none for a kind that has no such table."""
    if isinstance(state, Seeker):
        return [("seeker_help", _help_values(state))]
    if isinstance(state, PublishedLeaflet):
        return [("published_leaflets", _leaflet_values(state))]
    table = _TABLE_OF.get(type(state))
    if table is None:
        return []
    return [(table, tuple(getattr(state, name) for name in DESK_COLUMNS[table]))]


def _help_values(seeker: Seeker) -> _Values:
    """Claims as lines `category certainty valid_until`, sorted."""
    lines = sorted(f"{key} {claim.valid_until}" for key, claim in seeker.priority.items())
    return (seeker.id, seeker.hall, seeker.priority_consent, "\n".join(lines))


def _leaflet_values(leaflet: PublishedLeaflet) -> _Values:
    content = leaflet.content
    since, until = (content.since, content.valid_until) if content else ("", "")
    return (leaflet.id, leaflet.hall, since, until, leaflet.published_at, leaflet.withdrawn)
