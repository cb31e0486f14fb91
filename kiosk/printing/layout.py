"""A small layout engine for slips: blocks that know their height and paint themselves.

All lengths are printer dots (203 dpi, 8 dots = 1 mm). A canvas is a one-bit Pillow image, white
unless painted; ink is 0 (black) or 1 (white, inside an inverted band).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

from PIL import Image

from kiosk.printing.fonts import Glyph, Weight, glyph
from kiosk.printing.line_breaking import forget_units, wrap

__all__ = [
    "Beside",
    "Block",
    "Canvas",
    "Column",
    "Gap",
    "LabelRow",
    "Rule",
    "Split",
    "Text",
    "forget_texts",
    "paint_block",
]

_LINE_HEIGHT_EM = 1.3
# Noto's line box (1.45 em) starts 0.28 em above the Chinese square; lines are set on the square.
_SQUARE_TOP_EM = 0.28
_DIGITS = frozenset("0123456789-")


@dataclass(slots=True)
class Canvas:
    """The picture being painted and the colour of its ink (0 black, 1 white)."""

    image: Image.Image
    ink: int = 0

    def rectangle(self, left: int, top: int, width: int, height: int, ink: int) -> None:
        """Fill a rectangle."""
        self.image.paste(ink, (left, top, left + width, top + height))


class Block(Protocol):
    """A piece of a slip."""

    def measure(self, width: int) -> int:
        """Height in dots when `width` dots are given."""

    def paint(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        """Paint with the top left corner at x, y."""


@dataclass(frozen=True, slots=True)
class Text:
    """Wrapped text in one size and weight; `has_bold_digits` lets telephone numbers stand out."""

    text: str
    size: int = 28
    weight: Weight = Weight.MEDIUM
    align: Literal["left", "center", "right"] = "left"
    line_height_em: float = _LINE_HEIGHT_EM
    has_bold_digits: bool = False

    def measure(self, width: int) -> int:
        """Height of all lines."""
        return self.line_height * len(self.lines(width))

    @property
    def line_height(self) -> int:
        """Dots from line to line."""
        return round(self.size * self.line_height_em)

    @property
    def natural_width(self) -> int:
        """Width of the text on one line."""
        return _line_width(self, self.text)

    def lines(self, width: int) -> tuple[str, ...]:
        """The text broken into lines of at most `width` dots."""
        return _lines(self, width)

    def paint(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        """Set the lines one below the other."""
        lead = (self.line_height - self.size) // 2 - round(self.size * _SQUARE_TOP_EM)
        for line in self.lines(width):
            free = width - _line_width(self, line)
            shift = {"left": 0, "center": free // 2, "right": free}[self.align]
            self._paint_line(canvas, line, x + shift, y + lead)
            y += self.line_height

    def _paint_line(self, canvas: Canvas, line: str, x: float, y: int) -> None:
        for character in line:
            shape = self.glyph(character)
            if shape.mask is not None:
                corner = (round(x) + shape.left, y + shape.top)
                canvas.image.paste(canvas.ink, corner, shape.mask)
            x += shape.advance_dots

    def glyph(self, character: str) -> Glyph:
        """The glyph of one of its characters."""
        is_bold = self.has_bold_digits and character in _DIGITS
        return glyph(character, self.size, Weight.BOLD if is_bold else self.weight)


# Measuring and painting ask again and again; a slip has some sixty texts.
@lru_cache(maxsize=1024)
def _line_width(text: Text, line: str) -> int:
    return round(sum(text.glyph(character).advance_dots for character in line))


@lru_cache(maxsize=512)
def _lines(text: Text, width: int) -> tuple[str, ...]:
    return tuple(wrap(text.text, width, lambda line: _line_width(text, line)))


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty rows."""

    dots: int

    def measure(self, width: int) -> int:  # noqa: ARG002  a gap is as high at any width
        """The gap's height."""
        return self.dots

    def paint(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        """Leave the paper white."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line with room above and below; dashed if `dash` > 0 dots."""

    thickness: int = 4
    dash: int = 0
    room_above: int = 10
    room_below: int = 10

    def measure(self, width: int) -> int:  # noqa: ARG002  a rule is as high at any width
        """Height with the room around it."""
        return self.room_above + self.thickness + self.room_below

    def paint(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        """Draw the line."""
        step = self.dash or width
        for left in range(0, width, step * 2):
            length = min(step, width - left)
            canvas.rectangle(x + left, y + self.room_above, length, self.thickness, canvas.ink)


@dataclass(frozen=True, slots=True)
class Column:
    """Blocks one below the other."""

    blocks: tuple[Block, ...]

    def measure(self, width: int) -> int:
        """Sum of the heights."""
        return sum(block.measure(width) for block in self.blocks)

    def paint(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        """Paint downwards."""
        for block in self.blocks:
            block.paint(canvas, x, y, width)
            y += block.measure(width)


@dataclass(frozen=True, slots=True)
class Split:
    """Left text and right text on one line, or below each other where both do not fit.

    Packed, the right one follows the left one after the gap; else it ends at the right edge.
    """

    left: Text
    right: Text
    gap: int = 16
    is_packed: bool = False

    def _is_one_line(self, width: int) -> bool:
        return self.left.natural_width + self.gap + self.right.natural_width <= width

    def measure(self, width: int) -> int:
        """One line's height, or that of both."""
        heights = self.left.measure(width), self.right.measure(width)
        return max(heights) if self._is_one_line(width) else sum(heights)

    def paint(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        """Left to the left, right to the right, on one middle line."""
        height = self.measure(width)
        left, right = self.left.measure(width), self.right.measure(width)
        is_one_line = self._is_one_line(width)
        self.left.paint(canvas, x, y + (height - left) // 2 if is_one_line else y, width)
        right_y = y + (height - right) // 2 if is_one_line else y + left
        if self.is_packed:
            width = self.right.natural_width
            x += self.left.natural_width + self.gap if is_one_line else 0
        self.right.paint(canvas, x, right_y, width)


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label of fixed width and a value that wraps beside it, both beginning at the top.

    Middled, a small label stands at the middle of a large value.
    """

    label: Text
    value: Text
    label_width: int
    is_middled: bool = False

    def measure(self, width: int) -> int:
        """The higher of both."""
        value_height = self.value.measure(width - self.label_width)
        return max(self.label.measure(self.label_width), value_height)

    def paint(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        """Label left, value right."""
        label_height = self.label.measure(self.label_width)
        lead = (self.measure(width) - label_height) // 2 if self.is_middled else 0
        self.label.paint(canvas, x, y + lead, self.label_width)
        self.value.paint(canvas, x + self.label_width, y, width - self.label_width)


@dataclass(frozen=True, slots=True)
class Beside:
    """Two blocks side by side, centred on each other; `left_width` dots for the first."""

    left: Block
    right: Block
    left_width: int
    gap: int = 16
    valign: Literal["middle", "top"] = "middle"

    def _right_width(self, width: int) -> int:
        return width - self.left_width - self.gap

    def measure(self, width: int) -> int:
        """The higher of both."""
        return max(self.left.measure(self.left_width), self.right.measure(self._right_width(width)))

    def paint(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        """Paint both."""
        height, right_width = self.measure(width), self._right_width(width)
        share = 2 if self.valign == "middle" else height + 1
        left_y = y + (height - self.left.measure(self.left_width)) // share
        right_y = y + (height - self.right.measure(right_width)) // share
        self.left.paint(canvas, x, left_y, self.left_width)
        self.right.paint(canvas, x + self.left_width + self.gap, right_y, right_width)


def paint_block(block: Block, width_dots: int, margin_dots: int) -> Image.Image:
    """The block on white paper of `width_dots`, as high as it needs; mode "1"."""
    inner = width_dots - 2 * margin_dots
    image = Image.new("1", (width_dots, block.measure(inner)), 1)
    block.paint(Canvas(image), margin_dots, 0, inner)
    forget_texts()
    return image


def forget_texts() -> None:
    """Empty the caches: what stands on a person's slip does not stay in memory."""
    for cache in (_line_width, _lines):
        cache.cache_clear()
    forget_units()
