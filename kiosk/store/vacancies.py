"""Queries on vacancies and referrals."""

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

__all__ = [
    "NAMED",
    "ListWish",
    "common_places",
    "count_open",
    "figures_today",
    "find_referral",
    "list_open",
    "open_referrals_of",
    "own_pending",
    "own_undone",
    "referrals_of",
    "referrals_of_seeker",
    "vacancies_by_phone",
    "vacancies_of_employer",
    "vacancy_row",
]

# A person's name stands in the employer's own row only, and goes with it.
NAMED = (
    "SELECT vacancies.*, coalesce(nullif(vacancies.employer_name, ''), employers.name, '') "
    "AS shown_name, (SELECT json_extract(state, '$.posting.engagement') FROM aggregates "
    "WHERE aggregates.id = vacancies.id) AS engagement, (SELECT json_extract(state, "
    "'$.posting.level', '$.posting.certificate') FROM aggregates "
    "WHERE aggregates.id = vacancies.id) AS asked FROM vacancies "
    "LEFT JOIN employers ON employers.id = vacancies.employer"
)
_OPEN = (
    "closed = '' AND review = 'live' AND valid_until > :now "
    "AND spent < min(minted - retired, headcount)"
)


@dataclass(frozen=True, slots=True)
class ListWish:
    """What somebody wishes to see of the open vacancies.

    `order`: `fit` (own trades first), `near`, `pay` or `start`; `county` is the hall's code,
    needed for `near`; an empty `only_trade` means all.
    """

    trades: tuple[str, ...] = ()
    order: str = "fit"
    only_trade: str = ""
    county: str = ""


# Piece, trip and job rates cannot be compared with a day's pay: they come after.
_ORDERS = {
    "near": "CASE WHEN vacancies.county = :county THEN 0 "
    "WHEN substr(vacancies.county, 1, 4) = :city THEN 1 ELSE 2 END",
    "pay": "CASE pay_unit WHEN 'day' THEN pay_cents WHEN 'hour' THEN pay_cents * 8 ELSE 0 END DESC",
    "start": "starts",
}
_CITY_DIGITS = 4


def list_open(
    db: Database, now_ms: int, wish: ListWish, limit: int, offset: int
) -> list[dict[str, Any]]:
    """A stretch of the open vacancies that somebody wishes to see, in the order wished."""
    where, order, values = _wished(wish)
    return list(
        db.query(
            f"{NAMED} WHERE vacancies.id IN (SELECT id FROM vacancies WHERE {_OPEN}{where} "
            f"ORDER BY {order} LIMIT :limit OFFSET :offset) ORDER BY {order}",
            {"now": now_ms, "limit": limit, "offset": offset, **values},
        )
    )


def count_open(db: Database, now_ms: int, wish: ListWish) -> int:
    """How many vacancies `list_open` has."""
    where, _order, values = _wished(wish)
    row = db.execute(
        f"SELECT count(*) FROM vacancies WHERE {_OPEN}{where}",
        {"now": now_ms, **{name: values[name] for name in values if name == "only"}},
    ).fetchone()
    return int(row[0])


def _wished(wish: ListWish) -> tuple[str, str, dict[str, Any]]:
    """Condition, order and values of a list."""
    values: dict[str, Any] = {}
    where = ""
    if wish.only_trade:
        where, values["only"] = " AND trade = :only", wish.only_trade
    order = [_ORDERS[wish.order]] if wish.order in _ORDERS else []
    if wish.order == "near":
        values |= {"county": wish.county, "city": wish.county[:_CITY_DIGITS]}
    if wish.trades:
        marks = {f"t{i}": trade for i, trade in enumerate(wish.trades)}
        values |= marks
        own = f"CASE WHEN trade IN ({', '.join(f':{key}' for key in marks)}) THEN 0 ELSE 1 END"
        order.insert(len(order) if order else 0, own)
    order += ["is_urgent DESC", "starts", "vacancies.number", "vacancies.id"]
    return where, ", ".join(order), values


def vacancy_row(db: Database, vacancy: str) -> dict[str, Any] | None:
    """One vacancy."""
    return next(iter(db.query(f"{NAMED} WHERE vacancies.id = ?", [vacancy])), None)


