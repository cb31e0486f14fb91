"""Fonts of the documents: embedded TrueType, never a font that the reader must have."""

from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from kiosk.assets import asset_path

__all__ = ["BOLD", "REGULAR", "register_fonts"]

REGULAR, BOLD = "NotoSansSC", "NotoSansSC-Bold"


@cache
def register_fonts() -> None:
    """Make the fonts known to reportlab, once."""
    for name, file in ((REGULAR, "NotoSansSC_500Medium.ttf"), (BOLD, "NotoSansSC_700Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(asset_path("fonts", file))))
