"""Queries on courses."""

from typing import Any

from sqlite_utils import Database

__all__ = ["all_courses", "course_row", "joined_courses", "open_courses"]


def open_courses(db: Database, now_ms: int) -> list[dict[str, Any]]:
    """Courses that are offered still, those with a date first, soonest first."""
    return list(
        db.query(
            "SELECT * FROM courses WHERE withdrawn = '' AND (valid_until = 0 OR valid_until > ?) "
            "ORDER BY starts = 0, starts, title, id",
            [now_ms],
        )
    )


def all_courses(db: Database) -> list[dict[str, Any]]:
    """All courses, past and withdrawn ones too."""
    return list(db.query("SELECT * FROM courses ORDER BY starts, title, id"))


def course_row(db: Database, course: str) -> dict[str, Any] | None:
    """One course."""
    return next(iter(db.query("SELECT * FROM courses WHERE id = ?", [course])), None)


def joined_courses(db: Database, seekers: list[str]) -> frozenset[str]:
    """Courses in which one of these ids has a place."""
    marks = ", ".join("?" * len(seekers))
    rows = db.execute(
        f"SELECT course FROM course_places WHERE has_left = 0 AND seeker IN ({marks})", seekers
    ).fetchall()
    return frozenset(str(row[0]) for row in rows)
