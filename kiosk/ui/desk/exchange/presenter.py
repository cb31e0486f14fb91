"""导入导出 without Qt: one table at a time, out, in by steps, and its headings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.brands import find_numbered
from kiosk.service.documents import print_poster, share_text
from kiosk.service.exchange import (
    EXPORTED,
    IMPORTED,
    ImportReport,
    ImportRun,
    export_for,
    import_for,
    load_columns,
    own_columns,
    save_columns,
)
from kiosk.service.feed import feed_records, write_feed
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.desk.paper_out import Paper, PaperOut

__all__ = ["FEED", "TABLES", "ExchangePresenter", "ExchangeView", "TableState", "table_text"]

FEED = "feed"
TABLES = (*EXPORTED, FEED)


@dataclass(frozen=True, slots=True)
class TableState:
    """A table: headings by field, empty for fields left out; `feed_rows`: posts of the feed."""

    table: str
    headings: Mapping[str, str]
    feed_rows: int = 0

    @property
    def can_import(self) -> bool:
        """Whether rows of it can come in."""
        return self.table in IMPORTED


class ExchangeView(Protocol):
    """The view of the page."""

    def show_state(self, state: TableState) -> None:
        """Show a table."""

    def show_progress(self, what: str, done: int, total: int) -> None:
        """How far it is."""

    def show_report(self, report: ImportReport | None) -> None:
        """What an import did or would do; None takes it away."""


class ExchangePresenter(PagePresenter):
    """One table, one job at a time."""

    def __init__(self, context: DeskContext, view: ExchangeView) -> None:
        super().__init__(context)
        self._view, self._table = view, TABLES[0]
        self._run: ImportRun | None = None
        self.papers = PaperOut(context)

    @property
    def is_busy(self) -> bool:
        """Whether an import is under way."""
        return self._run is not None

    def refresh(self) -> None:
        """Read the headings anew; not while an import runs, whose page stays."""
        if self.is_busy:
            return
        site, table, folder = self._context.site, self._table, self._context.machine.data_dir

        def work() -> TableState:
            rows = len(feed_records(site)) if table == FEED else 0
            own = own_columns(folder)[table]
            headings = {field: own.get(field, "") for field in load_columns()[table]}
            return TableState(table, headings, rows)

        def known(state: TableState) -> None:
            if state.table == self._table:
                self._view.show_state(state)

        self.read(work, known)

    def pick(self, table: str) -> None:
        """Another table; an import under way goes on with its own."""
        if not self.is_busy:
            self._table = table
            self._view.show_report(None)
            self.refresh()

    def save_headings(self, headings: Mapping[str, str]) -> None:
        """The hall's own headings of the table, from now on for export and import."""
        folder, table = self._context.machine.data_dir, self._table

        def work(_leave: Authorised) -> None:
            save_columns(folder, table, headings)

        self.act(Act.EXPORT, work, _("列名存好了"), subject="columns", detail=table)

    def export(self, folder: Path, suffix: str, is_full: bool) -> None:
        """Write the table; in full or with masked people."""
        site, table, data_dir = self._context.site, self._table, self._context.machine.data_dir
        path = folder / f"{table_text(table)}-{site.today()}{suffix}"

        def work(leave: Authorised) -> int:
            folder.mkdir(exist_ok=True)
            columns = own_columns(data_dir)
            if table == FEED:
                return write_feed(site, leave, path, columns)
            return export_for(site, leave, table, path, columns, is_full=is_full)

        def done(rows: int) -> None:
            words = _("存好了：{name}，{rows} 行")
            self.say(words.format(name=path.name, rows=rows))

        act = Act.PUBLISH if table == FEED else Act.EXPORT
        detail = _("完整") if is_full else suffix
        self.act(act, work, done, subject=table, detail=detail)

    def import_file(self, path: Path, is_dry: bool) -> None:
        """Check a file, and unless it is a dry run enter its good rows, step by step: others
        write between the steps."""
        if self.is_busy:
            return
        site, table, folder = self._context.site, self._table, self._context.machine.data_dir
        self._view.show_report(None)

        def begin(leave: Authorised) -> ImportRun:
            return import_for(site, leave, table, path, own_columns(folder), is_dry=is_dry)

        def begun(run: ImportRun) -> None:
            self._run = run
            self._view.show_progress(_("在看表格"), run.done, run.total)
            self._step(run)

        tasks = self._context.staff_tasks
        detail = _("试一遍") if is_dry else ""
        tasks.act(Act.IMPORT, begin, begun, self._stopped, subject=table, detail=detail)

    def give_up(self) -> None:
        """Stop after the present step; what is entered stays."""
        run, self._run = self._run, None
        if run is not None:
            self._view.show_report(run.report())

    def poster(self, number: str) -> Paper:
        """The poster of a vacancy, by the number of its slip."""
        site = self._context.site

        def make(allowed: Authorised, folder: Path, _name: str) -> tuple[Path, ...]:
            allowed.actor_for(Act.PUBLISH)
            path = folder / f"{_('招工海报')}-{number}.pdf"
            print_poster(site, find_numbered(site, number), path)
            return (path,)

        return Paper(Act.PUBLISH, _("海报"), make)

    def share(self, number: str, done: Callable[[str], None]) -> None:
        """The words of a vacancy for a message, by the number of its slip (R4)."""
        site = self._context.site

        def told(words: str) -> None:
            done(words)
            self.say(_("拷好了，贴到群里就行"))

        self.read(lambda: share_text(site, find_numbered(site, number)), told)

    def _step(self, run: ImportRun) -> None:
        def stepped(is_more: bool) -> None:
            if self._run is not run:
                return
            what = _("在写进去") if run.is_checked else _("在看表格")
            self._view.show_progress(what, run.done, run.total)
            if is_more:
                self._step(run)
                return
            self._run = None
            self._view.show_report(run.report())

        self._context.tasks.write(run.step, stepped, self._stopped)

    def _stopped(self, error: Exception) -> None:
        self.give_up()
        self.failed(error)


def table_text(table: str) -> str:
    """What a table is called."""
    return {
        "seekers": _("求职者"),
        "employers": _("用工单位"),
        "vacancies": _("岗位"),
        "referrals": _("对接"),
        "statistics": _("统计"),
        "register": _("市场名录"),
        FEED: _("岗位信息"),
    }.get(table, table)
