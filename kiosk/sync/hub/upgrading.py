"""What an older program left is brought to the form of this one when a hub is opened."""

from typing import NamedTuple

from sqlalchemy import Connection, Index, Table, inspect, text

from kiosk.sync.hub.dialect import HubDatabase
from kiosk.sync.hub.refolding import refold_if_older
from kiosk.sync.hub.stream_sums import WHOLE
from kiosk.sync.hub.tables import META, METADATA, STREAM_SUMS

__all__ = ["bring_up_to_date"]

# Indexes of earlier programs in whose place there is something else now.
_REPLACED = frozenset({"seekers_by_blind_index", "stream_log_by_source"})

_MOVE = "INSERT INTO stream_sums SELECT stream, {}, seq, seq, {} FROM stream_log"


class _Lacks(NamedTuple):
    """What a database has not yet, and what it has too much."""

    tables: list[Table]
    indexes: list[Index]
    replaced: frozenset[str]


def bring_up_to_date(database: HubDatabase, index_key: bytes) -> None:
    """Add tables and indexes that came with a newer program, and fold its state anew.

    Args:
        database: of a hub; one without tables is left alone.
        index_key: key of the blind index.
    """
    with database.read() as connection:
        lacks = _look(connection)
    if lacks is None:
        return
    if lacks.tables or lacks.indexes:
        with database.write() as connection:
            # Another process may have done it in between: looked at again under the lock.
            _add(connection, _look(connection))
    refold_if_older(database, index_key)


def _look(connection: Connection) -> _Lacks | None:
    """None where there is no hub yet."""
    present = set(inspect(connection).get_table_names())
    if META.name not in present:
        return None
    known = _index_names(connection)
    missing = [table for name, table in METADATA.tables.items() if name not in present]
    late = [
        index
        for name, table in METADATA.tables.items()
        for index in table.indexes
        if name in present and index.name not in known
    ]
    return _Lacks(missing, late, _REPLACED & known)


def _add(connection: Connection, lacks: _Lacks | None) -> None:
    if lacks is None:
        return
    METADATA.create_all(connection, lacks.tables)
    for index in lacks.indexes:
        index.create(connection)
    for name in sorted(lacks.replaced):
        connection.execute(text(f"DROP INDEX {name}"))
    if STREAM_SUMS in lacks.tables:
        _move_sums(connection)


def _move_sums(connection: Connection) -> None:
    """Two sums stood in each row of the log: each is a run now."""
    for source, total in ((f"'{WHOLE}'", "total"), ("source", "source_total")):
        connection.execute(text(_MOVE.format(source, total)))
        connection.execute(text(f"ALTER TABLE stream_log DROP COLUMN {total}"))


def _index_names(connection: Connection) -> set[str]:
    """In one look: the inspector asks the server twice for each table, a quarter of a second in
    all at every start of a command, and passes over SQLite's indexes on an expression."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'index'"))
    else:
        named = "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
        rows = connection.execute(text(named))
    return set(rows.scalars())
