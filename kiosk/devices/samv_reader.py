"""The ID card reader on its serial port."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import serial

from kiosk.devices.id_card import CardDataError, parse_text_block
from kiosk.devices.samv import (
    FIND,
    READ,
    READ_ADDED_ADDRESS,
    SELECT,
    FrameStream,
    Reply,
    Sw3,
    request_frame,
    text_block_of,
)

if TYPE_CHECKING:
    import threading

    from kiosk.devices.id_card import IdCard

__all__ = [
    "DEFAULT_BAUD",
    "FIND_TIMEOUT_S",
    "READ_TIMEOUT_S",
    "CardPulledEarlyError",
    "CardUnreadableError",
    "ReaderUnpluggedError",
    "SamvReader",
]

DEFAULT_BAUD = 115200
FIND_TIMEOUT_S = 1.0
READ_TIMEOUT_S = 3.0
# What a card that leaves the field in the middle looks like.
_PULLED = frozenset({Sw3.NO_CARD, Sw3.SELECT_FAILED, Sw3.READ_FAILED})
_IS_THERE = frozenset({Sw3.OK, Sw3.NO_CONTENT, Sw3.FOUND})


class CardPulledEarlyError(Exception):
    """The card left the field between finding and reading it."""


class CardUnreadableError(Exception):
    """The reader refused the card."""

    def __init__(self, code: int) -> None:
        super().__init__(f"SW3 {code:02X}")
        self.code = code


class ReaderUnpluggedError(Exception):
    """The port cannot be opened, is gone, or nothing answers."""


class SamvReader:
    """A reader on a serial port (or pty); one thread uses it. Opens the port when built.

    poll_interval_s is the pause between two searches for a card, reply_timeout_s the longest wait
    for the reply to a search or selection.
    """

    def __init__(
        self,
        port: str,
        baud: int = DEFAULT_BAUD,
        *,
        poll_interval_s: float = 0.3,
        reply_timeout_s: float = FIND_TIMEOUT_S,
        read_timeout_s: float = READ_TIMEOUT_S,
    ) -> None:
        self._poll_interval_s = poll_interval_s
        self._reply_timeout_s = reply_timeout_s
        self._read_timeout_s = read_timeout_s
        self._frames = FrameStream()
        try:
            self._port = serial.Serial(port, baud, timeout=reply_timeout_s, write_timeout=1.0)
        except (OSError, ValueError) as error:
            raise ReaderUnpluggedError(str(error)) from error

    def is_answering(self) -> bool:
        """Whether a reader answers a search, with or without a card; ReaderUnpluggedError."""
        return self._ask(FIND, self._reply_timeout_s) is not None

    def wait_card(self, stop: threading.Event) -> IdCard | None:
        """The next card, or None once `stop` is set.

        CardPulledEarlyError, CardUnreadableError, ReaderUnpluggedError.
        """
        while not stop.is_set():
            reply = self._ask(FIND, self._reply_timeout_s)
            if reply is None:
                raise ReaderUnpluggedError("the reader does not answer")
            if reply.sw3 == Sw3.FOUND:
                return self._read_card()
            stop.wait(self._poll_interval_s)
        return None

    def wait_removed(self, stop: threading.Event, *, was_read: bool) -> None:
        """Return when the card has left the field, or `stop` is set.

        A card that was read is not found again until it has left; so it is asked for its added
        address, which it can only answer while it is there. A reader that does not know the
        command lets go at once: the next card is found only after this one has left anyway.
        A card that was refused is there as long as it is found.
        """
        command = READ_ADDED_ADDRESS if was_read else FIND
        while not stop.is_set():
            reply = self._ask(command, self._reply_timeout_s)
            if reply is None or reply.sw3 not in _IS_THERE:
                return
            stop.wait(self._poll_interval_s)

    def close(self) -> None:
        """Close the port; a port that is gone is closed already."""
        # pyserial raises OSError or termios.error on a port that was unplugged.
        with contextlib.suppress(Exception):
            self._port.close()

    def _read_card(self) -> IdCard:
        self._expect(self._ask(SELECT, self._reply_timeout_s))
        block = text_block_of(self._expect(self._ask(READ, self._read_timeout_s)))
        if block is None:
            raise CardUnreadableError(0)
        try:
            return parse_text_block(block)
        except CardDataError as error:
            raise CardUnreadableError(0) from error

    def _expect(self, reply: Reply | None) -> bytes:
        if reply is None or reply.sw3 in _PULLED:
            raise CardPulledEarlyError
        if reply.sw3 != Sw3.OK:
            raise CardUnreadableError(reply.sw3)
        return reply.data

    def _ask(self, command: bytes, timeout_s: float) -> Reply | None:
        """The reply to a command, or None if none came in time."""
        self._frames.clear()
        deadline_s = time.monotonic() + timeout_s
        try:
            self._port.reset_input_buffer()
            self._port.write(request_frame(command))
            while (rest_s := deadline_s - time.monotonic()) > 0:
                self._port.timeout = rest_s
                data = self._port.read(1)
                data += self._port.read(self._port.in_waiting)
                for reply in self._frames.feed(data):
                    return reply
        except Exception as error:  # OSError, SerialException or, from pyserial, termios.error
            raise ReaderUnpluggedError(str(error)) from error
        return None
