"""The picture of what a printer received: proof for tests and for the demo."""

from __future__ import annotations

from PIL import Image

from kiosk.printing.commands import Command, CommandStream, is_raster, raster_size

__all__ = ["image_from_escpos", "text_from_escpos"]

_HEADER_BYTES = 8
_FEED = b"\x1bJ"
_MODE_AT = 3
# GS v 0 m: bit 0 doubles the width, bit 1 the height; 48-51 mean 0-3.
_IS_WIDE, _IS_HIGH = 1, 2
_CHINESE_ON, _CHINESE_OFF = b"\x1c&", b"\x1c."


def image_from_escpos(data: bytes, width_dots: int = 576) -> Image.Image:
    """All raster bands and feeds of the bytes one below the other; mode "1", 0 = black.

    Commands other than `GS v 0` and `ESC J` (in dots) are passed over, an unfinished one at the
    end is left out. Memory is bounded by what the bytes themselves hold, four times doubled.
    """
    commands = [c for c in CommandStream().feed(data) if is_raster(c) or c.data.startswith(_FEED)]
    height = sum(map(_height, commands))
    image = Image.new("1", (width_dots, max(1, height)), 1)
    top = 0
    for command in commands:
        if is_raster(command) and (band := _band(command)):
            image.paste(band, (0, top))
        top += _height(command)
    return image


def _height(command: Command) -> int:
    if not is_raster(command):
        return command.data[2]
    row_bytes, rows = raster_size(command.data)
    doubling = 2 if command.data[_MODE_AT] & _IS_HIGH else 1
    return rows * doubling if row_bytes else 0


def _band(command: Command) -> Image.Image | None:
    row_bytes, rows = raster_size(command.data)
    if not (row_bytes and rows):
        return None
    band = Image.frombytes("1", (row_bytes * 8, rows), command.data[_HEADER_BYTES:], "raw", "1;I")
    mode = command.data[_MODE_AT]
    wide, high = 2 if mode & _IS_WIDE else 1, 2 if mode & _IS_HIGH else 1
    return band.resize((band.width * wide, band.height * high), Image.Resampling.NEAREST)


def text_from_escpos(data: bytes) -> str:
    """What a text job says, one line a line; a picture stands as [picture WIDTHxHEIGHT].

    While the Chinese font is on, bytes are GB18030 as the printers read it; else CP437.
    """
    text, pending, is_chinese = [], bytearray(), False

    def flush() -> None:
        text.append(pending.decode("gb18030" if is_chinese else "cp437", errors="replace"))
        pending.clear()

    for command in CommandStream().feed(data):
        if len(command.data) == 1:
            pending += command.data
            continue
        flush()
        if is_raster(command):
            row_bytes, rows = raster_size(command.data)
            text.append(f"[picture {row_bytes * 8}x{rows}]\n")
        elif command.data in (_CHINESE_ON, _CHINESE_OFF):
            is_chinese = command.data == _CHINESE_ON
    flush()
    return "".join(text)
