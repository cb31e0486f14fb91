"""Queries for the wall display and the desk's list of referrals."""

from typing import Any

from sqlite_utils import Database

__all__ = ["latest_open_referrals", "open_by_zone", "pick_ups", "referrals_since"]

_LIVE = "closed = '' AND review = 'live' AND valid_until > ?"


def open_by_zone(db: Database, now_ms: int) -> list[dict[str, Any]]:
    """Open vacancies for the board, by start."""
    return list(
        db.query(
            "SELECT id, trade, pay_cents, pay_unit, starts, bay, is_urgent, "
            f"minted - retired - spent AS left FROM vacancies WHERE {_LIVE} "
            "AND minted - retired - spent > 0 ORDER BY is_urgent DESC, starts, id",
            [now_ms],
        )
    )


def latest_open_referrals(db: Database, since: int, limit: int) -> list[dict[str, Any]]:
    """Numbers that should go and talk, the newest call or referral first; no names.

    Who agreed is called for the pick-up, too.
    """
    return list(
        db.query(
            "SELECT referrals.number, referrals.called_at, vacancies.trade FROM referrals "
            "JOIN vacancies ON vacancies.id = referrals.vacancy "
            "WHERE (referrals.status = 'open' AND referrals.made_at > ?) "
            "OR (referrals.status NOT IN ('declined', 'cancelled') AND referrals.called_at > ?) "
            "ORDER BY max(referrals.made_at, referrals.called_at) DESC LIMIT ?",
            [since, since, limit],
        )
    )


def pick_ups(db: Database, now_ms: int, limit: int) -> list[dict[str, Any]]:
    """Vehicles that come next: bay, start, plate."""
    return list(
        db.query(
            f"SELECT bay, starts, plate FROM vacancies WHERE {_LIVE} AND bay <> '' "
            "AND starts > ? ORDER BY starts, bay LIMIT ?",
            [now_ms, now_ms, limit],
        )
    )


def referrals_since(db: Database, since: int, limit: int) -> list[dict[str, Any]]:
    """Referrals made after a stamp, newest first, with trade and seeker."""
    return list(
        db.query(
            "SELECT referrals.*, vacancies.trade, seekers.name, seekers.phone, "
            "seekers.number AS seeker_number FROM referrals "
            "JOIN vacancies ON vacancies.id = referrals.vacancy "
            "LEFT JOIN seekers ON seekers.id = referrals.seeker "
            "WHERE referrals.made_at > ? ORDER BY referrals.made_at DESC, referrals.id LIMIT ?",
            [since, limit],
        )
    )
