"""技能和证书 of a person: what is known, what can be done with each, what can be added."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.pane import DeskButton
from kiosk.ui.desk.people.skill_acts import SKILL_ROW
from kiosk.ui.desk.people.skill_rows import KnownRow
from kiosk.ui.theme import Theme

__all__ = ["SkillsPane"]


class SkillsPane(QWidget):
    """A list with its buttons."""

    verified = Signal(str)
    withdrawn = Signal(str)
    looked = Signal(str)
    opened = Signal(str)
    """A form, or nothing: back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        self.barred = Words(theme, "", "desk", colour=theme.colours.red.fill, bold=True)
        column.addWidget(self.barred)
        self.list = RecordList(
            theme,
            _("技能和证书"),
            row_height=116,
            empty=_("还没有记过。看到证书，就在下面加上。"),
        )
        self.list.chosen.connect(lambda _row: self._show_buttons())
        column.addWidget(self.list, 1)
        self._rows: tuple[KnownRow, ...] = ()
        self.verify = DeskButton(theme, _("看过证，核验"), icon="verified_user", commits=True)
        self.look = DeskButton(theme, _("看证号"), icon="visibility")
        self.drop = DeskButton(theme, _("去掉"), kind="danger", icon="close")
        self.verify.clicked.connect(lambda _on=False: self.verified.emit(self.list.chosen_id))
        self.look.clicked.connect(lambda _on=False: self.looked.emit(self.list.chosen_id))
        self.drop.clicked.connect(lambda _on=False: self.withdrawn.emit(self.list.chosen_id))
        column.addLayout(self._line(theme, self.verify, self.look, self.drop))
        self.skill = DeskButton(theme, _("加技能"), kind="primary", icon="add")
        self.certificate = DeskButton(theme, _("加证书"), kind="primary", icon="add")
        self.leave = DeskButton(theme, _("看完了"))
        self.skill.clicked.connect(lambda _on=False: self.opened.emit("skill"))
        self.certificate.clicked.connect(lambda _on=False: self.opened.emit("certificate"))
        self.leave.clicked.connect(lambda _on=False: self.opened.emit(""))
        column.addLayout(self._line(theme, self.skill, self.certificate, self.leave))

    @staticmethod
    def _line(theme: Theme, *buttons: DeskButton) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.px(14))
        for button in buttons:
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
            line.addWidget(button, 1)
        return line

    def show_known(self, rows: tuple[KnownRow, ...], barred: str) -> None:
        """What is known of a person; `barred` says what the law does not allow now."""
        self._rows = rows
        self.barred.say(barred)
        self.list.show_rows(
            [
                Row(
                    row.id,
                    row.title,
                    row.line,
                    marks=tuple(Mark(*mark) for mark in row.marks),  # type: ignore[arg-type]  # kinds of `MarkKind`
                )
                for row in rows
            ]
        )
        self._show_buttons()

    def wipe(self) -> None:
        """Nothing of anybody stays."""
        self.show_known((), "")

    def _show_buttons(self) -> None:
        chosen = next((row for row in self._rows if row.id == self.list.chosen_id), None)
        is_certificate = chosen is not None and not chosen.id.startswith(SKILL_ROW)
        self.verify.setVisible(chosen is not None and not chosen.is_seen)
        self.look.setVisible(is_certificate and chosen is not None and chosen.has_number)
        self.drop.setVisible(chosen is not None)
