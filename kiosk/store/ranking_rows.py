"""Rows for ranking: people with what binds them, open vacancies."""

from typing import Any

from sqlite_utils import Database

from kiosk.store.folded_rows import SEEKER_TEXT
from kiosk.store.rows import rows_where_in

__all__ = [
    "agreed_rows",
    "arrived_today",
    "changed_since",
    "open_vacancy_rows",
    "qualified_rows",
    "seeker_rows",
    "seekers_referred_to",
    "vacancy_rows",
]

_SEEKERS = (
    "SELECT seekers.id, seekers.trades, seekers.registered_at, "
    f"coalesce(json_extract({SEEKER_TEXT}, '$.address'), '') FROM seekers "
    "LEFT JOIN aggregates ON aggregates.id = seekers.id"
)
# What only the posting says comes as one JSON list: a state is read once.
_VACANCIES = (
    "SELECT vacancies.id, trade, starts, ends, pay_cents, pay_unit, county, is_urgent, place, "
    "coalesce((SELECT json_extract(state, '$.posting.prefers_priority', '$.posting.level', "
    "'$.posting.certificate') FROM aggregates WHERE aggregates.id = vacancies.id), '[]') "
    "FROM vacancies"
)
_QUALIFIED = "SELECT id, skills, certificates, wish FROM seeker_skills"
_OPEN = (
    "closed = '' AND review = 'live' AND valid_until > ? "
    "AND spent < min(minted - retired, headcount)"
)


def seeker_rows(db: Database, since: int, only: list[str] | None = None) -> list[tuple[Any, ...]]:
    """(id, trades, registered_at, address) of who came since a stamp and is not merged or erased.

    Args:
        db: a connection.
        since: stamp of the earliest last visit.
        only: ids that are wanted; None for all.
    """
    live = "seekers.erased = 0 AND seekers.merged_into = '' AND seekers.last_visit >= ?"
    if only is None:
        return db.execute(f"{_SEEKERS} WHERE {live}", (since,)).fetchall()
    wanted = {
        row[0]
        for row in rows_where_in(
            db, "SELECT id, erased, merged_into, last_visit FROM seekers", "id", only
        )
        if not row[1] and not row[2] and row[3] >= since
    }
    return list(rows_where_in(db, _SEEKERS, "seekers.id", sorted(wanted)))


def arrived_today(db: Database, since: int) -> list[str]:
    """Seekers who came since a stamp, the first first; imported ones have no number."""
    rows = db.execute(
        "SELECT id FROM seekers WHERE last_visit >= ? AND number <> '' AND erased = 0 "
        "AND merged_into = '' ORDER BY last_visit, id",
        (since,),
    ).fetchall()
    return [str(row[0]) for row in rows]


def agreed_rows(db: Database, only: list[str] | None = None) -> list[tuple[Any, ...]]:
    """(seeker, made_at, starts, ends, arrival) of agreements that stand.

    Args:
        db: a connection.
        only: seekers that are wanted; None for all.
    """
    query = (
        "SELECT referrals.seeker, referrals.made_at, vacancies.starts, vacancies.ends, "
        "referrals.arrival, referrals.status FROM referrals "
        "JOIN vacancies ON vacancies.id = referrals.vacancy"
    )
    if only is None:
        rows = db.execute(f"{query} WHERE referrals.status = 'agreed'").fetchall()
    else:
        rows = list(rows_where_in(db, query, "referrals.seeker", only))
    return [row[:5] for row in rows if row[5] == "agreed"]


def open_vacancy_rows(
    db: Database, now_ms: int, only: list[str] | None = None
) -> list[tuple[Any, ...]]:
    """Open vacancies: id, trade, starts, ends, pay_cents, pay_unit, county, is_urgent, place, and
    [prefers_priority, level, certificate] as JSON.

    Args:
        db: a connection.
        now_ms: the moment.
        only: ids that are wanted; None for all.
    """
    if only is None:
        return db.execute(f"{_VACANCIES} WHERE {_OPEN}", (now_ms,)).fetchall()
    wanted = [
        row
        for gig in only
        for row in db.execute(f"{_VACANCIES} WHERE id = ? AND {_OPEN}", (gig, now_ms)).fetchall()
    ]
    return wanted


def seekers_referred_to(db: Database, vacancies: list[str]) -> set[str]:
    """Seekers whom referrals of these vacancies name."""
    query = "SELECT seeker FROM referrals"
    return {str(row[0]) for row in rows_where_in(db, query, "vacancy", vacancies)}


def changed_since(db: Database, seen: int, *, is_first: bool = False) -> tuple[int, frozenset[str]]:
    """The log's last place, and the aggregates of what stands after `seen` in it.

    At the first look nothing is named: everything is read anyway.
    """
    last = int(db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()[0])
    if is_first:
        return last, frozenset()
    rows = db.execute("SELECT DISTINCT aggregate FROM events WHERE seq > ?", (seen,)).fetchall()
    return last, frozenset(str(row[0]) for row in rows)


def vacancy_rows(db: Database, ids: list[str]) -> list[tuple[Any, ...]]:
    """The same of given vacancies, open or not."""
    return list(rows_where_in(db, _VACANCIES, "id", ids))


def qualified_rows(db: Database, only: list[str] | None = None) -> list[tuple[str, str, str, str]]:
    """(seeker, skills, certificates, wish) as `kiosk.domain.desk_rows` writes them, of those of
    whom something is known.

    Args:
        db: a connection.
        only: ids that are wanted; None for all.
    """
    if only is None:
        where = "skills <> '' OR certificates <> '' OR wish <> ''"
        return db.execute(f"{_QUALIFIED} WHERE {where} ORDER BY id").fetchall()
    return [tuple(row) for row in rows_where_in(db, _QUALIFIED, "id", only) if any(row[1:])]
