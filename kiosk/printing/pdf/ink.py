"""Text, boxes and colours on an A4 page. Lengths in points, y grows downwards from the top."""

from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from kiosk.printing.line_breaking import wrap
from kiosk.printing.pdf.fonts import BOLD, REGULAR, register_fonts, runs, text_width

__all__ = [
    "AMBER",
    "BLUE",
    "CREAM",
    "GREEN",
    "GREY",
    "INK",
    "LINE",
    "MARGIN",
    "OCHRE",
    "PAGE_HEIGHT",
    "PAGE_WIDTH",
    "RAIL",
    "RED",
    "WHITE",
    "Ink",
    "fit_size",
    "wrapped",
]

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 18 * mm
Colour = tuple[float, float, float]
_PRECISION = 100
_LEADING = 1.5


def _colour(code: str) -> Colour:
    return (int(code[0:2], 16) / 255, int(code[2:4], 16) / 255, int(code[4:6], 16) / 255)


RAIL, AMBER, CREAM = _colour("113B42"), _colour("FFC845"), _colour("F7F2E9")
INK, GREY, LINE, WHITE = _colour("1A1A1A"), _colour("5A5A5A"), _colour("D8CFBF"), (1.0, 1.0, 1.0)
BLUE, OCHRE, GREEN, RED = (
    _colour("0B4A7F"),
    _colour("C68A35"),
    _colour("1F5B2A"),
    _colour("8C1D18"),
)


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """Lines that fit a width, broken as printed Chinese is."""
    return wrap(
        text,
        int(width * _PRECISION),
        lambda piece: round(text_width(piece, font, size) * _PRECISION),
    )


def fit_size(text: str, font: str, size: float, width: float, least: float) -> float:
    """The size, or a smaller one down to `least` at which the text fits a width."""
    wide = text_width(text, font, size)
    return size if wide <= width else max(least, size * width / wide)


class Ink:
    """Draws on a reportlab canvas with the font that each character needs."""

    def __init__(self, canvas: Any) -> None:
        register_fonts()
        self.canvas = canvas

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        font: str = REGULAR,
        colour: Colour = INK,
        align: str = "left",
    ) -> float:
        """One line; `y` is its baseline. Returns its width."""
        width = text_width(text, font, size)
        x -= {"left": 0.0, "middle": width / 2, "right": width}[align]
        pen = self.canvas.beginText(x, PAGE_HEIGHT - y)
        pen.setFillColorRGB(*colour)
        for chosen, piece in runs(text, font):
            pen.setFont(chosen, size)
            pen.textOut(piece)
        self.canvas.drawText(pen)
        return width

    def paragraph(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        width: float,
        *,
        font: str = REGULAR,
        colour: Colour = INK,
    ) -> float:
        """Lines within a width from baseline `y` on; returns the baseline after them."""
        for line in wrapped(text, font, size, width):
            self.text(x, y, line, size, font=font, colour=colour)
            y += size * _LEADING
        return y

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        radius: float = 0,
    ) -> None:
        """A rectangle; `x`, `y` are its left and top."""
        if fill is not None:
            self.canvas.setFillColorRGB(*fill)
        if stroke is not None:
            self.canvas.setStrokeColorRGB(*stroke)
            self.canvas.setLineWidth(0.8)
        bottom = PAGE_HEIGHT - y - height
        paint = {"fill": int(fill is not None), "stroke": int(stroke is not None)}
        if radius:
            self.canvas.roundRect(x, bottom, width, height, radius, **paint)
        else:
            self.canvas.rect(x, bottom, width, height, **paint)

    def line(
        self, points: list[tuple[float, float]], *, colour: Colour = LINE, width: float = 0.8
    ) -> None:
        """A line through points."""
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(width)
        self.canvas.setLineJoin(1)
        path = self.canvas.beginPath()
        for number, (x, y) in enumerate(points):
            (path.lineTo if number else path.moveTo)(x, PAGE_HEIGHT - y)
        self.canvas.drawPath(path)

    def dot(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """A filled circle."""
        self.canvas.setFillColorRGB(*colour)
        self.canvas.circle(x, PAGE_HEIGHT - y, radius, stroke=0, fill=1)

    def heading(self, y: float, text: str) -> float:
        """A section's heading with its amber mark; returns the y below it."""
        self.box(MARGIN, y, 4, 15, fill=AMBER)
        self.text(MARGIN + 11, y + 13, text, 14, font=BOLD)
        return y + 26
