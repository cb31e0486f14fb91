"""Documents on A4 made from the store: daily and monthly report, poster of a vacancy."""

from datetime import date, timedelta
from pathlib import Path

from kiosk.domain.clock import day_of
from kiosk.domain.entry_rules import CONTACT_ROLES
from kiosk.domain.facts import Period
from kiosk.domain.problems import NotPossible
from kiosk.domain.roles import Act
from kiosk.domain.statistics import Statistics
from kiosk.hall_words import kind_text
from kiosk.i18n import _
from kiosk.printing.pdf.annex_form import Annex, Contact, write_annex
from kiosk.printing.pdf.poster import Poster, write_poster
from kiosk.printing.pdf.reports import (
    DailyReport,
    MonthlyReport,
    write_daily_report,
    write_monthly_report,
)
from kiosk.service.authority import Authorised
from kiosk.service.hall_profile import hall_view
from kiosk.service.hall_register import Entry, list_entries
from kiosk.service.matching import show_vacancy
from kiosk.service.monitoring import compare, daily_figures
from kiosk.service.site import Site
from kiosk.service.views import VacancyView
from kiosk.words import clock_text, date_text, pay_text, settlement_text, weekday_text

__all__ = [
    "good_examples",
    "print_annex",
    "print_daily_report",
    "print_monthly_report",
    "print_poster",
    "print_weekly_report",
    "share_text",
]

_CHART_DAYS = 14
_NAMED_TRADES = 3


def print_daily_report(
    site: Site, day: date, path: Path, printed_by: str, notes: tuple[str, ...] = ()
) -> DailyReport:
    """Write the report of a day; returns what it says.

    Raises:
        OSError: the file cannot be written.
    """
    compared = compare(site, Period.day(day))
    report = DailyReport(
        hall_name=hall_view(site).name,
        now=compared.now,
        before=compared.before,
        week_ago=compared.week_ago,
        days=daily_figures(site, Period(day - timedelta(days=_CHART_DAYS - 1), day)),
        trade_names=_trade_names(site),
        printed_at=_printed_at(site),
        printed_by=printed_by,
        notes=notes,
    )
    write_daily_report(report, path)
    return report


def print_monthly_report(
    site: Site, day: date, path: Path, printed_by: str, examples: tuple[str, ...] = ()
) -> MonthlyReport:
    """Write the monitoring report of a day's month, up to today; returns what it says.

    Args:
        site: the station.
        day: any day of the month.
        path: the file.
        printed_by: who prints it.
        examples: sentences before the hall's own notes of good practice and nominations (R45).

    Raises:
        OSError: the file cannot be written.
    """
    month = Period.month(day)
    compared = compare(site, month)
    days = daily_figures(site, _until_today(site, month))
    report = MonthlyReport(
        hall_name=hall_view(site).name,
        now=compared.now,
        before=compared.before,
        days=days,
        trade_names=_trade_names(site),
        printed_at=_printed_at(site),
        printed_by=printed_by,
        analysis=_analysis(site, compared.now, compared.before),
        examples=(*examples, *good_examples(site, month)),
    )
    write_monthly_report(report, path)
    return report


def print_weekly_report(site: Site, day: date, path: Path, printed_by: str) -> MonthlyReport:
    """Write the monitoring report of a day's week, Monday to Sunday, up to today.

    Raises:
        OSError: the file cannot be written.
    """
    week = Period.week(day)
    compared = compare(site, week)
    report = MonthlyReport(
        hall_name=hall_view(site).name,
        now=compared.now,
        before=compared.before,
        days=daily_figures(site, _until_today(site, week)),
        trade_names=_trade_names(site),
        printed_at=_printed_at(site),
        printed_by=printed_by,
        analysis=_analysis(site, compared.now, compared.before),
    )
    write_monthly_report(report, path)
    return report


def print_annex(site: Site, allowed: Authorised, path: Path) -> Annex:
    """Write 工作负责人和联系人信息表 with the hall's contacts; who is not known stays blank.

    Raises:
        NotAllowed: leave for something else than `Act.EDIT_PROFILE`.
        OSError: the file cannot be written.
    """
    allowed.actor_for(Act.EDIT_PROFILE)
    contacts = list_entries(site, "contact")
    annex = Annex(*(_annex_contact(contacts, role) for role in CONTACT_ROLES))
    write_annex(annex, path)
    return annex


def _annex_contact(contacts: tuple[Entry, ...], role: str) -> Contact:
    found = next((item.fields for item in contacts if item.fields.get("role") == role), {})
    return Contact(*(found.get(name, "") for name in ("name", "post", "landline", "mobile")))


