"""日结关账凭证: the day as an equation, the numbers, the chains, the signatures, on A4."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.units import mm

from kiosk.i18n import _
from kiosk.printing.pdf.fonts import BOLD, REGULAR
from kiosk.printing.pdf.ink import (
    CREAM,
    GREEN,
    GREY,
    INK,
    LINE,
    MARGIN,
    OCHRE,
    RAIL,
    RED,
    WHITE,
    Colour,
    fit_size,
)
from kiosk.printing.pdf.pages import Column, Report

__all__ = ["CertificatePaper", "write_certificate"]

_SUM_HEIGHT = 74.0
_SIGN = 22.0
_FIGURES_A_ROW = 4
_FIGURE_HEIGHT, _FIGURE_GAP = 31.0, 6.0
_SEAL = 27 * mm
_PROOF = 22.0
"""Height of a row of proofs; signatures take two lines."""
Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CertificatePaper:
    """What stands on the certificate, in words.

    `sums`: (name, number) of total, acknowledged, pending, refused. `numbers`: range, used, voids.
    `chains`: station, numbers in its chain, count, chain end. `checks`: what, count, what to do.
    `proofs`: (name, text) of key, signature and the hub's receipt.
    """

    hall_name: str
    day: str
    status: str
    is_complete: bool
    sums: tuple[tuple[str, int], ...]
    figures: tuple[tuple[str, str], ...]
    numbers: Rows
    chains: Rows
    checks: Rows
    proofs: tuple[tuple[str, str], ...]
    account: str
    closed_at: str
    printed_at: str
    printed_by: str
    notes: tuple[str, ...] = ()


def write_certificate(paper: CertificatePaper, path: Path) -> None:
    """Write the certificate; OSError where it cannot be written."""
    foot = _("{hall}  ·  {at} 打印  ·  {by}").format(
        hall=paper.hall_name, at=paper.printed_at, by=paper.printed_by
    )
    subtitle = _("{hall}  ·  {day}").format(hall=paper.hall_name, day=paper.day)
    pages = Report(path, _("日结关账凭证"), subtitle, foot)
    _status(pages, paper)
    _sum(pages, paper.sums)
    _figures(pages, paper.figures)
    _table(
        pages,
        _("单号"),
        (Column(_("号段"), 2), Column(_("用了"), 1, "right"), Column(_("作废和原因"), 6)),
        paper.numbers,
    )
    _table(
        pages,
        _("没办完的事"),
        (Column(_("事项"), 3), Column(_("几件"), 1, "right"), Column(_("怎么办"), 5)),
        paper.checks,
    )
    _signatures(pages, paper)
    _table(
        pages,
        _("各台机器的账"),
        (
            Column(_("机器"), 2.2),
            Column(_("第几条到第几条"), 2.2),
            Column(_("条数"), 1, "right"),
            Column(_("账尾"), 4),
        ),
        paper.chains,
    )
    _proofs(pages, paper)
    pages.finish()


def _status(pages: Report, paper: CertificatePaper) -> None:
    colour = GREEN if paper.is_complete else OCHRE
    pages.ink.dot(MARGIN + 5, pages.y + 7, 5, colour)
    pages.ink.text(MARGIN + 17, pages.y + 11.5, paper.status, 13, font=BOLD)
    pages.y += 28


def _sum(pages: Report, sums: Sequence[tuple[str, int]]) -> None:
    """总数 = 已送达 + 待送 + 被退回, each term in a box of its own."""
    ink, signs = pages.ink, ("=", "+", "+")
    colours: tuple[Colour, ...] = (RAIL, GREEN, OCHRE, RED)
    width = (pages.width - len(signs) * _SIGN) / len(sums)
    for place, (name, number) in enumerate(sums):
        x = MARGIN + place * (width + _SIGN)
        is_total = not place
        ink.box(
            x, pages.y, width, _SUM_HEIGHT, fill=RAIL if is_total else WHITE, stroke=LINE, radius=5
        )
        ink.box(x, pages.y, 5, _SUM_HEIGHT, fill=colours[place])
        text = WHITE if is_total else INK
        ink.text(x + 16, pages.y + 21, name, 12, colour=WHITE if is_total else GREY)
        size = fit_size(str(number), BOLD, 34, width - 28, 14)
        ink.text(x + 16, pages.y + 60, str(number), size, font=BOLD, colour=text)
        if place < len(signs):
            ink.text(
                x + width + _SIGN / 2, pages.y + 46, signs[place], 20, font=BOLD, align="middle"
            )
    pages.y += _SUM_HEIGHT + 18


def _figures(pages: Report, figures: Sequence[tuple[str, str]]) -> None:
    if not figures:
        return
    rows = -(-len(figures) // _FIGURES_A_ROW)
    pages.heading(_("当天数据"), keep=rows * _FIGURE_HEIGHT)
    width = (pages.width + _FIGURE_GAP) / _FIGURES_A_ROW
    for place, (name, value) in enumerate(figures):
        x = MARGIN + place % _FIGURES_A_ROW * width
        y = pages.y + place // _FIGURES_A_ROW * _FIGURE_HEIGHT
        ink = pages.ink
        ink.box(x, y, width - _FIGURE_GAP, _FIGURE_HEIGHT - _FIGURE_GAP, fill=CREAM, radius=3)
        ink.text(x + 8, y + 16, name, 9.5, colour=GREY)
        ink.text(x + width - 14, y + 17.5, value, 14, font=BOLD, align="right")
    pages.y += rows * _FIGURE_HEIGHT + 10


def _table(pages: Report, title: str, columns: Sequence[Column], rows: Rows) -> None:
    if rows:
        pages.heading(title)
        pages.table(columns, rows)


def _proofs(pages: Report, paper: CertificatePaper) -> None:
    # Whole on one page: whoever checks a signature reads all of it.
    pages.heading(_("签名和签收"), keep=_PROOF * (len(paper.proofs) + 2))
    pages.table((Column(_("项目"), 2), Column(_("内容"), 8)), paper.proofs)
    for note in paper.notes:
        pages.paragraph(note, 9.5)


def _signatures(pages: Report, paper: CertificatePaper) -> None:
    """Room for the hand and the seal, kept together on one page."""
    pages.room(_SEAL + 10)
    ink, top = pages.ink, pages.y
    rows = ((_("关账人"), paper.account), (_("关账时间"), paper.closed_at), (_("签字"), ""))
    for place, (name, value) in enumerate(rows):
        y = top + 16 + place * 26
        ink.text(MARGIN, y, name, 11, colour=GREY)
        size = fit_size(value, REGULAR, 12, 200, 7)
        ink.text(MARGIN + 62, y, value, size)
        ink.line([(MARGIN + 60, y + 6), (MARGIN + 270, y + 6)], colour=GREY)
    x = MARGIN + pages.width - _SEAL - 20
    ink.box(x, top, _SEAL, _SEAL, stroke=LINE, radius=_SEAL / 2)
    ink.text(x + _SEAL / 2, top + _SEAL / 2 + 4, _("盖章"), 11, colour=GREY, align="middle")
    pages.y = top + _SEAL + 10
