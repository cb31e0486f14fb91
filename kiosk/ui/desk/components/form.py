"""Rows of label and field, filled in and checked as one."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.segments import Segments
from kiosk.ui.desk.pane import LineField, field_style
from kiosk.ui.theme import Theme

__all__ = ["Form", "TextField"]


class TextField(QPlainTextEdit):
    """Several lines to type in."""

    def __init__(self, theme: Theme, hint: str, *, height: int = 152) -> None:
        super().__init__()
        self.setFont(theme.font("desk"))
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(theme.px(height))
        self.setStyleSheet(field_style(theme, "QPlainTextEdit"))
        self._least = QSize(theme.px(200), theme.px(height))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Longer texts scroll."""
        return self._least


class Form(QWidget):
    """A form: add rows from top to bottom, then show and read values by their keys."""

    changed = Signal()
    """Somebody typed or chose something."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(20))
        self._grid.setVerticalSpacing(theme.px(12))
        self._grid.setColumnStretch(1, 1)
        self._fields: dict[str, LineField | TextField | Segments] = {}
        self._chosen: dict[str, object] = {}
        self._problems: dict[str, Words] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def line(self, key: str, label: str, hint: str = "", *, is_secret: bool = False) -> LineField:
        """A line to type in; a secret one shows dots."""
        field = LineField(self._theme, hint or label)
        if is_secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        field.textEdited.connect(lambda _text: self._told(key))
        self._add(key, label, field)
        return field

    def text(self, key: str, label: str, hint: str = "", *, height: int = 152) -> TextField:
        """Several lines to type in."""
        field = TextField(self._theme, hint or label, height=height)
        field.textChanged.connect(lambda: self._told(key))
        self._add(key, label, field)
        return field

    def choices(
        self, key: str, label: str, options: Sequence[tuple[object, str]], *, columns: int = 0
    ) -> Segments:
        """One of several; the first one stands chosen."""
        field = Segments(self._theme, options, columns=columns)
        field.setAccessibleName(label)

        def pick(value: object) -> None:
            self._chosen[key] = value
            field.choose(value)
            self._told(key)

        field.picked.connect(pick)
        self._chosen[key] = options[0][0] if options else None
        field.choose(self._chosen[key])
        self._add(key, label, field)
        return field

    def field(self, key: str) -> LineField | TextField | Segments:
        """The field of a row; KeyError if there is none."""
        return self._fields[key]

    def written(self, key: str) -> str:
        """What is typed in a row, without blanks around it."""
        return str(self.value(key)).strip()

    def value(self, key: str) -> object:
        """The text of a line, the value of a choice."""
        field = self._fields[key]
        if isinstance(field, LineField):
            return field.text()
        if isinstance(field, TextField):
            return field.toPlainText()
        return self._chosen[key]

    def show_value(self, key: str, value: object) -> None:
        """Put a value in a row, without telling."""
        field = self._fields[key]
        field.blockSignals(True)
        if isinstance(field, LineField):
            field.setText(str(value))
        elif isinstance(field, TextField):
            field.setPlainText(str(value))
        else:
            self._chosen[key] = value
            field.choose(value)
        field.blockSignals(False)

    def show_problem(self, key: str, words: str) -> None:
        """What is wrong with a row, below it; empty takes it away. The first one gets the keys."""
        self._problems[key].say(words)
        if words and not any(item.text() for other, item in self._problems.items() if other != key):
            self._fields[key].setFocus()

    def wipe(self) -> None:
        """Empty lines, no problems; choices stay."""
        for key, field in self._fields.items():
            if not isinstance(field, Segments):
                self.show_value(key, "")
            self._problems[key].say("")

    def _told(self, key: str) -> None:
        self._problems[key].say("")
        self.changed.emit()

    def _add(self, key: str, label: str, field: LineField | TextField | Segments) -> None:
        theme, row = self._theme, 2 * len(self._fields)
        words = Words(theme, label, "desk", colour=theme.colours.ink2)
        words.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum)
        words.setWordWrap(False)
        problem = Words(theme, "", "desk", colour=theme.colours.red.fill, bold=True)
        self._fields[key], self._problems[key] = field, problem
        self._grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
        words.setMinimumHeight(theme.px(60))
        self._grid.addWidget(field, row, 1)
        self._grid.addWidget(problem, row + 1, 1)
