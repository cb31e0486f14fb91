"""The headings of a table: a form that is scrolled."""

from collections.abc import Mapping

from PySide6.QtCore import Signal

from kiosk.i18n import _
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.data_table import Column, DataTable
from kiosk.ui.desk.components.form import Form
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.theme import Theme

__all__ = ["HeadingsPane"]

_Heading = tuple[str, str]


class HeadingsPane(Pane):
    """Fields with their headings; one is changed at a time, an empty one leaves its field out."""

    saved = Signal(dict)
    """All headings by field."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "edit", _("列名"), _("点一列来改"))
        self._headings: dict[str, str] = {}
        columns: tuple[Column[_Heading], ...] = (
            Column(_("列名"), lambda row: row[1] or _("（不要这一列）")),
        )
        self.table: DataTable[_Heading] = DataTable(theme, _("列名"), columns, lambda row: row[0])
        self.table.chosen.connect(self._choose)
        self.form = Form(theme)
        self.form.line("heading", _("改成"), _("空着就不要这一列"))
        self.hint = Words(
            theme, _("可以写人社编码，例如 AAC003。导出导入都照这个。"), "desk",
            colour=theme.colours.ink2,
        )  # fmt: skip
        self.save = DeskButton(theme, _("存好列名"), icon="check")
        self.save.clicked.connect(lambda _checked=False: self._save())
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.form)
        self.body.addWidget(self.hint)
        self.body.addWidget(self.save)

    def show_headings(self, headings: Mapping[str, str]) -> None:
        """Show the headings of a table."""
        if dict(headings) != self._headings:
            self._headings = dict(headings)
            self.form.wipe()
        self.table.show_rows(list(self._headings.items()))

    def _choose(self, field: str) -> None:
        self.form.show_value("heading", self._headings.get(field, ""))

    def _save(self) -> None:
        field = self.table.chosen_id
        if field:
            heading = self.form.written("heading")
            self.saved.emit(self._headings | {field: heading})
