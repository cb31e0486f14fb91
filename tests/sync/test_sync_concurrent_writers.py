"""Numbers of a stream are given in commit order, whoever else writes at the same time."""

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from network import SyncHall
from sqlalchemy import select

from kiosk.domain.events import HallProfileChanged
from kiosk.domain.scopes import scope_for, stream_of_hall
from kiosk.sync.hub import dialect, verify_hub
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.own_chain import OwnChain
from kiosk.sync.hub.storing import append_own
from kiosk.sync.hub.tables import STREAM_LOG

WRITERS, EACH = 4, 12


def write_one(hub, hall, text):
    with hub.database.write() as connection:
        chain = OwnChain(connection, hub.clock.now_ms())
        scope = scope_for("HallProfileChanged", hall)
        event = chain.seal(HallProfileChanged(hotline=text), stream_of_hall(hall), scope)
        chain.save()
        append_own(connection, [event], hub.keys.index_key)


def numbers_after(hub, hall, cursor):
    log = STREAM_LOG.c
    query = select(log.seq).where(log.stream == stream_of_hall(hall), log.seq > cursor)
    with hub.database.read() as connection:
        return [row[0] for row in connection.execute(query.order_by(log.seq))]


def run_writers(hall: SyncHall) -> list[int]:
    """Several hubs on one database write; returns what a reader with a cursor saw."""
    start, is_done = threading.Barrier(WRITERS + 1), threading.Event()

    def write(writer):
        with open_hub(hall.hub_dir, clock=hall.clock) as hub:
            start.wait()
            for i in range(EACH):
                write_one(hub, hall.hall, f"{writer}-{i}")

    def follow():
        seen, cursor = [], 0
        with open_hub(hall.hub_dir) as hub:
            start.wait()
            is_last = False
            while not is_last:
                # Now and then: without a pause it would keep the writers from the interpreter.
                is_last = is_done.wait(0.002)
                new = numbers_after(hub, hall.hall, cursor)
                seen += new
                cursor = max([cursor, *new])
        return seen

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reader = pool.submit(follow)
        writers = [pool.submit(write, i) for i in range(WRITERS)]
        try:
            for each in writers:
                each.result(60)
        finally:
            is_done.set()
        return reader.result(60)


def test_a_reader_that_follows_a_cursor_misses_nothing(hall: SyncHall):
    # The hall's profile was the first event.
    assert run_writers(hall) == list(range(1, WRITERS * EACH + 2))
    result = verify_hub(hall.hub_dir)
    assert result.findings == ()
    assert result.events == WRITERS * EACH + 1


def test_a_writer_waits_for_the_one_before_it(hall: SyncHall):
    """The number of an open transaction is not passed by one that began later."""
    order = []
    with open_hub(hall.hub_dir) as first, open_hub(hall.hub_dir) as second:
        entered = threading.Event()

        def write_later():
            entered.wait()
            write_one(second, hall.hall, "later")
            order.append("later")

        thread = threading.Thread(target=write_later)
        thread.start()
        with first.database.write() as connection:
            chain = OwnChain(connection, first.clock.now_ms())
            scope = scope_for("HallProfileChanged", hall.hall)
            event = chain.seal(
                HallProfileChanged(hotline="earlier"), stream_of_hall(hall.hall), scope
            )
            chain.save()
            append_own(connection, [event], first.keys.index_key)
            entered.set()
            thread.join(0.3)
            assert thread.is_alive()
            assert numbers_after(second, hall.hall, 0) == [1]
            order.append("earlier")
        thread.join(30)
    assert order == ["earlier", "later"]


def test_without_the_lock_the_same_run_fails(hall: SyncHall, monkeypatch):
    """The check above can fail: it does as soon as PostgreSQL's writers do not wait."""
    if not hall.database:
        pytest.skip("SQLite has one writer by itself")
    monkeypatch.setattr(dialect, "_LOCK", select(1))
    with pytest.raises((psycopg.Error, AssertionError)):
        test_a_reader_that_follows_a_cursor_misses_nothing(hall)


def test_a_restarted_server_is_waited_for(hall: SyncHall):
    """While the database is away stations hear 503 and come again; nothing is lost."""
    if not hall.database:
        pytest.skip("a file does not go away")
    from network import register
    from postgres_server import shared_server

    a = hall.station()
    register(a, 3)
    shared_server().restart()
    assert hall.sync(a).pushed == 3
    assert verify_hub(hall.hub_dir).is_clean
