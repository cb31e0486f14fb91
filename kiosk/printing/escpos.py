"""An ESC/POS printer on the connectors of python-escpos, with our own bytes and our own answers.

The library's text and status functions are not used: text() garbles Chinese, and a silent serial
printer makes paper_status() answer "adequate".
"""

from __future__ import annotations

import threading
import time
from enum import Flag, auto

import structlog

from kiosk.printing.connections import Connection, open_connection
from kiosk.printing.destination import Destination, parse_destination
from kiosk.printing.printer import PrinterLostError, PrinterUnreachableError
from kiosk.printing.status import (
    ERROR_QUERY,
    STATUS_QUERIES,
    UNKNOWN_STATUS,
    PrinterState,
    PrinterStatus,
    error_kind,
    is_status_byte,
    read_status,
)

__all__ = ["EscposPrinter", "Fence", "parse_destination"]

_log = structlog.get_logger(__name__)

# GS ( H fn 48: process id response; GS r 1: paper sensor, answered only after all before it.
_PROCESS_ID_QUERY = b"\x1d\x28\x48\x06\x00\x30\x30"
_PROCESS_ID_REPLY = b"\x37\x22"
_PAPER_SENSOR_QUERY = b"\x1dr\x01"
_PROCESS_ID_COUNT = 10_000
_READ_SLICE_S = 0.1
_CHUNK_BYTES = 4096


class Fence(Flag):
    """How the printer is asked whether all before was printed; both unless it misbehaves."""

    PROCESS_ID = auto()
    PAPER_SENSOR = auto()
    BOTH = PROCESS_ID | PAPER_SENSOR


class EscposPrinter:
    """A printer at a destination; connects at the first use and again after a failure."""

    def __init__(
        self,
        destination: Destination,
        *,
        fence: Fence = Fence.BOTH,
        reply_timeout_s: float = 1.0,
        send_timeout_s: float = 10.0,
    ) -> None:
        self._destination = destination
        self._fence = fence
        self._reply_timeout_s = reply_timeout_s
        self._send_timeout_s = send_timeout_s
        self._connection: Connection | None = None
        self._process_id = 0
        self._is_cancelled = threading.Event()

    @property
    def has_status(self) -> bool:
        """Whether the printer can answer: not behind a file or device node."""
        return self._destination.has_status

    def status(self) -> PrinterStatus:
        """Ask DLE EOT 1, 2 and 4 (and 3 for the kind of an error)."""
        if not self._is_open() or not self.has_status:
            return UNKNOWN_STATUS
        try:
            self._drain()
            state = self._ask_state()
            if state is PrinterState.ERROR:
                return PrinterStatus(state, error_kind(self._ask(ERROR_QUERY)))
        except OSError:
            state = PrinterState.UNKNOWN
        if state is PrinterState.UNKNOWN:
            self.close()
        return PrinterStatus(state)

    def send(self, data: bytes) -> None:
        """Send a job; PrinterUnreachableError before, PrinterLostError after the first byte."""
        if not self._is_open():
            raise PrinterUnreachableError("no connection")
        try:
            for start in range(0, len(data), _CHUNK_BYTES):
                self._write(data[start : start + _CHUNK_BYTES])
            self._open_connection.end_job()
        except OSError as error:
            self.close()
            raise PrinterLostError(str(error)) from error

    def fence(self, timeout_s: float) -> bool:
        """Ask by process id and paper sensor and wait for either answer."""
        if self._connection is None or not self.has_status:
            return False
        self._process_id = (self._process_id + 1) % _PROCESS_ID_COUNT
        mark = f"{self._process_id:04d}".encode("ascii")
        query = _PROCESS_ID_QUERY + mark if Fence.PROCESS_ID in self._fence else b""
        query += _PAPER_SENSOR_QUERY if Fence.PAPER_SENSOR in self._fence else b""
        try:
            self._drain()
            self._write(query)
            return self._wait_for_mark(mark, timeout_s)
        except OSError:
            self.close()
            return False

    def cancel(self) -> None:
        """End a waiting fence(); the printer is not usable afterwards."""
        self._is_cancelled.set()

    def close(self) -> None:
        """Close the connection; failures while closing change nothing."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _is_open(self) -> bool:
        if self._connection is None:
            try:
                self._connection = open_connection(self._destination, self._reply_timeout_s)
            except OSError as error:
                _log.debug("printer_unreachable", error=str(error))
                return False
        return True

    @property
    def _open_connection(self) -> Connection:
        assert self._connection is not None  # noqa: S101  only used while open
        return self._connection

    def _wait_for_mark(self, mark: bytes, timeout_s: float) -> bool:
        received = b""
        deadline_s = time.monotonic() + timeout_s
        while time.monotonic() < deadline_s and not self._is_cancelled.is_set():
            received += self._read(_READ_SLICE_S)
            is_done, received = _find_confirmation(received, mark)
            if is_done:
                return True
        return False

    def _ask_state(self) -> PrinterState:
        answers: list[int] = []
        for query in STATUS_QUERIES:
            answer = self._ask(query)
            if answer is None:
                return PrinterState.UNKNOWN
            answers.append(answer)
        return read_status(*answers)

    def _ask(self, query: bytes) -> int | None:
        self._write(query)
        deadline_s = time.monotonic() + self._reply_timeout_s
        while (rest_s := deadline_s - time.monotonic()) > 0:
            for value in self._read(rest_s):
                if is_status_byte(value):
                    return value
        return None

    def _drain(self) -> None:
        """Throw away late answers; raster data may contain DLE EOT by chance."""
        while self._read(0.001):
            pass

    def _write(self, data: bytes) -> None:
        self._open_connection.write(data, self._send_timeout_s)

    def _read(self, timeout_s: float) -> bytes:
        """What is there, or nothing within the time; OSError if the connection ended."""
        return self._open_connection.read(timeout_s)


def _find_confirmation(received: bytes, mark: bytes) -> tuple[bool, bytes]:
    """Whether the answer to this fence is in the bytes, and the bytes still to be looked at.

    Other bytes (late status answers, another fence's mark) are passed over. The answer to GS r
    has bits 4 and 7 clear, which no byte of a mark made of digits has.
    """
    while received:
        if received[0] == _PROCESS_ID_REPLY[0]:
            if len(received) < 7 and (_PROCESS_ID_REPLY + mark + b"\x00").startswith(received):
                return False, received
            if received[:2] == _PROCESS_ID_REPLY:
                if received[2:6] == mark:
                    return True, received[7:]
                received = received[7:]
                continue
        elif received[0] & 0x90 == 0:
            return True, received[1:]
        received = received[1:]
    return False, received
