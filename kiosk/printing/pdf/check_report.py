"""The doctor's report on A4: every check with its state, and what to do for the red ones."""

import io
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from kiosk.domain.check import Check
from kiosk.i18n import _
from kiosk.printing.pdf.fonts import BOLD, REGULAR, register_fonts
from kiosk.printing.pdf.ink import wrapped
from kiosk.whole_file import write_whole

__all__ = ["write_check_report"]

_LEFT, _DETAIL_LEFT = 20 * mm, 74 * mm
_TOP, _BOTTOM = A4[1] - 20 * mm, 20 * mm
_LINE = 5.5 * mm
_COLOURS = {"ok": (0.0, 0.4, 0.2), "warn": (0.6, 0.4, 0.0), "red": (0.75, 0.1, 0.1)}


def write_check_report(checks: tuple[Check, ...], made_at: str, path: Path) -> None:
    """Write the report; OSError if it cannot be written."""
    register_fonts()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setTitle(_("设备检查报告"))
    canvas.setFont(BOLD, 20)
    canvas.drawString(_LEFT, _TOP, _("设备检查报告"))
    canvas.setFont(REGULAR, 11)
    red = sum(check.state == "red" for check in checks)
    summary = _("{time} · 检查 {count} 项 · {red} 项不好").format(
        time=made_at, count=len(checks), red=red
    )
    canvas.drawString(_LEFT, _TOP - 8 * mm, summary)
    top = _TOP - 20 * mm
    for check in checks:
        top = _draw(canvas, check, top)
    canvas.showPage()
    canvas.save()
    write_whole(path, file.getvalue())


def _draw(canvas: Canvas, check: Check, top: float) -> float:
    """One check; begins a new page where it does not fit. Returns where the next one goes."""
    width = A4[0] - _DETAIL_LEFT - 20 * mm
    detail = wrapped(check.detail or "–", REGULAR, 10.5, width)
    advice = wrapped(check.advice, BOLD, 10.5, width) if check.advice else []
    needed = (len(detail) + len(advice)) * _LINE
    if top - needed < _BOTTOM:
        canvas.showPage()
        top = _TOP
    words = {"ok": _("好"), "warn": _("注意"), "red": _("不好")}
    canvas.setFillColorRGB(*_COLOURS[check.state])
    canvas.setFont(BOLD, 10.5)
    canvas.drawString(_LEFT, top, words[check.state])
    canvas.setFillColorRGB(0.1, 0.1, 0.1)
    canvas.drawString(_LEFT + 13 * mm, top, check.title)
    for font, lines in ((REGULAR, detail), (BOLD, advice)):
        canvas.setFont(font, 10.5)
        for line in lines:
            canvas.drawString(_DETAIL_LEFT, top, line)
            top -= _LINE
    return float(top - 2 * mm)
