"""The picture of what a printer received: proof for tests and for the demo."""

from __future__ import annotations

from PIL import Image

from kiosk.printing.commands import CommandStream, is_raster, raster_size

__all__ = ["image_from_escpos"]

_HEADER_BYTES = 8


def image_from_escpos(data: bytes, width_dots: int = 576) -> Image.Image:
    """All raster bands of the bytes one below the other; mode "1", 0 = black.

    Commands other than `GS v 0` are passed over, an unfinished band at the end is left out.
    """
    bands = [command.data for command in CommandStream().feed(data) if is_raster(command)]
    height = sum(raster_size(band)[1] for band in bands)
    image = Image.new("1", (width_dots, max(1, height)), 1)
    top = 0
    for band in bands:
        row_bytes, rows = raster_size(band)
        if row_bytes and rows:
            size = (row_bytes * 8, rows)
            image.paste(Image.frombytes("1", size, band[_HEADER_BYTES:], "raw", "1;I"), (0, top))
        top += rows
    return image
