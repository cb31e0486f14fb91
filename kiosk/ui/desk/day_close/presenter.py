"""The day close at the desk: look a day over, mend, send, print, back up, certify; no Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from kiosk.domain.facts import Period
from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.day_close import close_day, list_closed_days, look_at_day, reopen_day
from kiosk.service.day_papers import print_certificate, print_day_slip
from kiosk.service.day_table import DayGroup, Waiting, day_table, group_records, waiting_to_send
from kiosk.service.day_views import DayRecord, DayView
from kiosk.service.documents import print_daily_report
from kiosk.service.ledger import print_ledger
from kiosk.store.backup import Backup, back_up
from kiosk.sync.loop import SyncStatus
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.day_close.sending import Sending
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.question import Question
from kiosk.words import date_text

__all__ = ["DayClosePresenter", "DayCloseState", "DayCloseView", "Looked"]

BACKUP_FOLDER = "kiosk-backup"
_CERTIFIED = frozenset({"closed", "completed"})
PAGE_OF_KIND = {"referral": "matching", "vacancy": "review", "print_job": "slips"}
PAGE_OF_WAY = {
    "answer_referral": "matching",
    "review_post": "review",
    "decide_slip": "slips",
    "mend_event": "refusals",
    "settle_seats": "review",
}


@dataclass(frozen=True, slots=True)
class Looked:
    """A day as it was read in one go."""

    view: DayView
    table: tuple[DayGroup, ...]
    waiting: Waiting


@dataclass(frozen=True, slots=True)
class DayCloseState:
    """What the page shows. `records` is what a figure was opened to, with its title; None where
    the table stands. `busy` says what goes on beside."""

    day: date
    today: date
    looked: Looked
    sending: Sending
    records: tuple[DayRecord, ...] | None = None
    records_title: str = ""
    is_report_out: bool = False
    is_backed_up: bool = False
    busy: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether there is a certificate."""
        return self.looked.view.status in _CERTIFIED


class DayCloseView(Protocol):
    """The view of the page."""

    def show_state(self, state: DayCloseState) -> None:
        """Show it."""


