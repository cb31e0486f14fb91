"""Transactions of a hub's database, the same on SQLite and on PostgreSQL.

Whoever writes holds one lock from the start of the transaction to its commit: SQLite's BEGIN
IMMEDIATE, on PostgreSQL the row of the counter that numbers the events (`COUNTER_KEY` in META).
So numbers are given in commit order: no reader sees a number while a smaller one is uncommitted.
"""

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import OperationalError

from kiosk.store.errors import StoreError
from kiosk.store.write_back import WriteBack
from kiosk.sync.hub.engines import WRITES
from kiosk.sync.hub.statements import driver_of
from kiosk.sync.hub.tables import META

__all__ = ["COUNTER_KEY", "HubDatabase"]

COUNTER_KEY = "events.seq"
_LOCK = select(META.c.value).where(META.c.key == COUNTER_KEY).with_for_update()


class HubDatabase:
    """Write transactions one at a time, reads beside them in a snapshot of their own."""

    def __init__(self, engine: Engine) -> None:
        self._lock = threading.Lock()
        self._engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        driver: Any = engine.dialect.loaded_dbapi
        self._errors = (OperationalError, driver.OperationalError)
        self._write_back = WriteBack(engine.raw_connection) if self.is_sqlite else None
        self._writing = engine.execution_options(**{WRITES: True})
        self._reading = (
            engine
            if self.is_sqlite
            else engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        )

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction that waited for the one before it; durable when the block ends."""
        # Threads of a process wait here; processes, and hubs on one server, at the row.
        with self._lock, self._translated():
            with self._writing.begin() as connection:
                if not self.is_sqlite:
                    connection.execute(_LOCK)
                before = self._changes(connection)
                yield connection
                changed = self._changes(connection) - before
            if self._write_back is not None:
                self._write_back.note(changed)

    def _changes(self, connection: Connection) -> int:
        """Rows that the file's connection has changed so far."""
        if self._write_back is None:
            return 0
        return int(driver_of(connection).total_changes)

    @contextlib.contextmanager
    def create(self) -> Iterator[Connection]:
        """A write transaction on a database that has no tables yet."""
        with self._lock, self._translated(), self._writing.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent snapshot."""
        with self._translated(), self._reading.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        """A server that is away, a lock that is not to be had, a full disk: try again later."""
        try:
            yield
        except self._errors as error:
            # SQLAlchemy adds the statement and an address; the driver's own words are enough.
            raise StoreError(str(getattr(error, "orig", error)).strip()) from error

    def close(self) -> None:
        """Close every connection."""
        if self._write_back is not None:
            self._write_back.close()
        self._engine.dispose()
