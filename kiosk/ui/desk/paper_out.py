"""Documents of the desk, saved where somebody says, or printed on A4; no Qt.

The file is on the disk before the printer hears of it: whatever goes wrong with the printing, the
document is there. A power cut between the two leaves a file that nobody printed, and no doubt
about paper: it is printed anew by another press.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.paper_words import paper_advice, paper_trouble_text
from kiosk.printing.paper_printer import PaperError
from kiosk.service.authority import Authorised
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page_presenter import desk_failure_text

__all__ = ["EXPORTS", "Paper", "PaperOut"]

EXPORTS = "exports"
"""Folder of the data directory that files go to where nobody says another."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that can be made.

    Attributes:
        act: what the gate is asked for.
        title: what it is called: the question where it goes, the job of the printer.
        make: writes it into a folder that is there, for somebody by name; returns the files.
    """

    act: Act
    title: str
    make: Callable[[Authorised, Path, str], tuple[Path, ...]]


class PaperOut:
    """Makes one document at a time, beside everything else.

    Args:
        context: of the desk.
        changed: told when something begins or ends.
    """

    def __init__(self, context: DeskContext, changed: Callable[[], None] = lambda: None) -> None:
        self._context, self._changed = context, changed
        self.busy = ""
        """What goes on now, empty for nothing."""

    def save(self, paper: Paper) -> None:
        """Ask for a folder and write the document into it."""

        def saved(files: tuple[Path, ...]) -> None:
            self._end(_("存好了：{name}").format(name=_names(files)))

        question = _("{title}存到哪里？").format(title=paper.title)
        self._context.navigator.ask_folder(
            question, lambda folder: self._make(paper, folder, saved)
        )

    def print(self, paper: Paper) -> None:
        """Write the document into the folder of this machine, then print it."""
        machine, aside = self._context.machine, self._context.aside

        def made(files: tuple[Path, ...]) -> None:
            def printed(printer: str) -> None:
                self._end(_("送到打印机了，请去拿：{name}").format(name=printer or paper.title))

            def not_printed(error: Exception) -> None:
                self._end(_not_printed_text(error, files), is_problem=True)

            self._begin(_("正在送去打印，请等一等"))
            aside.read(lambda: machine.paper.print_files(files, paper.title), printed, not_printed)

        self._make(paper, machine.data_dir / EXPORTS, made)

    def _make(self, paper: Paper, folder: Path, done: Callable[[tuple[Path, ...]], None]) -> None:
        """Nothing where a document is on its way already: a second press is no second copy."""
        session, context = self._context.staff.session, self._context
        if session is None:
            return

        def allowed(leave: Authorised) -> None:
            if self.busy:
                return

            def work() -> tuple[Path, ...]:
                folder.mkdir(exist_ok=True)
                return paper.make(leave, folder, session.name)

            # Not before: whoever is asked for the PIN may give up.
            self._begin(_("正在做{title}，请等一等").format(title=paper.title))
            context.aside.read(work, done, self._failed)

        context.staff_tasks.act(paper.act, lambda leave: leave, allowed, self._failed)

    def _begin(self, words: str) -> None:
        self.busy = words
        self._context.navigator.say(words)
        self._changed()

    def _end(self, words: str, *, is_problem: bool = False) -> None:
        self.busy = ""
        self._context.navigator.say(words, is_problem)
        self._changed()

    def _failed(self, error: Exception) -> None:
        self._end(desk_failure_text(error), is_problem=True)


def _names(files: tuple[Path, ...]) -> str:
    return _("、").join(path.name for path in files)


def _not_printed_text(error: Exception, files: tuple[Path, ...]) -> str:
    """What happened, what is safe, what to do."""
    safe = _("文件存好了，在“导出”文件夹：{name}。").format(name=_names(files))
    if not isinstance(error, PaperError):
        return _("没打出来。") + safe
    what = paper_trouble_text(error)
    return f"{what}。{paper_advice(error.trouble)}{safe}"
