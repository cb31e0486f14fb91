"""The demo's desk: opened from the technician's panel, with the PIN that stands there."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.config import SessionSettings
from kiosk.demo.accounts import DEMO_PIN
from kiosk.demo.desk import open_desk
from kiosk.demo.hall import DemoHall
from kiosk.demo.panel import TechnicianPanel
from kiosk.demo.wiring import start_machinery
from kiosk.ui.desk.desk_window import DeskWindow
from kiosk.ui.public.public_station import PublicStation
from kiosk.ui.theme import Theme


def test_the_panel_opens_the_desk_and_says_its_pin(qtbot: QtBot, tmp_path: Path) -> None:
    with DemoHall(tmp_path) as hall, start_machinery(hall) as bridge:
        machinery = hall.machinery
        assert machinery is not None
        site = hall.station.site
        station = PublicStation(Theme(540, 960), site, bridge, SessionSettings())
        panel = TechnicianPanel(hall, station, lambda: open_desk(hall, machinery, bridge))
        qtbot.addWidget(panel)
        assert any(DEMO_PIN in label.text() for label in panel.findChildren(QLabel))
        [button] = [item for item in panel.findChildren(QPushButton) if item.text() == "打开服务台"]
        button.click()
        desk = panel.desk
        assert isinstance(desk, DeskWindow)
        tiles = desk.cover.people
        qtbot.waitUntil(lambda: len(tiles.tiles) == 4)
        [manager] = [tile for tile in tiles.tiles if tile.person.name == "王场长"]
        manager.click()
        for digit in DEMO_PIN:
            QTest.keyClicks(desk.cover, digit)
        QTest.keyClick(desk.cover, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not desk.cover.isVisible())
        # Devices of the machine below report at both windows.
        qtbot.waitUntil(lambda: "打印机" in desk.bar.devices)
        desk.stop()
        station.stop()
        panel.close()
