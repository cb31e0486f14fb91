"""Prepared statements give what SQLAlchemy gives, on both databases; none stays half read."""

import pytest
from network import SyncHall
from sqlalchemy import Connection, bindparam, select

from kiosk.store.errors import StoreError
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.own_chain import read_meta, write_meta
from kiosk.sync.hub.statements import Bulk, Prepared, Upsert, among, listed
from kiosk.sync.hub.tables import STREAM_SUMS, STREAMS

ROWS = [
    ("a", "x", 1, 4, "aa"),
    ("a", "x", 5, 9, "bb"),
    ("a", "%y", 2, 2, "cc"),
    ("b", "x", 1, 1, ""),
]


@pytest.fixture
def filled(hall: SyncHall) -> SyncHall:
    with open_hub(hall.hub_dir) as hub, hub.database.write() as connection:
        connection.execute(STREAM_SUMS.delete())
        Bulk(STREAM_SUMS)(connection, ROWS)
    return hall


def both(connection: Connection, query, **given) -> list[tuple]:
    """Rows of a prepared statement, after a look that SQLAlchemy's are the same."""
    rows = [tuple(row) for row in Prepared(query)(connection, given)]
    assert rows == [tuple(row) for row in connection.execute(query, given)]
    return rows


def test_parameters_of_the_statement_and_of_the_call(filled):
    table = STREAM_SUMS.c
    query = (
        select(table.first, table.total)
        .where(table.stream == "a", table.source == bindparam("source"), table.last < 9)
        .order_by(table.first.desc())
        .limit(1)
    )
    with open_hub(filled.hub_dir) as hub, hub.database.read() as connection:
        assert both(connection, query, source="x") == [(1, "aa")]
        assert both(connection, query, source="%y") == [(2, "cc")]
        assert both(connection, query, source="'; --") == []
        found = Prepared(query)(connection, {"source": "x"}).one()
        assert (found.first, found.total) == (1, "aa")
        assert Prepared(query)(connection, {"source": "z"}).one_or_none() is None
        with pytest.raises(LookupError):
            Prepared(query)(connection, {"source": "z"}).one()


def test_a_list_is_one_parameter(filled):
    table = STREAM_SUMS.c
    inside = select(table.total).where(among(table.source, "names")).order_by(table.total)
    outside = select(table.total).where(among(table.source, "names", out=True))
    with open_hub(filled.hub_dir) as hub, hub.database.read() as connection:
        for names in (["x"], ["%y", "x"], [], ["a\x00b"], ["z"] * 2_000):
            kept = sorted(row[4] for row in ROWS if row[1] in names)
            assert [row[0] for row in both(connection, inside, names=listed(names))] == kept
            found = Prepared(outside)(connection, {"names": listed(names)}).scalars()
            assert sorted(found) == sorted(row[4] for row in ROWS if row[1] not in names)


def test_what_is_there_is_replaced(filled):
    with open_hub(filled.hub_dir) as hub:
        with hub.database.write() as connection:
            Upsert(STREAMS)(connection, {"stream": "q", "seq": 1, "total": "0"})
            Upsert(STREAMS)(
                connection,
                [{"stream": "q", "seq": 2, "total": "1"}, {"stream": "r", "seq": 3, "total": "2"}],
            )
            Bulk(STREAM_SUMS, replaces=True)(connection, [("b", "x", 1, 7, "dd")])
        with hub.database.read() as connection:
            heads = select(STREAMS.c.seq).where(STREAMS.c.stream.in_(["q", "r"]))
            assert sorted(connection.execute(heads).scalars()) == [2, 3]
            last = select(STREAM_SUMS.c.last).where(STREAM_SUMS.c.stream == "b")
            assert connection.execute(last).scalars().all() == [7]


def test_a_missing_parameter_is_an_error_and_nothing_is_kept(filled):
    query = Prepared(select(STREAMS).where(STREAMS.c.stream == bindparam("stream")))
    with open_hub(filled.hub_dir) as hub:

        def ask() -> None:
            with hub.database.write() as connection:
                write_meta(connection, "probe", "1")
                query(connection)

        with pytest.raises(Exception, match="stream"):
            ask()
        with hub.database.read() as connection:
            assert read_meta(connection, "probe") == ""


def test_a_half_read_statement_does_not_hold_the_next_transaction_up(filled):
    """Half read, it would keep its snapshot: nothing could be written on this connection."""
    query = Prepared(select(STREAM_SUMS))
    with open_hub(filled.hub_dir) as hub, open_hub(filled.hub_dir) as other:
        for take in (lambda rows: rows.one(), lambda rows: next(rows.pieces(1))):
            with hub.database.read() as connection:
                take(query(connection))
            with other.database.write() as connection:
                write_meta(connection, "probe", "2")
            with hub.database.write() as connection:
                write_meta(connection, "probe", "3")


def test_the_drivers_errors_are_told_as_a_store_that_is_away(filled):
    query = Prepared(select(STREAMS))
    with open_hub(filled.hub_dir) as hub, hub.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE streams RENAME TO elsewhere")
        expected = StoreError if hub.database.is_sqlite else Exception
        with pytest.raises(expected), hub.database._translated():
            query(connection)
        connection.rollback()