def vacancies_of_employer(db: Database, employers: list[str], now_ms: int) -> list[dict[str, Any]]:
    """Vacancies of an employer (all its ids) that are still valid, newest first."""
    marks = ", ".join("?" * len(employers))
    return list(
        db.query(
            f"{NAMED} WHERE employer IN ({marks}) AND valid_until > ? ORDER BY posted_at DESC",
            [*employers, now_ms],
        )
    )


def vacancies_by_phone(db: Database, phone: str, since_ms: int) -> list[dict[str, Any]]:
    """Vacancies valid after a moment whose employer left this phone, newest first."""
    return list(
        db.query(
            "SELECT vacancies.id, vacancies.employer FROM vacancies JOIN employers "
            "ON employers.id = vacancies.employer WHERE employers.phone = ? "
            "AND employers.erased = 0 AND valid_until > ? ORDER BY posted_at DESC LIMIT 200",
            [phone, since_ms],
        )
    )


def find_referral(db: Database, referral: str) -> dict[str, Any] | None:
    """One referral."""
    return next(iter(db.query("SELECT * FROM referrals WHERE id = ?", [referral])), None)


def referrals_of(db: Database, vacancy: str) -> list[dict[str, Any]]:
    """Referrals of a vacancy in the order they were made."""
    return list(
        db.query("SELECT * FROM referrals WHERE vacancy = ? ORDER BY made_at, id", [vacancy])
    )


def open_referrals_of(db: Database, seekers: list[str], since: int) -> list[dict[str, Any]]:
    """Referrals of a seeker (all ids) not declined or cancelled, with the hours of the work.

    Open ones count only if made after the stamp.
    """
    marks = ", ".join("?" * len(seekers))
    return list(
        db.query(
            "SELECT referrals.*, vacancies.starts, vacancies.ends FROM referrals "
            f"JOIN vacancies ON vacancies.id = vacancy WHERE seeker IN ({marks}) AND "
            "(status IN ('half', 'pending', 'agreed') OR (status = 'open' AND made_at > ?)) "
            "ORDER BY made_at",
            [*seekers, since],
        )
    )


def referrals_of_seeker(db: Database, seekers: list[str], since: int) -> list[dict[str, Any]]:
    """Referrals of a seeker (all ids) made after a stamp, newest first."""
    marks = ", ".join("?" * len(seekers))
    return list(
        db.query(
            f"SELECT * FROM referrals WHERE seeker IN ({marks}) AND made_at > ? "
            "ORDER BY made_at DESC, id",
            [*seekers, since],
        )
    )


def own_pending(db: Database, station: str) -> list[dict[str, Any]]:
    """Own referrals on which both sides agreed and no seat is spent."""
    return list(
        db.query(
            "SELECT * FROM referrals WHERE status = 'pending' AND station = ? ORDER BY made_at, id",
            [station],
        )
    )


def own_undone(db: Database, station: str) -> list[dict[str, Any]]:
    """Referrals on which this station spent a seat and which are no agreement any more."""
    return list(
        db.query(
            "SELECT * FROM referrals WHERE spent_by = ? AND status NOT IN ('agreed') ORDER BY id",
            [station],
        )
    )


def figures_today(db: Database, now_ms: int) -> tuple[int, int, int]:
    """Open posts, their headcount, and agreements on vacancies still valid."""
    row = db.execute(
        "SELECT count(*), coalesce(sum(headcount), 0) FROM vacancies "
        "WHERE closed = '' AND review = 'live' AND valid_until > ?",
        (now_ms,),
    ).fetchone()
    agreed = db.execute(
        "SELECT coalesce(sum(agreed), 0) FROM vacancies WHERE valid_until > ?", (now_ms,)
    ).fetchone()
    return int(row[0]), int(row[1]), int(agreed[0])


def common_places(db: Database, limit: int) -> tuple[str, ...]:
    """Places of work by how often they were named."""
    rows = db.execute(
        "SELECT place FROM vacancies GROUP BY place ORDER BY count(*) DESC, max(posted_at) DESC "
        "LIMIT ?",
        (limit,),
    ).fetchall()
    return tuple(row[0] for row in rows)
