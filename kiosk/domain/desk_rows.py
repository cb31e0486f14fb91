"""Rows of the desk's tables: one for each aggregate, whatever became of it; of a seeker only where
something is recorded, since of most people nothing is."""

import msgspec

from kiosk.domain.assistance import AssistanceCase
from kiosk.domain.complaint import Complaint
from kiosk.domain.day_close import DayClose
from kiosk.domain.hall_entry import HallEntry
from kiosk.domain.handover import Handover
from kiosk.domain.leaflet import PublishedLeaflet
from kiosk.domain.qualifications import DECLARED, SEEN, Qualified, Wish
from kiosk.domain.seeker import Seeker
from kiosk.domain.state import AggregateState

__all__ = [
    "DESK_COLUMNS",
    "desk_rows",
    "parse_certificates",
    "parse_skills",
    "parse_wish",
    "seeker_rows",
]

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
    "seeker_skills": ("id", "hall", "skills", "certificates", "wish"),
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
    """(table, values) of a state that is no seeker's; none for a kind that has no such table."""
    if isinstance(state, PublishedLeaflet):
        return [("published_leaflets", _leaflet_values(state))]
    table = _TABLE_OF.get(type(state))
    if table is None:
        return []
    return [(table, tuple(getattr(state, name) for name in DESK_COLUMNS[table]))]


def seeker_rows(seeker: Seeker) -> list[tuple[str, _Values]]:
    """(table, values) of what is recorded of a seeker besides the registration."""
    rows = []
    if seeker.priority_consent or seeker.priority:
        rows.append(("seeker_help", _help_values(seeker)))
    if seeker.qualified is not None:
        rows.append(("seeker_skills", _skill_values(seeker, seeker.qualified)))
    return rows


def _help_values(seeker: Seeker) -> _Values:
    """Claims as lines `category certainty valid_until`, sorted."""
    claims = ""
    if seeker.priority:
        lines = sorted(f"{key} {claim.valid_until}" for key, claim in seeker.priority.items())
        claims = "\n".join(lines)
    return (seeker.id, seeker.hall, seeker.priority_consent, claims)


def _skill_values(seeker: Seeker, own: Qualified) -> _Values:
    """Lines `trade certainty level stamp` and `kind certainty last-day`, sorted; the wish as one
    line with tabs between its fields. No number of a certificate."""
    skills = sorted(f"{key} {claim.level} {claim.at}" for key, claim in own.skills.items())
    held = sorted(
        f"{item.kind} {SEEN if item.is_seen else DECLARED} {item.ends}"
        for item in own.certificates.values()
    )
    told = () if own.wish is None else msgspec.structs.astuple(own.wish)
    line = "\t".join(" ".join(str(part).split()) for part in told)
    return (seeker.id, seeker.hall, "\n".join(skills), "\n".join(held), line)


def parse_skills(text: str) -> list[tuple[str, int, int]]:
    """(`trade certainty`, level, stamp) of each line."""
    parts = (line.rsplit(" ", 2) for line in text.splitlines())
    return [(key, int(level), int(at)) for key, level, at in parts]


def parse_certificates(text: str) -> list[tuple[str, str, str]]:
    """(kind, certainty, last ISO day or empty) of each line."""
    parts = (line.split(" ", 2) for line in text.splitlines())
    return [(kind, certainty, ends) for kind, certainty, ends in parts]


def parse_wish(text: str) -> Wish:
    """The wish of a line that is not empty."""
    at, pay_cents, *rest = text.split("\t")
    return Wish(int(at), int(pay_cents), *rest)


def _leaflet_values(leaflet: PublishedLeaflet) -> _Values:
    content = leaflet.content
    since, until = (content.since, content.valid_until) if content else ("", "")
    return (leaflet.id, leaflet.hall, since, until, leaflet.published_at, leaflet.withdrawn)
