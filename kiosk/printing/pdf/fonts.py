"""Fonts of the documents: embedded TrueType, chosen for every character, and copyable.

Noto Sans SC draws nearly everything; Hana Mincho B the rare names of Extensions B to F. Neither
asks for a font that the reader must have.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from kiosk.assets import asset_path

__all__ = ["BOLD", "RARE", "REGULAR", "register_fonts", "runs", "text_width"]

REGULAR, BOLD, RARE = "NotoSansSC", "NotoSansSC-Bold", "HanaMinB"
_FILES = {
    REGULAR: "NotoSansSC_500Medium.ttf",
    BOLD: "NotoSansSC_700Bold.ttf",
    RARE: "HanaMinB.ttf",
}
_ABOVE_BMP = re.compile(r"<([0-9A-F]{5,6})>$", re.M)


class _CopyableFont(TTFont):  # type: ignore[misc]  # reportlab has no type information
    """A TrueType font whose characters above U+FFFF can be copied out of the document.

    reportlab writes such a code point as five hex digits; a ToUnicode map wants UTF-16BE, that is
    a surrogate pair (ISO 32000-1 §9.10.3).
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802 (reportlab's name)
        before = set(doc.idToObject)
        super().addObjects(doc)
        for name in set(doc.idToObject) - before:
            if name.startswith("toUnicodeCMap:"):
                stream = doc.idToObject[name]
                stream.content = _ABOVE_BMP.sub(_surrogates, stream.content)


def _surrogates(match: re.Match[str]) -> str:
    return f"<{chr(int(match[1], 16)).encode('utf-16-be').hex().upper()}>"


@cache
def register_fonts() -> None:
    """Make the everyday fonts known to reportlab, once."""
    _face(REGULAR)
    _face(BOLD)


@cache
def _face(name: str) -> Any:
    """The font's characters; registers it. The rare one is large and loaded when first needed."""
    font = _CopyableFont(name, str(asset_path("fonts", _FILES[name])), shapable=False)
    pdfmetrics.registerFont(font)
    return font.face.charToGlyph


def runs(text: str, font: str) -> Iterator[tuple[str, str]]:
    """The text in pieces of one font each: (font, piece)."""
    for chosen, piece in groupby(text, lambda character: _font_for(character, font)):
        yield chosen, "".join(piece)


@cache
def _font_for(character: str, font: str) -> str:
    if ord(character) in _face(font):
        return font
    return RARE if ord(character) in _face(RARE) else font


def text_width(text: str, font: str, size: float) -> float:
    """Width in points, each character in the font that draws it."""
    return sum(
        float(pdfmetrics.stringWidth(piece, chosen, size)) for chosen, piece in runs(text, font)
    )
