"""What a printer says about itself, as a closed set of states.

Source: Epson ESC/POS command reference, DLE EOT n; bytes checked against real answers
(ready 12/12/12, near end 12/12/1e, paper out 1a/32/7e, cover open 1a/16/12, offline 1a/12/12).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "ERROR_QUERY",
    "STATUS_QUERIES",
    "UNKNOWN_STATUS",
    "ErrorKind",
    "PrinterState",
    "PrinterStatus",
    "error_kind",
    "is_status_byte",
    "read_status",
]

# Printer, offline cause, paper sensors.
STATUS_QUERIES = (b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04")
ERROR_QUERY = b"\x10\x04\x03"

_IS_OFFLINE = 0x08
_HAS_OPEN_COVER, _STOPPED_FOR_PAPER, _HAS_ERROR = 0x04, 0x20, 0x40
_CUTTER_ERROR, _UNRECOVERABLE_ERROR, _RECOVERABLE_ERROR = 0x08, 0x20, 0x40
_PAPER_NEAR_END, _PAPER_END = 0x0C, 0x60


class PrinterState(StrEnum):
    """The only states a printer can be in; no answer is unknown, never ready."""

    READY = "ready"
    NEAR_END = "near_end"
    NO_PAPER = "no_paper"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    ERROR = "error"
    UNKNOWN = "unknown"


class ErrorKind(StrEnum):
    """Why the state is `error`; NONE in every other state."""

    NONE = ""
    CUTTER = "cutter"
    UNRECOVERABLE = "unrecoverable"
    RECOVERABLE = "recoverable"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """A printer's state at one moment."""

    state: PrinterState
    error_kind: ErrorKind = ErrorKind.NONE

    @property
    def can_print(self) -> bool:
        """Whether a slip may be sent now."""
        return self.state in (PrinterState.READY, PrinterState.NEAR_END)


UNKNOWN_STATUS = PrinterStatus(PrinterState.UNKNOWN)


def is_status_byte(value: int) -> bool:
    """Whether a byte has the fixed bits of a DLE EOT answer (0xx1xx10)."""
    return value & 0x93 == 0x12


def read_status(printer: int | None, cause: int | None, paper: int | None) -> PrinterState:
    """The state told by the answers to DLE EOT 1, 2 and 4; a missing or odd one is unknown."""
    if printer is None or cause is None or paper is None:
        return PrinterState.UNKNOWN
    if not all(is_status_byte(value) for value in (printer, cause, paper)):
        return PrinterState.UNKNOWN
    signs = (
        (cause & _HAS_OPEN_COVER, PrinterState.COVER_OPEN),
        (cause & _STOPPED_FOR_PAPER or paper & _PAPER_END, PrinterState.NO_PAPER),
        (cause & _HAS_ERROR, PrinterState.ERROR),
        (printer & _IS_OFFLINE, PrinterState.OFFLINE),
        (paper & _PAPER_NEAR_END, PrinterState.NEAR_END),
    )
    return next((state for is_set, state in signs if is_set), PrinterState.READY)


def error_kind(answer: int | None) -> ErrorKind:
    """The kind of error told by the answer to DLE EOT 3."""
    if answer is None or not is_status_byte(answer):
        return ErrorKind.UNNAMED
    if answer & _CUTTER_ERROR:
        return ErrorKind.CUTTER
    if answer & _UNRECOVERABLE_ERROR:
        return ErrorKind.UNRECOVERABLE
    return ErrorKind.RECOVERABLE if answer & _RECOVERABLE_ERROR else ErrorKind.UNNAMED
