"""`kiosk doctor card` and `qr`: one device each, through the station's own code.

Numbers are masked unless a technician asks otherwise; nothing is stored.
"""

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from kiosk.command_errors import CommandFailed
from kiosk.devices.discovery import find_card_reader, serial_ports
from kiosk.devices.id_card import IdCard
from kiosk.devices.qr import ScanKind, classify_payload, decode_image, decode_text
from kiosk.devices.samv_reader import (
    CardPulledEarlyError,
    CardUnreadableError,
    ReaderUnpluggedError,
    SamvReader,
)
from kiosk.domain.masking import mask_id_number, mask_name

__all__ = ["read_card", "read_pictures"]

# Their text is somebody's money or identity: recognised, not shown.
_PRIVATE_KINDS = {ScanKind.PAYMENT, ScanKind.IDENTITY_SERVICE}


def read_card(port: str, baud: int, timeout_s: float, *, is_unmasked: bool) -> dict[str, Any]:
    """Wait for a card and say what it says; an empty port is looked for.

    Raises:
        CommandFailed: no reader, no card in time, or a card that cannot be read.
    """
    if not port:
        found = find_card_reader(serial_ports())
        if found is None:
            raise CommandFailed("no card reader answers on any serial port; check cable and power")
        port, baud = found.port, found.baud
    try:
        reader = SamvReader(port, baud)
        try:
            card = _wait_card(reader, timeout_s)
        finally:
            reader.close()
    except ReaderUnpluggedError as error:
        raise CommandFailed(f"no card reader at {port}: {error}") from error
    except CardUnreadableError as error:
        raise CommandFailed(f"the card cannot be read ({error}); try another card") from error
    if card is None:
        raise CommandFailed(f"no card within {timeout_s:g} s")
    return {"port": port, "baud": baud, **_fields(card, is_unmasked)}


def _wait_card(reader: SamvReader, timeout_s: float) -> IdCard | None:
    """The next card within the time; one pulled early may be laid down again."""
    stop = threading.Event()
    timer = threading.Timer(timeout_s, stop.set)
    timer.daemon = True
    timer.start()
    try:
        while not stop.is_set():
            try:
                return reader.wait_card(stop)
            except CardPulledEarlyError:
                continue
        return None
    finally:
        timer.cancel()


def _fields(card: IdCard, is_unmasked: bool) -> dict[str, Any]:
    def day(value: Any) -> str:
        return value.isoformat() if value else ""

    fields = {
        "kind": str(card.kind),
        "name": card.name,
        "foreign_name": card.foreign_name,
        "sex": str(card.sex),
        "birth_date": day(card.birth_date),
        "number": card.number,
        "address": card.address,
        "authority": card.authority,
        "ethnicity_code": card.ethnicity_code,
        "nationality_code": card.nationality_code,
        "pass_number": card.pass_number,
        "valid_from": day(card.valid_from),
        "valid_to": day(card.valid_to),
        "is_long_term": card.is_long_term,
        "has_private_characters": card.has_private_characters,
        "is_layout_unverified": card.is_layout_unverified,
    }
    if is_unmasked:
        return fields
    masked = {
        "number": mask_id_number(card.number),
        "pass_number": _stars(card.pass_number),
        "name": mask_name(card.name) if card.name else "",
        "foreign_name": _stars(card.foreign_name),
        "birth_date": day(card.birth_date)[:4],
        "address": _stars(card.address, keep=6),
    }
    return {**fields, **masked}


def _stars(text: str, keep: int = 1) -> str:
    return text[:keep] + "*" * len(text[keep:])


def read_pictures(files: Sequence[Path]) -> dict[str, Any]:
    """Codes in pictures, by the decoder of the camera.

    Raises:
        CommandFailed: a file is no picture.
    """
    return {"files": [_read_picture(path) for path in files]}


def _read_picture(path: Path) -> dict[str, Any]:
    try:
        with Image.open(path) as picture:
            picture.load()
            started_s = time.perf_counter()
            found = decode_image(picture)
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise CommandFailed(f"{path}: no picture that can be read ({error})") from error
    took_ms = (time.perf_counter() - started_s) * 1000
    return {
        "file": str(path),
        "codes": [_code(decode_text(raw)) for raw in found],
        "ms": round(took_ms, 1),
    }


def _code(text: str) -> dict[str, Any]:
    scan = classify_payload(text)
    shown: str | None = text
    if scan.kind in _PRIVATE_KINDS:
        shown = None
    elif scan.id_number is not None:
        shown = mask_id_number(scan.id_number)
    return {"kind": str(scan.kind), "text": shown}
