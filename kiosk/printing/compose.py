"""From a slip's values to its picture and bytes, at 58 mm or 80 mm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.printing.designs import slip_block
from kiosk.printing.layout import paint_block
from kiosk.printing.raster import RasterStyle, job_bytes
from kiosk.printing.style import WIDTH_58_MM_DOTS, WIDTH_80_MM_DOTS, style_for

if TYPE_CHECKING:
    from PIL import Image

    from kiosk.printing.slip import Slip

__all__ = ["WIDTH_58_MM_DOTS", "WIDTH_80_MM_DOTS", "compose", "slip_bytes"]

_FULL_RASTER = RasterStyle()


def compose(slip: Slip, width_dots: int, *, copy_number: int = 1) -> Image.Image:
    """The slip as a one-bit picture; a copy after the first says 补打 and which one it is."""
    style = style_for(width_dots)
    return paint_block(slip_block(slip, style, copy_number), width_dots, style.margin)


def slip_bytes(
    slip: Slip, width_dots: int, *, copy_number: int = 1, style: RasterStyle = _FULL_RASTER
) -> bytes:
    """What goes to the printer for one copy of the slip, from reset to cut."""
    return job_bytes(compose(slip, width_dots, copy_number=copy_number), style)