def good_examples(site: Site, period: Period) -> tuple[str, ...]:
    """Notes of good practice and nominations of a period as sentences (R45); one without a day
    counts to the day it was written."""
    found = []
    for item in list_entries(site, "practice", "nomination"):
        day = item.fields.get("day") or day_of(item.written_at).isoformat()
        if period.first.isoformat() <= day <= period.last.isoformat():
            post = item.fields.get("post", "")
            head = f"{item.title}（{post}）" if post else item.title
            found.append(
                _("{kind}  {head}：{text}").format(
                    kind=kind_text(item.kind), head=head, text=item.fields.get("text", "")
                )
            )
    return tuple(found)


def print_poster(site: Site, vacancy: str, path: Path) -> Poster:
    """Write the poster of an open vacancy; returns what it says.

    Its code is plain text for a phone. The code of the posting slip must not hang on a wall: it
    lets whoever holds it answer for the employer.

    Raises:
        NotPossible: `unknown_vacancy`, `vacancy_closed`, `vacancy_in_review`.
        OSError: the file cannot be written.
    """
    view = show_vacancy(site, vacancy)
    if view.review != "live":
        raise NotPossible("vacancy_in_review")
    if not view.is_open:
        raise NotPossible("vacancy_closed")
    hall = hall_view(site)
    poster = Poster(
        hall_name=hall.name,
        number=view.number,
        trade=view.trade_name,
        headcount=_("要 {count} 人").format(count=view.headcount),
        pay=pay_text(view.pay_cents, view.pay_unit),
        rows=_rows(view),
        qr_payload=share_text(site, vacancy),
        hotline=hall.hotline,
        valid=_("干活那天有效"),
        is_urgent=view.is_urgent,
    )
    write_poster(poster, path)
    return poster


def share_text(site: Site, vacancy: str) -> str:
    """A vacancy as text for a message or a phone (R4), without anybody's phone but the hall's.

    Raises:
        NotPossible: `unknown_vacancy`.
    """
    view, hall = show_vacancy(site, vacancy), hall_view(site)
    lines = (
        _("【{hall}】招 {trade} {count} 人，{pay}").format(
            hall=hall.name,
            trade=view.trade_name,
            count=view.headcount,
            pay=pay_text(view.pay_cents, view.pay_unit),
        ),
        *(_("{label}：{value}").format(label=label, value=value) for label, value in _rows(view)),
        _("单号 {number}，到大厅刷身份证报名，免费。").format(number=view.number),
        _("电话 {number}").format(number=hall.hotline) if hall.hotline else "",
    )
    return "\n".join(line for line in lines if line)


def _rows(view: VacancyView) -> tuple[tuple[str, str], ...]:
    settlement = settlement_text(view.settlement)
    # The date, not 今天: paper and messages are still read tomorrow.
    starts_on = day_of(view.starts)
    when = _("{day} {weekday} {start} 到 {end}").format(
        day=date_text(starts_on),
        weekday=weekday_text(starts_on),
        start=clock_text(view.starts),
        end=clock_text(view.ends),
    )
    rows = (
        (_("时间"), when),
        (_("地点"), view.place),
        (_("干什么"), view.content),
        (_("要求"), view.conditions),
        (_("结算"), f"{settlement}，{view.meals}" if view.meals else settlement),
        (_("上车"), " ".join(filter(None, (view.bay, view.plate)))),
    )
    return tuple(row for row in rows if row[1])


def _analysis(site: Site, now: Statistics, before: Statistics) -> tuple[str, ...]:
    """Plain sentences on supply and demand; none without records."""
    sentences = []
    short = [row for row in now.trades if row.gap > 0][:_NAMED_TRADES]
    if short:
        names = _("、").join(
            _("{trade}（缺 {count} 人）").format(trade=site.trade_name(row.trade), count=row.gap)
            for row in short
        )
        sentences.append(_("最缺人的工种：{names}。").format(names=names))
    if now.registrations.value or before.registrations.value:
        sentences.append(
            _("求职登记 {now} 人次，上期 {then} 人次；需求 {wanted} 人，上期 {before} 人。").format(
                now=now.registrations.value,
                then=before.registrations.value,
                wanted=now.headcount.value,
                before=before.headcount.value,
            )
        )
    return tuple(sentences)


def _until_today(site: Site, period: Period) -> Period:
    return Period(period.first, max(period.first, min(period.last, site.today())))


def _trade_names(site: Site) -> dict[str, str]:
    return {key: trade.name for key, trade in site.trades.items()}


def _printed_at(site: Site) -> str:
    return f"{date_text(site.today())} {clock_text(site.now_ms())}"
