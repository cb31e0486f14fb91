"""The day close at the desk: look a day over, mend, send, certify; no Qt."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.day_close import close_day, list_closed_days, look_at_day, reopen_day
from kiosk.service.day_table import DayGroup, Waiting, day_table, group_records, waiting_to_send
from kiosk.service.day_views import DayRecord, DayView
from kiosk.sync.loop import SyncStatus
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.day_close.papers import DayPapers
from kiosk.ui.desk.day_close.sending import Sending
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.question import Question
from kiosk.words import date_text

__all__ = ["DayClosePresenter", "DayCloseState", "DayCloseView", "Looked"]

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
        self.papers = DayPapers(context, lambda: self.day, self._show, self.refresh)

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

    def ask_why(self) -> None:
        """看为什么 nothing goes out."""
        self._context.navigator.go("machine")

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
            busy=self.papers.busy,
        )
        self._view.show_state(state)
