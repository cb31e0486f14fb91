"""What presenters and pages of the desk work with; no Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.doctor.reports import DeviceReports
from kiosk.printing.paper_printer import PaperPrinter
from kiosk.service.candidates import Candidates
from kiosk.service.site import Site
from kiosk.ui.desk.form_field import FormField, Reply, Written
from kiosk.ui.desk.staff_tasks import Staff, StaffTasks
from kiosk.ui.public.context import Tasks
from kiosk.ui.question import Question

__all__ = ["DeskContext", "DeskNavigator", "Machine"]


class DeskNavigator(Protocol):
    """Changes pages, says what was done, asks. All on the screen's thread."""

    def go(self, page_name: str, subject_id: str = "") -> None:
        """Show a page, and on it a record. A page that the role may not see is not shown; it is
        said so."""

    def say(self, message: str, is_problem: bool = False) -> None:
        """A line over the foot of the page for a moment: what was done, or what went wrong."""

    def ask(self, question: Question, chosen: Callable[[bool], None]) -> None:
        """A dialog with two answers; `chosen` is told True for the safe one."""

    def ask_text(self, question: str, hint: str, done: Callable[[str], None]) -> None:
        """A dialog for something that must be written, a reason; `done` gets the text without
        blanks around it, never an empty one, and is not called where somebody gives up."""

    def choose(
        self, question: str, options: Sequence[tuple[str, str]], done: Callable[[str], None]
    ) -> None:
        """A dialog with one button for each (value, label); `done` gets the value, and is not
        called where somebody gives up."""

    def ask_form(
        self, title: str, fields: Sequence[FormField], done: Callable[[Written, Reply], None]
    ) -> None:
        """A dialog with a form; `done` gets what was written and a way to say what is wrong. The
        form stays until it is told that nothing is, or somebody gives up."""

    def ask_folder(self, question: str, done: Callable[[Path], None]) -> None:
        """Which folder; `done` is not called where somebody gives up."""

    def ask_file(
        self, question: str, suffixes: Sequence[str], done: Callable[[Path], None]
    ) -> None:
        """Which file that is there; suffixes with their dot."""


class Machine(Protocol):
    """The machine beneath the windows."""

    @property
    def data_dir(self) -> Path:
        """Where the station's data lie."""

    @property
    def reports(self) -> DeviceReports:
        """The last word of each device."""

    @property
    def paper(self) -> PaperPrinter:
        """The A4 printer."""

    def sync_now(self) -> None:
        """Try to reach the hub at once. Never blocks."""


@dataclass(frozen=True)
class DeskContext:
    """Given to every page of the desk."""

    site: Site
    tasks: Tasks
    staff: Staff
    staff_tasks: StaffTasks
    navigator: DeskNavigator
    machine: Machine
    candidates: Candidates
    """The ranking, read once for the whole window by the first page that asks."""
    aside: Tasks
    """For what takes minutes (backup, export, import): one after another, on a thread of its own,
    while everything else goes on."""
