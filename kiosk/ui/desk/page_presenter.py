"""What presenters of the desk's pages have in common; no Qt."""

from collections.abc import Callable
from typing import TypeVar

from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.domain.roles import Act
from kiosk.exchange_words import sheet_text
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.exchange import ColumnsError, SheetError
from kiosk.store.errors import StoreError
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.public.context import failure_text

__all__ = ["PagePresenter", "desk_failure_text"]

T = TypeVar("T")


def desk_failure_text(error: Exception) -> str:
    """One plain sentence for staff for anything that can go wrong."""
    if isinstance(error, InvalidInput | NotPossible | StoreError):
        return failure_text(error)
    if isinstance(error, FileNotFoundError):
        return _("找不到这个文件或者文件夹，U 盘是不是拔了？")
    if isinstance(error, OSError):
        return _("文件没有写成，盘可能满了或者拔掉了。记录都在，请换个地方再试。")
    if isinstance(error, SheetError):
        return sheet_text(error)
    if isinstance(error, ColumnsError):
        return _("列名有重复的，或者一个都没有留，请改好再存。")
    return _("出了点问题，这一步没有办成。记录都在，请再点一次，还不行就找运维人员。")


class PagePresenter:
    """Reads, acts through the gate, says what came of it."""

    def __init__(self, context: DeskContext) -> None:
        self._context = context

    def refresh(self) -> None:
        """Look at the store again."""
        raise NotImplementedError

    def read(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Run a query on the reading thread."""
        self._context.tasks.read(work, done, self.failed)

    def act(
        self,
        act: Act,
        work: Callable[[Authorised], T],
        done: str | Callable[[T], None],
        *,
        subject: str = "",
        detail: str = "",
    ) -> None:
        """Do something that the gate guards, then say `done` or give it the result, and refresh.

        Args:
            act: what it is.
            work: is given the leave, on the writing thread.
            done: words for the status bar, or what takes the result.
            subject: see `authorise`.
            detail: see `authorise`.
        """

        def told(result: T) -> None:
            if callable(done):
                done(result)
            else:
                self._context.navigator.say(done)
            self.refresh()

        tasks = self._context.staff_tasks
        tasks.act(act, work, told, self.failed, subject=subject, detail=detail)

    def ask_reason(self, question: str, done: Callable[[str], None]) -> None:
        """Why something is done; it has to be written, and stands in the log."""
        self._context.navigator.ask_text(question, _("写一句，会记下来"), done)

    def say(self, words: str) -> None:
        """What was done."""
        self._context.navigator.say(words)

    def failed(self, error: Exception) -> None:
        """What went wrong, and what to do."""
        self._context.navigator.say(desk_failure_text(error), True)
