"""`kiosk run`: one station with its windows, threads and devices."""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import structlog
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.config import load_settings
from kiosk.i18n import use_language
from kiosk.logs import set_up_logs
from kiosk.machinery import Machinery, StationMachine
from kiosk.station import OpenStation, open_station
from kiosk.store.lock import hold
from kiosk.ui.bridge import Bridge
from kiosk.ui.input.camera import Camera
from kiosk.ui.qt_words import use_qt_language
from kiosk.ui.speech import Speaker, speaker_of
from kiosk.ui.start_up import opened_behind
from kiosk.ui.theme import Theme

__all__ = ["run_station"]

_SIGNAL_POLL_MS = 200
_log = structlog.get_logger("app")


@dataclass(frozen=True)
class _Windows:
    """What is shown, and how it is ended."""

    widget: QWidget
    stop: Callable[[], None]


def run_station(data_dir: Path, kind: str | None) -> int:
    """Run a station until it is told to end (SIGTERM, SIGINT); returns the exit code.

    Raises:
        StoreHeld: a station runs on this data already; the text says which.
        SettingsError, StoreError: as they say.
    """
    settings = load_settings(data_dir)
    use_language(settings.station.language)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101 (just made)
    use_qt_language(settings.station.language)
    chosen = kind or settings.station.kind
    with hold(data_dir, f"kiosk run --station {chosen}"):
        set_up_logs(data_dir)
        theme = Theme.for_panel(settings.panel)
        is_full = settings.panel.is_full_screen

        def show(window: QWidget) -> None:
            _show(window, is_full)

        station = opened_behind(lambda told: open_station(data_dir, told), theme, show)
        bridges: list[Bridge] = []

        def publish(topic: str, value: object) -> None:
            bridges[0].publish(topic, value)

        machinery = Machinery(station, publish)
        bridge = Bridge(machinery.reader, machinery.writer, machinery.committed)
        bridges.append(bridge)
        machine = StationMachine(data_dir, machinery)
        speaker = speaker_of(data_dir, settings.voice.system)
        try:
            window = _windows(chosen, theme, station, bridge, speaker, machine)
            if chosen in {"public", "board"}:
                show(window.widget)
            else:
                # Staff have other windows too.
                window.widget.show()
            machinery.start()
            _end_on_signals(application)
            _log.info("started", station=chosen)
            code = int(application.exec())
            window.stop()
        finally:
            bridge.close()
            speaker.close()
            machinery.stop()
            station.close()
        return code


def _windows(
    chosen: str,
    theme: Theme,
    station: OpenStation,
    bridge: Bridge,
    speaker: Speaker,
    machine: StationMachine,
) -> _Windows:
    """The windows of one kind of station; each loads its own only, for halls have little memory."""
    site, settings = station.site, station.settings
    if chosen == "public":
        from kiosk.ui.public.public_station import PublicStation  # noqa: PLC0415

        camera = Camera(settings.camera.device) if settings.camera.device else None
        fields = settings.scanner.fields
        public = PublicStation(theme, site, bridge, settings.session, speaker, camera, fields)
        public.ending_asked.connect(lambda: QApplication.exit(0))
        return _Windows(public.window, public.stop)
    if chosen == "board":
        from kiosk.ui.board.board_window import BoardWindow  # noqa: PLC0415

        board = BoardWindow(_landscape(theme), site, bridge, speaker)
        return _Windows(board, board.stop)
    from kiosk.ui.desk.desk_window import DeskWindow  # noqa: PLC0415

    desk = DeskWindow(_landscape(theme), site, bridge, settings.desk, machine)
    return _Windows(desk, desk.stop)


def _landscape(theme: Theme) -> Theme:
    """Board and desk are wide; a portrait panel is turned."""
    if theme.is_landscape:
        return theme
    return replace(theme, width_px=theme.height_px, height_px=theme.width_px)


def _show(window: QWidget, is_full_screen: bool) -> None:
    if is_full_screen and os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        window.showFullScreen()
    else:
        window.show()


def _end_on_signals(application: QApplication) -> None:
    """Python sees signals only between its own instructions: a timer gives it the chance."""
    # exit(), not quit(): the latter asks the windows, and a public one refuses to be closed.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: application.exit(0))
    timer = QTimer(application)
    timer.timeout.connect(lambda: None)
    timer.start(_SIGNAL_POLL_MS)
