"""The demo's desk, beside its public window."""

from PySide6.QtWidgets import QApplication

from kiosk.config import DeskSettings
from kiosk.demo.hall import DemoHall
from kiosk.machinery import Machinery, StationMachine
from kiosk.ui.bridge import Bridge
from kiosk.ui.desk.desk_window import DeskWindow
from kiosk.ui.theme import Theme

__all__ = ["open_desk"]


def open_desk(hall: DemoHall, machinery: Machinery, reports: Bridge) -> DeskWindow:
    """A desk on the demo hall's station, beside its public window.

    Args:
        hall: the demo hall.
        machinery: its threads.
        reports: the bridge their reports come to.
    """
    room = QApplication.primaryScreen().availableSize()
    share = min(1.0, room.width() / 1920, (room.height() - 60) / 1080)
    theme = Theme(round(1920 * share), round(1080 * share))
    bridge = Bridge(machinery.reader, machinery.writer, machinery.committed)
    reports.published.connect(bridge.published)
    machine = StationMachine(hall.station_dir, machinery)
    window = DeskWindow(theme, hall.station.site, bridge, DeskSettings(), machine)
    window.show()
    for topic, value in machinery.last_reports():
        bridge.publish(topic, value)
    return window
