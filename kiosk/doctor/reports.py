"""What a running station heard from its own devices: they are not asked by anybody else."""

from dataclasses import dataclass

from kiosk.printing.status import PrinterStatus

__all__ = ["DeviceReports"]


@dataclass(frozen=True, slots=True)
class DeviceReports:
    """The last word of each device; None where there is none, or it has not spoken yet."""

    printer: PrinterStatus | None = None
    is_reader_ready: bool | None = None
    is_scanner_ready: bool | None = None
