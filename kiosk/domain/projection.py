"""Rows of the state tables, computed from a folded state. Writers differ, rows do not."""

from collections.abc import Sequence
from typing import NamedTuple

from kiosk.domain.account import Account
from kiosk.domain.complaint import Complaint
from kiosk.domain.course import Course
from kiosk.domain.desk_rows import DESK_COLUMNS, desk_rows, seeker_rows
from kiosk.domain.employer import Employer
from kiosk.domain.fold import State
from kiosk.domain.hall import Hall
from kiosk.domain.seeker import Seeker
from kiosk.domain.staff_call import StaffCall
from kiosk.domain.vacancy import Vacancy

__all__ = ["COLUMNS", "ROWS_OF", "Row", "gone_from", "person_key", "project"]


class Row(NamedTuple):
    """One row: table, and values in the order of `COLUMNS[table]`; the first is its key."""

    table: str
    values: tuple[str | int, ...]


COLUMNS: dict[str, tuple[str, ...]] = {
    "halls": ("id", "name", "county", "address", "opens", "closes", "hotline"),
    "stations": ("id", "hall", "kind", "letter", "public_key"),
    "seekers": (
        "id",
        "hall",
        "blind_index",
        "number",
        "name",
        "phone",
        "trades",
        "registered_at",
        "visits",
        "last_visit",
        "merged_into",
        "erased",
    ),
    "employers": (
        "id",
        "hall",
        "blind_index",
        "kind",
        "name",
        "uscc",
        "phone",
        "contact_name",
        "is_verified",
        "merged_into",
        "erased",
    ),
    "vacancies": (
        "id",
        "hall",
        "station",
        "number",
        "employer",
        "employer_name",
        "trade",
        "headcount",
        "pay_cents",
        "pay_unit",
        "settlement",
        "starts",
        "ends",
        "valid_until",
        "place",
        "county",
        "bay",
        "plate",
        "content",
        "conditions",
        "meals",
        "is_urgent",
        "shows_phone",
        "review",
        "closed",
        "posted_at",
        "minted",
        "retired",
        "spent",
        "agreed",
        "overflow",
        "kept_at",
    ),
    "referrals": (
        "id",
        "vacancy",
        "seeker",
        "number",
        "station",
        "made_at",
        "called_at",
        "answer_seeker",
        "answer_employer",
        "status",
        "spent_by",
        "arrival",
    ),
    "complaints": (
        "id",
        "hall",
        "number",
        "kind",
        "reply_by",
        "made_at",
        "seeker",
        "referral",
        "vacancy",
        "phone",
    ),
    "courses": (
        "id",
        "hall",
        "title",
        "trade",
        "level",
        "mode",
        "starts",
        "schedule",
        "place",
        "seats",
        "taken",
        "fee_cents",
        "subsidy",
        "source",
        "source_day",
        "valid_until",
        "withdrawn",
    ),
    "course_places": ("id", "course", "seeker", "number", "joined_at", "has_left"),
    "staff_calls": ("id", "hall", "station", "place", "asked_at", "answered_at"),
    "accounts": (
        "id",
        "hall",
        "blind_index",
        "name",
        "role",
        "is_temporary",
        "is_active",
        "opened_at",
    ),
    **DESK_COLUMNS,
}

ROWS_OF: dict[str, tuple[tuple[str, str], ...]] = {
    "vacancy": (("vacancies", "id"), ("referrals", "vacancy")),
    "hall": (("stations", "hall"),),
    "course": (("courses", "id"), ("course_places", "course")),
    "complaint": (("complaints", "id"),),
    "staff_call": (("staff_calls", "id"),),
    "seeker": (("seeker_help", "id"), ("seeker_skills", "id")),
}
"""Rows of an aggregate of a kind besides the one that is always written: table, and the column that
names the aggregate. Folded anew, they go first: a refusal may have taken away what gave a row."""


_HELP = ("seeker_help",)
_PEOPLE = (Seeker, Employer, Account)


def person_key(state: State) -> str:
    """The identity number by which the same person is found again; empty where there is none."""
    return state.id_number if isinstance(state, _PEOPLE) else ""


