"""Streams that this station pulls: cursor and running checksum of each."""

from collections.abc import Mapping

from sqlite_utils import Database

from kiosk.store.log import Writing

__all__ = ["checksums", "cursors", "forget_streams", "move_stream"]


def cursors(db: Database) -> dict[str, int]:
    """How far each stream has been applied."""
    return dict(db.execute("SELECT stream, cursor FROM streams").fetchall())


def checksums(db: Database) -> dict[str, str]:
    """Checksum of what was applied of each stream, 16 hex digits."""
    return dict(db.execute("SELECT stream, checksum FROM streams").fetchall())


def move_stream(writing: Writing, cursor: Mapping[str, int], checksum: Mapping[str, str]) -> None:
    """Write cursors and checksums, in the transaction of the events that they cover."""
    writing.db.conn.executemany(
        "INSERT INTO streams VALUES (?, ?, ?) ON CONFLICT (stream) DO UPDATE SET "
        "cursor = excluded.cursor, checksum = excluded.checksum",
        [(stream, cursor[stream], checksum[stream]) for stream in cursor],
    )


def forget_streams(writing: Writing) -> None:
    """Pull everything again from the start; what is known is passed over when it arrives."""
    writing.db.execute("DELETE FROM streams")
