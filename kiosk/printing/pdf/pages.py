"""Pages of a report: head, foot with page numbers, tables that go on over pages."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kiosk.i18n import _
from kiosk.printing.pdf.fonts import BOLD, REGULAR, register_fonts
from kiosk.printing.pdf.ink import (
    AMBER,
    CREAM,
    GREY,
    INK,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RAIL,
    WHITE,
    Ink,
    fit_size,
    wrapped,
)
from kiosk.whole_file import write_whole

__all__ = ["Column", "Report", "write_canvas"]

_HEAD, _LATER_HEAD = 34 * mm, 17 * mm
_FOOT = 14 * mm
_BELOW_HEAD = 9 * mm
_BOTTOM = PAGE_HEIGHT - _FOOT - 8 * mm
_CELL_PAD = 5.0
_CELL_PAD_UP = 2.5
_CELL_SIZE = 9.5
_CELL_LEADING = 1.4


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `share` of the width, text to the left or numbers to the right."""

    title: str
    share: float
    align: str = "left"


class _NumberedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no type information
    """Draws the foot of each page when the count of pages is known."""

    def __init__(self, *args: Any, draw_foot: Callable[[Any, int, int], None], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._pages: list[dict[str, Any]] = []
        self._draw_foot = draw_foot

    def showPage(self) -> None:  # noqa: N802 (reportlab's name)
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self._draw_foot(self, number, len(self._pages))
            super().showPage()
        super().save()


class Report:
    """A report as it is put down: `y` is where the next thing goes."""

    def __init__(self, path: Path, title: str, subtitle: str, foot: str) -> None:
        register_fonts()
        self._title, self._subtitle, self._foot = title, subtitle, foot
        self._path, self._file = path, io.BytesIO()
        self.canvas = _NumberedCanvas(
            self._file,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            # The usual first font, Helvetica, is not embedded.
            initialFontName=REGULAR,
            draw_foot=self._draw_foot,
        )
        self.canvas.setTitle(f"{title} {subtitle}")
        self.canvas.setAuthor(foot)
        self.canvas.setCreator("gig-hall-kiosk")
        self.ink = Ink(self.canvas)
        self.y, self._is_first = 0.0, True
        self._start()

    @property
    def width(self) -> float:
        """Width between the margins."""
        return float(PAGE_WIDTH - 2 * MARGIN)

    def room(self, height: float) -> None:
        """Go to a new page where the rest of this one is lower than a height."""
        if self.y + height > _BOTTOM:
            self.canvas.showPage()
            self._start()

    def heading(self, text: str, keep: float = 60) -> None:
        """A section's heading, kept together with what follows."""
        self.room(26 + keep)
        self.y = self.ink.heading(self.y, text)

    def paragraph(self, text: str, size: float = 10.5) -> None:
        """Words over the whole width."""
        for line in wrapped(text, REGULAR, size, self.width):
            self.room(size * 1.6)
            self.ink.text(MARGIN, self.y + size, line, size)
            self.y += size * 1.6
        self.y += 6

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A table; its head is repeated on every page, a row is never torn."""
        total = sum(column.share for column in columns)
        widths = [self.width * column.share / total for column in columns]
        first = self._cells(columns, widths, rows[0], REGULAR)[1] if rows else 0
        self.room(24 + first)
        self._table_head(columns, widths)
        for number, row in enumerate(rows):
            lines, height = self._cells(columns, widths, row, REGULAR)
            if self.y + height > _BOTTOM:
                self.room(_BOTTOM)
                self._table_head(columns, widths)
            if number % 2:
                self.ink.box(MARGIN, self.y, self.width, height, fill=CREAM)
            self._draw_cells(columns, widths, lines, REGULAR)
            self.y += height
        self.ink.line([(MARGIN, self.y), (MARGIN + self.width, self.y)])
        self.y += 14

    def finish(self) -> None:
        """Write the file; OSError if that cannot be."""
        self.canvas.showPage()
        self.canvas.save()
        write_whole(self._path, self._file.getvalue())

    def _start(self) -> None:
        """The head: large on the first page, one line on the others."""
        ink, width = self.ink, PAGE_WIDTH - 2 * MARGIN
        height = _HEAD if self._is_first else _LATER_HEAD
        ink.box(0, 0, PAGE_WIDTH, height, fill=RAIL)
        ink.box(0, height, PAGE_WIDTH, 1.2 * mm, fill=AMBER)
        if self._is_first:
            size = fit_size(self._title, BOLD, 24, width, 14)
            ink.text(MARGIN, 18 * mm, self._title, size, font=BOLD, colour=WHITE)
            size = fit_size(self._subtitle, REGULAR, 12, width, 8)
            ink.text(MARGIN, 27 * mm, self._subtitle, size, colour=WHITE)
        else:
            taken = ink.text(MARGIN, 11 * mm, self._title, 13, font=BOLD, colour=WHITE) + 12
            size = fit_size(self._subtitle, REGULAR, 10, width - taken, 6)
            right = PAGE_WIDTH - MARGIN
            ink.text(right, 11 * mm, self._subtitle, size, colour=WHITE, align="right")
        self._is_first = False
        self.y = height + _BELOW_HEAD

    def _draw_foot(self, canvas: Any, number: int, count: int) -> None:
        ink = Ink(canvas)
        y = PAGE_HEIGHT - _FOOT
        ink.line([(MARGIN, y), (PAGE_WIDTH - MARGIN, y)])
        ink.text(MARGIN, y + 14, self._foot, 9, colour=GREY)
        page = _("第 {number} 页，共 {count} 页").format(number=number, count=count)
        ink.text(PAGE_WIDTH - MARGIN, y + 14, page, 9, colour=GREY, align="right")

    def _table_head(self, columns: Sequence[Column], widths: list[float]) -> None:
        lines, height = self._cells(columns, widths, [column.title for column in columns], BOLD)
        self.ink.box(MARGIN, self.y, self.width, height, fill=CREAM)
        self._draw_cells(columns, widths, lines, BOLD)
        self.y += height
        self.ink.line([(MARGIN, self.y), (MARGIN + self.width, self.y)], colour=INK)

    def _cells(
        self, columns: Sequence[Column], widths: list[float], row: Sequence[str], font: str
    ) -> tuple[list[list[str]], float]:
        lines = [
            wrapped(text, font, _CELL_SIZE, width - 2 * _CELL_PAD)
            for _column, width, text in zip(columns, widths, row, strict=True)
        ]
        most = max(len(cell) for cell in lines)
        return lines, most * _CELL_SIZE * _CELL_LEADING + 2 * _CELL_PAD_UP

    def _draw_cells(
        self,
        columns: Sequence[Column],
        widths: list[float],
        lines: list[list[str]],
        font: str,
    ) -> None:
        x = MARGIN
        for column, width, cell in zip(columns, widths, lines, strict=True):
            at = x + width - _CELL_PAD if column.align == "right" else x + _CELL_PAD
            for number, text in enumerate(cell):
                y = self.y + _CELL_PAD_UP + _CELL_SIZE * (1.05 + number * _CELL_LEADING)
                self.ink.text(at, y, text, _CELL_SIZE, font=font, align=column.align)
            x += width


def write_canvas(path: Path, title: str, draw: Callable[[Ink], None]) -> None:
    """A document of one A4 page that is drawn by hand; OSError if it cannot be written."""
    register_fonts()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), initialFontName=REGULAR)
    canvas.setTitle(title)
    canvas.setCreator("gig-hall-kiosk")
    draw(Ink(canvas))
    canvas.showPage()
    canvas.save()
    write_whole(path, file.getvalue())
