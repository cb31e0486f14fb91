"""The technician's panel of the demo: what a person, a printer or a network would do."""

from collections.abc import Callable

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kiosk.demo.accounts import DEMO_PIN
from kiosk.demo.hall import DemoHall
from kiosk.demo.headless import EMPLOYER_CARD, WORKER_CARD
from kiosk.devices.qr import decode_image
from kiosk.i18n import _
from kiosk.printing.render import image_from_escpos
from kiosk.printing.simulated import Fault
from kiosk.ui.public.public_station import PublicStation

__all__ = ["TechnicianPanel"]

_SLIP_HEIGHT_PX = 520


class TechnicianPanel(QWidget):
    """Buttons, and the last slip that the simulated printer cut."""

    def __init__(
        self, hall: DemoHall, station: PublicStation, open_desk: Callable[[], QWidget]
    ) -> None:
        super().__init__()
        self._hall, self._station = hall, station
        self._open_desk = open_desk
        self.desk: QWidget | None = None
        self.setWindowTitle(_("技术员面板（演示）"))
        # Staff read it over the worker's window, on any screen.
        self.setStyleSheet("font-size: 17px")
        layout = QVBoxLayout(self)
        grid = QGridLayout()
        layout.addLayout(grid)
        actions: tuple[tuple[str, Callable[[], None]], ...] = (
            (_("放身份证：张师傅"), lambda: hall.reader.put(WORKER_CARD)),
            (_("放身份证：刘老板"), lambda: hall.reader.put(EMPLOYER_CARD)),
            (_("取走身份证"), hall.reader.take),
            (_("扫最后一张单子"), lambda: self._scan(-1)),
            (_("扫倒数第二张"), lambda: self._scan(-2)),
            (_("扫一个付款码"), lambda: station.scanned("134567890123456789")),
            (_("缺纸"), lambda: hall.printer.set_fault(Fault.NO_PAPER)),
            (_("装纸"), hall.printer.clear_faults),
            (_("断网"), hall.cable.cut),
            (_("联网"), self._mend),
            (_("打开服务台"), self._show_desk),
        )
        for index, (label, act) in enumerate(actions):
            button = QPushButton(label)
            button.setMinimumHeight(44)
            button.clicked.connect(lambda _checked=False, run=act: run())
            grid.addWidget(button, index // 2, index % 2)
        pin = QLabel(_("服务台：王场长、李专员、小周、赵工，密码都是 {pin}").format(pin=DEMO_PIN))
        layout.addWidget(pin)
        self._state = QLabel()
        layout.addWidget(self._state)
        self._slip = QLabel(_("还没有打出单子"))
        self._slip.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._slip, 1)
        self._shown = 0
        self._timer = self.startTimer(500)

    def timerEvent(self, _event) -> None:  # type: ignore[no-untyped-def]  # noqa: N802 (Qt's)
        """Show the last slip and the state of the network."""
        cable = _("网络：断开") if self._hall.cable.is_cut else _("网络：通")
        slips = self._hall.printer.slips
        words = _("{cable}    打出 {count} 张").format(cable=cable, count=len(slips))
        if self._state.text() != words:
            self._state.setText(words)
        if len(slips) != self._shown:
            self._shown = len(slips)
            self._slip.setPixmap(_pixmap(image_from_escpos(slips[-1])))

    def _show_desk(self) -> None:
        """The desk, made the first time."""
        if self.desk is None:
            self.desk = self._open_desk()
        self.desk.show()
        self.desk.activateWindow()

    def _scan(self, index: int) -> None:
        slips = self._hall.printer.slips
        if len(slips) >= -index:
            texts = decode_image(image_from_escpos(slips[index]).convert("L"))
            if texts:
                self._station.scanned(texts[0].decode("ascii", "replace"))

    def _mend(self) -> None:
        self._hall.cable.mend()
        if self._hall.machinery is not None:
            self._hall.machinery.sync.wake(now=True)


def _pixmap(image: Image.Image) -> QPixmap:
    grey = image.convert("L")
    picture = QImage(
        grey.tobytes(), grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8
    )
    return QPixmap.fromImage(picture.copy()).scaledToHeight(
        _SLIP_HEIGHT_PX, Qt.TransformationMode.SmoothTransformation
    )
