"""Goes to pages, says and asks, over the desk's window."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from kiosk.i18n import _
from kiosk.ui.desk.dialogs import ChoiceDialog, DeskDialog, QuestionDialog, TextDialog
from kiosk.ui.desk.form_dialog import FormDialog
from kiosk.ui.desk.form_field import FormField, Reply, Written
from kiosk.ui.desk.places import folders
from kiosk.ui.desk.status_bar import StatusBar
from kiosk.ui.question import Question
from kiosk.ui.theme import Theme

__all__ = ["WindowNavigator"]


class WindowNavigator:
    """`DeskNavigator` over a window; one dialog at a time.

    Args:
        theme: for the panel.
        window: what dialogs lie over.
        bar: says what was done.
        data_dir: of the station; its folder for exports lies there.
        go: shows a page by name, and on it a record.
    """

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        bar: StatusBar,
        data_dir: Path,
        go: Callable[[str, str], None],
    ) -> None:
        self._theme, self._window, self._bar, self._go = theme, window, bar, go
        self._data_dir = data_dir
        self.dialog: DeskDialog | QFileDialog | None = None

    def go(self, page_name: str, subject_id: str = "") -> None:
        """Show a page, and on it a record."""
        self._go(page_name, subject_id)

    def say(self, message: str, is_problem: bool = False) -> None:
        """A line for a moment."""
        self._bar.say(message, is_problem)

    def ask(self, question: Question, chosen: Callable[[bool], None]) -> None:
        """Two answers."""
        self._open(lambda: QuestionDialog(self._theme, self._window, question, chosen))

    def ask_text(self, question: str, hint: str, done: Callable[[str], None]) -> None:
        """Something must be written."""
        self._open(lambda: TextDialog(self._theme, self._window, question, hint, done))

    def choose(
        self, question: str, options: Sequence[tuple[str, str]], done: Callable[[str], None]
    ) -> None:
        """One of several."""
        self._open(lambda: ChoiceDialog(self._theme, self._window, question, options, done))

    def ask_form(
        self, title: str, fields: Sequence[FormField], done: Callable[[Written, Reply], None]
    ) -> None:
        """Several things must be written."""
        self._open(lambda: FormDialog(self._theme, self._window, title, fields, done))

    def ask_folder(self, question: str, done: Callable[[Path], None]) -> None:
        """Which folder: a stick, this machine's, or any other."""
        known = {place.label: place.path for place in folders(self._data_dir)}
        other = _("别的文件夹…")
        options = [(label, label) for label in (*known, other)]

        def chosen(label: str) -> None:
            if label == other:
                dialog = QFileDialog(self._window, question)
                dialog.setFileMode(QFileDialog.FileMode.Directory)
                dialog.setOption(QFileDialog.Option.ShowDirsOnly)
                self._open_files(dialog, done)
            else:
                done(known[label])

        self.choose(question, options, chosen)

    def ask_file(
        self, question: str, suffixes: Sequence[str], done: Callable[[Path], None]
    ) -> None:
        """Which file."""
        dialog = QFileDialog(self._window, question)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(" ".join(f"*{suffix}" for suffix in suffixes))
        self._open_files(dialog, done)

    def close(self) -> None:
        """No dialog, no line."""
        self._bar.say("", False)
        self._close_dialog()

    def close_windows(self) -> None:
        """A window of its own would lie over the cover: it goes; dialogs below the cover stay."""
        if isinstance(self.dialog, QFileDialog):
            self._close_dialog()

    def _close_dialog(self) -> None:
        # Forgotten first: a closed one reports that it is finished.
        dialog, self.dialog = self.dialog, None
        if isinstance(dialog, DeskDialog):
            dialog.close_dialog()
        elif dialog is not None:
            dialog.close()
            dialog.deleteLater()

    def _open(self, make: Callable[[], DeskDialog]) -> None:
        self._close_dialog()
        dialog = make()
        dialog.destroyed.connect(lambda: self._gone(dialog))
        self.dialog = dialog

    def _open_files(self, dialog: QFileDialog, done: Callable[[Path], None]) -> None:
        self._close_dialog()
        dialog.fileSelected.connect(lambda path: done(Path(path)))
        dialog.finished.connect(lambda _code: self._gone(dialog))
        self.dialog = dialog
        dialog.open()

    def _gone(self, dialog: DeskDialog | QFileDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
