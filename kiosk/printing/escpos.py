"""An ESC/POS printer on the connectors of python-escpos, with our own bytes and our own answers.

The library's text and status functions are not used: text() garbles Chinese, and a silent serial
printer makes paper_status() answer "adequate".
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import structlog

from kiosk.printing.connections import open_connection
from kiosk.printing.destination import Destination, parse_destination
from kiosk.printing.printer import PrinterFullError, PrinterLostError, PrinterUnreachableError
from kiosk.printing.printer_line import Fence, PrinterLine
from kiosk.printing.status import UNKNOWN_STATUS, PrinterState, PrinterStatus

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["EscposPrinter", "Fence", "parse_destination"]

_log = structlog.get_logger(__name__)

_PROCESS_ID_COUNT = 10_000
_READ_SLICE_S = 0.1
_STATUS_INTERVAL_S = 1.0


class EscposPrinter:
    """A printer at a destination; connects at the first use and again after a failure."""

    def __init__(
        self,
        destination: Destination,
        *,
        fence: Fence = Fence.BOTH,
        reply_timeout_s: float = 1.0,
        send_timeout_s: float = 10.0,
        status_interval_s: float = _STATUS_INTERVAL_S,
    ) -> None:
        self._destination = destination
        self._fence = fence
        self._reply_timeout_s = reply_timeout_s
        self._send_timeout_s = send_timeout_s
        self._status_interval_s = status_interval_s
        self._line: PrinterLine | None = None
        self._process_id = 0
        self._is_cancelled = threading.Event()

    @property
    def has_status(self) -> bool:
        """Whether the printer can answer: not behind a file or a queue of the system."""
        return self._destination.has_status

    def status(self) -> PrinterStatus:
        """The state now. A connection the printer closed while idle is opened again at once."""
        is_old = self._line is not None
        status = self._ask_status()
        if status.state is PrinterState.UNKNOWN and is_old and self._line is None:
            status = self._ask_status()
        return status

    def send(self, data: bytes) -> None:
        """Send a job; PrinterUnreachableError before, PrinterLostError after the first byte."""
        line = self._open()
        if line is None:
            raise PrinterUnreachableError("no connection")
        try:
            line.send(data)
        except TimeoutError as error:
            self.close()
            raise PrinterFullError(str(error)) from error
        except OSError as error:
            self.close()
            raise PrinterLostError(str(error)) from error

    def fence(
        self, timeout_s: float, on_status: Callable[[PrinterStatus], None] | None = None
    ) -> bool:
        """Ask by process id and paper sensor, and wait for either answer.

        Meanwhile the printer is asked how it is, and on_status told.
        """
        line = self._line
        if line is None or not self.has_status:
            return False
        self._process_id = (self._process_id + 1) % _PROCESS_ID_COUNT
        mark = f"{self._process_id:04d}".encode("ascii")
        deadline_s = time.monotonic() + timeout_s
        next_status_s = time.monotonic() + self._status_interval_s
        try:
            line.set_fence(mark, self._fence)
            while time.monotonic() < deadline_s and not self._is_cancelled.is_set():
                if line.is_confirmed(mark, self._fence, _READ_SLICE_S):
                    return True
                if on_status is not None and time.monotonic() >= next_status_s:
                    on_status(line.status())
                    next_status_s = time.monotonic() + self._status_interval_s
        except OSError:
            self.close()
        return False

    def cancel(self) -> None:
        """End a waiting fence(); the printer is not usable afterwards."""
        self._is_cancelled.set()

    def close(self) -> None:
        """Close the connection; failures while closing change nothing."""
        line, self._line = self._line, None
        if line is not None:
            line.connection.close()

    def _ask_status(self) -> PrinterStatus:
        line = self._open()
        if line is None or not self.has_status:
            return UNKNOWN_STATUS
        try:
            status = line.status()
        except OSError:
            self.close()
            return UNKNOWN_STATUS
        return status

    def _open(self) -> PrinterLine | None:
        if self._line is None:
            try:
                connection = open_connection(self._destination, self._reply_timeout_s)
            except OSError as error:
                _log.debug("printer_unreachable", error=str(error))
                return None
            self._line = PrinterLine(connection, self._reply_timeout_s, self._send_timeout_s)
        return self._line
