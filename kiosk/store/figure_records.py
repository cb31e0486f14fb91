"""Rows of the records that a figure counts, a few at a time, for opening a number."""

from collections.abc import Sequence
from typing import Any

from sqlite_utils import Database

from kiosk.store.rows import rows_where_in

__all__ = ["rows_of_records"]

_SELECTS = {
    "seeker": (
        "SELECT id, last_visit, number, name, trades, visits FROM seekers",
        "id",
    ),
    "vacancy": (
        "SELECT vacancies.id, posted_at, vacancies.number, "
        "coalesce(nullif(vacancies.employer_name, ''), employers.name, ''), trade, headcount, "
        "pay_cents, pay_unit, agreed, coalesce(employers.kind, ''), vacancies.employer_name "
        "FROM vacancies LEFT JOIN employers ON employers.id = vacancies.employer",
        "vacancies.id",
    ),
    "referral": (
        "SELECT referrals.id, made_at, referrals.number, coalesce(seekers.name, ''), "
        "vacancies.trade, vacancies.number, status, arrival FROM referrals "
        "JOIN vacancies ON vacancies.id = referrals.vacancy "
        "LEFT JOIN seekers ON seekers.id = referrals.seeker",
        "referrals.id",
    ),
    "complaint": (
        "SELECT complaints.id, made_at, number, kind, status, due FROM complaints "
        "JOIN complaint_cases USING (id)",
        "complaints.id",
    ),
    "course": (
        "SELECT course_places.id, joined_at, course_places.number, coalesce(seekers.name, ''), "
        "courses.title FROM course_places JOIN courses ON courses.id = course_places.course "
        "LEFT JOIN seekers ON seekers.id = course_places.seeker",
        "course_places.id",
    ),
    "event": (
        "SELECT events.id, events.time, coalesce(seekers.number, assistance_cases.number, ''), "
        "coalesce(seekers.name, helped.name, ''), events.type, "
        "coalesce(json_extract(payload, '$.topic'), ''), events.aggregate FROM events "
        "LEFT JOIN seekers ON seekers.id = events.aggregate "
        "LEFT JOIN assistance_cases ON assistance_cases.id = events.aggregate "
        "LEFT JOIN seekers AS helped ON helped.id = assistance_cases.seeker",
        "events.id",
    ),
}


def rows_of_records(db: Database, kind: str, ids: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    """Rows of records of one kind by their id: seeker, vacancy, referral, complaint, course (a
    place in it), event. What is not there any more is left out."""
    select, column = _SELECTS[kind]
    return {row[0]: row for row in rows_where_in(db, select, column, list(ids))}
