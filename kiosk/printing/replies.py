"""What a printer answers, out of bytes that arrive in any pieces.

Answers have no frame; their fixed bits tell them apart: DLE EOT 0xx1xx10, GS r 0xx0xxxx, a process
id block begins with 37 22, and an automatic status (which nobody asked for) with 0xx1xx00 and has
three more bytes that would look like answers to GS r.
Source: Epson ESC/POS command reference, DLE EOT, GS r, GS ( H, GS a.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.printing.status import is_status_byte

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PaperSensor", "PrinterReply", "ProcessId", "ReplyStream", "StatusByte"]

_PROCESS_ID_HEAD = b"\x37\x22"
_PROCESS_ID_BYTES = 7
_AUTOMATIC_STATUS_BYTES = 4
_MAX_REST_BYTES = 8


@dataclass(frozen=True, slots=True)
class StatusByte:
    """The answer to DLE EOT n; which n is known by the order of questions."""

    value: int


@dataclass(frozen=True, slots=True)
class PaperSensor:
    """The answer to GS r 1: all before it is done."""

    value: int


@dataclass(frozen=True, slots=True)
class ProcessId:
    """The answer to GS ( H: all before this mark of four digits is done."""

    mark: bytes


PrinterReply = StatusByte | PaperSensor | ProcessId


class ReplyStream:
    """Keeps at most one unfinished answer."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[PrinterReply]:
        """The answers complete so far; bytes that are none are passed over."""
        rest = self._rest + data
        self._rest = b""
        position = 0
        while position < len(rest):
            reply, length = _first(rest[position : position + _MAX_REST_BYTES])
            if not length:
                self._rest = rest[position:]
                return
            position += length
            if reply is not None:
                yield reply


def _first(rest: bytes) -> tuple[PrinterReply | None, int]:
    """The answer at the beginning and its bytes; length 0 if more bytes are needed."""
    value = rest[0]
    if value == _PROCESS_ID_HEAD[0]:
        if not _PROCESS_ID_HEAD.startswith(rest[:2]):
            return None, 1
        if len(rest) < _PROCESS_ID_BYTES:
            return None, 0
        return ProcessId(rest[2:6]), _PROCESS_ID_BYTES
    if is_status_byte(value):
        return StatusByte(value), 1
    if value & 0x93 == 0x10:
        return (
            (None, _AUTOMATIC_STATUS_BYTES) if len(rest) >= _AUTOMATIC_STATUS_BYTES else (None, 0)
        )
    return (PaperSensor(value), 1) if value & 0x90 == 0 else (None, 1)
