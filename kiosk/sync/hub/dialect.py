"""Transactions and statements of a hub's database, the same on SQLite and on PostgreSQL.

Whoever writes holds one lock from the start of the transaction to its commit: SQLite's BEGIN
IMMEDIATE, on PostgreSQL the row of the counter that numbers the events (`COUNTER_KEY` in META).
So numbers are given in commit order: no reader sees a number while a smaller one is uncommitted.
"""

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Engine, Table, Text, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from kiosk.store.errors import StoreError
from kiosk.store.write_back import WriteBack
from kiosk.sync.hub.engines import WRITES
from kiosk.sync.hub.tables import META

__all__ = ["COUNTER_KEY", "Bulk", "HubDatabase", "Upsert", "among", "listed"]

COUNTER_KEY = "events.seq"
_LOCK = select(META.c.value).where(META.c.key == COUNTER_KEY).with_for_update()
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class HubDatabase:
    """Write transactions one at a time, reads beside them in a snapshot of their own."""

    def __init__(self, engine: Engine) -> None:
        self._lock = threading.Lock()
        self._engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
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
        with self._lock, _translated():
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
        return int(connection.connection.driver_connection.total_changes)  # type: ignore[union-attr]  # the driver's own

    @contextlib.contextmanager
    def create(self) -> Iterator[Connection]:
        """A write transaction on a database that has no tables yet."""
        with self._lock, self._writing.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent snapshot."""
        with _translated(), self._reading.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close every connection."""
        if self._write_back is not None:
            self._write_back.close()
        self._engine.dispose()


class Upsert:
    """An insert that replaces the row with the same primary key."""

    def __init__(self, table: Table) -> None:
        self._statements = {name: _upsert(insert, table) for name, insert in _INSERTS.items()}

    def __call__(
        self, connection: Connection, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> None:
        """Write one row, or several, by column name."""
        connection.execute(self.statement(connection), rows)

    def statement(self, connection: Connection) -> Any:
        """The statement for the connection's database."""
        return self._statements[connection.dialect.name]


class Bulk:
    """A statement for many rows, compiled once; skips the per-row work of SQLAlchemy.

    Args:
        table: whose columns, in order, are the values of each row.
        replaces: rows with the same primary key are replaced.
    """

    def __init__(self, table: Table, *, replaces: bool = False) -> None:
        self._columns = [column.name for column in table.columns]
        upsert = Upsert(table)
        self._statement = upsert.statement if replaces else lambda _connection: table.insert()
        self._compiled: dict[str, Any] = {}

    def __call__(self, connection: Connection, rows: list[tuple[Any, ...]]) -> None:
        """Execute it for rows of values in the order of the table's columns."""
        dialect = connection.dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = self._statement(connection).compile(
                dialect=dialect, column_keys=self._columns
            )
        compiled = self._compiled[dialect.name]
        given: Any
        if compiled.positional:
            given = rows
        else:
            given = [dict(zip(self._columns, row, strict=True)) for row in rows]
        connection.exec_driver_sql(compiled.string, given)


class _Members(FunctionElement[str]):
    """The members of a JSON list, one a row."""

    inherit_cache = True
    type = Text()


@compiles(_Members, "sqlite")
def _members_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **options)}))"


@compiles(_Members, "postgresql")
def _members_in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    given = compiler.process(element.clauses, **options)
    return f"(SELECT json_array_elements_text(CAST({given} AS json)))"


def among(column: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """Whether a text column holds one of the values of the parameter `name`, made by `listed`.

    One parameter however many values: the statement is compiled once.
    """
    return column.op("IN", is_comparison=True)(_Members(bindparam(name, type_=Text)))


def listed(values: Sequence[str]) -> str:
    """Values for `among`. Nothing that is stored holds a NUL, so nothing is found for one."""
    return msgspec.json.encode([value for value in values if "\x00" not in value]).decode()


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """A server that is away, a lock that is not to be had, a full disk: try again later."""
    try:
        yield
    except OperationalError as error:
        raise StoreError(str(error.orig).strip()) from error


def _upsert(insert: Any, table: Table) -> Any:
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    values = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=values)
