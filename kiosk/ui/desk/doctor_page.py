"""设备检查: the technician's checks, inside the running station."""

from PySide6.QtWidgets import QApplication

from kiosk.doctor.practice import StationDoctor
from kiosk.domain.roles import Act
from kiosk.i18n import N_
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.doctor.doctor_panel import DoctorPanel
from kiosk.ui.doctor.doctor_window import seen_screens
from kiosk.ui.theme import Theme

__all__ = ["DoctorPage"]


class DoctorPage(DeskPage):
    """Of whoever may look after devices."""

    name, title, icon, act = "doctor", N_("设备检查"), "fact_check", Act.DEVICES

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        machine = context.machine
        doctor = StationDoctor(
            context.site,
            machine.data_dir,
            lambda: machine.reports,
            lambda: context.staff.session,
            seen_screens(QApplication.screens()),
        )
        self.panel = DoctorPanel(theme, context.tasks, doctor)
        self.presenter = self.panel.presenter
        self.panes.addWidget(self.panel)

    def enter(self) -> None:
        """Look once; what is committed elsewhere changes nothing here."""
        self.presenter.look()

    def scanned(self, text: str) -> None:
        """The scanner works."""
        self.presenter.scanned(text)
