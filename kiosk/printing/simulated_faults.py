"""What can be wrong with the simulated printer, and what it then answers to DLE EOT."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["STOPPING", "Fault", "status_byte"]


class Fault(StrEnum):
    """What can be wrong with the printer; any number at once."""

    NO_PAPER = "no_paper"
    NEAR_END = "near_end"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    CUTTER = "cutter"
    OVERHEATED = "overheated"
    BROKEN = "broken"
    SILENT = "silent"


_ERRORS = {Fault.CUTTER: 0x08, Fault.BROKEN: 0x20, Fault.OVERHEATED: 0x40}
STOPPING = frozenset({Fault.NO_PAPER, Fault.COVER_OPEN, Fault.OFFLINE, *_ERRORS})


def status_byte(number: int, faults: set[Fault]) -> int:
    """The answer to DLE EOT 1 to 4."""
    if number == 1:
        return 0x1A if faults & STOPPING else 0x12
    if number == 2:
        signs = {Fault.COVER_OPEN: 0x04, Fault.NO_PAPER: 0x20, **dict.fromkeys(_ERRORS, 0x40)}
    elif number == 3:
        signs = _ERRORS
    else:
        signs = {Fault.NEAR_END: 0x0C, Fault.NO_PAPER: 0x6C}
    value = 0x12
    for fault in faults & signs.keys():
        value |= signs[fault]
    return value
