"""Ways to a printer behind one port, on the connectors of python-escpos.

Only bytes go through: the library's text and status functions are not used.
"""

from __future__ import annotations

import contextlib
import errno
import socket
from typing import TYPE_CHECKING, Any, Protocol

from serial import SerialTimeoutException

from kiosk.printing.device_file import DeviceFile

if TYPE_CHECKING:
    from kiosk.printing.destination import Destination

__all__ = ["Connection", "open_connection"]

_KEEPALIVE_IDLE_S = 10
_KEEPALIVE_INTERVAL_S = 5
_KEEPALIVE_COUNT = 3
_UNACKNOWLEDGED_LIMIT_MS = 10_000
_USB_READ_BYTES = 64


class Connection(Protocol):
    """An open line to a printer; every method may raise OSError when it is gone."""

    def write(self, data: bytes, timeout_s: float) -> None:
        """Hand over all bytes; TimeoutError if the printer takes none for timeout_s."""

    def read(self, timeout_s: float) -> bytes:
        """What the printer answers within the time, or nothing."""

    def end_job(self) -> None:
        """The slip is complete: a spooler of the system may have it now."""

    def close(self) -> None:
        """Close; whatever goes wrong while closing changes nothing."""


def open_connection(  # noqa: PLR0911  one return per kind of line
    destination: Destination, timeout_s: float
) -> Connection:
    """An open connection; OSError if there is no printer or a part of the system is missing."""
    # Imported here: reading its printer profiles costs 0.2 s, and a hub never prints.
    from escpos import printer  # noqa: PLC0415
    from escpos.exceptions import Error  # noqa: PLC0415

    try:
        match destination.kind:
            case "tcp":
                return _TcpConnection(printer, destination, timeout_s)
            case "serial":
                return _SerialConnection(printer, destination, timeout_s)
            case "usb" if destination.path:
                return _NodeConnection(destination.path)
            case "usb":
                return _UsbConnection(_usable(printer.Usb), destination)
            case "cups":
                return _QueueConnection(_usable(printer.LP)(destination.path))
            case "windows":
                return _QueueConnection(_usable(printer.Win32Raw)(destination.path))
            case "file":
                return _FileConnection(printer.File(destination.path))
            case "dummy":
                return _FileConnection(printer.Dummy())
    except Error as error:
        raise ConnectionError(str(error)) from error


def _usable(connector: Any) -> Any:
    """The connector's class, asked before it is built: half built it raises when collected."""
    if not connector.is_usable():
        raise ConnectionError(f"{connector.__name__}: a library or command of it is not installed")
    return connector


class _TcpConnection:
    """Port 9100 of a network printer, watched so that a printer switched off is noticed soon."""

    def __init__(self, printer: Any, destination: Destination, timeout_s: float) -> None:
        address = (destination.host, destination.port)
        # The library's own open() leaves its socket open when nobody answers.
        device = socket.create_connection(address, timeout=timeout_s)
        _watch(device)
        self._connector = printer.Network(*address, timeout=timeout_s)
        self._connector.device = device
        self._device = device

    def write(self, data: bytes, timeout_s: float) -> None:
        self._device.settimeout(timeout_s)
        self._connector._raw(data)

    def read(self, timeout_s: float) -> bytes:
        self._device.settimeout(timeout_s)
        try:
            data = bytes(self._connector._read())
        except TimeoutError:
            return b""
        if not data:
            raise ConnectionResetError("the printer closed the connection")
        return data

    def end_job(self) -> None:
        """The printer has every byte."""

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._connector.close()


def _watch(device: socket.socket) -> None:
    device.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    device.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for name, value in (
        ("TCP_KEEPIDLE", _KEEPALIVE_IDLE_S),
        ("TCP_KEEPINTVL", _KEEPALIVE_INTERVAL_S),
        ("TCP_KEEPCNT", _KEEPALIVE_COUNT),
        ("TCP_USER_TIMEOUT", _UNACKNOWLEDGED_LIMIT_MS),
    ):
        option = getattr(socket, name, None)  # absent on some systems
        if option is not None:
            device.setsockopt(socket.IPPROTO_TCP, option, value)


