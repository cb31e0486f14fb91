"""Rows of the posting review."""

from typing import Any

from sqlite_utils import Database

from kiosk.store.vacancies import NAMED

__all__ = ["decisions_since", "review_rows"]


def review_rows(db: Database, now_ms: int) -> list[dict[str, Any]]:
    """Own hall's posts that wait for a decision and are valid still: urgent first, then by time."""
    return list(
        db.query(
            f"{NAMED} WHERE review IN ('queued', 'asked') AND closed = '' AND valid_until > ? "
            "AND vacancies.hall = (SELECT value FROM meta WHERE key = 'chain.hall') "
            "ORDER BY is_urgent DESC, posted_at, vacancies.id",
            [now_ms],
        )
    )


def decisions_since(db: Database, since: int) -> tuple[int, int, int]:
    """Posts made since a stamp that are live without a decision; posts let live, and posts sent
    back or taken down, by staff since then."""
    hall = "(SELECT value FROM meta WHERE key = 'chain.hall')"
    posted = db.execute(
        f"SELECT count(*) FROM vacancies WHERE posted_at > ? AND review = 'live' AND hall = {hall} "
        "AND id NOT IN (SELECT aggregate FROM events WHERE type = 'VacancyReviewed')",
        (since,),
    ).fetchone()
    rows = dict(
        db.execute(
            "SELECT json_extract(payload, '$.verdict'), count(DISTINCT aggregate) FROM events "
            "WHERE type = 'VacancyReviewed' AND time > ? GROUP BY 1",
            (since,),
        ).fetchall()
    )
    return int(posted[0]), rows.get("live", 0), rows.get("rejected", 0) + rows.get("taken_down", 0)
