"""The ledger (零工市场电子台账): what was registered, posted and arranged, line by line."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from kiosk.domain.clock import COUNTER, local_time, ms_of
from kiosk.domain.employer import PERSONAL_KINDS
from kiosk.domain.facts import Period
from kiosk.domain.masking import mask_name
from kiosk.i18n import _
from kiosk.printing.pdf.ledger import LedgerPaper, write_ledger
from kiosk.service.hall_profile import hall_view
from kiosk.service.site import Site
from kiosk.words import (
    clock_text,
    complaint_status_text,
    complaint_text,
    date_text,
    pay_text,
    referral_status_text,
    review_text,
    weekday_text,
)

__all__ = ["print_ledger"]


def print_ledger(site: Site, period: Period, path: Path, printed_by: str) -> LedgerPaper:
    """Write the ledger of a period, with masked names; returns what it says.

    Raises:
        OSError: the file cannot be written.
    """
    with site.store.read() as db:
        rows = _Ledger(site, db, period)
        paper = LedgerPaper(
            hall_name=hall_view(site).name,
            period=_period_words(period),
            seekers=rows.seekers(),
            posts=rows.posts(),
            referrals=rows.referrals(),
            complaints=rows.complaints(),
            printed_at=f"{date_text(site.today())} {clock_text(site.now_ms())}",
            printed_by=printed_by,
        )
    write_ledger(paper, path)
    return paper


def _period_words(period: Period) -> str:
    if period.first == period.last:
        return _day_words(period.first)
    return _("{first} 到 {last}").format(
        first=_day_words(period.first), last=_day_words(period.last)
    )


def _day_words(day: date) -> str:
    return _("{year} 年 {day} {weekday}").format(
        year=day.year, day=date_text(day), weekday=weekday_text(day)
    )


class _Ledger:
    """Rows of the ledger, in the caller's snapshot."""

    def __init__(self, site: Site, db: Database, period: Period) -> None:
        self._site, self._db = site, db
        self._bounds = (period.start_ms * COUNTER, period.end_ms * COUNTER)

    def seekers(self) -> tuple[tuple[str, ...], ...]:
        """One line for each visit."""
        rows = self._query(
            "SELECT events.time, json_extract(payload, '$.number'), seekers.name, seekers.trades, "
            "coalesce(json_extract(payload, '$.entry'), 'card') FROM events "
            "JOIN seekers ON seekers.id = events.aggregate "
            "WHERE events.type IN ('SeekerRegistered', 'SeekerCheckedIn') "
            "AND events.time >= ? AND events.time < ? ORDER BY events.time, events.id"
        )
        ways = {"card": _("刷卡"), "typed": _("手输"), "slip": _("扫单"), "import": _("导入")}
        return tuple(
            (
                _time(row[0]),
                row[1] or "—",
                mask_name(row[2]),
                self._trades(row[3]),
                ways.get(row[4], row[4]),
            )
            for row in rows
        )

    def posts(self) -> tuple[tuple[str, ...], ...]:
        """One line for each post."""
        rows = self._query(
            "SELECT posted_at, number, coalesce(nullif(employer_name, ''), employers.name, ''), "
            "coalesce(employers.kind, ''), trade, headcount, pay_cents, pay_unit, review "
            "FROM vacancies LEFT JOIN employers ON employers.id = vacancies.employer "
            "WHERE posted_at >= ? AND posted_at < ? ORDER BY posted_at, vacancies.id"
        )
        return tuple(
            (
                _time(row[0]),
                row[1],
                mask_name(row[2]) if row[3] in PERSONAL_KINDS else row[2],
                self._site.trade_name(row[4]),
                str(row[5]),
                pay_text(row[6], row[7]),
                review_text(row[8]),
            )
            for row in rows
        )

    def referrals(self) -> tuple[tuple[str, ...], ...]:
        """One line for each introduction."""
        rows = self._query(
            "SELECT made_at, referrals.number, coalesce(seekers.name, ''), vacancies.number, "
            "vacancies.trade, referrals.status, arrival FROM referrals "
            "JOIN vacancies ON vacancies.id = referrals.vacancy "
            "LEFT JOIN seekers ON seekers.id = referrals.seeker "
            "WHERE made_at >= ? AND made_at < ? ORDER BY made_at, referrals.id"
        )
        return tuple(
            (
                _time(row[0]),
                row[1],
                mask_name(row[2]),
                f"{row[3]} {self._site.trade_name(row[4])}",
                referral_status_text(row[6] or row[5]),
            )
            for row in rows
        )

    def complaints(self) -> tuple[tuple[str, ...], ...]:
        """One line for each complaint or request; it names nobody."""
        rows = self._query(
            "SELECT made_at, number, kind, status, due FROM complaints "
            "JOIN complaint_cases USING (id) WHERE made_at >= ? AND made_at < ? "
            "ORDER BY made_at, id"
        )
        return tuple(
            (
                _time(row[0]),
                row[1],
                complaint_text(row[2]),
                complaint_status_text(row[3]),
                date_text(date.fromisoformat(row[4])) if row[4] else "—",
            )
            for row in rows
        )

    def _trades(self, trades: str) -> str:
        return _("、").join(self._site.trade_name(trade) for trade in trades.split()) or "—"

    def _query(self, query: str) -> list[tuple[Any, ...]]:
        return self._db.execute(query, self._bounds).fetchall()


def _time(stamp: int) -> str:
    moment = local_time(ms_of(stamp))
    return f"{moment.month}-{moment.day} {moment.hour}:{moment.minute:02d}"
