"""统计 without Qt: which period, what is compared, which number is open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from kiosk.domain.facts import Period
from kiosk.domain.roles import Act
from kiosk.domain.statistics import Statistics
from kiosk.i18n import _
from kiosk.printing.pdf.figure_words import figure_names
from kiosk.service.authority import Authorised, NotAllowed, authorise
from kiosk.service.documents import (
    print_daily_report,
    print_monthly_report,
    print_weekly_report,
)
from kiosk.service.exchange import export_for, own_columns
from kiosk.service.figure_records import RecordPage, figure_of, open_figure
from kiosk.service.monitoring import Compared, Unit, compare, period_of, trend
from kiosk.service.site import Site
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.desk.paper_out import Paper, PaperOut
from kiosk.words import date_text, weekday_text

__all__ = ["OpenNumber", "StatisticsPresenter", "StatisticsState", "StatisticsView", "period_text"]

_REPORTS: dict[Unit, Callable[[Site, date, Path, str], object]] = {
    Unit.DAY: print_daily_report,
    Unit.WEEK: print_weekly_report,
    Unit.MONTH: print_monthly_report,
}
_TRADE = "trade:"


@dataclass(frozen=True, slots=True)
class StatisticsState:
    """Figures of a period and of those before it; `as_of` in ms."""

    unit: Unit
    compared: Compared
    trend: tuple[Statistics, ...]
    trade_names: Mapping[str, str]
    as_of: int
    is_latest: bool


@dataclass(frozen=True, slots=True)
class OpenNumber:
    """A figure that was opened: its name and the records it counts."""

    key: str
    title: str
    page: RecordPage


class StatisticsView(Protocol):
    """The view of the page."""

    def show_state(self, state: StatisticsState) -> None:
        """Show the figures."""

    def show_records(self, opened: OpenNumber | None) -> None:
        """Show the records of a number; None goes back to the charts."""


class StatisticsPresenter(PagePresenter):
    """Looks at one period at a time."""

    def __init__(self, context: DeskContext, view: StatisticsView) -> None:
        super().__init__(context)
        self._view = view
        self._unit, self._day = Unit.DAY, context.site.today()
        self._state: StatisticsState | None = None
        self._key, self._page = "", 1
        self.papers = PaperOut(context)

    def refresh(self) -> None:
        """Count again."""
        site, unit, day = self._context.site, self._unit, self._day

        def work() -> StatisticsState:
            period = period_of(unit, day)
            return StatisticsState(
                unit=unit,
                compared=compare(site, period),
                trend=trend(site, unit, day),
                trade_names={key: trade.name for key, trade in site.trades.items()},
                as_of=site.now_ms(),
                is_latest=period == period_of(unit, site.today()),
            )

        self.read(work, self._counted)

    def pick_unit(self, unit: Unit) -> None:
        """By day, week or month."""
        self._unit = unit
        self._closed()

    def earlier(self) -> None:
        """The period before."""
        self._day = period_of(self._unit, self._day).first - timedelta(days=1)
        self._closed()

    def later(self) -> None:
        """The period after; not beyond today."""
        following = period_of(self._unit, self._day).last + timedelta(days=1)
        self._day = min(following, self._context.site.today())
        self._closed()

    def latest(self) -> None:
        """Back to the present one."""
        self._day = self._context.site.today()
        self._closed()

    def pick_period(self, place: int) -> None:
        """A bar of the chart was chosen: its period from now on."""
        if self._state is not None and 0 <= place < len(self._state.trend):
            self._day = min(self._state.trend[place].period.last, self._context.site.today())
            self._closed()

    def open(self, key: str, page: int = 1) -> None:
        """Open a figure, or `trade:` and a trade, to its records."""
        if self._state is None:
            return
        self._key, self._page = key, page
        context, figure = self._context, figure_of(self._state.compared.now, key)
        session = context.staff.session

        def work() -> RecordPage:
            if session is None:
                raise NotAllowed("signed_out")
            allowed = authorise(context.site, session, Act.STATISTICS)
            return open_figure(context.site, allowed, figure, page)

        def done(found: RecordPage) -> None:
            self._page = found.page
            self._view.show_records(OpenNumber(key, self._title(key), found))

        self.read(work, done)

    def turn(self, step: int) -> None:
        """Another page of the records."""
        if self._key:
            self.open(self._key, self._page + step)

    def close(self) -> None:
        """Back to the charts."""
        self._key = ""
        self._view.show_records(None)

    def report(self) -> Paper:
        """The report of the period."""
        site, unit, day = self._context.site, self._unit, self._day
        file = f"{_('零工市场')}-{self._file_name()}.pdf"

        def make(allowed: Authorised, folder: Path, name: str) -> tuple[Path, ...]:
            allowed.actor_for(Act.STATISTICS)
            _REPORTS[unit](site, day, folder / file, name)
            return (folder / file,)

        return Paper(Act.STATISTICS, _("报表"), make)

    def save_table(self, folder: Path, suffix: str) -> None:
        """The days of the trend as a table; `suffix` is the format."""
        if self._state is None:
            return
        periods = [item.period for item in self._state.trend]
        period = Period(periods[0].first, periods[-1].last)
        path = folder / f"{_('统计')}-{self._file_name()}{suffix}"
        context = self._context

        def work(allowed: Authorised) -> int:
            folder.mkdir(exist_ok=True)
            columns = own_columns(context.machine.data_dir)
            return export_for(context.site, allowed, "statistics", path, columns, period=period)

        def done(_rows: int) -> None:
            self.say(_("存好了：{name}").format(name=path.name))

        self.act(
            Act.EXPORT,
            work,
            done,
            subject="statistics",
            detail=suffix,
        )

    def _counted(self, state: StatisticsState) -> None:
        if (state.unit, state.compared.now.period) != (
            self._unit,
            period_of(self._unit, self._day),
        ):
            return
        self._state = state
        self._view.show_state(state)
        if self._key:
            self.open(self._key, self._page)

    def _closed(self) -> None:
        self.close()
        self.refresh()

    def _title(self, key: str) -> str:
        if key.startswith(_TRADE):
            return self._context.site.trade_name(key.removeprefix(_TRADE))
        return dict(figure_names()).get(key, key)

    def _file_name(self) -> str:
        first = period_of(self._unit, self._day).first
        words: dict[Unit, Callable[[date], str]] = {
            Unit.DAY: lambda day: f"{_('日报')}-{day}",
            Unit.WEEK: lambda day: f"{_('周报')}-{day}",
            Unit.MONTH: lambda day: f"{_('月报')}-{day:%Y-%m}",
        }
        return words[self._unit](first)


def period_text(unit: Unit, period: Period) -> str:
    """11月23日 星期一, 11月23日到11月29日, 2026年11月."""
    first = period.first
    if unit is Unit.DAY:
        return f"{date_text(first)} {weekday_text(first)}"
    if unit is Unit.WEEK:
        return _("{first}到{last}").format(first=date_text(first), last=date_text(period.last))
    return _("{year}年{month}月").format(year=first.year, month=first.month)
