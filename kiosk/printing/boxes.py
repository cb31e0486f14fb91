"""Blocks with a frame of their own: inverted band, grid of boxes, QR code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import segno
from PIL import Image

from kiosk.printing.layout import Canvas, paint_block

if TYPE_CHECKING:
    from kiosk.printing.layout import Block

__all__ = ["Band", "Cell", "Doubled", "Grid", "Qr"]

_QUIET_ZONE_MODULES = 2


@dataclass(frozen=True, slots=True)
class Band:
    """A black band with its content in white."""

    block: Block
    padding_x: int = 16
    padding_y: int = 10

    def measure(self, width: int) -> int:
        """Content and padding."""
        return self.block.measure(width - 2 * self.padding_x) + 2 * self.padding_y

    def paint(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        """Fill, then paint the content inverted."""
        canvas.rectangle(x, y, width, self.measure(width), canvas.ink)
        inverted = Canvas(canvas.image, 1 - canvas.ink)
        self.block.paint(
            inverted, x + self.padding_x, y + self.padding_y, width - 2 * self.padding_x
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of a grid; `share` of the row's width against its neighbours."""

    block: Block
    share: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of boxes with lines around and between them."""

    rows: tuple[tuple[Cell, ...], ...]
    line: int = 4
    padding_x: int = 14
    padding_y: int = 8

    def _columns(self, row: tuple[Cell, ...], width: int) -> list[tuple[Cell, int, int]]:
        """Cell, left edge and inner width of each box."""
        free = width - self.line * (len(row) + 1)
        total, left, columns = sum(cell.share for cell in row), self.line, []
        for index, cell in enumerate(row):
            is_last = index == len(row) - 1
            inner = width - self.line - left if is_last else free * cell.share // total
            columns.append((cell, left, inner))
            left += inner + self.line
        return columns

    def _row_height(self, row: tuple[Cell, ...], width: int) -> int:
        inner = 2 * self.padding_x
        heights = [cell.block.measure(w - inner) for cell, _, w in self._columns(row, width)]
        return max(heights) + 2 * self.padding_y

    def measure(self, width: int) -> int:
        """Rows and lines."""
        return self.line + sum(self._row_height(row, width) + self.line for row in self.rows)

    def paint(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        """Black box, white holes, content."""
        canvas.rectangle(x, y, width, self.measure(width), canvas.ink)
        y += self.line
        for row in self.rows:
            height = self._row_height(row, width)
            for cell, left, inner in self._columns(row, width):
                canvas.rectangle(x + left, y, inner, height, 1 - canvas.ink)
                room = height - cell.block.measure(inner - 2 * self.padding_x)
                cell.block.paint(
                    canvas, x + left + self.padding_x, y + room // 2, inner - 2 * self.padding_x
                )
            y += height + self.line


@dataclass(frozen=True, slots=True)
class Doubled:
    """A block painted at half size and doubled: a quarter of the bytes for large digits."""

    block: Block

    def measure(self, width: int) -> int:
        """Twice the block's height."""
        return 2 * self.block.measure(width // 2)

    def paint(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        """Paint black on white, at even columns as the raster's double mode needs it."""
        small = paint_block(self.block, width // 2, 0)
        canvas.image.paste(
            small.resize((small.width * 2, small.height * 2), Image.Resampling.NEAREST),
            (x - x % 2, y),
        )


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code (level M) in modules of an even number of dots, as many as fit `side`.

    Its quiet zone is the gap around it; even modules go to the printer at a quarter of their size.
    """

    payload: str
    side: int

    def measure(self, width: int) -> int:  # noqa: ARG002  the side is given
        """As high as wide, quiet zone above and below included."""
        return (len(_qr_rows(self.payload)) + 2 * _QUIET_ZONE_MODULES) * self.module

    @property
    def module(self) -> int:
        """Dots of a module's side."""
        modules = len(_qr_rows(self.payload)) + 2 * _QUIET_ZONE_MODULES
        return max(2, self.side // modules // 2 * 2)

    def paint(self, canvas: Canvas, x: int, y: int, width: int) -> None:  # noqa: ARG002
        """Paste the code, each module a square of whole dots."""
        rows, module = _qr_rows(self.payload), self.module
        picture = _qr_image(self.payload).resize(
            (len(rows) * module,) * 2, Image.Resampling.NEAREST
        )
        quiet = _QUIET_ZONE_MODULES * module
        canvas.image.paste(picture, (x - x % 2 + quiet, y + quiet))


@lru_cache(maxsize=32)
def _qr_rows(payload: str) -> tuple[bytes, ...]:
    return tuple(bytes(row) for row in segno.make_qr(payload, error="m", boost_error=False).matrix)


def _qr_image(payload: str) -> Image.Image:
    rows = _qr_rows(payload)
    dark = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
    return dark.point(lambda module: 0 if module else 255).convert("1")
