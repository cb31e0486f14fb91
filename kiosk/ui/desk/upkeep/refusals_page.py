"""被退回的记录: what the hub did not take; mend it, ask the hub again, or give it up."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.refusals import RefusedRecord
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.form import Form
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.components.row_style import MarkKind
from kiosk.ui.desk.components.scroll_column import ScrollColumn
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.desk.upkeep.refusals_presenter import RefusalsPresenter
from kiosk.ui.theme import Theme
from kiosk.words import clock_text, day_text

__all__ = ["RefusalsPage"]

_MARKS: dict[str, MarkKind] = {"open": "bad", "appealed": "info", "upheld": "bad"}


class RefusalsPage(DeskPage):
    """List left, the chosen record right."""

    name, title, icon, act = "refusals", N_("被退回的记录"), "error", Act.ANSWER_REFUSAL
    has_badge = True

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = RefusalsPresenter(context, self)
        self.pane = Pane(theme, "error", _("被退回的记录"), is_flush=True)
        empty = _("没有被退回的记录。上级没有收下的会列在这里，记录都在本机，不会丢。")
        self.list = RecordList(theme, _("被退回的记录"), row_height=104, empty=empty)
        self.list.chosen.connect(self.presenter.choose)
        self.pane.body.addWidget(self.list)
        self.detail = Pane(theme, "description", _("这条记录"))
        self.facts = FactsPane(theme)
        self.next_step = Words(theme, "", "desk", bold=True)
        self._form_place = ScrollColumn(theme, _("可以改的"))
        self._form_place.column.addStretch(1)
        self.form: Form | None = None
        self.mend = DeskButton(theme, _("改好再送"), kind="primary", icon="check", height=76)
        self.appeal = DeskButton(theme, _("请上级再看"), icon="replay")
        self.withdraw = DeskButton(theme, _("作废"), kind="danger", icon="block")
        self.mend.clicked.connect(lambda _checked=False: self.presenter.mend(self._typed()))
        self.appeal.clicked.connect(lambda _checked=False: self.presenter.appeal())
        self.withdraw.clicked.connect(lambda _checked=False: self.presenter.withdraw())
        self.detail.body.addWidget(self.facts)
        self.detail.body.addWidget(self.next_step)
        self.detail.body.addWidget(self._form_place, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(self.withdraw)
        row.addWidget(self.appeal)
        self.detail.body.addLayout(row)
        self.detail.body.addWidget(self.mend)
        self.panes.addWidget(self.pane, 1)
        self.panes.addWidget(self.detail, 1)

    count = DeskPage.enter

    def show_subject(self, subject_id: str) -> None:
        """An event's id."""
        self.presenter.choose(subject_id)

    def show_records(
        self, records: tuple[RefusedRecord, ...], chosen: RefusedRecord | None, *, is_other: bool
    ) -> None:
        """Show list and chosen record; `is_other` where it is not the one shown before."""
        today = self.context.site.today()
        self.list.show_rows(
            [
                Row(
                    item.event,
                    item.what,
                    f"{day_text(item.at, today)} {clock_text(item.at)} · {item.why}",
                    marks=(Mark(item.stage_text, _MARKS.get(item.stage, "plain")),),
                )
                for item in records
            ]
        )
        self.list.choose(chosen.event if chosen else "")
        self.pane.say(_("被退回的记录"), _("{count} 条").format(count=len(records)))
        self.facts.show_facts(_facts(chosen) if chosen else ())
        self.next_step.say(chosen.next_step if chosen else "")
        if is_other:
            self._show_form(chosen)
        waits = chosen is not None and chosen.stage in {"open", "upheld"}
        self.mend.setVisible(chosen is not None and bool(chosen.fields))
        self.mend.setEnabled(waits)
        self.appeal.setVisible(chosen is not None and chosen.is_stored)
        self.appeal.setEnabled(waits)
        self.withdraw.setEnabled(chosen is not None)
        self.badged.emit(sum(item.stage in {"open", "upheld"} for item in records))

    def wipe(self) -> None:
        """No record, nothing typed."""
        self.list.show_rows(())
        self.facts.show_facts(())
        self._show_form(None)

    def _show_form(self, record: RefusedRecord | None) -> None:
        if self.form is not None:
            self._form_place.column.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        if record is None or not record.fields:
            return
        self.form = Form(self.theme)
        for name, label, value in record.fields:
            if name.endswith("_cents"):
                self.form.line(name, _("工钱（元）"))
                self.form.show_value(name, f"{int(value) / 100:g}")
            else:
                self.form.line(name, label)
                self.form.show_value(name, value)
        self._form_place.column.insertWidget(0, self.form)

    def _typed(self) -> dict[str, str]:
        record = self.presenter.chosen
        if self.form is None or record is None:
            return {}
        return {name: self.form.written(name) for name, _label, _value in record.fields}


def _facts(item: RefusedRecord) -> tuple[Fact, ...]:
    return (
        Fact("", _("是什么"), item.what),
        Fact("", _("为什么退回"), item.why),
        Fact("", _("到哪一步"), item.stage_text),
        Fact("", _("说明"), item.note),
    )
