"""`kiosk doctor --screen`: the checks in a window of their own, where no station need run."""

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QPalette, QScreen
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kiosk.config import PanelSettings, SettingsError, load_settings
from kiosk.devices.displays import Display
from kiosk.doctor.practice import Doctor, LooseDoctor
from kiosk.i18n import _
from kiosk.ui.bridge import Bridge
from kiosk.ui.components.labels import Words
from kiosk.ui.doctor.doctor_panel import DoctorPanel
from kiosk.ui.input.wedge_filter import WedgeFilter
from kiosk.ui.public.context import Tasks
from kiosk.ui.theme import Theme

__all__ = ["DoctorWindow", "run_doctor", "seen_screens"]

_MARGIN = 24


class DoctorWindow(QWidget):
    """A title over the panel; what a scanner types is told by its kind."""

    def __init__(self, theme: Theme, tasks: Tasks, doctor: Doctor) -> None:
        super().__init__()
        self.setWindowTitle(_("设备检查"))
        self.resize(theme.width_px, theme.height_px)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colour(theme.colours.paper))
        self.setPalette(palette)
        column = QVBoxLayout(self)
        edge = theme.px(_MARGIN)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.px(16))
        hint = _("扫码枪对着任意一个码扫一下，就知道它好不好。")
        column.addWidget(Words(theme, hint, "desk"))
        self.panel = DoctorPanel(theme, tasks, doctor)
        column.addWidget(self.panel, 1)
        self._wedge = WedgeFilter()
        self._wedge.scanned.connect(self.panel.presenter.scanned)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self._wedge)

    def stop(self) -> None:
        """Let go of the keyboard and close."""
        self._wedge.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self._wedge)
        self.close()


def seen_screens(screens: list[QScreen]) -> tuple[Display, ...]:
    """Screens as the window system sees them: in its pixels, scaled or not."""
    return tuple(
        Display(
            screen.name(),
            round(screen.size().width() * screen.devicePixelRatio()),
            round(screen.size().height() * screen.devicePixelRatio()),
            round(screen.physicalSize().width()),
            round(screen.physicalSize().height()),
        )
        for screen in screens
    )


def run_doctor(data_dir: Path) -> int:
    """Show the window until it is closed; returns the exit code."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101 (just made)
    try:
        panel = load_settings(data_dir).panel
    except SettingsError:
        panel = PanelSettings()  # the check of the settings says what is wrong with them
    theme = Theme.for_panel(panel)
    if not theme.is_landscape:
        theme = replace(theme, width_px=theme.height_px, height_px=theme.width_px)
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as writer:
        bridge = Bridge(reader, writer)
        window = DoctorWindow(
            theme, bridge, LooseDoctor(data_dir, seen_screens(application.screens()))
        )
        window.show()
        window.panel.presenter.look()
        code = int(application.exec())
        window.stop()
        bridge.close()
    return code
