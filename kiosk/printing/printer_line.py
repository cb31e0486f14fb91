"""An open connection with its questions and answers: status and fences, in one stream."""

from __future__ import annotations

import time
from enum import Flag, auto
from typing import TYPE_CHECKING

from kiosk.printing.replies import PaperSensor, ProcessId, ReplyStream, StatusByte
from kiosk.printing.status import (
    ERROR_QUERY,
    STATUS_QUERIES,
    UNKNOWN_STATUS,
    PrinterState,
    PrinterStatus,
    error_kind,
    read_status,
)

if TYPE_CHECKING:
    from kiosk.printing.connections import Connection

__all__ = ["Fence", "PrinterLine"]

# GS ( H fn 48: process id response; GS r 1: paper sensor, answered only after all before it.
_PROCESS_ID_QUERY = b"\x1d\x28\x48\x06\x00\x30\x30"
_PAPER_SENSOR_QUERY = b"\x1dr\x01"
_NO_AUTOMATIC_STATUS = b"\x1da\x00"
_CHUNK_BYTES = 4096
_DRAIN_S = 0.001


class Fence(Flag):
    """How the printer is asked whether all before was printed; both unless it misbehaves."""

    PROCESS_ID = auto()
    PAPER_SENSOR = auto()
    BOTH = PROCESS_ID | PAPER_SENSOR


class PrinterLine:
    """One thread uses it; every method raises OSError when the connection is gone."""

    def __init__(
        self, connection: Connection, reply_timeout_s: float, send_timeout_s: float
    ) -> None:
        self.connection = connection
        self._reply_timeout_s = reply_timeout_s
        self._send_timeout_s = send_timeout_s
        self._replies = ReplyStream()
        self._status_bytes: list[int] = []
        self._last_mark = b""
        self._open_sensor_queries = 0

    def send(self, data: bytes) -> None:
        """Hand over a whole job."""
        for start in range(0, len(data), _CHUNK_BYTES):
            self.connection.write(data[start : start + _CHUNK_BYTES], self._send_timeout_s)
        self.connection.end_job()

    def status(self) -> PrinterStatus:
        """Ask DLE EOT 1, 2 and 4, and 3 for the kind of an error; unknown without an answer."""
        self._drain()
        answers: list[int] = []
        for query in STATUS_QUERIES:
            answer = self._ask(query)
            if answer is None:
                return UNKNOWN_STATUS
            answers.append(answer)
        state = read_status(*answers)
        if state is PrinterState.ERROR:
            return PrinterStatus(state, error_kind(self._ask(ERROR_QUERY)))
        return PrinterStatus(state)

    def set_fence(self, mark: bytes, fence: Fence) -> None:
        """Ask to be told when all before is printed; `mark` is four digits."""
        self._drain()
        # An automatic status of the printer ends in bytes that look like an answer to GS r.
        query = _NO_AUTOMATIC_STATUS
        if Fence.PROCESS_ID in fence:
            query += _PROCESS_ID_QUERY + mark
        if Fence.PAPER_SENSOR in fence:
            query += _PAPER_SENSOR_QUERY
            self._open_sensor_queries += 1
        self.connection.write(query, self._send_timeout_s)

    def is_confirmed(self, mark: bytes, fence: Fence, wait_s: float) -> bool:
        """Whether the answer to the fence is there; waits up to wait_s for more bytes.

        An answer to GS r names no mark: only the last one of all that were asked for counts.
        """
        self._read(wait_s)
        is_sensor_done = Fence.PAPER_SENSOR in fence and not self._open_sensor_queries
        return self._last_mark == mark or is_sensor_done

    def _ask(self, query: bytes) -> int | None:
        self._status_bytes.clear()
        self.connection.write(query, self._send_timeout_s)
        deadline_s = time.monotonic() + self._reply_timeout_s
        while not self._status_bytes and (rest_s := deadline_s - time.monotonic()) > 0:
            self._read(rest_s)
        return self._status_bytes[0] if self._status_bytes else None

    def _drain(self) -> None:
        """Take late answers in; raster data may contain DLE EOT by chance."""
        while self._read(_DRAIN_S):
            pass

    def _read(self, timeout_s: float) -> bool:
        """Sort what arrives within the time; False if nothing did."""
        data = self.connection.read(timeout_s)
        for reply in self._replies.feed(data):
            match reply:
                case StatusByte(value):
                    self._status_bytes.append(value)
                case ProcessId(mark):
                    self._last_mark = mark
                case PaperSensor():
                    self._open_sensor_queries = max(0, self._open_sensor_queries - 1)
        return bool(data)
