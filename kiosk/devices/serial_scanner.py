"""A code scanner on a serial port, or one that shows itself as such over USB.

The scanner sends each code as bytes and ends it with CR, LF or Tab, or just pauses.
"""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import serial

from kiosk.devices.port_thread import PortThread
from kiosk.devices.qr import decode_text
from kiosk.devices.scans import CodeScanned, RepeatGate, ScannerLost, ScannerReady

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["DEFAULT_BAUD", "CodeStream", "ScannerEvent", "SerialScannerThread"]

DEFAULT_BAUD = 9600
_ENDS = frozenset(b"\r\n\t")
# A QR code holds at most 2953 bytes (version 40, level L).
_MAX_BYTES = 3000
_SILENCE_S = 0.12
_READ_BYTES = 4096

ScannerEvent = CodeScanned | ScannerReady | ScannerLost


class CodeStream:
    """Codes out of bytes that arrive in any pieces; keeps one unfinished code, bounded."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._is_flood = False

    @property
    def is_empty(self) -> bool:
        """Whether no code is begun."""
        return not self._rest and not self._is_flood

    def feed(self, data: bytes) -> Iterator[str]:
        """The codes that end in these bytes. One longer than any code is noise, and left out."""
        for value in data:
            if value in _ENDS:
                yield from self.pause()
            elif len(self._rest) < _MAX_BYTES:
                self._rest.append(value)
            else:
                self._is_flood = True

    def pause(self) -> Iterator[str]:
        """The scanner is silent: what it sent so far is a code."""
        text = "" if self._is_flood else decode_text(bytes(self._rest)).strip()
        self._rest.clear()
        self._is_flood = False
        if text:
            yield text


class SerialScannerThread(PortThread):
    """Reads codes and tells them from its own thread."""

    def __init__(
        self,
        port: str,
        on_event: Callable[[ScannerEvent], None],
        *,
        baud: int = DEFAULT_BAUD,
        reconnect_interval_s: float = 2.0,
        repeat_s: float = 2.0,
    ) -> None:
        super().__init__("scanner", reconnect_interval_s)
        self._port, self._baud, self._on_event = port, baud, on_event
        self._gate = RepeatGate(repeat_s)

    def _serve(self) -> None:
        try:
            port = serial.Serial(self._port, self._baud, timeout=_SILENCE_S)
        except (OSError, ValueError):
            self._lost()
            return
        self._found()
        self._on_event(ScannerReady())
        self._read(port)
        # pyserial raises OSError or termios.error on a port that was unplugged.
        with contextlib.suppress(Exception):
            port.close()

    def _read(self, port: serial.Serial) -> None:
        """Read codes until the port is gone or the thread must end."""
        stream = CodeStream()
        while not self._stop.is_set():
            try:
                data = port.read(1)
                data += port.read(min(port.in_waiting, _READ_BYTES))
            except Exception:  # OSError, SerialException or, from pyserial, termios.error
                self._lost()
                return
            for text in stream.feed(data) if data else stream.pause():
                if self._gate.is_new(text, time.monotonic()):
                    self._on_event(CodeScanned(text))

    def _report_lost(self) -> None:
        self._on_event(ScannerLost())