def project(state: State, blind_index: str, only: frozenset[str] | None = None) -> list[Row]:
    """The rows of a state.

    Args:
        state: the folded state.
        blind_index: keyed index of `person_key(state)`, empty where that is empty.
        only: referrals whose rows are wanted; None for all.
    """
    # The commonest first: this runs for every event of every node.
    if isinstance(state, Seeker):
        return _seeker_rows(state, blind_index)
    if isinstance(state, Vacancy):
        return _vacancy_rows(state, only)
    match state:
        case Employer():
            rows = [_employer_row(state, blind_index)]
        case Course():
            rows = _course_rows(state)
        case Account():
            rows = [_account_row(state, blind_index)]
        case Hall():
            rows = _hall_rows(state)
        case Complaint() | StaffCall():
            rows = [_plain_row(state)]
        case _:
            rows = []
    return rows + [Row(table, values) for table, values in desk_rows(state)]


def gone_from(state: State) -> Sequence[str]:
    """Tables in which an earlier state may have had a row, under its id, and this one has none.

    What only a fold from the beginning takes away stands in `ROWS_OF`.
    """
    if isinstance(state, Seeker) and not (state.priority_consent or state.priority):
        return _HELP
    return ()


def _plain_row(state: Complaint | StaffCall) -> Row:
    table = "complaints" if isinstance(state, Complaint) else "staff_calls"
    return Row(table, tuple(getattr(state, name) for name in COLUMNS[table]))


def _course_rows(course: Course) -> list[Row]:
    rows = [
        Row(
            "course_places",
            (
                f"{course.id} {seeker}",
                course.id,
                seeker,
                place.number,
                place.joined_at,
                int(place.has_left),
            ),
        )
        for seeker, place in course.places.items()
    ]
    if course.offer is None:
        return rows
    values = {name: getattr(course.offer, name, "") for name in COLUMNS["courses"]}
    values |= {
        "id": course.id,
        "hall": course.hall,
        "taken": course.taken,
        "withdrawn": course.withdrawn,
    }
    return [*rows, Row("courses", tuple(values.values()))]


def _account_row(account: Account, blind_index: str) -> Row:
    return Row(
        "accounts",
        (
            account.id,
            account.hall,
            blind_index,
            account.name,
            account.role,
            int(account.is_temporary),
            int(account.is_active),
            account.opened_at,
        ),
    )


def _hall_rows(hall: Hall) -> list[Row]:
    head = Row(
        "halls",
        (hall.id, hall.name, hall.county, hall.address, hall.opens, hall.closes, hall.hotline),
    )
    return [head] + [
        Row("stations", (key, hall.id, item.kind, item.letter, item.public_key))
        for key, item in hall.stations.items()
    ]


def _seeker_rows(seeker: Seeker, blind_index: str) -> list[Row]:
    head = Row(
        "seekers",
        (
            seeker.id,
            seeker.hall,
            blind_index,
            seeker.number,
            seeker.name,
            seeker.phone,
            " ".join(seeker.trades),
            seeker.registered_at,
            seeker.visits,
            seeker.last_visit,
            seeker.merged_into,
            int(seeker.erased),
        ),
    )
    more = seeker_rows(seeker)
    return [head, *(Row(table, values) for table, values in more)] if more else [head]


def _employer_row(employer: Employer, blind_index: str) -> Row:
    return Row(
        "employers",
        (
            employer.id,
            employer.hall,
            blind_index,
            employer.kind,
            employer.name,
            employer.uscc,
            employer.phone,
            employer.contact_name,
            int(employer.is_verified),
            employer.merged_into,
            int(employer.erased),
        ),
    )


def _vacancy_rows(vacancy: Vacancy, only: frozenset[str] | None) -> list[Row]:
    rows = [
        Row(
            "referrals",
            (
                item.id,
                vacancy.id,
                item.seeker,
                item.number,
                item.station,
                item.made_at,
                item.called_at,
                item.answer_seeker,
                item.answer_employer,
                vacancy.referral_status(item),
                vacancy.seats.spent.get(item.id, ""),
                item.arrival,
            ),
        )
        for item in vacancy.referrals.values()
        if only is None or item.id in only
    ]
    posting, seats = vacancy.posting, vacancy.seats
    if posting is None:
        return rows
    values = {name: getattr(posting, name, "") for name in COLUMNS["vacancies"]}
    values |= {
        "id": vacancy.id,
        "hall": vacancy.hall,
        "station": vacancy.station,
        "is_urgent": int(posting.is_urgent),
        "shows_phone": int(posting.shows_phone),
        "review": vacancy.review,
        "closed": vacancy.closed,
        "posted_at": vacancy.posted_at,
        "headcount": vacancy.headcount,
        "minted": seats.minted,
        "retired": seats.retired,
        "spent": len(seats.spent),
        "agreed": vacancy.agreed,
        "overflow": seats.overflow,
        "kept_at": vacancy.kept_at,
    }
    rows.append(Row("vacancies", tuple(values.values())))
    return rows
