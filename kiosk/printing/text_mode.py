"""A slip as text for slow serial lines: GB2312 with the printer's own font, a picture where needed.

`FS &` switches the Chinese font on, `FS ! 0x0C` doubles it (clones ignore `GS !` for Chinese), and
`FS .` leaves nothing switched on for the next job. A line with a character outside GB2312 (rare
names; printers take GB18030 two bytes at a time only), a code or a grid goes as raster.
Source: Epson ESC/POS command reference, FS &, FS ., FS !, ESC !, ESC E, GS !, ESC J.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from kiosk.printing.boxes import Band, Doubled
from kiosk.printing.fonts import Weight
from kiosk.printing.layout import (
    Beside,
    Column,
    Gap,
    LabelRow,
    Rule,
    Split,
    Text,
    forget_texts,
    paint_block,
)
from kiosk.printing.line_breaking import wrap
from kiosk.printing.raster import DOT_UNITS, FEED_TO_CUTTER, PARTIAL_CUT, RESET, raster_bytes

if TYPE_CHECKING:
    from kiosk.printing.layout import Block
    from kiosk.printing.raster import RasterStyle

__all__ = ["text_job"]

_CHINESE_ON, _CHINESE_OFF = b"\x1c&", b"\x1c."
_CHINESE_SIZE, _ASCII_SIZE = b"\x1c!", b"\x1b!"
_BOLD = b"\x1bE"
_LARGEST = b"\x1d!"  # 4×4, for numbers in ASCII
_FEED = b"\x1bJ"
_CELL_DOTS = 12
_DOUBLE_FROM_DOTS = 30
_MAX_FEED_DOTS = 255
# Signs that GB2312 has under another code point of Unicode.
_SAME_LOOK = str.maketrans({"·": "・", "—": "―", "–": "-", "−": "-", "\u00a0": " "})


def text_job(block: Block, width_dots: int, margin_dots: int, style: RasterStyle) -> bytes:
    """The whole job, from reset to cut."""
    writer = _Writer(width_dots, margin_dots, style)
    writer.write(block)
    forget_texts()
    return b"".join(
        (
            RESET,
            DOT_UNITS if style.has_feeds else b"",
            _CHINESE_ON,
            *writer.parts,
            _CHINESE_OFF,
            FEED_TO_CUTTER,
            PARTIAL_CUT,
        )
    )


class _Writer:
    """Walks the blocks and collects bytes; `parts` begin and end in the printer's plain state."""

    def __init__(self, width_dots: int, margin_dots: int, style: RasterStyle) -> None:
        self.parts: list[bytes] = []
        self._width_dots, self._margin_dots, self._style = width_dots, margin_dots, style
        self._columns = width_dots // _CELL_DOTS

    def write(self, block: Block) -> None:
        """Append a block."""
        match block:
            case Column():
                for inner in block.blocks:
                    self.write(inner)
            case Gap():
                if self._style.has_feeds and 0 < block.dots <= _MAX_FEED_DOTS:
                    self.parts.append(_FEED + bytes([block.dots]))
            case Rule():
                self.parts.append(b"-" * self._columns + b"\n")
            case Text():
                self._text(block)
            case Band():
                self.write(block.block)
            case Doubled(block=Text(text=number)) if number.isascii():
                self.parts.append(_LARGEST + b"\x33" + number.encode("ascii") + b"\n")
                self.parts.append(_LARGEST + b"\x00")
            case _:
                self._row(block)

    def _row(self, block: Block) -> None:
        match block:
            case LabelRow():
                self._pair(block, block.label, block.value, is_packed=True)
            case Split():
                self._pair(block, block.left, block.right, is_packed=block.is_packed)
            case Beside(left=Band(block=Text() as name), right=Text() as pay):
                self._pair(block, name, pay, is_packed=True)
            case Beside(left=Band(block=Text() as name), right=Gap()):
                self._text(name)
            case _:
                self._picture(block)

    def _text(self, text: Text) -> None:
        for line in wrap(text.text, self._columns // _size(text), _cells):
            if _is_printable(line):
                free = self._columns // _size(text) - _cells(line)
                shift = {"left": 0, "center": free // 2, "right": free}[text.align]
                self.parts += [_styled(" " * shift + line, text), b"\n"]
            else:
                self._picture(Text(line, text.size, text.weight, text.align))

    def _pair(self, block: Block, left: Text, right: Text, *, is_packed: bool) -> None:
        """Two texts on one line, or the second one below where both do not fit."""
        if not (_is_printable(left.text) and _is_printable(right.text)):
            self._picture(block)
            return
        needed = [_cells(text.text) * _size(text) for text in (left, right)]
        gap = self._columns - sum(needed)
        if isinstance(block, LabelRow):
            gap = min(gap, max(1, block.label_width // _CELL_DOTS - needed[0]))
        elif is_packed:
            gap = min(gap, 2)
        if gap < 1:
            self._text(left)
            self._text(right)
        else:
            self.parts += [_styled(left.text, left), b" " * gap, _styled(right.text, right), b"\n"]

    def _picture(self, block: Block) -> None:
        picture = paint_block(block, self._width_dots, self._margin_dots)
        self.parts.append(raster_bytes(picture, self._style))


def _size(text: Text) -> int:
    return 2 if text.size > _DOUBLE_FROM_DOTS else 1


def _cells(line: str) -> int:
    """Columns of 12 dots; Chinese and full-width characters take two."""
    return sum(1 if character.isascii() else 2 for character in line)


def _is_printable(line: str) -> bool:
    """Whether the printer's own font has every character; its private area is not to be trusted."""
    try:
        _encoded(line)
    except UnicodeEncodeError:
        return False
    return not any(unicodedata.category(character) in ("Cc", "Cf") for character in line)


def _encoded(line: str) -> bytes:
    return line.translate(_SAME_LOOK).encode("gb2312")


def _styled(line: str, text: Text) -> bytes:
    """A line with its size and weight switched on before and off after it."""
    data = _encoded(line)
    if _size(text) == 2:
        data = (
            _ASCII_SIZE + b"\x30" + _CHINESE_SIZE + b"\x0c" + data
            + _ASCII_SIZE + b"\x00" + _CHINESE_SIZE + b"\x00"
        )  # fmt: skip
    if text.weight is Weight.BOLD:
        data = _BOLD + b"\x01" + data + _BOLD + b"\x00"
    return data
