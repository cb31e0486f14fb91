"""Where a printer is, and the connection to it.

Addresses: tcp://HOST:9100, serial:///dev/ttyS0?baud=115200, usb:///dev/usb/lp0 (Linux, with
status), file:///PATH (written only, never confirmed), dummy:
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import parse_qs, urlsplit

from kiosk.printing.device_file import DeviceFile

if TYPE_CHECKING:
    from types import ModuleType

    from escpos.escpos import Escpos

__all__ = ["Destination", "open_connector", "parse_destination"]

_DEFAULT_PORT = 9100
_DEFAULT_BAUD = 115200
_KEEPALIVE_IDLE_S = 10
_KEEPALIVE_INTERVAL_S = 5
_KEEPALIVE_COUNT = 3
_UNACKNOWLEDGED_LIMIT_MS = 10_000


@dataclass(frozen=True, slots=True)
class Destination:
    """A printer's address."""

    kind: Literal["tcp", "serial", "usb", "file", "dummy"]
    host: str = ""
    port: int = 0
    path: str = ""
    baud: int = 0

    @property
    def has_status(self) -> bool:
        """Whether the printer can answer; a file or device node is written only."""
        return self.kind in ("tcp", "serial", "usb")


def parse_destination(url: str) -> Destination:
    """The address in a setting; ValueError says what is wrong with it."""
    parts = urlsplit(url)
    match parts.scheme:
        case "tcp" if parts.hostname:
            return Destination("tcp", host=parts.hostname, port=parts.port or _DEFAULT_PORT)
        case "serial" if parts.path:
            baud = int(parse_qs(parts.query).get("baud", [str(_DEFAULT_BAUD)])[0])
            return Destination("serial", path=_device_path(parts.path), baud=baud)
        case "usb" if parts.path:
            return Destination("usb", path=parts.path)
        case "file" if parts.path:
            return Destination("file", path=parts.path)
        case "dummy":
            return Destination("dummy")
    raise ValueError(f"not a printer address (tcp://HOST:9100, serial:///…, usb:///…): {url}")


def _device_path(path: str) -> str:
    """serial:///COM3 means COM3."""
    name = path.removeprefix("/")
    return name if name.upper().startswith("COM") else path


def open_connector(destination: Destination, timeout_s: float) -> Escpos | DeviceFile:
    """An open connector, python-escpos's where it has one that reads.

    Raises OSError or the library's DeviceNotFoundError if there is no printer.
    """
    # Imported here: reading its printer profiles costs 0.2 s, and a hub never prints.
    from escpos import printer  # noqa: PLC0415

    match destination.kind:
        case "tcp":
            return _network_connector(printer, destination, timeout_s)
        case "serial":
            connector = printer.Serial(
                destination.path, destination.baud, timeout=timeout_s, dsrdtr=False
            )
        case "usb":
            return DeviceFile(destination.path, timeout_s)
        case "file":
            connector = printer.File(destination.path)
        case "dummy":
            return printer.Dummy()
    connector.open()
    return connector


def _network_connector(printer: ModuleType, destination: Destination, timeout_s: float) -> Escpos:
    """The library's own open() leaves its socket open when nobody answers."""
    address = (destination.host, destination.port)
    connection = socket.create_connection(address, timeout=timeout_s)
    _watch_connection(connection)
    connector: Escpos = printer.Network(*address, timeout=timeout_s)
    connector.device = connection
    return connector


def _watch_connection(connection: socket.socket) -> None:
    """Notice a printer that is switched off within seconds instead of hours."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for name, value in (
        ("TCP_KEEPIDLE", _KEEPALIVE_IDLE_S),
        ("TCP_KEEPINTVL", _KEEPALIVE_INTERVAL_S),
        ("TCP_KEEPCNT", _KEEPALIVE_COUNT),
        ("TCP_USER_TIMEOUT", _UNACKNOWLEDGED_LIMIT_MS),
    ):
        option = getattr(socket, name, None)  # absent on some systems
        if option is not None:
            connection.setsockopt(socket.IPPROTO_TCP, option, value)
