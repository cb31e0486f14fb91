"""A file on paper: facts, tables with the history, room for signatures. For complaints, cases and
what goes to the authorities."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.i18n import _
from kiosk.printing.pdf.ink import MARGIN
from kiosk.printing.pdf.pages import Column, Report

__all__ = ["CaseFile", "Section", "write_case_file"]

_SIGN_HEIGHT = 60


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and words or a table below it."""

    heading: str
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the paper says; `facts` are (label, value), `signatures` the names of the lines."""

    title: str
    subtitle: str
    foot: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...] = ()
    signatures: tuple[str, ...] = ()


def write_case_file(paper: CaseFile, path: Path) -> None:
    """Write the paper; OSError where it cannot be written."""
    report = Report(path, paper.title, paper.subtitle, paper.foot)
    columns = (Column(_("项目"), 1), Column(_("内容"), 4))
    report.table(columns, [(label, value or "—") for label, value in paper.facts])
    for section in paper.sections:
        report.heading(section.heading)
        for line in section.words:
            report.paragraph(line)
        if section.columns:
            report.table(section.columns, section.rows)
    if paper.signatures:
        _sign(report, paper.signatures)
    report.finish()


def _sign(report: Report, names: Sequence[str]) -> None:
    report.room(_SIGN_HEIGHT)
    width = report.width / len(names)
    y = report.y + 36
    for place, name in enumerate(names):
        x = MARGIN + place * width
        taken = report.ink.text(x, y, name, 10.5)
        report.ink.line([(x + taken + 6, y + 3), (x + width - 18, y + 3)])
    report.y += _SIGN_HEIGHT
