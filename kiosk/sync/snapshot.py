"""A new or long-absent station takes the hub's states first; the log follows by itself.

Only after it has pushed: what the hub does not hold would be missing in the hub's states. Each page
is one transaction; a cut line goes on where it stopped.
"""

from collections.abc import Callable

import msgspec
from sqlite_utils import Database

from kiosk.domain.fold import FOLD_VERSION
from kiosk.store.bases import Base
from kiosk.store.log import Writing
from kiosk.store.outbox import outbox_counts
from kiosk.store.store import Store
from kiosk.store.streams import move_stream
from kiosk.sync.errors import SyncError
from kiosk.sync.protocol import BaseState, SnapshotReply, SnapshotRequest

__all__ = ["OtherRules", "Progress", "load_snapshot", "snapshot_progress"]

_PROGRESS = "sync.snapshot"


class OtherRules(Exception):
    """The hub folds by other rules than this program: its states cannot be used here."""


class Progress(msgspec.Struct, frozen=True):
    """How far a snapshot has come, and where the streams stood at its first page."""

    after: str
    cursor: dict[str, int]
    checksum: dict[str, str]


def snapshot_progress(db: Database) -> Progress | None:
    """The snapshot under way; None where there is none."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_PROGRESS,)).fetchone()
    return msgspec.json.decode(row[0], type=Progress) if row else None


def load_snapshot(
    store: Store, ask: Callable[[SnapshotRequest], SnapshotReply], protocol: int, page_bytes: int
) -> frozenset[str] | None:
    """Take all pages that are still to come.

    Args:
        store: of the station.
        ask: sends a request to the hub and believes its answer.
        protocol: as agreed with the hub.
        page_bytes: about how large a page is wanted.

    Returns:
        The aggregates whose state was written; None where something waits to be pushed first.

    Raises:
        OtherRules: nothing was taken.
        SyncError: the pages before it are kept.
    """
    changed: set[str] = set()
    while True:
        with store.read() as db:
            progress = snapshot_progress(db)
        request = SnapshotRequest(
            protocol=protocol, after=progress.after if progress else "", page_bytes=page_bytes
        )
        reply = ask(request)
        if reply.fold != FOLD_VERSION:
            raise OtherRules
        with store.write() as writing:
            if not _has_pushed(writing, reply):
                return None
            _take_page(writing, reply, progress)
            changed |= writing.changed
        if not reply.more:
            return frozenset(changed)


def _has_pushed(writing: Writing, reply: SnapshotReply) -> bool:
    """Whether the hub holds everything that this station has said."""
    chain = writing.chain
    held = {(station, epoch): n for station, epoch, n in reply.chains}
    waits = outbox_counts(writing.db)
    said = chain.n - waits.invalid
    return not waits.pending and held.get((chain.station, chain.epoch), 0) >= said


def _take_page(writing: Writing, reply: SnapshotReply, progress: Progress | None) -> None:
    erased = dict(reply.erasures)
    for found in reply.bases:
        _take_base(writing, found, erased.get(found.aggregate, ""))
    start = progress or Progress("", reply.cursor, reply.checksum)
    if reply.more:
        text = msgspec.json.encode(Progress(reply.after, start.cursor, start.checksum)).decode()
        writing.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_PROGRESS, text))
        return
    writing.db.execute("DELETE FROM meta WHERE key = ?", (_PROGRESS,))
    move_stream(writing, start.cursor, start.checksum)


def _take_base(writing: Writing, found: BaseState, erased_by: str) -> None:
    if found.state is None:
        raise SyncError("bad_reply", "a snapshot without a state")
    base = Base((found.order_time, found.station, found.epoch, found.n), found.state)
    try:
        writing.take_base(found.aggregate, base, found.events, erased_by)
    except msgspec.MsgspecError as error:
        raise SyncError("bad_reply", f"a state that cannot be read: {error}") from error
