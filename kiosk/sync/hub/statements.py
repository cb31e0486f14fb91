"""Statements of a hub: written by SQLAlchemy for both databases, carried out by their drivers.

An exchange has about forty, most of them small. What SQLAlchemy does for each execution takes
several times as long as such a statement itself, so what is known beforehand is prepared once.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Dialect, Table, Text, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

__all__ = ["Bulk", "Prepared", "Rows", "Upsert", "among", "driver_of", "listed"]

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_NOTHING: Mapping[str, Any] = {}


class _Made(NamedTuple):
    """A statement as one database takes it.

    `names`: parameters by position; None where the driver takes them by name. `fixed`: those that
    the statement gives itself. `row`: makes a row with named columns of a tuple.
    """

    text: str
    names: tuple[str, ...] | None
    fixed: Mapping[str, Any]
    row: Callable[[Any], Any]

    def given(self, values: Mapping[str, Any]) -> Any:
        """Parameters as the driver takes them. Where one is missing by position, KeyError; where
        they go by name, the driver says so."""
        if self.names is None:
            return {**self.fixed, **values}
        fixed = self.fixed
        return [values[name] if name in values else fixed[name] for name in self.names]


class Rows:
    """What a statement found, read as it is asked for."""

    def __init__(self, cursor: Any, row: Callable[[Any], Any]) -> None:
        self._cursor, self._row = cursor, row

    def __iter__(self) -> Iterator[Any]:
        return map(self._row, self._cursor)

    def one_or_none(self) -> Any:
        """The first row; the rest is not looked at."""
        row = self._cursor.fetchone()
        self._cursor.close()
        return None if row is None else self._row(row)

    def one(self) -> Any:
        """The first row. Raises LookupError where there is none."""
        row = self.one_or_none()
        if row is None:
            raise LookupError("no row")
        return row

    def scalars(self) -> list[Any]:
        """The first column of all rows."""
        return [row[0] for row in self._cursor]

    def pieces(self, size: int) -> Iterator[list[Any]]:
        """Plain tuples, so many at a time."""
        try:
            while piece := self._cursor.fetchmany(size):
                yield piece
        finally:
            self._cursor.close()


class Prepared:
    """A statement that is compiled once for each kind of database.

    Args:
        statement: of SQLAlchemy, or one for each kind of database by its name.
        columns: that it writes, where it is an insert.
    """

    def __init__(self, statement: Any, columns: Sequence[str] | None = None) -> None:
        self._statement, self._columns = statement, columns
        self._made: dict[str, _Made] = {}

    def __call__(self, connection: Connection, values: Mapping[str, Any] = _NOTHING) -> Rows:
        """Carry it out in the transaction of a connection.

        Raises:
            KeyError: or the driver's own error, where a parameter is missing. Its other errors are
                known to `HubDatabase`.
        """
        made = self._for(connection.dialect)
        cursor = driver_of(connection).cursor()
        cursor.execute(made.text, made.given(values))
        return Rows(cursor, made.row)

    def many(self, connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
        """Carry an insert out for rows of values in the order of its columns."""
        made = self._for(connection.dialect)
        given: Any = rows
        if made.names is None:
            given = [dict(zip(self._columns or (), row, strict=True)) for row in rows]
        cursor = driver_of(connection).cursor()
        cursor.executemany(made.text, given)
        cursor.close()

    def _for(self, dialect: Dialect) -> _Made:
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = self._make(dialect)
        return made

    def _make(self, dialect: Dialect) -> _Made:
        statement = self._statement
        if isinstance(statement, dict):
            statement = statement[dialect.name]
        compiled = statement.compile(dialect=dialect, column_keys=self._columns)
        fixed = {
            name: bind.effective_value
            for bind, name in compiled.bind_names.items()
            if not bind.required
        }
        names = tuple(compiled.positiontup) if compiled.positional else None
        columns = [column.name for column in getattr(statement, "selected_columns", ())]
        # Made of what is selected, so no class can say it.
        row: Any = namedtuple("Row", columns, rename=True) if columns else None
        return _Made(compiled.string, names, fixed, row._make if row else tuple)


def driver_of(connection: Connection) -> Any:
    """The driver's own connection (PEP 249)."""
    return connection.connection.driver_connection


class Upsert:
    """An insert that replaces the row with the same primary key."""

    def __init__(self, table: Table) -> None:
        statements = {name: _upsert(insert, table) for name, insert in _INSERTS.items()}
        self._prepared = Prepared(statements, [column.name for column in table.columns])

    def __call__(
        self, connection: Connection, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> None:
        """Write one row, or several, by column name; each with all columns."""
        for row in [rows] if isinstance(rows, Mapping) else rows:
            self._prepared(connection, row)

    def many(self, connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows of values in the order of the table's columns."""
        self._prepared.many(connection, rows)


class Bulk:
    """Writes many rows.

    Args:
        table: whose columns, in order, are the values of each row.
        replaces: rows with the same primary key are replaced.
    """

    def __init__(self, table: Table, *, replaces: bool = False) -> None:
        columns = [column.name for column in table.columns]
        self._write = Upsert(table).many if replaces else Prepared(table.insert(), columns).many

    def __call__(self, connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows of values in the order of the table's columns."""
        self._write(connection, rows)


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


def among(column: ColumnElement[str], name: str, *, out: bool = False) -> ColumnElement[bool]:
    """Whether a text column holds one of the values of the parameter `name`, made by `listed`.

    One parameter however many values: the statement is compiled once. `out`: none of them.
    """
    operator = column.op("NOT IN" if out else "IN", is_comparison=True)
    return operator(_Members(bindparam(name, type_=Text)))


def listed(values: Sequence[str]) -> str:
    """Values for `among`. Nothing that is stored holds a NUL, so nothing is found for one."""
    return msgspec.json.encode([value for value in values if "\x00" not in value]).decode()


def _upsert(insert: Any, table: Table) -> Any:
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    values = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=values)
