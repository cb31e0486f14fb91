"""Printers that can be found without being told: device nodes, serial ports, queues of the system.

A network is not searched: an address printed on the printer's own test page is surer and quicker.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.printing.destination import parse_destination
from kiosk.printing.escpos import EscposPrinter
from kiosk.printing.status import PrinterState, PrinterStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FoundPrinter", "find_printers"]

_BAUDS = (115200, 9600, 38400, 19200)
_LPSTAT_TIMEOUT_S = 5


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """An address for printer.destination, and what the printer says; unknown for a queue."""

    destination: str
    status: PrinterStatus


def find_printers(
    serial_ports: Iterable[str],
    *,
    nodes: Path = Path("/dev/usb"),
    reply_timeout_s: float = 0.3,
) -> tuple[FoundPrinter, ...]:
    """Printers at device nodes, at serial ports that answer DLE EOT, and queues of the system."""
    found = [
        FoundPrinter(f"usb:{node}", _status(f"usb:{node}", reply_timeout_s))
        for node in sorted(nodes.glob("lp*"))
    ]
    for port in serial_ports:
        for baud in _BAUDS:
            destination = f"serial:{port}?baud={baud}"
            status = _status(destination, reply_timeout_s)
            if status.state is not PrinterState.UNKNOWN:
                found.append(FoundPrinter(destination, status))
                break
    unknown = PrinterStatus(PrinterState.UNKNOWN)
    found += [FoundPrinter(f"cups:{queue}", unknown) for queue in _cups_queues()]
    return tuple(found)


def _status(destination: str, reply_timeout_s: float) -> PrinterStatus:
    printer = EscposPrinter(parse_destination(destination), reply_timeout_s=reply_timeout_s)
    try:
        return printer.status()
    finally:
        printer.close()


def _cups_queues() -> list[str]:
    command = shutil.which("lpstat")
    if command is None:
        return []
    try:
        done = subprocess.run(  # noqa: S603  a fixed command of the system
            [command, "-e"], capture_output=True, text=True, timeout=_LPSTAT_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [line.strip() for line in done.stdout.splitlines() if line.strip()]
