"""Where a printer is, as one address in a setting.

tcp://HOST:9100 · serial:/dev/ttyS0?baud=115200&flow=none|dsr|xon · usb:/dev/usb/lp0 (Linux, with
status) · usb:04b8:0e15 (vendor and product, experimental) · cups:QUEUE and windows:QUEUE (a queue
of the system: no status) · file:PATH (written only) · dummy:
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

__all__ = ["Destination", "parse_destination"]

_DEFAULT_PORT = 9100
_DEFAULT_BAUD = 115200
_USB_IDS = re.compile(r"([0-9a-f]{4}):([0-9a-f]{4})", re.IGNORECASE)
_FLOWS: dict[str, Literal["", "dsr", "xon"]] = {"none": "", "dsr": "dsr", "xon": "xon"}


@dataclass(frozen=True, slots=True)
class Destination:
    """A printer's address; `path` is a device node, file or name of a queue."""

    kind: Literal["tcp", "serial", "usb", "cups", "windows", "file", "dummy"]
    host: str = ""
    port: int = 0
    path: str = ""
    baud: int = 0
    flow: Literal["", "dsr", "xon"] = ""
    vendor_id: int = 0
    product_id: int = 0

    @property
    def has_status(self) -> bool:
        """Whether the printer can answer; a file or a queue of the system is written only."""
        return self.kind in ("tcp", "serial", "usb")


def parse_destination(url: str) -> Destination:
    """The address in a setting; ValueError says what is wrong with it."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    match parts.scheme:
        case "tcp" if parts.hostname:
            return Destination("tcp", host=parts.hostname, port=parts.port or _DEFAULT_PORT)
        case "serial" if path:
            return _serial(path, parse_qs(parts.query))
        case "usb" if path:
            ids = _USB_IDS.fullmatch(path)
            if ids is None:
                return Destination("usb", path=path)
            return Destination("usb", vendor_id=int(ids[1], 16), product_id=int(ids[2], 16))
        case "cups" | "windows" | "file" if path:
            return Destination(parts.scheme, path=path)
        case "dummy":
            return Destination("dummy")
    raise ValueError(f"not a printer address (tcp://HOST:9100, serial:PATH, usb:PATH, …): {url}")


def _serial(path: str, query: dict[str, list[str]]) -> Destination:
    baud = int(query.get("baud", [str(_DEFAULT_BAUD)])[0])
    flow = query.get("flow", ["none"])[0]
    if baud <= 0 or flow not in _FLOWS:
        raise ValueError(f"not a printer address: baud={baud}, flow={flow}")
    # serial:///COM3 means COM3.
    name = path.removeprefix("/")
    path = name if name.upper().startswith("COM") else path
    return Destination("serial", path=path, baud=baud, flow=_FLOWS[flow])
