"""`kiosk demo`."""

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import click

from kiosk.display import has_display

__all__ = ["run_demo"]

_GIGS = 30


def run_demo(*, headless: bool, out: Path, data_dir: Path | None, is_landscape: bool) -> int:
    """Run the demo; returns the exit code. Without a display it is headless."""
    if not headless and not has_display():
        click.echo("no display here: running the headless demo, its pictures go to " + str(out))
        headless = True
    if headless:
        if data_dir is not None and any(data_dir.glob("*/*.db")):
            raise click.ClickException(f"{data_dir}: the headless demo wants a new directory")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 (needs the platform set before)

    from kiosk.logs import set_up_logs  # noqa: PLC0415 (as above)

    application = QApplication.instance() or QApplication(sys.argv[:1])
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        if data_dir is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-demo-"))
            data_dir = Path(folder)
        set_up_logs(data_dir)
        if headless:
            return _play(data_dir, out, is_landscape)
        return _open(application, data_dir, is_landscape)


def _theme(is_landscape: bool):  # type: ignore[no-untyped-def]
    from kiosk.ui.theme import Theme  # noqa: PLC0415 (as above)

    return Theme(1920, 1080) if is_landscape else Theme(1080, 1920)


def _play(data_dir: Path, out: Path, is_landscape: bool) -> int:
    from kiosk.demo.hall import DemoHall  # noqa: PLC0415 (as above)
    from kiosk.demo.headless import play  # noqa: PLC0415
    from kiosk.demo.touches import DemoFailed  # noqa: PLC0415
    from kiosk.demo.wiring import start_machinery  # noqa: PLC0415

    with DemoHall(data_dir) as hall, start_machinery(hall) as bridge:
        try:
            outcome = play(hall, bridge, _theme(is_landscape), out)
        except DemoFailed as error:
            click.echo(f"main job: failed: {error}", err=True)
            return 1
    click.echo(outcome.line())
    return 0 if outcome.is_whole else 1


def _open(application, data_dir: Path, is_landscape: bool) -> int:  # type: ignore[no-untyped-def]
    from kiosk.config import SessionSettings  # noqa: PLC0415 (as above)
    from kiosk.demo.desk import open_desk  # noqa: PLC0415
    from kiosk.demo.hall import DemoHall  # noqa: PLC0415
    from kiosk.demo.panel import TechnicianPanel  # noqa: PLC0415
    from kiosk.demo.wiring import start_machinery  # noqa: PLC0415
    from kiosk.ui.desk.desk_window import DeskWindow  # noqa: PLC0415
    from kiosk.ui.public.public_station import PublicStation  # noqa: PLC0415
    from kiosk.ui.speech import speaker_of  # noqa: PLC0415
    from kiosk.ui.theme import Theme  # noqa: PLC0415

    screen = application.primaryScreen().availableSize()
    theme = _theme(is_landscape)
    share = min(1.0, (screen.height() - 60) / theme.height_px, screen.width() / theme.width_px)
    theme = Theme(round(theme.width_px * share), round(theme.height_px * share))
    with DemoHall(data_dir, gigs=_GIGS) as hall, start_machinery(hall) as bridge:
        speaker = speaker_of(data_dir)
        settings = SessionSettings(shows_closed=False)
        station = PublicStation(theme, hall.station.site, bridge, settings, speaker)
        station.window.may_close = True
        machinery = hall.machinery
        assert machinery is not None  # noqa: S101 (started above)
        panel = TechnicianPanel(hall, station, lambda: open_desk(hall, machinery, bridge))
        station.window.show()
        panel.move(station.window.width() + 40, 40)
        panel.show()
        code = int(application.exec())
        panel.close()
        if isinstance(panel.desk, DeskWindow):
            panel.desk.stop()
        station.stop()
        speaker.close()
        return code
