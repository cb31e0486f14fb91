"""A simulated ID card reader on a pseudo terminal; cards to put on it are in synthetic_cards.

For the demo and the tests, on Linux. Like a real reader it does not find a card again that was
read, until the card has left the field.
"""

from __future__ import annotations

import contextlib
import os
import select
import threading
from typing import TYPE_CHECKING, Self

from kiosk.devices.id_card import TEXT_BLOCK_BYTES
from kiosk.devices.samv import (
    FIND,
    PREAMBLE,
    READ,
    READ_ADDED_ADDRESS,
    SELECT,
    Sw3,
    reply_frame,
)
from kiosk.devices.simulated_port import SimulatedPort

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["SimulatedCardReader"]

_PHOTO_BYTES = 1024
_FIND_DATA = b"\x00\x00\x00\x00"
_SELECT_DATA = bytes(8)
_SILENCE = -1


class SimulatedCardReader:
    """The reader; use as a context manager. All methods may be called from any thread.

    chunk_bytes > 0 sends replies in such pieces; noise is sent before every reply. With baud > 0
    it understands this speed only.
    """

    def __init__(
        self, *, chunk_bytes: int = 0, noise: bytes = b"", baud: int = 0, photo: bytes = b""
    ) -> None:
        self._photo = photo.ljust(_PHOTO_BYTES, b"\x00")
        self._baud = baud
        self._chunk_bytes = chunk_bytes
        self._noise = noise
        self._lock = threading.Lock()
        self._block: bytes | None = None
        self._is_selected = self._is_read = False
        self._next_codes: dict[bytes, list[int]] = {}
        self._is_silent = False
        self._port = SimulatedPort("card-reader")
        self.port = self._port.path
        self._wake_read, self._wake_write = os.pipe()
        self._thread: threading.Thread | None = None
        self._answers = {
            FIND: self._find,
            SELECT: self._select,
            READ: self._read,
            READ_ADDED_ADDRESS: self._read_added_address,
        }

    def __enter__(self) -> Self:
        self.replug()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.unplug()
        os.close(self._wake_read)
        os.close(self._wake_write)
        self._port.remove()

    def put(self, block: bytes) -> None:
        """Lay a card with this text block on the reader (see synthetic_cards)."""
        with self._lock:
            self._block, self._is_selected, self._is_read = block, False, False

    def take(self) -> None:
        """Take the card away."""
        with self._lock:
            self._block = None

    def fail_next(self, command: bytes, code: int) -> None:
        """The next FIND, SELECT or READ is answered with this SW3."""
        with self._lock:
            self._next_codes.setdefault(command, []).append(code)

    def silence_next(self, command: bytes) -> None:
        """The next FIND, SELECT or READ is not answered."""
        self.fail_next(command, _SILENCE)

    def silence(self, is_silent: bool) -> None:
        """Answer nothing at all, or answer again."""
        with self._lock:
            self._is_silent = is_silent

    def unplug(self) -> None:
        """The port vanishes."""
        if self._thread is None:
            return
        os.write(self._wake_write, b"x")
        self._thread.join(timeout=5)
        self._thread = None
        self._port.pull()

    def replug(self) -> None:
        """The port appears (again) under the same path."""
        self._port.plug_in()
        self._thread = threading.Thread(
            target=self._serve,
            args=(self._port.far_end,),
            name="simulated-card-reader",
            daemon=True,
        )
        self._thread.start()

    def _serve(self, master: int) -> None:
        received = b""
        while True:
            ready, _, _ = select.select([master, self._wake_read], [], [])
            if self._wake_read in ready:
                os.read(self._wake_read, 1)
                return
            received += os.read(master, 4096)
            if not self._is_understood(master):
                received = b""
            while (start := received.find(PREAMBLE)) >= 0 and len(received) >= start + 10:
                command, received = received[start + 7 : start + 9], received[start + 10 :]
                with contextlib.suppress(OSError):
                    self._send(master, self._answer(command))

    def _is_understood(self, master: int) -> bool:
        """Whether the port is set to the reader's speed."""
        if not self._baud:
            return True
        import termios  # noqa: PLC0415  not on Windows

        return bool(termios.tcgetattr(master)[4] == getattr(termios, f"B{self._baud}"))

    def _send(self, master: int, reply: bytes) -> None:
        if not reply:
            return
        data = self._noise + reply
        step = self._chunk_bytes or len(data)
        for start in range(0, len(data), step):
            os.write(master, data[start : start + step])

    def _answer(self, command: bytes) -> bytes:
        with self._lock:
            codes = self._next_codes.get(command)
            code = codes.pop(0) if codes else None
            if self._is_silent or code == _SILENCE:
                return b""
            if code is not None:
                return reply_frame(code)
            return self._answers.get(command, lambda: reply_frame(Sw3.UNKNOWN_COMMAND))()

    def _find(self) -> bytes:
        if self._block is None or self._is_read:
            return reply_frame(Sw3.NO_CARD)
        return reply_frame(Sw3.FOUND, _FIND_DATA)

    def _select(self) -> bytes:
        self._is_selected = self._block is not None
        if not self._is_selected:
            return reply_frame(Sw3.SELECT_FAILED)
        return reply_frame(Sw3.OK, _SELECT_DATA)

    def _read_added_address(self) -> bytes:
        return reply_frame(Sw3.READ_FAILED if self._block is None else Sw3.NO_CONTENT)

    def _read(self) -> bytes:
        if self._block is None or not self._is_selected:
            return reply_frame(Sw3.READ_FAILED)
        self._is_read = True
        lengths = TEXT_BLOCK_BYTES.to_bytes(2, "big") + len(self._photo).to_bytes(2, "big")
        return reply_frame(Sw3.OK, lengths + self._block + self._photo)