class _SerialConnection:
    """A serial port, or a USB printer that shows itself as one."""

    def __init__(self, printer: Any, destination: Destination, timeout_s: float) -> None:
        self._connector = printer.Serial(
            destination.path,
            destination.baud,
            timeout=timeout_s,
            dsrdtr=destination.flow == "dsr",
            xonxoff=destination.flow == "xon",
        )
        self._connector.open()

    def write(self, data: bytes, timeout_s: float) -> None:
        self._connector.device.write_timeout = timeout_s
        try:
            self._connector._raw(data)
        except SerialTimeoutException as error:  # an OSError, but no TimeoutError
            raise TimeoutError(str(error)) from error

    def read(self, timeout_s: float) -> bytes:
        # The connector's _read() waits for 16 bytes or the whole time: 1 s for each answer.
        device = self._connector.device
        device.timeout = timeout_s
        first = bytes(device.read(1))
        return first + bytes(device.read(device.in_waiting)) if first else b""

    def end_job(self) -> None:
        """Not drained: a printer that stopped would block that for ever; the fence tells."""

    def close(self) -> None:
        # An unplugged port raises OSError, SerialException or termios.error here. The connector
        # flushes first, fails on a port that is gone, and leaves it open.
        with contextlib.suppress(Exception):
            self._connector.device.close()
        self._connector.device = False


class _NodeConnection:
    """A device node of Linux such as /dev/usb/lp0."""

    def __init__(self, path: str) -> None:
        self._node = DeviceFile(path)

    def write(self, data: bytes, timeout_s: float) -> None:
        self._node.write(data, timeout_s)

    def read(self, timeout_s: float) -> bytes:
        return self._node.read(timeout_s)

    def end_job(self) -> None:
        """The kernel has every byte."""

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._node.close()


class _UsbConnection:
    """A USB printer by vendor and product, through pyusb (experimental: no device was at hand)."""

    def __init__(self, connector: Any, destination: Destination) -> None:
        self._connector = connector(destination.vendor_id, destination.product_id)
        self._connector.open()

    def write(self, data: bytes, timeout_s: float) -> None:
        self._connector.timeout = round(timeout_s * 1000)
        self._connector._raw(data)

    def read(self, timeout_s: float) -> bytes:
        device = self._connector.device
        try:
            # 0 would mean "for ever" to libusb.
            wait_ms = max(1, round(timeout_s * 1000))
            return bytes(device.read(self._connector.in_ep, _USB_READ_BYTES, wait_ms))
        except OSError as error:  # USBTimeoutError is an OSError, but no TimeoutError
            if error.errno in (errno.ETIMEDOUT, None) and "tim" in str(error).lower():
                return b""
            raise

    def end_job(self) -> None:
        """The printer has every byte."""

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._connector.close()


class _QueueConnection:
    """A print queue of the system (CUPS, Windows): takes a whole job, answers nothing."""

    def __init__(self, connector: Any) -> None:
        self._connector = connector
        connector.open()

    def write(self, data: bytes, timeout_s: float) -> None:  # noqa: ARG002  the queue takes all
        try:
            self._connector._raw(data)
        except OSError:
            raise
        except Exception as error:  # pywintypes.error, SubprocessError: each library its own
            raise ConnectionError(str(error)) from error

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002
        return b""

    def end_job(self) -> None:
        """Let the queue have the job; OSError if it refuses it. The next write begins another."""
        process = self._connector._device
        try:
            self._connector.close()
        except OSError:
            raise
        except Exception as error:  # as in write()
            raise ConnectionError(str(error)) from error
        if getattr(process, "returncode", 0):
            raise ConnectionError(f"lp ended with {process.returncode}")

    def close(self) -> None:
        """Close without a job: the command behind a CUPS queue would print an empty one."""
        process = self._connector._device
        with contextlib.suppress(Exception):
            if hasattr(process, "kill"):
                process.kill()
                process.stdin.close()
                process.wait()
                self._connector.device = False
            else:
                self._connector.close()


class _FileConnection:
    """A file, or nothing at all: written, never read."""

    def __init__(self, connector: Any) -> None:
        self._connector = connector
        if hasattr(connector, "devfile"):
            connector.open()

    def write(self, data: bytes, timeout_s: float) -> None:  # noqa: ARG002
        self._connector._raw(data)

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002
        return b""

    def end_job(self) -> None:
        flush = getattr(self._connector, "flush", None)
        if flush is not None:
            flush()

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._connector.close()
