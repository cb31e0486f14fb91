"""From a one-bit picture to the bytes of an ESC/POS printer, and no byte of white paper too many.

White rows become paper feeds (`ESC J`, in dots after `GS P 203 203`), every band of `GS v 0` is
cropped at the right, and rows made of 2×2 squares (codes, big numbers, rules) are sent at a quarter
of their size in mode 3, rows in equal pairs at half of it in mode 2.
Source: Epson ESC/POS command reference, GS v 0, GS P, ESC J, GS V, ESC @.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

__all__ = [
    "DOT_UNITS",
    "FEED_TO_CUTTER",
    "FULL_RASTER",
    "MAX_BAND_BYTES",
    "PARTIAL_CUT",
    "PLAIN_RASTER",
    "RESET",
    "RasterStyle",
    "job_bytes",
    "raster_bytes",
]

RESET = b"\x1b@"
DOT_UNITS = b"\x1dP\xcb\xcb"  # one motion unit = 1/203 inch = one dot
_FEED = b"\x1bJ"
FEED_TO_CUTTER = b"\x1bd\x04"
PARTIAL_CUT = b"\x1dVA\x00"
_BAND = b"\x1dv0"
_MAX_FEED = 255
# What a new band must save: its header of 8 bytes, and the print head's pause at each band.
_BAND_COST_BYTES = 24
# Clones with small buffers take no more rows at once.
_BAND_MAX_ROWS = 240
MAX_BAND_BYTES = _BAND_MAX_ROWS * 72  # at 576 dots
_MIN_BLANK_ROWS = 2
_MIN_PAIRED_ROWS = 4
_NORMAL, _DOUBLE_HEIGHT, _DOUBLE_BOTH = 0, 2, 3
# Bytes whose bits come in equal pairs, and the four bits that stand for them.
_HALF_OF_BYTE = {
    sum(3 << (2 * bit) for bit in range(4) if nibble >> bit & 1): nibble for nibble in range(16)
}
_PAIRED_BYTES = bytes(_HALF_OF_BYTE)
_HALVES = bytes(_HALF_OF_BYTE.get(value, 0) for value in range(256))


@dataclass(frozen=True, slots=True)
class RasterStyle:
    """What the printer understands beside plain `GS v 0`; clones may lack either."""

    has_feeds: bool = True
    has_doubling: bool = True


FULL_RASTER = RasterStyle()
PLAIN_RASTER = RasterStyle(has_feeds=False, has_doubling=False)
_Row = tuple[bytes, int]  # packed bits, 1 = black, and how many bytes of them are not white


def job_bytes(image: Image.Image, style: RasterStyle = FULL_RASTER) -> bytes:
    """A whole job: reset, picture, feed to the cutter, cut."""
    return RESET + raster_bytes(image, style) + FEED_TO_CUTTER + PARTIAL_CUT


def raster_bytes(image: Image.Image, style: RasterStyle = FULL_RASTER) -> bytes:
    """The picture as feeds and bands; empty rows at the end are dropped."""
    rows = _packed_rows(image)
    parts = [DOT_UNITS] if style.has_feeds and rows else []
    plain: list[_Row] = []
    for count, start in _runs(rows, style):
        if count > 0:
            plain += rows[start : start + count]
            continue
        parts += _plain_bands(plain)
        plain.clear()
        run = rows[start : start - count]
        parts += _paired_bands(run) if run[0][1] else _feeds(len(run))
    return b"".join([*parts, *_plain_bands(plain)])


def _packed_rows(image: Image.Image) -> list[_Row]:
    """Rows of packed bits, white rows at the end removed."""
    bits = image.convert("1")
    row_bytes = (bits.width + 7) // 8
    packed = bits.tobytes("raw", "1;I")
    rows = [packed[start : start + row_bytes] for start in range(0, len(packed), row_bytes)]
    measured = [(row, len(row.rstrip(b"\x00"))) for row in rows]
    while measured and not measured[-1][1]:
        measured.pop()
    return measured


def _runs(rows: list[_Row], style: RasterStyle) -> Iterator[tuple[int, int]]:
    """(count, start) of runs: count > 0 plain rows, < 0 blank rows or rows in equal pairs."""
    start, end = 0, len(rows)
    while start < end:
        width = rows[start][1]
        stop = start + 1
        if not width and style.has_feeds:
            while stop < end and not rows[stop][1]:
                stop += 1
            is_special = stop - start >= _MIN_BLANK_ROWS
        else:
            stop = start + (_paired_rows(rows, start) if style.has_doubling and width else 1)
            is_special = stop - start >= _MIN_PAIRED_ROWS
            stop = max(stop, start + 1)
        count = stop - start
        yield (-count if is_special else count, start)
        start = stop


def _paired_rows(rows: list[_Row], start: int) -> int:
    """How many rows from `start` come in equal pairs, none of them white; an even number."""
    stop, last = start, len(rows) - 1
    while stop < last and rows[stop][1] and rows[stop][0] == rows[stop + 1][0]:
        stop += 2
    return stop - start


def _feeds(rows: int) -> list[bytes]:
    counts = [_MAX_FEED] * (rows // _MAX_FEED) + [rows % _MAX_FEED]
    return [_FEED + bytes([count]) for count in counts if count]


def _paired_bands(rows: list[_Row]) -> list[bytes]:
    """Every second row, at half width where columns come in pairs too."""
    bands: list[bytes] = []
    halved = [(row, width, not row.translate(None, _PAIRED_BYTES)) for row, width in rows[::2]]
    start = 0
    while start < len(halved):
        is_square = halved[start][2]
        stop = start + 1
        while stop < len(halved) and halved[stop][2] == is_square:
            stop += 1
        run = [(row, width) for row, width, _ in halved[start:stop]]
        mode = _DOUBLE_BOTH if is_square else _DOUBLE_HEIGHT
        bands += _plain_bands([_halved(*row) for row in run] if is_square else run, mode)
        start = stop
    return bands


@lru_cache(maxsize=1024)
def _halved(row: bytes, width: int) -> _Row:
    """A row of paired columns at half its width; `width` bytes are not white."""
    nibbles = row[: width + width % 2].ljust(width + width % 2, b"\x00").translate(_HALVES)
    half = bytes(high << 4 | low for high, low in zip(nibbles[::2], nibbles[1::2], strict=True))
    return half, len(half)


def _plain_bands(rows: list[_Row], mode: int = _NORMAL) -> list[bytes]:
    """Runs of rows with the width in bytes they need; a new run begins where it saves bytes."""
    bands: list[bytes] = []
    start = band_width = used_bytes = 0
    for index, (_, needed) in enumerate(rows):
        width, count = max(1, needed), index - start
        joined = max(band_width, width)
        is_cheaper_apart = joined * (count + 1) > band_width * count + width + _BAND_COST_BYTES
        is_wasteful = joined * (count + 1) - used_bytes - width > _BAND_COST_BYTES
        if count and (is_cheaper_apart or is_wasteful or count == _BAND_MAX_ROWS):
            bands.append(_band(rows[start:index], band_width, mode))
            start, joined, used_bytes = index, width, 0
        band_width = joined
        used_bytes += width
    if rows:
        bands.append(_band(rows[start:], band_width, mode))
    return bands


def _band(rows: list[_Row], width_bytes: int, mode: int) -> bytes:
    size = width_bytes.to_bytes(2, "little") + len(rows).to_bytes(2, "little")
    pixels = b"".join(row[:width_bytes].ljust(width_bytes, b"\x00") for row, _ in rows)
    return _BAND + bytes([mode]) + size + pixels
