"""Cutting a stream of ESC/POS bytes into commands, for the simulated printer and for pictures.

Knows what our slips, fences and status queries use; other bytes become one-byte commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Command", "CommandStream", "is_cut", "is_raster", "raster_size"]

_RASTER = b"\x1dv0"
_RASTER_HEADER_BYTES = 8
# Prefix and whole length of commands with a fixed length.
_FIXED_LENGTHS = {
    b"\x1bd": 3,
    b"\x1bJ": 3,
    b"\x1dP": 4,
    b"\x1dr": 3,
    b"\x1da": 3,
    b"\x10\x04": 3,
    b"\x1b!": 3,
    b"\x1bE": 3,
    b"\x1d!": 3,
    b"\x1c!": 3,
}
# Reset, Chinese font on and off.
_TWO_BYTES = (b"\x1b@", b"\x1c&", b"\x1c.")


@dataclass(frozen=True, slots=True)
class Command:
    """One command with its parameters and data, as sent."""

    data: bytes


class CommandStream:
    """Commands out of bytes that arrive in any pieces."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[Command]:
        """The commands complete so far; an unfinished one waits for more bytes."""
        self._rest += data
        while (length := _command_length(self._rest)) and length <= len(self._rest):
            yield Command(bytes(self._rest[:length]))
            del self._rest[:length]


def is_raster(command: Command) -> bool:
    """Whether the command is `GS v 0`."""
    return command.data.startswith(_RASTER) and len(command.data) >= _RASTER_HEADER_BYTES


def is_cut(command: Command) -> bool:
    """Whether the command is `GS V`."""
    return command.data.startswith(b"\x1dV") and len(command.data) > 2


def raster_size(header: bytes | bytearray) -> tuple[int, int]:
    """Bytes per row and rows of a `GS v 0` command."""
    return int.from_bytes(header[4:6], "little"), int.from_bytes(header[6:8], "little")


def _command_length(rest: bytearray) -> int:  # noqa: PLR0911  one return per form of command
    """Bytes of the first command; 0 while that cannot be told yet."""
    if not rest:
        return 0
    if rest[0] not in b"\x1b\x1c\x1d\x10":
        return 1
    if bytes(rest[:2]) in _TWO_BYTES:
        return 2
    if len(rest) < 3:
        return 0
    if rest.startswith(_RASTER):
        if len(rest) < _RASTER_HEADER_BYTES:
            return 0
        row_bytes, rows = raster_size(rest)
        return _RASTER_HEADER_BYTES + row_bytes * rows
    if rest.startswith(b"\x1d("):
        return 5 + int.from_bytes(rest[3:5], "little") if len(rest) >= 5 else 0
    if rest.startswith(b"\x1dV"):
        return 4 if rest[2] in b"AB" else 3
    return _FIXED_LENGTHS.get(bytes(rest[:2]), 1)
