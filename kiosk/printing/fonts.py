"""Glyphs for one-bit paper: a font chosen for every character, masks kept between slips.

Noto Sans SC covers the standard characters and Extension A; Hana Mincho B the rare names of
Extensions B to F. Layout is one glyph per character: no shaping, which Chinese does not need.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from kiosk.assets import asset_path

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Glyph", "Weight", "ascent_dots", "glyph"]

# Grey above this becomes black: keeps thin strokes of 26-dot characters closed on thermal paper.
_INK_THRESHOLD = 112
_RARE_INK_THRESHOLD = 64
_GLYPH_CACHE_SIZE = 8192
_UNASSIGNED = "\U0010ffff"


class Weight(Enum):
    """Stroke weight; the value is the pattern of the font's file name."""

    MEDIUM = "NotoSansSC*500*.[to]tf"
    BOLD = "NotoSansSC*700*.[to]tf"


_RARE_CHARACTERS = "HanaMinB*.[to]tf"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character at one size: a one-bit mask (None for a space) and where it goes.

    `left` and `top` are dots from the pen position on the top of the line (ascender).
    """

    mask: Image.Image | None
    left: int
    top: int
    advance_dots: float


@lru_cache(maxsize=_GLYPH_CACHE_SIZE)
def glyph(character: str, size_dots: int, weight: Weight) -> Glyph:
    """The glyph of one character; an unknown one is drawn as the font's empty box."""
    own = _font(weight.value, size_dots)
    if character.isspace():
        return Glyph(None, 0, 0, own.getlength(" " if character != "\u3000" else character))
    if not _covers(weight.value, character) and _covers(_RARE_CHARACTERS, character):
        return _rare_glyph(character, size_dots, weight)
    return _drawn(own, character, ascent_dots(size_dots), 0, _INK_THRESHOLD)


def ascent_dots(size_dots: int) -> int:
    """Dots from the top of a line to its baseline."""
    return _font(Weight.MEDIUM.value, size_dots).getmetrics()[0]


def _rare_glyph(character: str, size_dots: int, weight: Weight) -> Glyph:
    """A Mincho glyph: its hairlines need more ink to stand beside the others."""
    stroke_dots = round(size_dots / 30) if weight is Weight.BOLD else 0
    font = _font(_RARE_CHARACTERS, size_dots)
    return _drawn(font, character, ascent_dots(size_dots), stroke_dots, _RARE_INK_THRESHOLD)


def _drawn(
    font: ImageFont.FreeTypeFont, character: str, baseline: int, stroke_dots: int, threshold: int
) -> Glyph:
    """Draw one character on its own, cut at the ink's box."""
    box = font.getbbox(character, stroke_width=stroke_dots, anchor="ls")
    left, top, right, bottom = (round(edge) for edge in box)
    if right <= left or bottom <= top:
        return Glyph(None, 0, 0, font.getlength(character))
    grey = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(grey).text(
        (-left, -top), character, fill=255, font=font, stroke_width=stroke_dots, anchor="ls"
    )
    mask = grey.point(lambda level: 255 if level > threshold else 0).convert("1")
    return Glyph(mask, left, baseline + top, font.getlength(character))


@cache
def _font(pattern: str, size_dots: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_path(pattern), size_dots, layout_engine=ImageFont.Layout.BASIC)


@cache
def _path(pattern: str) -> Path:
    found = sorted(asset_path("fonts").glob(pattern))
    if not found:
        raise FileNotFoundError(f"no font {pattern} in {asset_path('fonts')}")
    return found[0]


@lru_cache(maxsize=_GLYPH_CACHE_SIZE)
def _covers(pattern: str, character: str) -> bool:
    """Whether the font draws the character as something else than its "no such glyph" box."""
    font = _font(pattern, 24)
    return bytes(font.getmask(character)) != bytes(font.getmask(_UNASSIGNED))
