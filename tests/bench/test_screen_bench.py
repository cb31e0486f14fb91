"""Screens among 10,000 vacancies and 50,000 seekers: finger up to picture, paging, memory."""

import os
import statistics
import time
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from synthetic import HOUR_MS, Stores, household, posting, seeker

from kiosk.catalog import trades
from kiosk.config import SessionSettings
from kiosk.service.employers import register_employer
from kiosk.service.posting import post_vacancy
from kiosk.service.registration import register_seeker
from kiosk.service.site import Site, SiteRules
from kiosk.ui.bridge import Bridge
from kiosk.ui.public.card_screen import CardScreen
from kiosk.ui.public.home_screen import HomeScreen
from kiosk.ui.public.posts_screen import PostsScreen
from kiosk.ui.public.public_station import PublicStation
from kiosk.ui.theme import Theme

pytestmark = pytest.mark.bench

VACANCIES, SEEKERS = 10_000, 50_000
ROUNDS = 40


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

    def touch(self, what: str, target: QWidget) -> None:
        """Press, release, and wait until the answer is on the screen."""
        window = self.station.window
        time.sleep(0.41)  # longer than the guard against double touches
        QApplication.processEvents()
        at = target.mapTo(window, target.rect().center())
        handle = window.windowHandle()
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        began = time.perf_counter()
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        while not self.bridge.is_idle:
            QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        window.repaint()
        QApplication.processEvents()
        self.times.setdefault(what, []).append((time.perf_counter() - began) * 1000)


def pss_mb() -> float:
    """Proportional set size of this process."""
    text = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return int(text.split("Pss:")[1].split()[0]) / 1024


def test_screens_in_a_large_hall(qtbot: QtBot, stores: Stores) -> None:
    before = pss_mb()
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
                watch.touch("page", posts.pages.after)
            watch.touch("by pay", posts.order.button("pay"))
            watch.touch("posts → detail", posts.list.cards[0])
            watch.touch("→ home", station.window.footers[False].buttons["leave"])
        memory = pss_mb() - before
        station.stop()
    for what, times in watch.times.items():
        ordered = sorted(times)
        worst = ordered[int(len(ordered) * 0.95) - 1]
        print(f"{what:16} median {statistics.median(times):5.1f} ms, 95 % {worst:5.1f} ms")
    print(f"memory of store and windows {memory:.0f} MB, of the whole test {pss_mb():.0f} MB")
    every = sorted(time for times in watch.times.values() for time in times)
    assert every[int(len(every) * 0.95) - 1] <= 50
