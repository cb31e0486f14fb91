"""The doctor's look at what is plugged in; parts of a station are imported where they are used."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.config import Settings

__all__ = [
    "Check",
    "check_hub",
    "check_inputs",
    "check_printer",
    "check_reader",
    "find_devices",
]

Check = tuple[str, str, str, str]
"""Name, state (ok, warn, red), detail, advice."""

_HUB_PATIENCE_S = 3.0
_DEFAULT_PORTS = {"http": 80, "https": 443}


def check_printer(settings: Settings) -> Check:
    """Whether the configured printer can print."""
    if not settings.printer.destination:
        return "printer", "warn", "none configured", "set printer.destination (kiosk doctor --find)"
    from kiosk.commands.device_checks import PRINTER_ADVICE  # noqa: PLC0415
    from kiosk.printing.destination import parse_destination  # noqa: PLC0415
    from kiosk.printing.escpos import EscposPrinter  # noqa: PLC0415

    try:
        printer = EscposPrinter(parse_destination(settings.printer.destination))
    except ValueError as error:
        return "printer", "red", str(error), "correct printer.destination"
    try:
        status = printer.status()
    finally:
        printer.close()
    detail = f"{settings.printer.destination}: {status.state}"
    if status.can_print:
        advice = PRINTER_ADVICE[status.state]
        return "printer", "warn" if advice else "ok", detail, advice
    if not printer.has_status:
        advice = "it cannot say how it is; try: kiosk doctor print --to …"
        return "printer", "warn", detail, advice
    return "printer", "red", detail, PRINTER_ADVICE[status.state]


def check_reader(settings: Settings) -> Check:
    """Whether the configured ID card reader answers."""
    port = settings.card_reader.port
    if not port:
        return "card reader", "warn", "none configured", "set card_reader.port (--find looks)"
    if not port.upper().startswith("COM") and not Path(port).exists():
        return "card reader", "red", f"{port} is not there", "check cable and card_reader.port"
    from kiosk.devices.samv_reader import ReaderUnpluggedError, SamvReader  # noqa: PLC0415

    try:
        reader = SamvReader(port, settings.card_reader.baud)
        try:
            is_answering = reader.is_answering()
        finally:
            reader.close()
    except ReaderUnpluggedError as error:
        return "card reader", "red", f"{port}: {error}", "check cable and access rights"
    if not is_answering:
        advice = "check power and card_reader.baud (kiosk doctor --find looks for both)"
        return "card reader", "red", f"{port} does not answer", advice
    return "card reader", "ok", port, ""


def check_hub(url: str) -> Check:
    """Whether the hub's address takes a connection; a station works without."""
    if not url:
        return "hub", "warn", "not enrolled", "enrol with: kiosk enroll URL CODE"
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme, 443))
    try:
        socket.create_connection(address, timeout=_HUB_PATIENCE_S).close()
    except OSError as error:
        advice = "the station goes on without; check network and hub"
        return "hub", "warn", f"{url}: {error}", advice
    return "hub", "ok", url, ""


def check_inputs() -> Iterator[Check]:
    """Touch panel, scanners, cameras and sound as Linux lists them; nothing is red for it."""
    from kiosk.devices.discovery import cameras, input_devices, sound_cards  # noqa: PLC0415

    devices = input_devices()
    touch = [device.name for device in devices if device.is_touch]
    scanners = [f"{d.name} ({d.vendor_product})" for d in devices if d.is_scanner]
    for name, found, advice in (
        ("touch panel", touch, "check the panel's USB cable"),
        ("scanner", scanners, "one that types as a keyboard without a telling name is not listed"),
        ("camera", cameras(), "check cable and access rights of /dev/video*"),
        ("sound", sound_cards(), "without it nothing is read aloud"),
    ):
        detail = ", ".join(found) or "none seen"
        yield name, "ok" if found else "warn", detail, "" if found else advice


def find_devices() -> Iterator[Check]:
    """Card readers and printers that answer, with what to write into kiosk.toml."""
    from kiosk.devices.discovery import find_card_reader, serial_ports  # noqa: PLC0415
    from kiosk.printing.discovery import find_printers  # noqa: PLC0415

    ports = serial_ports()
    reader = find_card_reader(ports)
    if reader is None:
        looked = ", ".join(ports) or "no serial port"
        yield "found card reader", "warn", f"none ({looked})", "check cable and power"
    else:
        advice = f'card_reader.port = "{reader.port}", card_reader.baud = {reader.baud}'
        yield "found card reader", "ok", f"{reader.port} at {reader.baud} baud", advice
    printers = find_printers(port for port in ports if reader is None or port != reader.port)
    for printer in printers:
        advice = f'printer.destination = "{printer.destination}"'
        yield "found printer", "ok", f"{printer.destination}: {printer.status.state}", advice
    if not printers:
        advice = "a network printer is not looked for: use the address on its own test page"
        yield "found printer", "warn", "none", advice
