"""A dialog with a form: what is wrong is said below its row, and nothing written is lost."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from kiosk.domain.problems import Problem
from kiosk.i18n import _
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.form import Form
from kiosk.ui.desk.components.scroll_column import ScrollColumn
from kiosk.ui.desk.dialogs import DeskDialog
from kiosk.ui.desk.form_field import FormField, Reply, Written
from kiosk.ui.desk.pane import DeskButton
from kiosk.ui.theme import Theme
from kiosk.words import problem_text

__all__ = ["FormDialog"]

_WIDE, _TEXT_HIGH = 1180, 176
_AROUND = 330
"""What of the window's height title, buttons and margins take."""


class FormDialog(DeskDialog):
    """Rows, then 写好了 and 不写了."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        title: str,
        fields: Sequence[FormField],
        done: Callable[[Written, Reply], None],
    ) -> None:
        super().__init__(theme, parent, title, width=_WIDE)
        self._done = done
        self.form = Form(theme)
        self._keys = [field.key for field in fields]
        for field in fields:
            self._add(field)
        self.problem = Words(theme, "", "desk", colour=theme.colours.red.fill, bold=True)
        self.send = DeskButton(
            theme, _("写好了"), kind="primary", icon="check", height=76, commits=True
        )
        self.leave = DeskButton(theme, _("不写了"), height=76)
        self.send.clicked.connect(lambda _checked=False: self._written())
        self.leave.clicked.connect(lambda _checked=False: self.give_up())
        self.body.addWidget(self._scrolled(parent))
        self.body.addWidget(self.problem)
        self.row(self.send, self.leave)
        self.rise()
        self.form.field(self._keys[0]).setFocus()

    def _scrolled(self, parent: QWidget) -> ScrollColumn:
        """The form in a column that scrolls where the window is lower."""
        room = ScrollColumn(self._theme, self.question.text())
        room.column.addWidget(self.form)
        room.column.addStretch(1)
        need = self.form.sizeHint().height() + self._theme.px(8)
        room.setFixedHeight(min(need, parent.height() - self._theme.px(_AROUND)))
        return room

    def _add(self, field: FormField) -> None:
        if field.kind == "choice":
            self.form.choices(field.key, field.label, field.options, columns=field.columns)
            if field.value:
                self.form.show_value(field.key, field.value)
            return
        if field.kind == "text":
            self.form.text(field.key, field.label, field.hint, height=_TEXT_HIGH)
        else:
            self.form.line(field.key, field.label, field.hint, is_secret=field.kind == "secret")
        self.form.show_value(field.key, field.value)

    def _written(self) -> None:
        for key in self._keys:
            self.form.show_problem(key, "")
        self.problem.say("")
        self._done({key: self.form.written(key) for key in self._keys}, self._reply)

    def _reply(self, problems: tuple[Problem, ...]) -> None:
        if not problems:
            self.close_dialog()
            return
        for problem in problems:
            words = problem_text(problem)
            if problem.field in self._keys:
                self.form.show_problem(problem.field, words)
            else:
                self.problem.say(words)
