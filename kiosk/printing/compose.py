"""From a slip's values to its picture and bytes, at 58 mm or 80 mm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.printing.designs import slip_block
from kiosk.printing.layout import paint_block
from kiosk.printing.raster import FULL_RASTER, RasterStyle, job_bytes
from kiosk.printing.style import WIDTH_58_MM_DOTS, WIDTH_80_MM_DOTS, style_for
from kiosk.printing.text_mode import text_job

if TYPE_CHECKING:
    from PIL import Image

    from kiosk.printing.slip import Slip

__all__ = [
    "PICTURES",
    "WIDTH_58_MM_DOTS",
    "WIDTH_80_MM_DOTS",
    "Dialect",
    "compose",
    "slip_bytes",
]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a printer wants its slips: as a picture, or as text where the line is slow."""

    is_text: bool = False
    raster: RasterStyle = FULL_RASTER


PICTURES = Dialect()


def compose(slip: Slip, width_dots: int, *, copy_number: int = 1) -> Image.Image:
    """The slip as a one-bit picture; a copy after the first says 补打 and which one it is."""
    style = style_for(width_dots)
    return paint_block(slip_block(slip, style, copy_number), width_dots, style.margin)


def slip_bytes(
    slip: Slip, width_dots: int, *, copy_number: int = 1, dialect: Dialect = PICTURES
) -> bytes:
    """What goes to the printer for one copy of the slip, from reset to cut."""
    if dialect.is_text:
        style = style_for(width_dots)
        block = slip_block(slip, style, copy_number)
        return text_job(block, width_dots, style.margin, dialect.raster)
    return job_bytes(compose(slip, width_dots, copy_number=copy_number), dialect.raster)