class DayClosePresenter(PagePresenter):
    """One day; today at first."""

    def __init__(self, context: DeskContext, view: DayCloseView) -> None:
        super().__init__(context)
        self._view = view
        self.day = context.site.today()
        self._looked: Looked | None = None
        self._sending = Sending()
        self._records: tuple[DayRecord, ...] | None = None
        self._opened = ("", "", "")
        self._done: set[tuple[date, str]] = set()
        self._busy = ""

    def refresh(self) -> None:
        """Look at the day again."""
        site, day = self._context.site, self.day

        def look() -> Looked:
            return Looked(look_at_day(site, day), day_table(site, day), waiting_to_send(site))

        def looked(found: Looked) -> None:
            if day != self.day:
                return
            self._looked = found
            self._sending = self._sending.noted(found.waiting, site.now_ms())
            if self._records is not None:
                self._load_records()
            self._show()

        self.read(look, looked)

    def choose_day(self, day: date) -> None:
        """Another day."""
        self.day, self._records, self._looked = day, None, None
        self.refresh()

    def choose_closed_day(self) -> None:
        """One of those before."""
        site = self._context.site

        def known(days: tuple[tuple[str, str, str], ...]) -> None:
            names = dict.fromkeys(item[0] for item in days)
            today = site.today()
            recent = [(today - timedelta(days=back)).isoformat() for back in range(7)]
            options = [
                (name, date_text(date.fromisoformat(name)))
                for name in sorted({*recent, *names}, reverse=True)[:12]
            ]
            picked = self._context.navigator.choose
            question = _("看哪一天？")
            picked(question, options, lambda name: self.choose_day(date.fromisoformat(name)))

        self.read(lambda: list_closed_days(site), known)

    def sync_changed(self, status: SyncStatus) -> None:
        """The sync loop reported: how far the sending is."""
        self._sending = self._sending.reported(status)
        self._show()

    def open_records(self, group: str, term: str, title: str) -> None:
        """A figure was touched: what stands behind it."""
        self._opened = (group, term, title)
        self._load_records()

    def close_records(self) -> None:
        """Back to the table."""
        self._records = None
        self._show()

    def open_record(self, record_id: str) -> None:
        """The page of a record, where it has one."""
        record = next((item for item in self._records or () if item.id == record_id), None)
        if record is None:
            return
        if record.state == "refused":
            self._context.navigator.go("refusals", record.id)
        elif record.kind in PAGE_OF_KIND:
            self._context.navigator.go(PAGE_OF_KIND[record.kind], record.id)

    def mend(self, code: str) -> None:
        """The one button of a check: to the page where it is set right, at its first record."""
        looked = self._looked
        check = (
            next((item for item in looked.view.checks if item.code == code), None)
            if looked
            else None
        )
        if check is not None and check.records:
            self._context.navigator.go(PAGE_OF_WAY[check.mend], check.records[0].id)

    def send_now(self) -> None:
        """接着送."""
        self._sending = self._sending.asked(self._context.site.now_ms())
        self._context.machine.sync_now()
        self._show()

    def print_reports(self) -> None:
        """Daily report and ledger as PDF; the certificate too where there is one."""
        site, day, is_closed = self._context.site, self.day, self._is_closed
        name = self._name

        def to(folder: Path) -> None:
            def work() -> int:
                folder.mkdir(parents=True, exist_ok=True)
                print_daily_report(site, day, folder / f"daily-report-{day}.pdf", name)
                print_ledger(site, Period.day(day), folder / f"ledger-{day}.pdf", name)
                if is_closed:
                    print_certificate(site, day, folder / f"certificate-{day}.pdf", name)
                return 3 if is_closed else 2

            def done(count: int) -> None:
                self._finished("report", _("存好了 {count} 个 PDF").format(count=count))

            self._beside(_("正在做报表，请等一等"), work, done)

        self._context.navigator.ask_folder(_("报表存到哪里？"), to)

    def print_slip(self) -> None:
        """The summary slip of a closed day."""
        site, day, name = self._context.site, self.day, self._name

        def work(allowed: Authorised) -> str:
            allowed.actor_for(Act.CLOSE_DAY)
            return print_day_slip(site, day, name)

        self.act(Act.CLOSE_DAY, work, lambda _job: self.say(_("小票排队打印了")))

    def back_up(self) -> None:
        """An encrypted copy, opened and checked before it counts."""
        store = self._context.site.store

        def to(folder: Path) -> None:
            def allowed(_leave: Authorised) -> None:
                def done(made: Backup) -> None:
                    words = _("备份好了，{count} 条记录，打开核对过").format(count=made.events)
                    self._finished("backup", words)

                self._beside(
                    _("正在备份、核对，别拔盘"),
                    lambda: back_up(store, folder / BACKUP_FOLDER),
                    done,
                )

            self.act(Act.BACK_UP, lambda leave: leave, allowed, subject="store", detail="desk")

        self._context.navigator.ask_folder(_("备份到哪里？"), to)

    def close(self) -> None:
        """出关账证; where something is left to do, after a question."""
        looked = self._looked
        if looked is None:
            return
        left = sum(len(check.records) for check in looked.view.open_checks)
        if not left:
            self._close(accepts_open=False)
            return
        question = Question(
            "task_alt",
            _("还有 {count} 件没办完，先关账？").format(count=left),
            _("没办完的会写进关账证。明天还能接着办，没送完的来网后自动补送、自动补章。"),
            _("回去办完"),
            _("先关账"),
        )

        def answered(is_safe: bool) -> None:
            if not is_safe:
                self._close(accepts_open=True)

        self._context.navigator.ask(question, answered)

    def reopen(self) -> None:
        """重开关账, with a reason and the PIN."""
        site, day = self._context.site, self.day

        def written(reason: str) -> None:
            def work(allowed: Authorised) -> DayView:
                return reopen_day(site, day, allowed.actor_for(Act.REOPEN_DAY), reason)

            def done(_view: DayView) -> None:
                self.say(_("{day}的账重开了，改好后请再关一次").format(day=date_text(day)))

            self.act(Act.REOPEN_DAY, work, done, subject=day.isoformat())

        question = _("为什么要重开{day}的账？").format(day=date_text(day))
        self._context.navigator.ask_text(question, _("写一句原因，会记下来"), written)

    def wipe(self) -> None:
        """Nothing stays."""
        self._looked, self._records = None, None

    @property
    def _is_closed(self) -> bool:
        return self._looked is not None and self._looked.view.status in _CERTIFIED

    @property
    def _name(self) -> str:
        session = self._context.staff.session
        return session.name if session else ""

    def _close(self, *, accepts_open: bool) -> None:
        site, day, name = self._context.site, self.day, self._name

        def work(allowed: Authorised) -> DayView:
            actor = allowed.actor_for(Act.CLOSE_DAY)
            return close_day(site, day, actor, account=name, accepts_open=accepts_open)

        def done(view: DayView) -> None:
            if view.pending:
                words = _("关账了。还有 {count} 条来网后自动补送、自动补章").format(
                    count=view.pending
                )
                self.say(words)
            else:
                self.say(_("关账了，关账证出好了"))

        self.act(Act.CLOSE_DAY, work, done, subject=day.isoformat())

    def _load_records(self) -> None:
        site, day = self._context.site, self.day
        group, term, _title = self._opened

        def known(records: tuple[DayRecord, ...]) -> None:
            self._records = records
            self._show()

        self.read(lambda: group_records(site, day, group, term), known)

    def _beside(self, busy: str, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Something that takes its time, beside everything else."""
        self._busy = busy
        self._show()

        def failed(error: Exception) -> None:
            self._busy = ""
            self._show()
            self.failed(error)

        self._context.aside.read(work, done, failed)

    def _finished(self, what: str, words: str) -> None:
        self._busy = ""
        self._done.add((self.day, what))
        self.say(words)
        self._show()

    def _show(self) -> None:
        looked = self._looked
        if looked is None:
            return
        state = DayCloseState(
            day=self.day,
            today=self._context.site.today(),
            looked=looked,
            sending=self._sending,
            records=self._records,
            records_title=self._opened[2],
            is_report_out=(self.day, "report") in self._done,
            is_backed_up=(self.day, "backup") in self._done,
            busy=self._busy,
        )
        self._view.show_state(state)
