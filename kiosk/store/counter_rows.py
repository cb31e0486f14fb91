"""Rows of the counter: numbers of today, of a day's gigs, of a person, of an employer."""

from typing import Any

from sqlite_utils import Database

from kiosk.store.vacancies import NAMED

__all__ = [
    "complaints_about",
    "employers_lately",
    "gigs_between",
    "missed_at",
    "people_since",
    "posts_of",
    "referrals_for_counter",
    "referrals_for_vacancy",
]

_REFERRALS = (
    "SELECT referrals.*, vacancies.trade, vacancies.starts, vacancies.ends, seekers.name, "
    "seekers.phone, seekers.number AS seeker_number FROM referrals "
    "JOIN vacancies ON vacancies.id = referrals.vacancy "
    "LEFT JOIN seekers ON seekers.id = referrals.seeker"
)


def referrals_for_counter(
    db: Database, since: int, starts: tuple[int, int], limit: int
) -> list[dict[str, Any]]:
    """Referrals made after a stamp, and agreed ones whose work starts within two moments (ms)."""
    return list(
        db.query(
            f"{_REFERRALS} WHERE referrals.made_at > ? OR (referrals.status = 'agreed' "
            "AND vacancies.starts >= ? AND vacancies.starts < ?) "
            "ORDER BY referrals.made_at DESC, referrals.id LIMIT ?",
            [since, *starts, limit],
        )
    )


def referrals_for_vacancy(db: Database, vacancy: str) -> list[dict[str, Any]]:
    """Referrals of a vacancy with seeker and trade, in the order they were made."""
    return list(
        db.query(
            f"{_REFERRALS} WHERE referrals.vacancy = ? ORDER BY referrals.made_at, referrals.id",
            [vacancy],
        )
    )


def gigs_between(db: Database, starts: tuple[int, int]) -> list[dict[str, Any]]:
    """Live posts that start within two moments (ms), by start."""
    return list(
        db.query(
            f"{NAMED} WHERE review = 'live' AND closed = '' AND starts >= ? AND starts < ? "
            "ORDER BY starts, vacancies.number, vacancies.id",
            [*starts],
        )
    )


def posts_of(db: Database, employers: list[str], since: int, limit: int) -> list[dict[str, Any]]:
    """Posts of an employer (all ids) made after a stamp, the newest first."""
    marks = ", ".join("?" * len(employers))
    return list(
        db.query(
            f"{NAMED} WHERE employer IN ({marks}) AND posted_at > ? "
            "ORDER BY posted_at DESC, vacancies.id LIMIT ?",
            [*employers, since, limit],
        )
    )


def missed_at(db: Database, employers: list[str], since: int) -> tuple[int, int]:
    """Agreements at an employer's posts since a stamp, and those whose person did not come."""
    marks = ", ".join("?" * len(employers))
    row = db.execute(
        "SELECT count(*), coalesce(sum(arrival = 'missed'), 0) FROM referrals "
        "JOIN vacancies ON vacancies.id = referrals.vacancy "
        f"WHERE employer IN ({marks}) AND posted_at > ? AND status = 'agreed'",
        (*employers, since),
    ).fetchone()
    return int(row[0]), int(row[1])


def complaints_about(db: Database, employers: list[str], since: int) -> list[dict[str, Any]]:
    """Complaints about an employer's posts or referrals, made after a stamp, newest first."""
    marks = ", ".join("?" * len(employers))
    return list(
        db.query(
            "SELECT DISTINCT complaints.id, complaints.number, complaints.kind, "
            "complaints.made_at FROM complaints "
            "LEFT JOIN referrals ON referrals.id = complaints.referral "
            "JOIN vacancies ON vacancies.id IN (complaints.vacancy, referrals.vacancy) "
            f"WHERE employer IN ({marks}) AND complaints.made_at > ? "
            "ORDER BY complaints.made_at DESC",
            [*employers, since],
        )
    )


def people_since(db: Database, since: int, limit: int) -> list[str]:
    """Seekers who came after a stamp, the latest first."""
    rows = db.execute(
        "SELECT id FROM seekers WHERE last_visit > ? AND erased = 0 AND merged_into = '' "
        "ORDER BY last_visit DESC, id LIMIT ?",
        (since, limit),
    ).fetchall()
    return [str(row[0]) for row in rows]


def employers_lately(db: Database, limit: int) -> list[str]:
    """Employers by their last post, then the newest without one."""
    rows = db.execute(
        "SELECT employers.id FROM employers LEFT JOIN vacancies ON vacancies.employer = "
        "employers.id WHERE employers.erased = 0 AND employers.merged_into = '' "
        "GROUP BY employers.id ORDER BY max(coalesce(posted_at, 0)) DESC, employers.id DESC "
        "LIMIT ?",
        (limit,),
    ).fetchall()
    return [str(row[0]) for row in rows]
