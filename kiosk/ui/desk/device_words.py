"""What the status bar says of reader, printer and scanner; free of Qt."""

from kiosk.devices.card_reader import CardEvent, ReaderUnplugged
from kiosk.i18n import _
from kiosk.printing.spooler import SpoolerStatus
from kiosk.printing.status import PrinterState

__all__ = ["DeviceWords"]


class DeviceWords:
    """Remembers what the devices said last."""

    def __init__(self) -> None:
        self._reader = self._printer = self._scanner = ""

    def reader(self, event: CardEvent) -> None:
        """Something happened at the card reader."""
        is_gone = isinstance(event, ReaderUnplugged)
        self._reader = _("读卡器 没插好") if is_gone else _("读卡器 正常")

    def printer(self, status: SpoolerStatus) -> None:
        """The printer reported."""
        state = status.printer.state
        self._printer = {
            PrinterState.READY: _("打印机 正常"),
            PrinterState.NEAR_END: _("打印机 快没纸了"),
            PrinterState.NO_PAPER: _("打印机 没纸了"),
            PrinterState.COVER_OPEN: _("打印机 盖子开着"),
            PrinterState.OFFLINE: _("打印机 没开"),
        }.get(state, _("打印机 要看一下"))

    def scanned(self) -> None:
        """A code came: the scanner works."""
        self._scanner = _("扫码枪 正常")

    @property
    def text(self) -> str:
        """All of them in a line."""
        return " · ".join(part for part in (self._reader, self._printer, self._scanner) if part)
