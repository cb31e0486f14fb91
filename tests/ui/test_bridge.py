"""Results come back on the screen's thread, and never to the next person."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.bridge import Bridge


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


@pytest.fixture
def bridge(qtbot: QtBot, pool: ThreadPoolExecutor) -> Iterator[Bridge]:
    made = Bridge(pool, pool)
    yield made
    made.close()


def unexpected(result: object) -> None:
    pytest.fail(f"arrived: {result!r}")


def test_work_runs_elsewhere_and_its_result_arrives_here(qtbot: QtBot, bridge: Bridge) -> None:
    arrived: list[tuple[int, int]] = []
    bridge.read(
        threading.get_ident,
        lambda worker: arrived.append((worker, threading.get_ident())),
        unexpected,
    )
    qtbot.waitUntil(lambda: bool(arrived))
    [(worker, here)] = arrived
    assert here == threading.get_ident()
    assert worker != here
    assert bridge.is_idle


def test_failure_arrives_as_one(qtbot: QtBot, bridge: Bridge) -> None:
    failures: list[Exception] = []

    def work() -> None:
        raise ValueError("no")

    bridge.write(work, unexpected, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], ValueError)


def test_writes_wake_printing_and_sync(qtbot: QtBot, pool: ThreadPoolExecutor) -> None:
    woken: list[str] = []
    bridge = Bridge(pool, pool, committed=lambda: woken.append("woken"))
    bridge.write(lambda: woken.append("written"), lambda _none: woken.append("shown"), unexpected)
    qtbot.waitUntil(lambda: len(woken) == 3)
    assert woken == ["written", "woken", "shown"]


def test_result_of_an_ended_session_is_dropped(qtbot: QtBot, bridge: Bridge) -> None:
    may_finish = threading.Event()
    bridge.read(may_finish.wait, unexpected, unexpected)
    bridge.end_session()
    may_finish.set()
    after: list[str] = []
    bridge.read(lambda: "next person", after.append, unexpected)
    qtbot.waitUntil(lambda: after == ["next person"] and bridge.is_idle)


def test_reports_arrive_from_any_thread(qtbot: QtBot, bridge: Bridge) -> None:
    heard: list[tuple[str, object, int]] = []
    bridge.published.connect(
        lambda topic, value: heard.append((topic, value, threading.get_ident()))
    )
    thread = threading.Thread(target=bridge.publish, args=("printer", 42))
    thread.start()
    qtbot.waitUntil(lambda: bool(heard))
    thread.join()
    assert heard == [("printer", 42, threading.get_ident())]


def test_closed_bridge_is_silent(qtbot: QtBot, bridge: Bridge, pool: ThreadPoolExecutor) -> None:
    heard: list[str] = []
    bridge.published.connect(lambda topic, _value: heard.append(topic))
    bridge.read(lambda: 1, unexpected, unexpected)
    bridge.close()
    bridge.publish("printer", 1)
    last = Bridge(pool, pool)
    done: list[int] = []
    last.read(lambda: 2, done.append, unexpected)
    qtbot.waitUntil(lambda: done == [2])
    assert heard == []


def test_closed_bridge_takes_no_work(qtbot: QtBot) -> None:
    with ThreadPoolExecutor(1) as executor:
        bridge = Bridge(executor, executor)
    bridge.close()
    bridge.read(lambda: 1, unexpected, unexpected)
    assert bridge.is_idle
