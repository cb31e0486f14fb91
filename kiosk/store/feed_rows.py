"""Open vacancies with seats left, for the feed; no column of it names a person."""

from typing import Any

from sqlite_utils import Database

from kiosk.domain.clock import COUNTER

__all__ = ["feed_rows"]


def feed_rows(db: Database, now_ms: int) -> list[dict[str, Any]]:
    """Rows as posted, with seats left, by start."""
    left = "min(minted - retired, headcount) - spent"
    return list(
        db.query(
            f"SELECT vacancies.*, {left} AS left, posted_at / {COUNTER} AS posted_ms, "
            "coalesce(json_extract(state, '$.posting.engagement'), 'temporary') AS engagement, "
            "coalesce(json_extract(state, '$.brand'), '') AS brand, "
            "coalesce(json_extract(state, '$.posting.level'), 0) AS level, "
            "coalesce(json_extract(state, '$.posting.certificate'), '') AS certificate "
            "FROM vacancies JOIN aggregates USING (id) "
            "WHERE closed = '' AND review = 'live' AND valid_until > ? "
            f"AND {left} > 0 ORDER BY starts, vacancies.number, vacancies.id",
            [now_ms],
        )
    )
