"""A USB printer's device node on Linux (/dev/usb/lp0), written and read.

The connector of the library only writes, so a printer behind it could never tell its state.
"""

from __future__ import annotations

import os
import select

__all__ = ["DeviceFile"]

_READ_BYTES = 64
# Some printers end a transfer with an empty packet, which looks like data that is not there.
_EMPTY_PACKET_PAUSE_S = 0.02


class DeviceFile:
    """The open node; OSError if it is gone."""

    def __init__(self, path: str) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)

    def write(self, data: bytes, timeout_s: float) -> None:
        """Write all; TimeoutError if the printer takes nothing for timeout_s (out of paper)."""
        rest = memoryview(data)
        while rest:
            _, writable, _ = select.select([], [self._descriptor], [], timeout_s)
            if not writable:
                raise TimeoutError("the printer takes no data")
            rest = rest[os.write(self._descriptor, rest) :]

    def read(self, timeout_s: float) -> bytes:
        """What is there within timeout_s, or nothing."""
        readable, _, _ = select.select([self._descriptor], [], [], timeout_s)
        if not readable:
            return b""
        data = os.read(self._descriptor, _READ_BYTES)
        if not data:
            select.select([], [], [], min(timeout_s, _EMPTY_PACKET_PAUSE_S))
        return data

    def close(self) -> None:
        """Close the node."""
        os.close(self._descriptor)
