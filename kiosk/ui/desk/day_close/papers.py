"""Reports, slip and backup of a day: what takes its time beside everything else; no Qt."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from kiosk.domain.facts import Period
from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.day_papers import print_certificate, print_day_slip
from kiosk.service.documents import print_daily_report
from kiosk.service.ledger import print_ledger
from kiosk.store.backup import Backup, back_up
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page_presenter import PagePresenter

__all__ = ["BACKUP_FOLDER", "DayPapers"]

T = TypeVar("T")
BACKUP_FOLDER = "kiosk-backup"


class DayPapers(PagePresenter):
    """What goes out of the hall or onto paper.

    Args:
        context: of the desk.
        day: the day that is looked at, and whether it is closed.
        changed: told when something begins or ends.
    """

    def __init__(
        self,
        context: DeskContext,
        day: Callable[[], tuple[date, bool]],
        changed: Callable[[], None],
    ) -> None:
        super().__init__(context)
        self._day, self._changed = day, changed
        self._done: set[tuple[date, str]] = set()
        self.busy = ""
        """What goes on now, empty for nothing."""

    def refresh(self) -> None:
        """The page looks again by itself."""

    def is_done(self, day: date, what: str) -> bool:
        """Whether `report` or `backup` was made since somebody signed in."""
        return (day, what) in self._done

    def print_reports(self) -> None:
        """Daily report and ledger as PDF; the certificate too where there is one."""
        site, name = self._context.site, self._name
        day, is_closed = self._day()

        def to(folder: Path) -> None:
            def work() -> int:
                folder.mkdir(parents=True, exist_ok=True)
                print_daily_report(site, day, folder / f"daily-report-{day}.pdf", name)
                print_ledger(site, Period.day(day), folder / f"ledger-{day}.pdf", name)
                if is_closed:
                    print_certificate(site, day, folder / f"certificate-{day}.pdf", name)
                return 3 if is_closed else 2

            def done(count: int) -> None:
                words = _("存好了 {count} 个 PDF").format(count=count)
                self._finished(day, "report", words)

            self._beside(_("正在做报表，请等一等"), work, done)

        self._context.navigator.ask_folder(_("报表存到哪里？"), to)

    def print_slip(self) -> None:
        """The summary slip of a closed day."""
        site, name = self._context.site, self._name
        day, _closed = self._day()

        def work(allowed: Authorised) -> str:
            allowed.actor_for(Act.CLOSE_DAY)
            return print_day_slip(site, day, name)

        self.act(Act.CLOSE_DAY, work, lambda _job: self.say(_("小票排队打印了")))

    def back_up(self) -> None:
        """An encrypted copy, opened and checked before it counts."""
        store = self._context.site.store
        day, _closed = self._day()

        def to(folder: Path) -> None:
            target = folder / BACKUP_FOLDER

            def allowed(_leave: Authorised) -> None:
                def done(made: Backup) -> None:
                    words = _("备份好了，{count} 条记录，打开核对过").format(count=made.events)
                    self._finished(day, "backup", words)

                self._beside(_("正在备份、核对，别拔盘"), lambda: back_up(store, target), done)

            self.act(Act.BACK_UP, lambda leave: leave, allowed, subject="store", detail="desk")

        self._context.navigator.ask_folder(_("备份到哪里？"), to)

    @property
    def _name(self) -> str:
        session = self._context.staff.session
        return session.name if session else ""

    def _beside(self, busy: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Something that takes its time, beside everything else."""
        self.busy = busy
        self._changed()

        def failed(error: Exception) -> None:
            self.busy = ""
            self._changed()
            self.failed(error)

        self._context.aside.read(work, done, failed)

    def _finished(self, day: date, what: str, words: str) -> None:
        self.busy = ""
        self._done.add((day, what))
        self.say(words)
        self._changed()
