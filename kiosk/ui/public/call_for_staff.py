"""找工作人员: the call is recorded, and the person is told what happens now."""

from collections.abc import Callable

from kiosk.i18n import _
from kiosk.service.site import Site
from kiosk.service.staff_calls import CalledStaff, call_staff
from kiosk.ui.public.context import Tasks, failure_text
from kiosk.ui.question import Question

__all__ = ["CallForStaff"]


class CallForStaff:
    """Asks on the writing thread, answers with a dialog. `tell` shows it."""

    def __init__(self, site: Site, tasks: Tasks, tell: Callable[[Question], None]) -> None:
        self._site, self._tasks, self._tell = site, tasks, tell
        self.hotline = ""

    def ask(self, place: str) -> None:
        """Somebody at the screen `place` needs help; the call waits also where nobody is there."""
        self._tasks.write(lambda: call_staff(self._site, place), self._called, self._not_called)

    def _called(self, called: CalledStaff) -> None:
        title = _("已经叫了工作人员") if called.is_new else _("刚才叫过了，马上来")
        line = _("看到了就到这台机器找您，请等一等。")
        if self.hotline:
            line += "\n" + _("着急就打本场热线 {number}").format(number=self.hotline)
        self._tell(self._question("support_agent", title, line))

    def _not_called(self, error: Exception) -> None:
        self._tell(self._question("error", _("没有叫成，请到服务台"), failure_text(error)))

    @staticmethod
    def _question(icon: str, title: str, line: str) -> Question:
        return Question(icon, title, line, _("知道了，接着办"), _("不办了"))
