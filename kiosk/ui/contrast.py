"""Contrast of two colours as WCAG measures it, and the ground a text really stands on."""

from collections import Counter

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

__all__ = ["contrast", "ground_colour"]

_SAMPLES_ACROSS, _SAMPLES_DOWN = 64, 24


def contrast(one: QColor, other: QColor) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ground_colour(picture: QImage, place: QRect, ink: QColor) -> QColor | None:
    """The most frequent colour of a place that is not the ink; None where nothing is to see.

    The picture is of `Format_RGB32`: its pixels are read row by row, as numbers.
    """
    place = place.intersected(picture.rect())
    if place.isEmpty():
        return None
    across = max(1, place.width() // _SAMPLES_ACROSS)
    down = max(1, place.height() // _SAMPLES_DOWN)
    pixels, width = memoryview(picture.constBits()).cast("I"), picture.bytesPerLine() // 4
    counts: Counter[int] = Counter()
    for y in range(place.top(), place.bottom() + 1, down):
        start = y * width
        counts.update(pixels[start + place.left() : start + place.right() + 1 : across].tolist())
    own = ink.rgb() | 0xFF000000
    for value, _count in counts.most_common(2):
        if value != own:
            return QColor.fromRgb(value)
    return ink


def _luminance(colour: QColor) -> float:
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
