"""A simulated ESC/POS printer on a TCP port of this machine: for the demo and the tests.

It behaves as a real one where it matters: bytes behind a fault wait in its buffer and are printed
when the fault is mended, status queries are answered at once, fences only after what is before.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING, Self

from kiosk.printing.commands import Command, CommandStream, is_cut, is_raster, raster_size
from kiosk.printing.simulated_faults import STOPPING, Fault, status_byte

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Fault", "SimulatedPrinter"]

_STATUS_QUERY = b"\x10\x04"
_PROCESS_ID_QUERY = b"\x1d\x28\x48\x06\x00\x30\x30"
_PAPER_SENSOR_QUERY = b"\x1dr"
_AUTOMATIC_STATUS = b"\x1da"


class SimulatedPrinter:
    """The printer; use as a context manager. All methods may be called from any thread.

    With keeps_line it does not notice a new connection, as on a serial cable: half a command
    before a break goes on after it. Behind a fault it takes buffer_bytes and then no more (0: all).
    """

    def __init__(
        self, *, has_process_id: bool = True, keeps_line: bool = False, buffer_bytes: int = 0
    ) -> None:
        self._has_process_id = has_process_id
        self._line = CommandStream() if keeps_line else None
        self._buffer_bytes = buffer_bytes
        self._is_off = self._is_closed = False
        self._changed = threading.Condition()
        self._faults: set[Fault] = set()
        self._later: tuple[Fault, int] | None = None
        self._bytes_left: int | None = None
        self._waiting: list[tuple[Command, socket.socket]] = []
        self._slip = bytearray()
        self._slips: list[bytes] = []
        self._received_bytes = 0
        self._connections: set[socket.socket] = set()
        self._server = socket.create_server(("127.0.0.1", 0))
        if buffer_bytes:
            self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer_bytes)
        self._thread = threading.Thread(target=self._accept, name="simulated-printer", daemon=True)

    @property
    def url(self) -> str:
        """The address for parse_destination()."""
        return f"tcp://127.0.0.1:{self._server.getsockname()[1]}"

    @property
    def slips(self) -> tuple[bytes, ...]:
        """The bytes of every slip cut so far, oldest first."""
        with self._changed:
            return tuple(self._slips)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Switch off; closing the connections ends their threads."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.drop_connections()
        self._thread.join(timeout=5)

    def wait_for_slip(self, count: int, timeout_s: float) -> bytes:
        """The count-th slip (from 1), as soon as it is cut; TimeoutError if it does not come."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._slips) >= count, timeout_s):
                raise TimeoutError(f"{len(self._slips)} slips, not {count}, after {timeout_s} s")
            return self._slips[count - 1]

    def wait_for_bytes(self, count: int, timeout_s: float) -> None:
        """Wait until at least `count` bytes arrived in all; TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._received_bytes >= count, timeout_s):
                raise TimeoutError(f"{self._received_bytes} bytes after {timeout_s} s")

    def set_fault(self, fault: Fault) -> None:
        """Something goes wrong now."""
        with self._changed:
            self._faults.add(fault)

    def clear_faults(self) -> None:
        """All is mended; what waited in the buffer is printed."""
        with self._changed:
            self._faults.clear()
            self._later = None
            waiting, self._waiting = self._waiting, []
            for command, connection in waiting:
                self._take(command, connection)
            self._changed.notify_all()

    def fault_after_rows(self, fault: Fault, rows: int) -> None:
        """The fault comes after so many more dot rows: paper ends in the middle of a slip."""
        with self._changed:
            self._later = (fault, rows)

    def drop_connection_after_bytes(self, count: int) -> None:
        """The connection breaks when so many more bytes have arrived; the rest is lost."""
        with self._changed:
            self._bytes_left = count

    def drop_connections(self) -> None:
        """All connections break now."""
        with self._changed:
            connections = list(self._connections)
        _shut(connections)

    def power_off(self) -> None:
        """The power fails: buffer and half a slip are gone, nobody answers."""
        with self._changed:
            self._is_off = True
            self._waiting.clear()
            self._slip.clear()
            self._line = self._line and CommandStream()
            lost = list(self._connections)
            self._connections.clear()
            self._changed.notify_all()
        _shut(lost)

    def power_on(self) -> None:
        """The power is back; faults are as they were."""
        with self._changed:
            self._is_off = False

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with self._changed:
                if self._is_off:
                    connection.close()
                    continue
                self._connections.add(connection)
            threading.Thread(
                target=self._serve, args=(connection,), name="simulated-printer-line", daemon=True
            ).start()

    def _serve(self, connection: socket.socket) -> None:
        stream = self._line or CommandStream()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection:
            while data := _receive(connection):
                with self._changed:
                    if connection not in self._connections:  # the power failed
                        break
                    data, is_broken = self._until_break(data)
                    self._received_bytes += len(data)
                    for command in stream.feed(data):
                        self._take(command, connection)
                    self._changed.notify_all()
                    self._changed.wait_for(self._has_room)
                if is_broken:
                    break
            with self._changed:
                self._connections.discard(connection)

    def _has_room(self) -> bool:
        held = sum(len(command.data) for command, _ in self._waiting)
        return not self._buffer_bytes or held < self._buffer_bytes or self._is_closed

    def _until_break(self, data: bytes) -> tuple[bytes, bool]:
        if self._bytes_left is None:
            return data, False
        kept = data[: self._bytes_left]
        self._bytes_left -= len(kept)
        if self._bytes_left > 0:
            return kept, False
        self._bytes_left = None
        if self._line is None:
            self._slip.clear()
        return kept, True

    def _take(self, command: Command, connection: socket.socket) -> None:
        if command.data.startswith(_STATUS_QUERY):
            self._reply(connection, bytes([status_byte(command.data[2], self._faults)]))
        elif self._faults & STOPPING:
            self._waiting.append((command, connection))
        else:
            self._execute(command, connection)

    def _execute(self, command: Command, connection: socket.socket) -> None:
        if command.data.startswith(_PROCESS_ID_QUERY):
            if self._has_process_id:
                self._reply(connection, b"\x37\x22" + command.data[7:11] + b"\x00")
        elif command.data.startswith(_AUTOMATIC_STATUS):
            pass
        elif command.data.startswith(_PAPER_SENSOR_QUERY):
            self._reply(connection, b"\x03" if Fault.NEAR_END in self._faults else b"\x00")
        else:
            self._print(command)

    def _print(self, command: Command) -> None:
        if command.data != b"\x00":  # as printers do
            self._slip += command.data
        if is_cut(command):
            self._slips.append(bytes(self._slip))
            self._slip.clear()
            self._changed.notify_all()
        if self._later is not None and is_raster(command):
            fault, rows = self._later
            rows -= raster_size(command.data)[1]
            self._later = (fault, rows) if rows > 0 else None
            if rows <= 0:
                self._faults.add(fault)

    def _reply(self, connection: socket.socket, data: bytes) -> None:
        if Fault.SILENT not in self._faults:
            with contextlib.suppress(OSError):
                connection.sendall(data)


def _shut(connections: list[socket.socket]) -> None:
    for connection in connections:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


def _receive(connection: socket.socket) -> bytes:
    try:
        return connection.recv(4096)
    except OSError:
        return b""
