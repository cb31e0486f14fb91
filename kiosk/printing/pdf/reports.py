"""The daily report and the monthly monitoring report (R39, R45)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.domain.statistics import Statistics
from kiosk.i18n import _
from kiosk.printing.pdf.charts import draw_days, draw_trades
from kiosk.printing.pdf.figure_words import (
    change_text,
    figure_names,
    figure_text,
    tiles,
    trade_rows,
)
from kiosk.printing.pdf.fonts import BOLD, REGULAR
from kiosk.printing.pdf.ink import GREY, LINE, MARGIN, WHITE, fit_size
from kiosk.printing.pdf.pages import Column, Report
from kiosk.words import date_text, weekday_text

__all__ = ["DailyReport", "MonthlyReport", "write_daily_report", "write_monthly_report"]

_WEEK = 7
_TILE_HEIGHT, _GAP = 66.0, 8.0
_DAYS_HEIGHT = 190.0


@dataclass(frozen=True, slots=True)
class DailyReport:
    """What the daily report says. `days` end with the day itself, for the chart."""

    hall_name: str
    now: Statistics
    before: Statistics
    week_ago: Statistics
    days: tuple[Statistics, ...]
    trade_names: Mapping[str, str]
    printed_at: str
    printed_by: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthlyReport:
    """What the monthly (or weekly) monitoring report says. `examples`: good practice (R45)."""

    hall_name: str
    now: Statistics
    before: Statistics
    days: tuple[Statistics, ...]
    trade_names: Mapping[str, str]
    printed_at: str
    printed_by: str
    analysis: tuple[str, ...] = ()
    examples: tuple[str, ...] = field(default=())


def write_daily_report(report: DailyReport, path: Path) -> None:
    """Write the daily report; OSError where it cannot be written."""
    pages = _pages(
        _("零工市场日报"),
        _when(report),
        report.hall_name,
        report.printed_at,
        report.printed_by,
        path,
    )
    _tiles(pages, report.now)
    _comparison(
        pages, report.now, ((_("比前一天"), report.before), (_("比上周同日"), report.week_ago))
    )
    _days(pages, report.days)
    _trades(pages, report.now, report.trade_names)
    if report.notes:
        pages.heading(_("说明"))
        for note in report.notes:
            pages.paragraph(note)
    _method(pages)
    pages.finish()


def write_monthly_report(report: MonthlyReport, path: Path) -> None:
    """Write the monthly monitoring report; OSError where it cannot be written."""
    first, last = report.now.period.first, report.now.period.last
    is_week = len(report.now.period.days()) == _WEEK
    if is_week:
        when = _("{hall}  ·  {year} 年 {first} 到 {last}").format(
            hall=report.hall_name, year=first.year, first=date_text(first), last=date_text(last)
        )
    else:
        when = _("{hall}  ·  {year} 年 {month} 月").format(
            hall=report.hall_name, year=first.year, month=first.month
        )
    pages = _pages(
        _("零工市场运行监测周报") if is_week else _("零工市场运行监测月报"),
        when,
        report.hall_name,
        report.printed_at,
        report.printed_by,
        path,
    )
    _tiles(pages, report.now)
    if report.analysis:
        pages.heading(_("供求变化"))
        for text in report.analysis:
            pages.paragraph(text)
        pages.y += _GAP
    before = _("比上周") if is_week else _("比上月")
    _comparison(pages, report.now, ((before, report.before),))
    _days(pages, report.days)
    _trades(pages, report.now, report.trade_names)
    _day_table(pages, report.days)
    if report.examples:
        pages.heading(_("典型经验和服务标兵"))
        for text in report.examples:
            pages.paragraph(text)
    _method(pages)
    pages.finish()


def _when(report: DailyReport) -> str:
    day = report.now.period.first
    return _("{hall}  ·  {year} 年 {day} {weekday}").format(
        hall=report.hall_name, year=day.year, day=date_text(day), weekday=weekday_text(day)
    )


def _pages(title: str, when: str, hall: str, at: str, by: str, path: Path) -> Report:
    foot = _("{hall}  ·  {at} 打印  ·  {by}").format(hall=hall, at=at, by=by)
    return Report(path, title, when, foot)


def _tiles(pages: Report, item: Statistics) -> None:
    ink = pages.ink
    width = (pages.width - 2 * _GAP) / 3
    for number, (name, value, unit, behind) in enumerate(tiles(item)):
        x = MARGIN + (number % 3) * (width + _GAP)
        y = pages.y + (number // 3) * (_TILE_HEIGHT + _GAP)
        ink.box(x, y, width, _TILE_HEIGHT, fill=WHITE, stroke=LINE, radius=5)
        ink.text(x + 10, y + 17, name, 10.5, colour=GREY)
        wide = ink.text(x + 10, y + 43, value, 23, font=BOLD)
        ink.text(x + 14 + wide, y + 43, unit, 10.5)
        size = fit_size(behind, REGULAR, 9.5, width - 20, 7)
        ink.text(x + 10, y + 58, behind, size, colour=GREY)
    pages.y += 2 * (_TILE_HEIGHT + _GAP) + 10


def _comparison(pages: Report, now: Statistics, others: Sequence[tuple[str, Statistics]]) -> None:
    pages.heading(_("全部指标"), keep=120)
    columns = [
        Column(_("指标"), 3),
        Column(_("本期"), 1.6, "right"),
        *(Column(name, 2, "right") for name, _then in others),
    ]
    rows = [
        [name, figure_text(now, key), *(change_text(now, then, key) for _name, then in others)]
        for key, name in figure_names()
    ]
    pages.table(columns, rows)


def _days(pages: Report, days: Sequence[Statistics]) -> None:
    if not days:
        return
    pages.heading(_("每天多少"), keep=_DAYS_HEIGHT)
    draw_days(
        pages.ink,
        pages.y,
        pages.width,
        _DAYS_HEIGHT,
        [str(item.period.first.day) for item in days],
        (_("要招人数"), [item.headcount.value for item in days]),
        (
            (_("求职人数"), [item.seekers.value for item in days]),
            (_("谈成人次"), [item.agreements.value for item in days]),
        ),
    )
    pages.y += _DAYS_HEIGHT + 12


def _trades(pages: Report, item: Statistics, names: Mapping[str, str]) -> None:
    rows = trade_rows(item, names)
    if not rows:
        return
    pages.heading(_("工种排行"), keep=30 + 25 * len(rows))
    pages.y = draw_trades(pages.ink, pages.y, pages.width, rows)


def _day_table(pages: Report, days: Sequence[Statistics]) -> None:
    pages.heading(_("逐日数据"), keep=80)
    named = (
        ("registrations", _("登记人次")),
        ("seekers", _("求职人数")),
        ("posts", _("岗位数")),
        ("headcount", _("需求人数")),
        ("referrals", _("对接")),
        ("agreements", _("成功")),
        ("arrivals", _("到岗")),
        ("arrival_rate", _("到岗率")),
    )
    columns = [Column(_("日期"), 1.4), *(Column(name, 1.2, "right") for _key, name in named)]
    rows = [
        [
            date_text(item.period.first),
            *(figure_text(item, key) for key, _name in named),
        ]
        for item in days
    ]
    pages.table(columns, rows)


def _method(pages: Report) -> None:
    pages.heading(_("口径"), keep=40)
    for text in (
        _("按当地日期统计，只数本场。岗位数和人数分开算，不混用。"),
        _("求人倍率 = 有效需求人数 ÷ 有效求职人数；有效包括以前结转和本期新增，没人求职时不显示。"),
        _("到岗率 = 到岗人次 ÷（成功人次 − 取消）；爽约率 = 爽约人次 ÷ 成功人次。"),
        _("日薪只数按天计酬的岗位，按需求人数加权；不到 5 个岗位时不显示。"),
        _("每个数都可以在统计页点开，看到它数的每一条记录。"),
    ):
        pages.paragraph(text, 9.5)
