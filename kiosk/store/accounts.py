"""Rows of the staff's accounts."""

from typing import Any

from sqlite_utils import Database

__all__ = ["account_by_card", "account_rows", "active_managers"]


def account_rows(db: Database) -> list[dict[str, Any]]:
    """All accounts that still have a name, by name; the index of the card only as yes or no."""
    return list(
        db.query(
            "SELECT id, name, role, is_temporary, is_active, opened_at, blind_index <> '' AS "
            "has_card FROM accounts WHERE name <> '' ORDER BY name, id"
        )
    )


def account_by_card(db: Database, blind_index: str) -> str:
    """The active account with this card; empty if there is none."""
    row = db.execute(
        "SELECT min(id) FROM accounts WHERE blind_index = ? AND blind_index <> '' AND is_active",
        (blind_index,),
    ).fetchone()
    return str(row[0] or "")


def active_managers(db: Database, but: str) -> int:
    """How many others can manage accounts."""
    row = db.execute(
        "SELECT count(*) FROM accounts WHERE role = 'manager' AND is_active AND id <> ?", (but,)
    ).fetchone()
    return int(row[0])
