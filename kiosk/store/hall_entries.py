"""Queries for the hall's register, its card's history, and labour brands."""

from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

__all__ = ["branded", "entry_ids", "profile_events"]


def entry_ids(db: Database, kinds: Sequence[str]) -> list[str]:
    """Entries of some kinds that hold, in the order they were written."""
    marks = ", ".join("?" * len(kinds))
    rows = db.execute(
        f"SELECT id FROM hall_entries WHERE removed = '' AND kind IN ({marks}) "
        "ORDER BY written_at, id",
        list(kinds),
    )
    return [row[0] for row in rows.fetchall()]


def profile_events(db: Database, hall: str) -> list[dict[str, Any]]:
    """Changes of the hall's card, hours and register, the latest first, without payload erased."""
    return list(
        db.query(
            "SELECT id, time, type, aggregate, actor, payload FROM events "
            "WHERE (type IN ('HallProfileChanged', 'HallHoursChanged') AND aggregate = ?) "
            "OR type IN ('HallEntryWritten', 'HallPersonWritten', 'HallEntryRemoved') "
            "ORDER BY time DESC, id DESC",
            [hall],
        )
    )


def branded(db: Database, brand: str) -> tuple[int, int]:
    """(vacancies, seekers) that carry a labour brand."""
    count = (
        "SELECT count(*) FROM aggregates WHERE kind = ? AND json_extract(state, '$.brand') = ? "
        "AND coalesce(json_extract(state, '$.erased'), 0) = 0"
    )
    vacancies, seekers = (
        int(db.execute(count, (kind, brand)).fetchone()[0]) for kind in ("vacancy", "seeker")
    )
    return vacancies, seekers
