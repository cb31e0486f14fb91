"""What is committed is moved into the file beside the writers."""

import threading

import structlog.testing
from synthetic import seeker

from kiosk.service.registration import register_seeker
from kiosk.store.write_back import WriteBack


class Watched:
    """A connection that tells when it was asked to move the log."""

    def __init__(self, connection: object, moved: threading.Event) -> None:
        self._connection, self._moved = connection, moved

    def cursor(self) -> "Watched":
        return self

    def execute(self, statement: str) -> None:
        self._row = self._connection.execute(statement).fetchone()

    def fetchall(self) -> list[tuple]:
        self._moved.set()
        return [self._row]

    def close(self) -> None:
        self._connection.close()


def test_the_log_is_moved_by_another_thread_while_the_store_is_written(site, monkeypatch):
    moved = threading.Event()
    store = site.store
    real = store._write_back._connect
    monkeypatch.setattr(store._write_back, "_connect", lambda: Watched(real(), moved))
    monkeypatch.setattr("kiosk.store.write_back._ROWS", 40)
    before = store.path.stat().st_size
    for number in range(1, 20):
        register_seeker(site, seeker(number))
    assert moved.wait(30)
    assert store.path.stat().st_size > before
    names = {thread.name for thread in threading.enumerate()}
    assert "write-back" in names
    store.close()
    assert "write-back" not in {thread.name for thread in threading.enumerate()}


def test_little_needs_no_thread(site):
    register_seeker(site, seeker(1))
    assert "write-back" not in {thread.name for thread in threading.enumerate()}


def test_where_it_cannot_be_done_the_writers_go_on():
    failed = threading.Event()

    def connect() -> object:
        failed.set()
        raise OSError("no such file")

    with structlog.testing.capture_logs() as logs:
        mover = WriteBack(connect)
        mover.note(10_000)
        assert failed.wait(30)
        mover.close()
    assert [entry["event"] for entry in logs] == ["write_back_stopped"]
    mover.note(10_000)
