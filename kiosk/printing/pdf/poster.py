"""The A4 poster of a vacancy (R4): read from two metres away; its code is the posting as text."""

import io
from dataclasses import dataclass
from pathlib import Path

import segno
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from kiosk.i18n import _
from kiosk.printing.pdf.fonts import BOLD, REGULAR
from kiosk.printing.pdf.ink import (
    AMBER,
    CREAM,
    GREEN,
    GREY,
    INK,
    LINE,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RAIL,
    RED,
    WHITE,
    Ink,
    fit_size,
    wrapped,
)
from kiosk.printing.pdf.pages import write_canvas

__all__ = ["Poster", "write_poster"]

_WIDTH = PAGE_WIDTH - 2 * MARGIN
_QR_MM = 42
_FOOT_TOP = PAGE_HEIGHT - 66 * mm
_ROW_SIZE, _LEAST_ROW_SIZE = 22.0, 13.0
_LABEL_WIDTH = 30 * mm


@dataclass(frozen=True, slots=True)
class Poster:
    """What the poster says. `rows`: label and value; `qr_payload` is empty for no code."""

    hall_name: str
    number: str
    trade: str
    headcount: str
    pay: str
    rows: tuple[tuple[str, str], ...]
    qr_payload: str
    hotline: str
    valid: str
    is_urgent: bool = False


def write_poster(poster: Poster, path: Path) -> None:
    """Write the poster as one page; OSError where it cannot be written."""
    title = _("招工 {trade} {number}").format(trade=poster.trade, number=poster.number)
    write_canvas(path, title, lambda ink: _draw(ink, poster))


def _draw(ink: Ink, poster: Poster) -> None:
    _draw_head(ink, poster)
    y = _draw_offer(ink, poster)
    _draw_rows(ink, poster, y)
    _draw_foot(ink, poster)


def _draw_head(ink: Ink, poster: Poster) -> None:
    ink.box(0, 0, PAGE_WIDTH, 36 * mm, fill=RAIL)
    ink.box(0, 36 * mm, PAGE_WIDTH, 2 * mm, fill=AMBER)
    word = _("急招") if poster.is_urgent else _("招工")
    ink.text(MARGIN, 25 * mm, word, 46, font=BOLD, colour=AMBER)
    right = PAGE_WIDTH - MARGIN
    size = fit_size(poster.hall_name, BOLD, 18, _WIDTH - 52 * mm, 9)
    ink.text(right, 18 * mm, poster.hall_name, size, font=BOLD, colour=WHITE, align="right")
    number = _("单号 {number}").format(number=poster.number)
    ink.text(right, 28 * mm, number, 16, colour=WHITE, align="right")


def _draw_offer(ink: Ink, poster: Poster) -> float:
    """Trade, people, pay: what one sees from afar. Returns the y below."""
    size = fit_size(poster.trade, BOLD, 58, _WIDTH - 60 * mm, 13)
    ink.text(MARGIN, 63 * mm, poster.trade, size, font=BOLD)
    count = fit_size(poster.headcount, BOLD, 34, 58 * mm, 18)
    ink.text(PAGE_WIDTH - MARGIN, 63 * mm, poster.headcount, count, font=BOLD, align="right")
    ink.box(MARGIN, 71 * mm, _WIDTH, 27 * mm, fill=CREAM, radius=8)
    size = fit_size(poster.pay, BOLD, 52, _WIDTH - 16 * mm, 24)
    ink.text(PAGE_WIDTH / 2, 90.5 * mm, poster.pay, size, font=BOLD, colour=RED, align="middle")
    return float(108 * mm)


def _draw_rows(ink: Ink, poster: Poster, y: float) -> None:
    """Rows as large as there is room for; none is cut."""
    rows = [(label, value) for label, value in poster.rows if value]
    room = _FOOT_TOP - y - 4 * mm
    size = _ROW_SIZE
    while size > _LEAST_ROW_SIZE and _height(rows, size) > room:
        size -= 0.5
    for label, value in rows:
        ink.text(MARGIN, y + size, label, size * 0.8, colour=GREY)
        for line in wrapped(value, REGULAR, size, _WIDTH - _LABEL_WIDTH):
            ink.text(MARGIN + _LABEL_WIDTH, y + size, line, size, colour=INK)
            y += size * 1.35
        y += size * 0.35
        ink.line([(MARGIN, y), (MARGIN + _WIDTH, y)], colour=LINE)
        y += size * 0.35


def _height(rows: list[tuple[str, str]], size: float) -> float:
    return sum(
        len(wrapped(value, REGULAR, size, _WIDTH - _LABEL_WIDTH)) * size * 1.35 + size * 0.7
        for _label, value in rows
    )


def _draw_foot(ink: Ink, poster: Poster) -> None:
    ink.box(0, _FOOT_TOP, PAGE_WIDTH, PAGE_HEIGHT - _FOOT_TOP, fill=CREAM)
    x, y = MARGIN, _FOOT_TOP + 8 * mm
    if poster.qr_payload:
        side = _QR_MM * mm
        ink.box(x, y, side, side, fill=WHITE, radius=4)
        picture = io.BytesIO()
        segno.make(poster.qr_payload, error="m").save(picture, kind="png", scale=8, border=3)
        picture.seek(0)
        bottom = PAGE_HEIGHT - y - side
        ink.canvas.drawImage(ImageReader(picture), x, bottom, side, side)
        x += side + 8 * mm
    width = PAGE_WIDTH - MARGIN - x
    lines = (
        (_("到大厅刷身份证报名，手机扫码看全文"), 16, BOLD, INK),
        (_("免费登记，免费介绍。不收押金，不扣证件，不收介绍费。"), 13, REGULAR, GREEN),
        (poster.valid, 13, REGULAR, INK),
        (_("电话 {number}").format(number=poster.hotline) if poster.hotline else "", 16, BOLD, INK),
        (_("没拿到工钱，打 12333"), 13, REGULAR, INK),
    )
    y += 5 * mm
    for text, size, font, colour in lines:
        if text:
            y = ink.paragraph(x, y, text, size, width, font=font, colour=colour) + 4
