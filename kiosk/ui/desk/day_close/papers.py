"""Reports, slip and backup of a day: what takes its time beside everything else; no Qt."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.day_keeping import back_up_day, save_day_papers
from kiosk.service.day_papers import print_day_slip
from kiosk.store.backup import Backup
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page_presenter import PagePresenter
from kiosk.ui.desk.paper_out import Paper, PaperOut

__all__ = ["BACKUP_FOLDER", "DayPapers"]

BACKUP_FOLDER = "kiosk-backup"


class DayPapers(PagePresenter):
    """What goes out of the hall or onto paper.

    Args:
        context: of the desk.
        day: the day that is looked at.
        changed: told when something begins or ends.
        refresh: looks at the day again, once it says that papers or a copy were made.
    """

    def __init__(
        self,
        context: DeskContext,
        day: Callable[[], date],
        changed: Callable[[], None],
        refresh: Callable[[], None],
    ) -> None:
        super().__init__(context)
        self._day, self._changed, self._refresh = day, changed, refresh
        self._out = PaperOut(context, self._moved)
        self._copying = ""

    @property
    def busy(self) -> str:
        """What goes on now, empty for nothing."""
        return self._copying or self._out.busy

    def refresh(self) -> None:
        """The page looks again by itself."""

    def save_reports(self) -> None:
        """Daily report and ledger as PDF; the certificate too where there is one."""
        self._out.save(self._reports())

    def print_reports(self) -> None:
        """The same on A4."""
        self._out.print(self._reports())

    def print_slip(self) -> None:
        """The summary slip of a closed day."""
        site, name, day = self._context.site, self._name, self._day()

        def work(allowed: Authorised) -> str:
            allowed.actor_for(Act.CLOSE_DAY)
            return print_day_slip(site, day, name)

        self.act(Act.CLOSE_DAY, work, lambda _job: self.say(_("小票排队打印了")))

    def back_up(self) -> None:
        """An encrypted copy, opened and checked before it counts."""
        site, day = self._context.site, self._day()

        def to(folder: Path) -> None:
            def allowed(leave: Authorised) -> None:
                self._copy(lambda: back_up_day(site, leave, day, folder / BACKUP_FOLDER))

            self.act(Act.BACK_UP, lambda leave: leave, allowed, subject="store", detail="desk")

        self._context.navigator.ask_folder(_("备份到哪里？"), to)

    @property
    def _name(self) -> str:
        session = self._context.staff.session
        return session.name if session else ""

    def _reports(self) -> Paper:
        site, day = self._context.site, self._day()

        def make(leave: Authorised, folder: Path, name: str) -> tuple[Path, ...]:
            return save_day_papers(site, leave, day, folder, name)

        return Paper(Act.CLOSE_DAY, _("报表"), make)

    def _moved(self) -> None:
        self._changed()
        self._refresh()

    def _copy(self, work: Callable[[], Backup]) -> None:
        """Copy beside everything else."""
        self._copying = _("正在备份、核对，别拔盘")
        self._changed()

        def done(made: Backup) -> None:
            self._copying = ""
            self.say(_("备份好了，{count} 条记录，打开核对过").format(count=made.events))
            self._moved()

        def failed(error: Exception) -> None:
            self._copying = ""
            self.failed(error)
            self._moved()

        self._context.aside.read(work, done, failed)
