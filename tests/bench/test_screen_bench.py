"""Screens among 10,000 vacancies and 50,000 seekers: finger up to picture, paging, memory."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from synthetic import HOUR_MS, Stores, household, posting, seeker

from kiosk.catalog import trades
from kiosk.config import SETTINGS_FILE, SessionSettings
from kiosk.service.employers import register_employer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.service.site import Site, SiteRules
from kiosk.station import init_station, open_station, today_here
from kiosk.ui.bridge import Bridge
from kiosk.ui.public.card_screen import CardScreen
from kiosk.ui.public.home_screen import HomeScreen
from kiosk.ui.public.posts_screen import PostsScreen
from kiosk.ui.public.public_station import PublicStation
from kiosk.ui.theme import Theme

pytestmark = pytest.mark.bench

VACANCIES, SEEKERS = 10_000, 50_000
ROUNDS = 40
SCREEN_MS, PAGE_MS, MEMORY_MB = 50, 16, 150


def fill(site: Site) -> None:
    """Rows as the use cases write them, copied: the queries are measured, not the writing."""
    boss = register_employer(site, household(1)).id
    names = list(trades())
    for index in range(20):
        given = posting(
            site,
            boss,
            trade=names[index % len(names)],
            starts=site.now_ms() + (1 + index % 5) * HOUR_MS,
            ends=site.now_ms() + 9 * HOUR_MS,
            headcount=3,
        )
        post_vacancy(site, given)
        register_seeker(site, seeker(index))
    with site.store.write() as writing:
        for table, wanted in (("vacancies", VACANCIES), ("seekers", SEEKERS)):
            rows = writing.db.execute(f"SELECT * FROM {table}").fetchall()
            marks = ", ".join("?" * len(rows[0]))
            copies = (
                (f"{row[0]}-{turn}", *row[1:])
                for turn in range(wanted // len(rows) - 1)
                for row in rows
            )
            writing.db.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", copies)


class Watch:
    """A finger and a clock at a station."""

    def __init__(self, qtbot: QtBot, station: PublicStation, bridge: Bridge) -> None:
        self.qtbot, self.station, self.bridge = qtbot, station, bridge
        self.times: dict[str, list[float]] = {}
        self.busy: dict[str, list[float]] = {}
        """Of the times, what the screen's thread itself worked, whatever runs beside it."""

    def touch(
        self, what: str, target: QWidget, is_shown: Callable[[], bool] = lambda: False
    ) -> None:
        """Press, release, and wait until the answer is on the screen: `is_shown`, or nothing is
        under way any more.
        """
        window = self.station.window
        # Longer than the guard against double touches. QTest.qWait would hold the interpreter's
        # lock against the reading thread all that time.
        self.qtbot.wait(410)
        at = target.mapTo(window, target.rect().center())
        handle = window.windowHandle()
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        began, worked = time.perf_counter(), time.thread_time()
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        while not (self.bridge.is_idle or is_shown()):
            # Waiting as the event loop does: turning in circles would hold the interpreter's lock
            # against the reading thread.
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        # What has changed is painted and handed to the screen, as without a test.
        QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
        self.busy.setdefault(what, []).append((time.thread_time() - worked) * 1000)
        self.times.setdefault(what, []).append((time.perf_counter() - began) * 1000)


def most(times: list[float]) -> float:
    """The time that 95 of 100 keep."""
    return sorted(times)[int(len(times) * 0.95) - 1]


def is_other(label: QLabel, before: str) -> Callable[[], bool]:
    """Whether a label says something else by now."""
    return lambda: label.text() != before


def test_screens_in_a_large_hall(qtbot: QtBot, stores: Stores) -> None:
    site = stores.site("A", SiteRules())
    fill(site)
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as writer:
        bridge = Bridge(reader, writer)
        station = PublicStation(Theme(), site, bridge, SessionSettings(idle_s=9_000))
        station.window.show()
        qtbot.waitUntil(lambda: bridge.is_idle)
        watch = Watch(qtbot, station, bridge)
        screens = {name: station.screen(name) for name in station.screen_names}
        home, card, posts = screens["home"], screens["card"], screens["posts"]
        assert isinstance(home, HomeScreen)
        assert isinstance(card, CardScreen)
        assert isinstance(posts, PostsScreen)
        for _round in range(ROUNDS // 4):
            watch.touch("home → card", home.tiles["find_work"])
            watch.touch("card → posts", card.look)
            for _page in range(4):
                before = posts.pages.words.text()
                watch.touch("page", posts.pages.after, is_other(posts.pages.words, before))
                assert posts.pages.words.text() != before
            watch.touch("by pay", posts.order.button("pay"))
            watch.touch("posts → detail", posts.list.cards[0])
            watch.touch("→ home", station.window.footers[False].buttons["leave"])
        station.stop()
    for what, times in watch.times.items():
        busy = watch.busy[what]
        print(
            f"{what:16} median {statistics.median(times):5.1f} ms, 95 % {most(times):5.1f} ms; "
            f"screen's thread {statistics.median(busy):5.1f} ms, 95 % {most(busy):5.1f} ms"
        )
    assert most([time for times in watch.times.values() for time in times]) <= SCREEN_MS
    assert most(watch.times["page"]) <= PAGE_MS


def test_memory_of_a_station_in_a_large_hall(tmp_path: Path) -> None:
    """In a process of its own: no test runner, no test data, only what a hall runs."""
    init_station(tmp_path, "430111001", "A", today_here())
    (tmp_path / SETTINGS_FILE).write_text(
        "[posting]\nunverified_goes_live = true\n", encoding="utf-8"
    )
    station = open_station(tmp_path)
    fill(station.site)
    station.close()
    program = Path(__file__).with_name("station_memory.py")
    told = subprocess.run(
        [sys.executable, str(program), str(tmp_path)], capture_output=True, text=True, check=True
    )
    found = json.loads(told.stdout.splitlines()[-1])
    print(f"PSS in MB: {found}, {told.stderr.splitlines()[-1]}")
    assert max(found.values()) <= MEMORY_MB
