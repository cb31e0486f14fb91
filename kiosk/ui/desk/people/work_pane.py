"""The right of 登记: gigs for a person, a form, or a group's list."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.form import Form
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.components.scroll_column import ScrollColumn
from kiosk.ui.desk.pane import DeskButton, LineField
from kiosk.ui.desk.people.presenter import GroupLine
from kiosk.ui.desk.people.tasks import Task
from kiosk.ui.theme import Theme

__all__ = ["GroupPane", "TaskPane"]

_LONG = 164
_WIDE_OPTIONS = 3


class TaskPane(QWidget):
    """One form with its note and its two buttons; long ones scroll."""

    sent = Signal(dict)
    left = Signal()

    def __init__(self, theme: Theme, task: Task) -> None:
        super().__init__()
        self._theme, self.task = theme, task
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        self.form = Form(theme)
        for field in task.fields:
            if field.options:
                columns = 2 if len(field.options) > _WIDE_OPTIONS else 0
                self.form.choices(field.key, field.label, field.options, columns=columns)
            elif field.is_long:
                self.form.text(field.key, field.label, field.hint, height=_LONG)
            else:
                line = self.form.line(field.key, field.label, field.hint)
                line.returnPressed.connect(self._send)
        area = ScrollColumn(theme, task.title)
        area.column.addWidget(self.form)
        area.column.addWidget(Words(theme, task.note, "desk", colour=theme.colours.ink2))
        area.column.addStretch(1)
        column.addWidget(area, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(14))
        self.send = DeskButton(theme, task.send, kind="primary", icon="check", commits=True)
        self.leave = DeskButton(theme, _("不填了"))
        self.send.clicked.connect(lambda _checked=False: self._send())
        self.leave.clicked.connect(lambda _checked=False: self.left.emit())
        buttons.addWidget(self.send, 2)
        buttons.addWidget(self.leave, 1)
        column.addLayout(buttons)

    @property
    def values(self) -> dict[str, str]:
        """What stands in the rows, without blanks around it."""
        return {field.key: self.form.written(field.key) for field in self.task.fields}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into rows."""
        for key, value in values.items():
            self.form.show_value(key, value)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """What is wrong; what belongs to no row is said at the last one."""
        keys = [field.key for field in self.task.fields]
        for key in keys:
            self.form.show_problem(key, problems.get(key, ""))
        rest = [words for key, words in problems.items() if key not in keys]
        if rest:
            self.form.show_problem(keys[-1], rest[0])

    def _send(self) -> None:
        self.sent.emit(self.values)


class GroupPane(QWidget):
    """Several workers one after another, one list, one confirmation."""

    added = Signal(str)
    dropped = Signal(str)
    confirmed = Signal(str, bool)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        hint = _("一个一个放身份证，或者写号码、电话尾号，按回车。")
        column.addWidget(Words(theme, hint, "desk"))
        row = QHBoxLayout()
        row.setSpacing(theme.px(14))
        self.field = LineField(theme, _("号码、电话尾号"))
        self.add = DeskButton(theme, _("加上"), icon="add")
        row.addWidget(self.field, 1)
        row.addWidget(self.add)
        column.addLayout(row)
        self.list = RecordList(theme, _("名单"), empty=_("名单还是空的。"))
        column.addWidget(self.list, 1)
        self.drop = DeskButton(theme, _("划掉选中的"), icon="person_off")
        column.addWidget(self.drop)
        self.form = Form(theme)
        self.form.line("number", _("派到"), _("招工号，比如 A012；只登记就空着"))
        options = (("", _("还没问")), ("yes", _("都念过，都同意")))
        self.form.choices("consent", _("新来的"), options)
        column.addWidget(self.form)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(14))
        self.send = DeskButton(theme, _("一起登记"), kind="primary", icon="check", commits=True)
        self.leave = DeskButton(theme, _("不办了"))
        buttons.addWidget(self.send, 2)
        buttons.addWidget(self.leave, 1)
        column.addLayout(buttons)
        self.field.returnPressed.connect(self._add)
        self.add.clicked.connect(lambda _checked=False: self._add())
        self.drop.clicked.connect(lambda _checked=False: self.dropped.emit(self.list.chosen_id))
        self.send.clicked.connect(lambda _checked=False: self._send())
        self.leave.clicked.connect(lambda _checked=False: self.left.emit())

    def show_group(self, group: tuple[GroupLine, ...]) -> None:
        """Who is on the list, or how it went for each."""
        self.list.show_rows([_row(line) for line in group])
        is_open = not any(line.said for line in group)
        self.send.setEnabled(bool(group) and is_open)
        self.drop.setVisible(bool(group) and is_open)

    def wipe(self) -> None:
        """Nothing typed stays."""
        self.field.clear()
        self.form.wipe()
        self.list.show_rows(())

    def _add(self) -> None:
        text = self.field.text().strip()
        self.field.clear()
        self.added.emit(text)

    def _send(self) -> None:
        self.confirmed.emit(self.form.written("number"), self.form.value("consent") == "yes")


def _row(line: GroupLine) -> Row:
    mark = Mark(line.said, "bad" if line.is_problem else "good")
    return Row(line.key, line.title, line.line, marks=(mark,) if line.said else ())
