"""Random touches on the real windows: no crash, and an empty session at the end."""

import random
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.config import SessionSettings
from kiosk.demo.hall import DemoHall
from kiosk.demo.touches import Finger
from kiosk.demo.wiring import start_machinery
from kiosk.ui.public.context import Session
from kiosk.ui.public.public_station import PublicStation
from kiosk.ui.theme import Theme


@pytest.mark.timeout(120)
def test_random_touches_do_no_harm(qtbot, tmp_path: Path) -> None:
    chance = random.Random(20261123)
    with DemoHall(tmp_path / "data", gigs=12) as hall, start_machinery(hall) as bridge:
        station = PublicStation(Theme(), hall.station.site, bridge, SessionSettings())
        station.window.show()
        finger = Finger(station, bridge, tmp_path)
        try:
            for number in range(600):
                at = QPoint(chance.randrange(1080), chance.randrange(1920))
                target = station.window.childAt(at) or station.window
                QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=target.rect().center())
                if number % 40 == 0:
                    finger.wait(lambda: bridge.is_idle, "results")
            finger.wait(lambda: bridge.is_idle, "results")
            station.navigator.leave()
            finger.wait(lambda: bridge.is_idle, "results")
            assert station.navigator.current.name == "home"
            assert station.session == Session()
        finally:
            finger.close()
            station.stop()
