"""A serial port that is a pseudo terminal, under a path that stays the same; on Linux."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["SimulatedPort"]


class SimulatedPort:
    """Appears with plug_in() and vanishes with pull(), as a USB cable does it."""

    def __init__(self, name: str) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix=f"{name}-")
        self._name = name
        self._line: tuple[int, int] | None = None

    @property
    def path(self) -> str:
        """The path to open."""
        return str(Path(self._directory.name) / self._name)

    @property
    def far_end(self) -> int:
        """Descriptor of the device's end; -1 while the cable is pulled."""
        return -1 if self._line is None else self._line[0]

    def plug_in(self) -> None:
        """The port appears (again)."""
        import tty  # noqa: PLC0415  not on Windows, where this module is still imported

        master, slave = os.openpty()
        tty.setraw(slave)
        Path(self.path).symlink_to(os.ttyname(slave))
        self._line = (master, slave)

    def pull(self) -> None:
        """The port vanishes."""
        if self._line is None:
            return
        Path(self.path).unlink()
        for descriptor in self._line:
            os.close(descriptor)
        self._line = None

    def remove(self) -> None:
        """Pull, and leave nothing behind."""
        self.pull()
        self._directory.cleanup()
