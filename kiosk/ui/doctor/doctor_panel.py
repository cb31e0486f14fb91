"""Every check left; right the chosen one, what to do about it, and what can be tried."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.doctor.practice import Doctor
from kiosk.domain.check import Check
from kiosk.i18n import _
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.components.row_style import MarkKind
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.doctor.doctor_presenter import DoctorPresenter, DoctorState
from kiosk.ui.public.context import Tasks
from kiosk.ui.theme import Theme

__all__ = ["DoctorPanel"]

_MARKS: dict[str, tuple[MarkKind, str]] = {
    "ok": ("good", "check_circle"),
    "warn": ("warn", "info"),
    "red": ("bad", "error"),
}
_GAP = 20


def _state_text(state: str) -> str:
    return {"ok": _("好"), "warn": _("注意"), "red": _("不好")}[state]


class DoctorPanel(QWidget):
    """Used by the desk's page and by the window of `kiosk doctor --screen`."""

    def __init__(self, theme: Theme, tasks: Tasks, doctor: Doctor) -> None:
        super().__init__()
        self.presenter = DoctorPresenter(tasks, doctor, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(_GAP))
        self.pane = Pane(theme, "fact_check", _("设备检查"), is_flush=True)
        self.list = RecordList(theme, _("设备检查"), empty=_("正在检查…"))
        self.list.chosen.connect(lambda place: self.presenter.choose(int(place)))
        self.pane.body.addWidget(self.list)
        self.detail = Pane(theme, "info", _("怎么办"))
        self.facts = FactsPane(theme)
        self.advice = Words(theme, "", "desk_title", bold=True)
        self.message = Banner(theme, "info", role="desk")
        act = self.presenter
        self.again = DeskButton(theme, _("重新检查"), kind="primary", icon="search")
        self.look_for = DeskButton(theme, _("找设备"), icon="qr_code_scanner")
        self.test = DeskButton(theme, _("打测试单"), icon="print")
        self.store = DeskButton(theme, _("存成 PDF"), icon="receipt_long")
        for button, run in (
            (self.again, act.look),
            (self.look_for, act.find),
            (self.test, act.print_test),
            (self.store, act.save),
        ):
            button.clicked.connect(lambda _checked=False, run=run: run())
        self.detail.body.addWidget(self.facts)
        self.detail.body.addWidget(self.advice)
        self.detail.body.addStretch(1)
        self.detail.body.addWidget(self.message)
        for button in (self.store, self.test, self.look_for, self.again):
            self.detail.body.addWidget(button)
        row.addWidget(self.pane, 3)
        row.addWidget(self.detail, 2)

    def show_state(self, state: DoctorState) -> None:
        """Show checks, the chosen one, and what is going on."""
        rows = [_row(place, check) for place, check in enumerate(state.checks)]
        if rows != list(self.list.rows):
            self.list.show_rows(rows)
        if state.chosen >= 0 and self.list.chosen_id != str(state.chosen):
            self.list.choose(str(state.chosen))
        note = _("{count} 项不好").format(count=state.red_count) if state.red_count else ""
        self.pane.say(_("设备检查"), note)
        check = state.check
        self.detail.say(check.title if check else _("怎么办"))
        self.facts.show_facts(
            (Fact("", _("情况"), f"{_state_text(check.state)} · {check.detail}"),) if check else ()
        )
        self.advice.say(check.advice if check else "")
        self.message.say(state.message, "error" if state.is_problem else "info", "info")
        self.look_for.setVisible(state.can_find)
        for button in (self.again, self.look_for, self.test, self.store):
            button.setEnabled(not state.is_busy)


def _row(place: int, check: Check) -> Row:
    kind, icon = _MARKS[check.state]
    marks = (Mark(_state_text(check.state), kind, icon),)
    return Row(str(place), check.title, check.detail, marks=marks)
