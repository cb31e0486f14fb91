"""Figures in words, as all reports show them; what is empty shows a dash."""

from collections.abc import Mapping

from kiosk.domain.figures import Ratio
from kiosk.domain.statistics import Statistics
from kiosk.i18n import _
from kiosk.words import yuan

__all__ = ["change_text", "figure_names", "figure_text", "tiles", "trade_rows"]

_DASH = "—"


def figure_names() -> tuple[tuple[str, str], ...]:
    """Every figure of PRODUCT §6 by its key, in the order of the reports."""
    return (
        ("registrations", _("求职登记人次")),
        ("seekers", _("求职人数")),
        ("posts", _("招聘岗位数")),
        ("headcount", _("需求人数")),
        ("effective_posts", _("有效岗位数")),
        ("effective_headcount", _("有效需求人数")),
        ("effective_seekers", _("有效求职人数")),
        ("openings_to_seekers", _("求人倍率")),
        ("referrals", _("对接人次")),
        ("agreements", _("成功人次")),
        ("cancelled", _("其中取消")),
        ("arrivals", _("到岗人次")),
        ("arrival_rate", _("到岗率")),
        ("no_shows", _("爽约人次")),
        ("no_show_rate", _("爽约率")),
        ("day_pay_cents", _("日薪中位数（元）")),
        ("waiting_days", _("待工天数中位数")),
        ("helped", _("困难帮扶人数")),
        ("help_services", _("困难帮扶人次")),
        ("training_needs", _("培训需求")),
        ("training_enrolled", _("培训报名")),
        ("complaints_received", _("投诉受理")),
        ("complaints_closed", _("投诉办结")),
        ("complaints_on_time", _("其中按时")),
    )


def figure_text(item: Statistics, key: str) -> str:
    """A figure as a report prints it."""
    figure = item.figure(key)
    return _number_text(key, figure.value)


def _number_text(key: str, value: float | None) -> str:
    if value is None:
        return _DASH
    if key in {"arrival_rate", "no_show_rate"}:
        return f"{value * 100:.1f}%"
    if key == "openings_to_seekers":
        return f"{value:.2f}"
    if key == "day_pay_cents":
        return yuan(round(value))
    return f"{value:g}"


def change_text(now: Statistics, then: Statistics, key: str) -> str:
    """How a figure changed: +3, -0.25, +1.2 points; a dash where one of them is empty."""
    new, old = now.figure(key).value, then.figure(key).value
    if new is None or old is None:
        return _DASH
    difference = new - old
    if key in {"arrival_rate", "no_show_rate"}:
        return _("{points} 个百分点").format(points=f"{difference * 100:+.1f}")
    if key == "openings_to_seekers":
        return f"{difference:+.2f}"
    if key == "day_pay_cents":
        sign = "+" if difference > 0 else "-" if difference < 0 else ""
        return f"{sign}{yuan(abs(round(difference)))}"
    return f"{difference:+g}" if difference else "0"


def tiles(item: Statistics) -> tuple[tuple[str, str, str, str], ...]:
    """The six figures on top of a report: name, number, unit, what stands behind it."""
    ratio: Ratio = item.openings_to_seekers
    rate, pay = item.arrival_rate, item.day_pay_cents
    return (
        (
            _("求职人数"),
            figure_text(item, "seekers"),
            _("人"),
            _("登记 {count} 人次").format(count=item.registrations.value),
        ),
        (
            _("招聘岗位"),
            figure_text(item, "posts"),
            _("个"),
            _("要招 {count} 人").format(count=item.headcount.value),
        ),
        (
            _("求人倍率"),
            figure_text(item, "openings_to_seekers"),
            "",
            _("{over} ÷ 有效求职 {under}").format(over=ratio.over.value, under=ratio.divisor),
        ),
        (
            _("谈成"),
            figure_text(item, "agreements"),
            _("人次"),
            _("对接 {count} 人次").format(count=item.referrals.value),
        ),
        (
            _("到岗率"),
            figure_text(item, "arrival_rate"),
            "",
            _("{over} ÷ {under}").format(over=rate.over.value, under=rate.divisor),
        ),
        (
            _("日薪中位数"),
            figure_text(item, "day_pay_cents"),
            _("元") if pay.value is not None else "",
            _("{count} 个日薪岗位").format(count=pay.count)
            if pay.value is not None
            else _("{count} 个日薪岗位，太少不显示").format(count=pay.count),
        ),
    )


def trade_rows(item: Statistics, names: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """工种排行: name, people wanted, people seeking."""
    return [
        (names.get(row.trade, row.trade), row.headcount.value, row.seekers.value)
        for row in item.trades
    ]
