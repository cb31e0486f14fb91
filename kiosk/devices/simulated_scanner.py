"""A simulated code scanner on a pseudo terminal, for the demo and the tests, on Linux."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self

from kiosk.devices.simulated_port import SimulatedPort

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["SimulatedScanner"]


class SimulatedScanner:
    """The scanner; use as a context manager."""

    def __init__(self) -> None:
        self._port = SimulatedPort("scanner")
        self.port = self._port.path

    def __enter__(self) -> Self:
        self._port.plug_in()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._port.remove()

    def send(self, data: bytes) -> None:
        """Bytes as the scanner would send them, its end of a code included."""
        os.write(self._port.far_end, data)

    def unplug(self) -> None:
        """The port vanishes."""
        self._port.pull()

    def replug(self) -> None:
        """The port appears (again) under the same path."""
        self._port.plug_in()
