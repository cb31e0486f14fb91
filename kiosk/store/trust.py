"""Whom a station believes: the key it trusts, and the certificates that lead to it."""

import msgspec
from sqlite_utils import Database

from kiosk.store.log import Writing

__all__ = ["Trust", "load_trust", "save_trust"]

_TRUST = "sync.trust"


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """What is believed of the hub. `anchor` is the key of 32 bytes that every path must lead to;
    `path` and `revocations` are texts with signatures; `ends` is when the first certificate ends
    (ms, 0 for never); `fault` is why the hub is not believed now, empty where it is."""

    anchor: bytes = b""
    path: tuple[tuple[str, str], ...] = ()
    revocations: tuple[tuple[str, str], ...] = ()
    ends: int = 0
    fault: str = ""


def load_trust(db: Database) -> Trust:
    """The trust as kept; empty before a hub sent certificates."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_TRUST,)).fetchone()
    return msgspec.json.decode(row[0], type=Trust) if row else Trust()


def save_trust(writing: Writing, trust: Trust) -> None:
    """Keep it."""
    text = msgspec.json.encode(trust).decode()
    writing.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_TRUST, text))
