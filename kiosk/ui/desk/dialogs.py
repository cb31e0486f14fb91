"""Dialogs of the desk: two answers, a text that must be written, one of several."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui.components.labels import Words
from kiosk.ui.components.overlay import Scrim
from kiosk.ui.desk.components.form import TextField
from kiosk.ui.desk.pane import DeskButton
from kiosk.ui.question import Question
from kiosk.ui.theme import Theme

__all__ = ["ChoiceDialog", "DeskDialog", "QuestionDialog", "TextDialog"]

_WIDE = 760
_TWO_COLUMNS_FROM = 7


class DeskDialog(Scrim):
    """A card with a question and a line below it; Escape gives up."""

    def __init__(
        self, theme: Theme, parent: QWidget, question: str, line: str = "", *, width: int = _WIDE
    ) -> None:
        super().__init__(theme, parent, width=width, pad=40, spacing=20)
        self.question = Words(theme, question, "desk_title", bold=True)
        self.line = Words(theme, line, "desk")
        self.body.addWidget(self.question)
        self.body.addWidget(self.line)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Escape gives up; no key reaches the page below."""
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        event.accept()

    def give_up(self) -> None:
        """The dialog goes, and nothing has changed."""
        self.close_dialog()

    def close_dialog(self) -> None:
        """The dialog goes."""
        self.hide()
        self.deleteLater()

    def row(self, *widgets: QWidget) -> None:
        """Buttons side by side."""
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(16))
        for widget in widgets:
            row.addWidget(widget, 1)
        self.body.addLayout(row)


class QuestionDialog(DeskDialog):
    """Two answers: the safe one first, and by Enter."""

    def __init__(
        self, theme: Theme, parent: QWidget, question: Question, chosen: Callable[[bool], None]
    ) -> None:
        super().__init__(theme, parent, question.title, question.line)
        self._chosen = chosen
        self.safe = DeskButton(theme, question.safe, kind="primary", height=76)
        self.other = DeskButton(theme, question.other, icon=question.icon, height=76)
        self.safe.clicked.connect(lambda _checked=False: self._answer(True))
        self.other.clicked.connect(lambda _checked=False: self._answer(False))
        self.row(self.safe, self.other)
        self.rise()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Enter is the safe answer."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._answer(True)
            event.accept()
        else:
            super().keyPressEvent(event)

    def give_up(self) -> None:
        """The safe answer."""
        self._answer(True)

    def _answer(self, is_safe: bool) -> None:
        self.close_dialog()
        self._chosen(is_safe)


class TextDialog(DeskDialog):
    """Something must be written."""

    def __init__(
        self, theme: Theme, parent: QWidget, question: str, hint: str, done: Callable[[str], None]
    ) -> None:
        super().__init__(theme, parent, question)
        self._done = done
        self.field = TextField(theme, hint)
        self.send = DeskButton(theme, _("写好了"), kind="primary", icon="check", height=76)
        self.leave = DeskButton(theme, _("不写了"), height=76)
        self.send.setEnabled(False)
        self.field.textChanged.connect(lambda: self.send.setEnabled(bool(self._text)))
        self.send.clicked.connect(lambda _checked=False: self._written())
        self.leave.clicked.connect(lambda _checked=False: self.give_up())
        self.body.addWidget(self.field)
        self.row(self.send, self.leave)
        self.rise()
        self.field.setFocus()

    @property
    def _text(self) -> str:
        return self.field.toPlainText().strip()

    def _written(self) -> None:
        text = self._text
        self.close_dialog()
        self._done(text)


class ChoiceDialog(DeskDialog):
    """One button for each choice, the last one gives up."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        question: str,
        options: Sequence[tuple[str, str]],
        done: Callable[[str], None],
    ) -> None:
        super().__init__(theme, parent, question)
        self._done = done
        self.buttons: dict[str, DeskButton] = {}
        for value, label in options:
            button = DeskButton(theme, label)
            button.clicked.connect(lambda _checked=False, item=value: self._pick(item))
            self.buttons[value] = button
        shown = list(self.buttons.values())
        columns = 2 if len(shown) >= _TWO_COLUMNS_FROM else 1
        for start in range(0, len(shown), columns):
            self.row(*shown[start : start + columns])
        self.leave = DeskButton(theme, _("不选了，返回"), icon="arrow_back")
        self.leave.clicked.connect(lambda _checked=False: self.give_up())
        self.body.addWidget(self.leave)
        self.rise()
        self.setFocus()

    def _pick(self, value: str) -> None:
        self.close_dialog()
        self._done(value)
