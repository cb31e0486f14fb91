"""The one place that knows which database a hub runs on: SQLite with SQLCipher so far.

PostgreSQL comes here: an engine, `upsert` from its dialect (same interface), a lock of the
counter rows by SELECT … FOR UPDATE instead of BEGIN IMMEDIATE.
"""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.pool import QueuePool

from kiosk.store.database import connect

__all__ = ["Bulk", "HubDatabase", "upsert"]

_WRITES = "kiosk_writes"


class HubDatabase:
    """Write transactions one at a time, reads beside them in a snapshot of their own."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._lock = threading.Lock()
        self._engine = _engine(path, key)
        self._writing = self._engine.execution_options(**{_WRITES: True})

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction, durable when the block has ended."""
        with self._lock, self._writing.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent snapshot."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


class Bulk:
    """A statement for many rows, compiled once; skips the per-row work of SQLAlchemy.

    Args:
        table: whose columns, in order, are the values of each row.
        statement: an insert into it.
    """

    def __init__(self, table: Table, statement: Any) -> None:
        self._columns = [column.name for column in table.columns]
        self._statement = statement
        self._compiled: dict[str, Any] = {}

    def __call__(self, connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
        """Execute it for rows of values in the order of the table's columns."""
        dialect = connection.dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = self._statement.compile(
                dialect=dialect, column_keys=self._columns
            )
        compiled = self._compiled[dialect.name]
        if compiled.positional and compiled.positiontup == self._columns:
            connection.exec_driver_sql(compiled.string, [tuple(row) for row in rows])
        else:
            named = [dict(zip(self._columns, row, strict=True)) for row in rows]
            connection.execute(self._statement, named)


def upsert(table: Table) -> Any:
    """An insert that replaces the row with the same primary key."""
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    values = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=values)


def _engine(path: Path, key: bytes) -> Engine:
    def open_connection() -> Any:
        # The same pragmas as at a station: WAL, synchronous=FULL, secure_delete.
        connection = connect(path, key).conn
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        return connection

    engine = create_engine(
        "sqlite://",
        module=sqlcipher3.dbapi2,
        creator=open_connection,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=8,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # The driver is in autocommit; transactions begin here, with the lock where they write.
        is_write = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")

    return engine
