"""The serial protocol of ID card readers with a SAM-V module (GA 450): frames and commands.

Request  AA AA AA 96 69 | length (2) | command, parameter | check
Reply    AA AA AA 96 69 | length (2) | SW1 SW2 SW3 | data | check
The length counts everything after itself; the check is the XOR from the length's first byte to
the byte before the check.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from functools import reduce
from operator import xor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "FIND",
    "PREAMBLE",
    "READ",
    "READ_ADDED_ADDRESS",
    "SELECT",
    "FrameStream",
    "Reply",
    "Sw3",
    "reply_frame",
    "request_frame",
    "text_block_of",
]

PREAMBLE = b"\xaa\xaa\xaa\x96\x69"
FIND = b"\x20\x01"
SELECT = b"\x20\x02"
READ = b"\x30\x01"
READ_ADDED_ADDRESS = b"\x30\x03"

_LENGTH_BYTES = 2
_MIN_LENGTH = 4
# 7 + 256 text + 1024 photo + 1024 fingerprint + check, rounded up.
_MAX_LENGTH = 2400
_TEXT_BYTES = 256


class Sw3(IntEnum):
    """The third status byte of a reply."""

    OK = 0x90
    BAD_CHECK = 0x10
    BAD_LENGTH = 0x11
    UNKNOWN_COMMAND = 0x21
    UNRECOGNISED = 0x24
    CARD_AUTHENTICATION = 0x31
    READER_AUTHENTICATION = 0x32
    VERIFICATION = 0x33
    WRONG_CARD = 0x40
    READ_FAILED = 0x41
    RANDOM_NUMBER = 0x47
    SELF_TEST = 0x60
    UNAUTHORISED = 0x66
    NO_CARD = 0x80
    SELECT_FAILED = 0x81
    NO_CONTENT = 0x91
    FOUND = 0x9F


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply with a right check; sw3 is one of Sw3 or a code nobody documented.

    Its repr shows no data: they may be a card's text and photo.
    """

    sw3: int
    data: bytes = field(repr=False)


class FrameStream:
    """Replies out of bytes that arrive in any pieces, with noise between and inside them."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[Reply]:
        """The replies complete so far."""
        self._rest += data
        while (start := self._rest.find(PREAMBLE)) >= 0:
            del self._rest[:start]
            header = len(PREAMBLE) + _LENGTH_BYTES
            if len(self._rest) < header:
                return
            length = int.from_bytes(self._rest[len(PREAMBLE) : header], "big")
            if not _MIN_LENGTH <= length <= _MAX_LENGTH:
                del self._rest[:1]
                continue
            if len(self._rest) < header + length:
                return
            body = bytes(self._rest[len(PREAMBLE) : header + length])
            if reduce(xor, body):
                del self._rest[:1]  # a damaged frame: the true one may begin inside it
                continue
            del self._rest[: header + length]
            yield Reply(body[4], body[5:-1])
        del self._rest[: max(0, len(self._rest) - len(PREAMBLE) + 1)]

    def clear(self) -> None:
        """Forget an unfinished frame."""
        self._rest.clear()


def request_frame(command: bytes) -> bytes:
    """The bytes of a command such as FIND."""
    return _frame(command)


def reply_frame(sw3: int, data: bytes = b"") -> bytes:
    """The bytes of a reply, as the reader sends them; for the simulated reader."""
    return _frame(bytes([0, 0, sw3]) + data)


def text_block_of(data: bytes) -> bytes | None:
    """The 256-byte text block of a reply to READ, or None if the lengths do not fit.

    The data begin with the lengths of text, photo and (30 10 only) fingerprint, two bytes each.
    Photo and fingerprint are dropped here and never leave this function.
    """
    for header_bytes in (4, 6):
        lengths = [
            int.from_bytes(data[start : start + 2], "big") for start in range(0, header_bytes, 2)
        ]
        if lengths[0] == _TEXT_BYTES and header_bytes + sum(lengths) == len(data):
            return data[header_bytes : header_bytes + _TEXT_BYTES]
    return None


def _frame(body: bytes) -> bytes:
    counted = (len(body) + 1).to_bytes(_LENGTH_BYTES, "big") + body
    return PREAMBLE + counted + bytes([reduce(xor, counted)])
