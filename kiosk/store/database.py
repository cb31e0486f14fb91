"""Connections to the encrypted file: SQLCipher, opened through sqlite-utils."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import sqlcipher3
from sqlite_utils import Database

from kiosk.store.errors import DamagedStore, DiskFull, MissingStore, StoreError, WrongKey

__all__ = ["connect", "create_file", "transaction", "translated"]

# SQLite's primary result codes (sqlite.org/rescode.html).
_CORRUPT, _FULL, _NOTADB, _IOERR, _BUSY = 11, 13, 26, 10, 5
# Extended codes of writes that the system refuses (IOERR_WRITE, IOERR_FSYNC, IOERR_SHMSIZE): a
# quota or a full disk, and nothing that is there is damaged.
_REFUSED_WRITES = frozenset({778, 1034, 4874})
BUSY_TIMEOUT_MS = 10_000
# What authenticates a page: that of new files, and that of older ones, the library's default.
_PAGE_MACS = ("HMAC_SHA256", "HMAC_SHA512")


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors about the file into ours."""
    try:
        yield
    except sqlcipher3.DatabaseError as error:
        extended = getattr(error, "sqlite_errorcode", 0)
        code, text = extended & 0xFF, str(error)
        if code == _FULL or extended in _REFUSED_WRITES or "disk is full" in text:
            raise DiskFull(text) from error
        if code == _NOTADB or "not a database" in text:
            raise WrongKey(text) from error
        if code in {_CORRUPT, _IOERR} or "malformed" in text or "I/O error" in text:
            raise DamagedStore(text) from error
        if code == _BUSY or "locked" in text:
            raise StoreError(text) from error
        raise


def connect(path: Path, key: bytes, *, read_only: bool = False) -> Database:
    """Open an existing encrypted file.

    Args:
        path: the file.
        key: 32 raw bytes.
        read_only: refuse writes on this connection.

    Raises:
        MissingStore: no such file; none is created.
        WrongKey: the key does not open it, or it is no store.
        DamagedStore: the first page cannot be read.
    """
    if not path.is_file():
        raise MissingStore(str(path))
    if path.stat().st_size == 0:
        # SQLite takes an empty file for a new database and would begin one in it.
        raise DamagedStore(f"{path} is empty")
    return _open(path, key, read_only)


def create_file(path: Path, key: bytes) -> Database:
    """Create the encrypted file; the caller has made sure that there is none."""
    path.touch(mode=0o600, exist_ok=False)
    return _open(path, key, read_only=False)


def _open(path: Path, key: bytes, read_only: bool) -> Database:
    with translated():
        try:
            connection = _keyed(path, key, _PAGE_MACS[0])
        except sqlcipher3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF != _NOTADB:
                raise
            # Another key, or a file of the time before (docs/adr/0036-pages-under-sha-256.md).
            connection = _keyed(path, key, _PAGE_MACS[1])
    try:
        with translated():
            connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            # Deleted personal fields must not stay readable in free pages, even decrypted ones.
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA cache_size = -16384")
            # A net only, 64 MB: as a rule the log is moved back earlier (`WriteBack`).
            connection.execute("PRAGMA wal_autocheckpoint = 16000")
            if read_only:
                connection.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    return Database(connection)


def _keyed(path: Path, key: bytes, page_mac: str) -> sqlcipher3.Connection:
    """A connection that has read the first page. Raises the driver's errors."""
    connection = sqlcipher3.connect(str(path), check_same_thread=False, isolation_level=None)
    try:
        # What is wrong is said in our own words; the library would add pages of its own.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA cipher_hmac_algorithm = {page_mac}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


@contextlib.contextmanager
def transaction(db: Database) -> Iterator[Database]:
    """A write transaction that takes the lock at once (sqlite-utils' own begins deferred)."""
    with translated():
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            if db.conn.in_transaction:
                db.execute("ROLLBACK")
            raise
        try:
            db.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.execute("ROLLBACK")
            raise
