"""From a one-bit picture to the bytes of an ESC/POS printer, and no byte of white paper too many.

Only `GS v 0` is used: every ESC/POS printer and clone has it, and unlike paper feeds (`ESC J`) it
does not depend on the printer's motion unit, so a white row costs one byte.
Source: Epson ESC/POS command reference, GS v 0, GS V, ESC @.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

__all__ = ["job_bytes", "raster_bytes"]

_RESET = b"\x1b@"
_FEED_TO_CUTTER = b"\x1bd\x04"
_PARTIAL_CUT = b"\x1dVA\x00"
_BAND_HEADER = b"\x1dv0\x00"
# What a new band must save: its header of 8 bytes, and the print head's pause at each band.
_BAND_COST_BYTES = 48
# Clones with small buffers take no more rows at once.
_BAND_MAX_ROWS = 240


def job_bytes(image: Image.Image) -> bytes:
    """A whole job: reset, picture, feed to the cutter, cut."""
    return _RESET + raster_bytes(image) + _FEED_TO_CUTTER + _PARTIAL_CUT


def raster_bytes(image: Image.Image) -> bytes:
    """The picture as bands of `GS v 0`, each cropped right; empty rows at the end are dropped."""
    return b"".join(_band(rows, width) for rows, width in _bands(_packed_rows(image)))


def _packed_rows(image: Image.Image) -> list[bytes]:
    """Rows of packed bits, 1 = black, white rows at the end removed."""
    bits = image.convert("1")
    row_bytes = (bits.width + 7) // 8
    packed = bits.tobytes("raw", "1;I")
    rows = [packed[start : start + row_bytes] for start in range(0, len(packed), row_bytes)]
    while rows and not rows[-1].strip(b"\x00"):
        rows.pop()
    return rows


def _bands(rows: list[bytes]) -> Iterator[tuple[list[bytes], int]]:
    """Runs of rows with the width in bytes they need; a new run begins where it saves bytes."""
    band: list[bytes] = []
    band_width = used_bytes = 0
    for row in rows:
        width = max(1, len(row.rstrip(b"\x00")))
        joined_width = max(band_width, width)
        is_cheaper_apart = joined_width * (len(band) + 1) > band_width * len(band) + (
            width + _BAND_COST_BYTES
        )
        is_wasteful = joined_width * (len(band) + 1) - used_bytes - width > _BAND_COST_BYTES
        if band and (is_cheaper_apart or is_wasteful or len(band) == _BAND_MAX_ROWS):
            yield band, band_width
            band, band_width, used_bytes = [], 0, 0
            joined_width = width
        band.append(row)
        band_width = joined_width
        used_bytes += width
    if band:
        yield band, band_width


def _band(rows: list[bytes], width_bytes: int) -> bytes:
    size = width_bytes.to_bytes(2, "little") + len(rows).to_bytes(2, "little")
    return _BAND_HEADER + size + b"".join(row[:width_bytes] for row in rows)
