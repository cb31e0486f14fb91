"""The fair or van round that this station works at: a local note, outside the log."""

from sqlite_utils import Database

from kiosk.store.log import Writing

__all__ = ["read_fair", "write_fair"]

_KEY = "fair"


def read_fair(db: Database) -> str:
    """The entry that was chosen; empty where none was."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
    return str(row[0]) if row else ""


def write_fair(writing: Writing, entry: str) -> None:
    """Choose an entry; empty for the hall itself."""
    writing.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_KEY, entry))
