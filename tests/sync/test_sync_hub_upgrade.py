"""A hub of an older program is brought up to date when it is opened."""

import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

from network import SyncHall, register, states
from sqlalchemy import Connection, inspect, select, text

from kiosk.sync.hub import upgrading, verify_hub
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.tables import EVENTS, STREAM_LOG


def test_a_hub_of_an_older_program_gets_tables_and_indexes(hall: SyncHall):
    def indexes(connection: Connection) -> set[str]:
        is_sqlite = connection.dialect.name == "sqlite"
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'index'"
            if is_sqlite
            else "SELECT indexname FROM pg_indexes"
        )
        return {row[0] for row in connection.exec_driver_sql(query)}

    def shrink() -> None:
        with open_hub(hall.hub_dir) as hub, hub.database.write() as connection:
            connection.exec_driver_sql("DROP INDEX seekers_by_person")
            connection.exec_driver_sql(
                "CREATE INDEX seekers_by_blind_index ON seekers (blind_index)"
            )
            connection.exec_driver_sql("DROP TABLE refused_posts")

    hall.restart(shrink)
    for _ in range(2):
        with open_hub(hall.hub_dir) as hub, hub.database.read() as connection:
            assert inspect(connection).has_table("refused_posts")
            found = indexes(connection)
        assert "seekers_by_person" in found
        assert "seekers_by_blind_index" not in found


def with_sums_in_the_log(connection: Connection) -> None:
    """Streams as the program before kept them: two sums in each row."""
    columns = [*(STREAM_LOG.c[name] for name in ("stream", "seq", "source")), EVENTS.c.hash]
    query = select(*columns).join(EVENTS, EVENTS.c.seq == STREAM_LOG.c.event)
    sums: dict[tuple[str, str], int] = defaultdict(int)
    rows = connection.execute(query.order_by(STREAM_LOG.c.stream, STREAM_LOG.c.seq)).all()
    for name in ("total", "source_total"):
        column = f"ALTER TABLE stream_log ADD COLUMN {name} TEXT NOT NULL DEFAULT ''"
        connection.exec_driver_sql(column)
    for stream, seq, source, own_hash in rows:
        texts = []
        for place in ((stream, ""), (stream, source)):
            sums[place] = (sums[place] + int(own_hash[:16], 16)) % 2**64
            texts.append(f"{sums[place]:016x}")
        values = dict(zip(("total", "source_total"), texts, strict=True))
        connection.execute(
            text(
                "UPDATE stream_log SET total = :total, source_total = :source_total "
                "WHERE stream = :stream AND seq = :seq"
            ),
            values | {"stream": stream, "seq": seq},
        )
    connection.exec_driver_sql(
        "CREATE INDEX stream_log_by_source ON stream_log (stream, source, seq)"
    )
    connection.exec_driver_sql("DROP TABLE stream_sums")


def test_a_hub_of_an_older_program_keeps_its_checksums(hall: SyncHall):
    a, b = hall.station(), hall.station()
    register(a, 3)
    hall.sync(a)
    hall.sync(b)
    register(a, 2)
    hall.sync(a)

    def back() -> None:
        with open_hub(hall.hub_dir) as hub, hub.database.write() as connection:
            with_sums_in_the_log(connection)

    hall.restart(back)
    register(a, 2)
    for store in (a, b, hall.station(), a):
        hall.sync(store)
    assert states(a) == states(b) == hall.hub_states()
    assert verify_hub(hall.hub_dir).is_clean


def test_two_processes_that_open_an_older_hub_at_once(hall: SyncHall, monkeypatch):
    """Both see what is missing; the second finds it done when its turn comes."""
    register(hall.station(), 2)
    looked, real = threading.Barrier(2), upgrading._look
    waited: set[int] = set()

    def look(connection: Connection) -> object:
        found = real(connection)
        if threading.get_ident() not in waited:
            waited.add(threading.get_ident())
            looked.wait(30)
        return found

    def open_it() -> None:
        with open_hub(hall.hub_dir):
            pass

    def open_twice() -> None:
        with open_hub(hall.hub_dir) as hub, hub.database.write() as connection:
            with_sums_in_the_log(connection)
        monkeypatch.setattr(upgrading, "_look", look)
        with ThreadPoolExecutor(2) as pool:
            for each in [pool.submit(open_it) for _ in range(2)]:
                each.result(60)
        monkeypatch.setattr(upgrading, "_look", real)

    hall.restart(open_twice)
    assert verify_hub(hall.hub_dir).is_clean
