"""零工市场电子台账: what was registered, posted and arranged in a period, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.i18n import _
from kiosk.printing.pdf.pages import Column, Report

__all__ = ["LedgerPaper", "write_ledger"]

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class LedgerPaper:
    """Rows in the order of time, names as masked as the reader may see them.

    Attributes:
        hall_name: of the hall.
        period: the days in words.
        seekers: time, number, name, trades, how registered.
        posts: time, number, employer, trade, headcount, pay, state.
        referrals: time, number, seeker, post, result.
        complaints: time, number, about, state, due.
        printed_at: when.
        printed_by: by whom.
    """

    hall_name: str
    period: str
    seekers: Rows
    posts: Rows
    referrals: Rows
    complaints: Rows
    printed_at: str
    printed_by: str


def write_ledger(paper: LedgerPaper, path: Path) -> None:
    """Write the ledger; OSError where it cannot be written."""
    foot = _("{hall}  ·  {at} 打印  ·  {by}").format(
        hall=paper.hall_name, at=paper.printed_at, by=paper.printed_by
    )
    subtitle = _("{hall}  ·  {day}").format(hall=paper.hall_name, day=paper.period)
    pages = Report(path, _("零工市场电子台账"), subtitle, foot)
    time, number = Column(_("时间"), 1.7), Column(_("号码"), 1.2)
    _part(
        pages,
        _("求职登记"),
        (time, number, Column(_("姓名"), 1.8), Column(_("工种"), 3.2), Column(_("方式"), 1.2)),
        paper.seekers,
    )
    _part(
        pages,
        _("招聘登记"),
        (
            time,
            number,
            Column(_("用工主体"), 3),
            Column(_("工种"), 2),
            Column(_("人数"), 0.9, "right"),
            Column(_("报酬"), 1.8, "right"),
            Column(_("审核"), 1.2),
        ),
        paper.posts,
    )
    _part(
        pages,
        _("对接"),
        (time, number, Column(_("求职者"), 1.8), Column(_("岗位"), 3.2), Column(_("结果"), 1.6)),
        paper.referrals,
    )
    _part(
        pages,
        _("投诉和求助"),
        (time, number, Column(_("事由"), 2.4), Column(_("状态"), 1.6), Column(_("期限"), 1.6)),
        paper.complaints,
    )
    pages.finish()


def _part(pages: Report, title: str, columns: Sequence[Column], rows: Rows) -> None:
    pages.heading(_("{title}（{count} 条）").format(title=title, count=len(rows)))
    if rows:
        pages.table(columns, rows)
    else:
        pages.paragraph(_("没有记录。"))
