"""What is plugged in: serial ports, card readers on them, scanners, touch panels, cameras, sound.

Ports are asked with a harmless search for a card; nothing is written to a port in use by others.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "BAUDS",
    "FoundReader",
    "InputDevice",
    "camera_names",
    "cameras",
    "find_card_reader",
    "input_devices",
    "serial_ports",
    "sound_cards",
]

BAUDS = (115200, 9600, 57600, 38400, 19200)
_INPUTS = Path("/proc/bus/input/devices")
_SCANNER_NAMES = re.compile(r"scan|barcode|bar code|qr|honeywell|newland|zebra|symbol", re.I)
_ABS_MT_POSITION_X = 0x35
_KEY_ENTER, _KEY_1 = 28, 2


@dataclass(frozen=True, slots=True)
class FoundReader:
    """A SAM-V reader that answered."""

    port: str
    baud: int


@dataclass(frozen=True, slots=True)
class InputDevice:
    """A device of the Linux input layer; a scanner is a keyboard with a telling name."""

    name: str
    vendor_product: str
    is_touch: bool
    is_keyboard: bool

    @property
    def is_scanner(self) -> bool:
        """Whether it types and its name says scanner."""
        return self.is_keyboard and bool(_SCANNER_NAMES.search(self.name))


def serial_ports() -> tuple[str, ...]:
    """Names of the serial ports of this machine, those of USB first."""
    from serial.tools import list_ports  # noqa: PLC0415  asks the system: only where needed

    ports = sorted(list_ports.comports(), key=lambda port: (port.vid is None, port.device))
    return tuple(str(port.device) for port in ports)


def find_card_reader(
    ports: Iterable[str], *, reply_timeout_s: float = 0.4, stop: threading.Event | None = None
) -> FoundReader | None:
    """The first reader that answers at any of the protocol's speeds; None if there is none.

    115200 first: most readers leave the factory with it.
    """
    from kiosk.devices.samv_reader import (  # noqa: PLC0415  a hub has no pyserial
        ReaderUnpluggedError,
        SamvReader,
    )

    for port in ports:
        for baud in BAUDS:
            if stop is not None and stop.is_set():
                return None
            try:
                reader = SamvReader(port, baud, reply_timeout_s=reply_timeout_s)
            except ReaderUnpluggedError:
                break  # the port itself cannot be opened: no speed will
            try:
                if reader.is_answering():
                    return FoundReader(port, baud)
            except ReaderUnpluggedError:
                break
            finally:
                reader.close()
    return None


def input_devices(listing: Path = _INPUTS) -> tuple[InputDevice, ...]:
    """Devices of the Linux input layer; empty on other systems."""
    try:
        text = listing.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    return tuple(_device(block) for block in text.split("\n\n") if "N: Name=" in block)


def _device(block: str) -> InputDevice:
    name = re.search(r'N: Name="([^"]*)"', block)
    ids = re.search(r"Vendor=(\w+) Product=(\w+)", block)
    keys = _bits(block, "KEY")
    return InputDevice(
        name=name[1] if name else "",
        vendor_product=f"{ids[1]}:{ids[2]}" if ids else "",
        is_touch=bool(_bits(block, "ABS") >> _ABS_MT_POSITION_X & 1),
        is_keyboard=bool(keys >> _KEY_ENTER & 1 and keys >> _KEY_1 & 1),
    )


def _bits(block: str, name: str) -> int:
    """The bit mask of `B: KEY=`: words of 64 bits in hex, the highest first; 0 if there is none."""
    found = re.search(rf"^B: {name}=([0-9a-f ]+)$", block, re.M)
    value = 0
    for word in found[1].split()[:64] if found else ():
        value = value << 64 | int(word[:16], 16)
    return value


def cameras(directory: Path = Path("/dev")) -> tuple[str, ...]:
    """Device nodes of cameras on Linux."""
    return tuple(sorted(str(path) for path in directory.glob("video*")))


def camera_names(directory: Path = Path("/sys/class/video4linux")) -> tuple[str, ...]:
    """What cameras call themselves, on Linux."""
    names = []
    for path in sorted(directory.glob("*/name")):
        try:
            names.append(path.read_text(encoding="utf-8", errors="replace").strip())
        except OSError:
            continue
    return tuple(names)


def sound_cards(listing: Path = Path("/proc/asound/cards")) -> tuple[str, ...]:
    """Sound cards on Linux, as the kernel names them."""
    try:
        text = listing.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ()
    return tuple(match[1].strip() for match in re.finditer(r"^ *\d+ \[.*?\]: (.*)$", text, re.M))
