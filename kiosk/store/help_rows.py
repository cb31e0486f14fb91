"""Queries of priority help, complaints, hand-overs and training for the desk."""

from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from kiosk.store.rows import rows_where_in

__all__ = [
    "agreed_by_seeker",
    "case_rows",
    "cases_of",
    "complaint_rows",
    "handover_rows",
    "help_claims",
    "last_agreements",
    "open_case_of",
    "people_rows",
    "place_rows",
    "roots_of",
    "training_needs",
]

_AGREED = "SELECT seeker, max(made_at) FROM referrals"


def last_agreements(db: Database, seekers: Sequence[str]) -> dict[str, int]:
    """Stamp of the last referral that stands as agreed, of those who have one."""
    found: dict[str, int] = {}
    select = "SELECT seeker, made_at, status FROM referrals"
    for seeker, made_at, status in rows_where_in(db, select, "seeker", seekers):
        if status == "agreed":
            found[seeker] = max(made_at, found.get(seeker, 0))
    return found


def agreed_by_seeker(db: Database) -> dict[str, int]:
    """The same of everybody, under the id of the referral."""
    return dict(db.conn.execute(f"{_AGREED} WHERE status = 'agreed' GROUP BY seeker").fetchall())


def help_claims(db: Database) -> list[tuple[str, str]]:
    """(seeker, lines `category certainty valid_until`) of who consented and is not erased."""
    return list(
        db.conn.execute(
            "SELECT seeker_help.id, claims FROM seeker_help "
            "JOIN seekers ON seekers.id = seeker_help.id "
            "WHERE consent <> '' AND claims <> '' AND erased = 0 ORDER BY seeker_help.id"
        ).fetchall()
    )


def roots_of(db: Database) -> dict[str, str]:
    """Twin → the id that survives. Each merge leads to a smaller id, so following them ends."""
    rows = db.conn.execute("SELECT id, merged_into FROM seekers WHERE merged_into <> ''")
    into = dict(rows.fetchall())
    roots = {}
    for twin in into:
        root = twin
        while root in into:
            root = into[root]
        roots[twin] = root
    return roots


def people_rows(db: Database) -> list[dict[str, Any]]:
    """Everybody who is neither erased nor merged into another."""
    return list(
        db.query(
            "SELECT id, number, name, phone, registered_at, last_visit FROM seekers "
            "WHERE erased = 0 AND merged_into = '' AND registered_at > 0"
        )
    )


def case_rows(db: Database) -> list[dict[str, Any]]:
    """All assistance cases, those with something due first."""
    return list(
        db.query(
            "SELECT * FROM assistance_cases WHERE status <> '' "
            "ORDER BY status = 'closed', next_due = '', next_due, tier DESC, opened_at, id"
        )
    )


def open_case_of(db: Database, seekers: Sequence[str]) -> str:
    """The case of a person that is not closed; empty where there is none."""
    select = "SELECT id, status FROM assistance_cases"
    rows = rows_where_in(db, select, "seeker", seekers)
    return min((str(row[0]) for row in rows if row[1] not in {"", "closed"}), default="")


def cases_of(db: Database, seekers: Sequence[str]) -> list[str]:
    """All cases of a person, the latest first."""
    rows = rows_where_in(db, "SELECT id FROM assistance_cases", "seeker", seekers)
    return sorted((str(row[0]) for row in rows), reverse=True)


def complaint_rows(db: Database, *, is_final: bool, limit: int) -> list[dict[str, Any]]:
    """Complaints with where they stand: open ones by what is due first, final ones latest first."""
    final = "complaint_cases.status IN ('closed', 'handed_over')"
    where, order = (
        (final, "complaint_cases.closed_at DESC")
        if is_final
        else (
            f"NOT ({final})",
            "CASE WHEN complaint_cases.status = 'received' AND complaint_cases.accept_by <> '' "
            "THEN min(complaint_cases.accept_by, complaint_cases.due) "
            "ELSE complaint_cases.due END, complaints.made_at",
        )
    )
    return list(
        db.query(
            "SELECT complaints.*, complaint_cases.status, complaint_cases.accept_by, "
            "complaint_cases.due, complaint_cases.closed_at, complaint_cases.outcome, "
            "complaint_cases.handover FROM complaints "
            "JOIN complaint_cases ON complaint_cases.id = complaints.id "
            f"WHERE complaints.made_at > 0 AND {where} ORDER BY {order} LIMIT ?",
            [limit],
        )
    )


def handover_rows(db: Database) -> list[dict[str, Any]]:
    """All hand-overs, those without a result first, by the day to ask again."""
    return list(
        db.query(
            "SELECT * FROM handovers WHERE sent_at > 0 "
            "ORDER BY status = 'result', reply_by = '', reply_by, sent_at DESC, id"
        )
    )


def place_rows(db: Database, course: str) -> list[dict[str, Any]]:
    """Places of a course that were not given back, the first first."""
    return list(
        db.query(
            "SELECT * FROM course_places WHERE course = ? AND has_left = 0 "
            "ORDER BY joined_at, number, id",
            [course],
        )
    )


def training_needs(db: Database) -> list[tuple[str, str]]:
    """(topic, seeker) of everything people would like to learn, merged people under each id."""
    return list(
        db.conn.execute(
            "SELECT topic.value, aggregates.id FROM aggregates, "
            "json_each(aggregates.state, '$.training') AS topic "
            "JOIN seekers ON seekers.id = aggregates.id "
            "WHERE aggregates.kind = 'seeker' AND seekers.erased = 0 ORDER BY 1, 2"
        ).fetchall()
    )
