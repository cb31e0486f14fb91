"""The annex of 湘人社发〔2022〕47号 with exactly its fields (R40)."""

from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.units import mm

from kiosk.i18n import _
from kiosk.printing.pdf.fonts import BOLD, REGULAR
from kiosk.printing.pdf.ink import INK, MARGIN, PAGE_WIDTH, Ink, fit_size, wrapped
from kiosk.printing.pdf.pages import write_canvas

__all__ = ["Annex", "Contact", "write_annex"]

_WIDTH = PAGE_WIDTH - 2 * MARGIN
_ROW = 16 * mm
_LEFT_TITLES = (0.0, 0.18, 0.5, 0.68, 1.0)
"""Edges of the four cells of a row, as a share of the width."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of the annex; empty fields stay empty, to be filled in by hand."""

    name: str = ""
    post: str = ""
    landline: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """The two people of the annex."""

    responsible: Contact = Contact()
    contact: Contact = Contact()


def write_annex(annex: Annex, path: Path) -> None:
    """Write the form as one page; OSError where it cannot be written."""
    write_canvas(path, _("工作负责人和联系人信息表"), lambda ink: _draw(ink, annex))


def _draw(ink: Ink, annex: Annex) -> None:
    ink.text(MARGIN, 30 * mm, _("附件"), 16, font=BOLD)
    title = _("工作负责人和联系人信息表")
    ink.text(PAGE_WIDTH / 2, 52 * mm, title, 24, font=BOLD, align="middle")
    y = _person(ink, 66 * mm, _("负责人信息"), annex.responsible)
    _person(ink, y, _("工作联系人信息"), annex.contact)


def _person(ink: Ink, y: float, heading: str, person: Contact) -> float:
    _cell(ink, y, 0, 1, heading, is_label=True)
    y += _ROW
    rows = (
        ((_("姓名"), person.name), (_("职务"), person.post)),
        ((_("固定电话"), person.landline), (_("手机"), person.mobile)),
    )
    edges = _LEFT_TITLES
    for row in rows:
        for number, (label, value) in enumerate(row):
            left, middle, right = edges[2 * number : 2 * number + 3]
            _cell(ink, y, left, middle, label, is_label=True)
            _cell(ink, y, middle, right, value, is_label=False)
        y += _ROW
    return y


def _cell(ink: Ink, y: float, left: float, right: float, text: str, *, is_label: bool) -> None:
    """A cell with its text in the middle: smaller, then on two lines, where it is long."""
    x, width = MARGIN + left * _WIDTH, (right - left) * _WIDTH
    ink.box(x, y, width, _ROW, stroke=INK)
    font = BOLD if is_label else REGULAR
    room = width - 10
    size = fit_size(text, font, 14, room, 10)
    lines = wrapped(text, font, size, room)
    top = y + _ROW / 2 - (len(lines) - 1) * size * 0.6
    for number, line in enumerate(lines):
        baseline = top + number * size * 1.2 + size * 0.36
        ink.text(x + width / 2, baseline, line, size, font=font, align="middle")
