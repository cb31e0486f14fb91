"""The store of one station: a write connection with its lock, and read-only connections."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlite_utils import Database

from kiosk.domain.clock import Clock
from kiosk.domain.fold import FOLD_VERSION
from kiosk.store.apply import Applier
from kiosk.store.chain import Chain, read_chain, write_chain
from kiosk.store.database import connect, create_file, transaction, translated
from kiosk.store.errors import AlreadyExists, DamagedStore
from kiosk.store.keys import Secrets
from kiosk.store.log import Writing
from kiosk.store.migrations import STATE_TABLES, migrate
from kiosk.store.write_back import WriteBack
from kiosk.whole_file import sync_folder

__all__ = ["Progress", "Store", "refold_all"]


Progress = Callable[[int, int], None]
"""Given how many aggregates are folded, and of how many."""


class Store:
    """An open store.

    Writes go one at a time through `write()`; reads through `read()` on a read-only connection
    of the calling thread. Another process may write too: every transaction reads the chain anew.
    """

    def __init__(
        self, path: Path, keys: Secrets, clock: Clock, on_rebuild: Progress | None = None
    ) -> None:
        self.path = path
        self._keys = keys
        self._clock = clock
        self._lock = threading.RLock()
        self._readers: list[Database] = []
        self._local = threading.local()
        self._db = connect(path, keys.database_key)
        try:
            with translated():
                _require_chain(self._db, path)
                migrate(self._db)
                self._rebuild_if_older_fold(on_rebuild)
        except BaseException:
            self._db.close()
            raise
        self._write_back = WriteBack(lambda: connect(path, keys.database_key).conn)

    @classmethod
    def create(cls, path: Path, keys: Secrets, clock: Clock, chain: Chain) -> "Store":
        """Create a new store with its identity.

        It is made under another name and renamed when it is whole: after a power cut there is a
        store, or there is none.

        Raises:
            AlreadyExists: there is a file; it is left untouched.
        """
        if path.exists():
            raise AlreadyExists(str(path))
        draft = path.with_name(path.name + ".new")
        _unlink(draft)
        try:
            db = create_file(draft, keys.database_key)
            try:
                migrate(db)
                with transaction(db):
                    write_chain(db, chain)
                    _write_meta(db, "fold_version", str(FOLD_VERSION))
            finally:
                db.close()
            draft.rename(path)
        except BaseException:
            _unlink(draft)
            raise
        sync_folder(path.parent)
        return cls(path, keys, clock)

    @property
    def keys(self) -> Secrets:
        """Secrets of this installation."""
        return self._keys

    @property
    def clock(self) -> Clock:
        """Where the store takes the time from."""
        return self._clock

    @contextlib.contextmanager
    def write(self) -> Iterator[Writing]:
        """One write transaction: committed durably when the block ends, rolled back on an error.

        Raises:
            DiskFull, DamagedStore, StoreError: nothing of the block is kept.
        """
        with self._lock:
            before = self._db.conn.total_changes
            with transaction(self._db) as db:
                yield Writing(db, Applier(db, self._keys.index_key), self._clock)
            self._write_back.note(self._db.conn.total_changes - before)

    @contextlib.contextmanager
    def read(self) -> Iterator[Database]:
        """The calling thread's read-only connection, in one consistent snapshot."""
        db = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = connect(self.path, self._keys.database_key, read_only=True)
            with self._lock:
                self._readers.append(db)
        with translated():
            if db.conn.in_transaction:
                yield db
                return
            db.execute("BEGIN")
            try:
                yield db
            finally:
                db.execute("ROLLBACK")

    def chain(self) -> Chain:
        """Identity and chain head as committed."""
        with self.read() as db:
            return read_chain(db)

    def write_back(self) -> bool:
        """Move what the write-ahead log holds into the file itself, as far as readers allow.

        Returns:
            Whether the file is whole by itself now.
        """
        with self._lock, translated():
            busy, held, moved = self._db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return not busy and held == moved

    def applier(self, db: Database) -> Applier:
        """Queries on folded state over a given connection."""
        return Applier(db, self._keys.index_key)

    def close(self) -> None:
        """Close every connection; other threads must be done with theirs."""
        self._write_back.close()
        with self._lock:
            for reader in self._readers:
                reader.close()
            self._readers.clear()
            self._local = threading.local()
            self._db.close()

    def rebuild(self, on_progress: Progress | None = None) -> None:
        """Fold all state anew from the log."""
        with self._lock, transaction(self._db) as db:
            refold_all(db, Applier(db, self._keys.index_key), on_progress)
            _write_meta(db, "fold_version", str(FOLD_VERSION))

    def _rebuild_if_older_fold(self, on_rebuild: Progress | None) -> None:
        row = self._db.execute("SELECT value FROM meta WHERE key = 'fold_version'").fetchone()
        if row is None or int(row[0]) != FOLD_VERSION:
            self.rebuild(on_rebuild)


def refold_all(db: Database, applier: Applier, on_progress: Progress | None = None) -> None:
    """Empty the state tables and fold every aggregate of the log, in the caller's transaction."""
    for table in STATE_TABLES:
        db.execute(f"DELETE FROM {table}")
    aggregates = db.execute(
        "SELECT aggregate FROM events UNION SELECT aggregate FROM bases"
    ).fetchall()
    for done, (aggregate,) in enumerate(aggregates, start=1):
        applier.refold(aggregate)
        if on_progress is not None:
            on_progress(done, len(aggregates))


def _require_chain(db: Database, path: Path) -> None:
    """A file without the station's identity is no store of ours: nothing is written to it."""
    has_meta = db["meta"].exists()
    if not has_meta or not db.execute("SELECT 1 FROM meta WHERE key = 'chain.station'").fetchone():
        raise DamagedStore(f"{path}: no station in it")


def _unlink(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _write_meta(db: Database, key: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
