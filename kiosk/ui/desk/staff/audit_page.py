"""操作记录: who did what and when; searched, exported, checked."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.audit_words import GROUPS, group_text
from kiosk.domain.clock import local_time
from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.audit_trail import AuditLine, AuditPage, AuditQuery
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.data_table import Column, DataTable
from kiosk.ui.desk.components.page_turner import PageTurner
from kiosk.ui.desk.components.segments import FilterBar, Segments
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, LineField, Pane
from kiosk.ui.desk.staff.audit_presenter import FIRST_DAY, PERIODS, AuditPresenter
from kiosk.ui.theme import Theme

__all__ = ["AuditTrailPage"]


class AuditTrailPage(DeskPage):
    """Filters above, a table of lines, pages below."""

    name, title, icon, act = "audit", N_("操作记录"), "policy", Act.VIEW_AUDIT

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = AuditPresenter(context, self)
        self._lines: dict[str, AuditLine] = {}
        self.pane = Pane(theme, "policy", _("操作记录"), is_flush=True)
        self.table = _table(theme)
        self.table.chosen.connect(self._chosen)
        self.whole = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.pages = PageTurner(theme)
        self.pages.turned.connect(lambda page: self.presenter.turn(page - 1))
        self.pane.body.addLayout(self._filters(theme))
        self.pane.body.addWidget(self.table, 1)
        self.pane.body.addLayout(self._foot(theme))
        self.panes.addWidget(self.pane)

    def enter(self) -> None:
        """Today's lines."""
        self.presenter.search()

    def show_subject(self, subject_id: str) -> None:
        """What was done to an aggregate, or its number."""
        self.filter.field.setText(subject_id)
        self.presenter.search(text=subject_id, first=FIRST_DAY)

    def show_page(self, page: AuditPage, query: AuditQuery, actor: str) -> None:
        """Lines of a page."""
        self._lines = {line.id: line for line in page.lines}
        self.table.show_rows(page.lines)
        self.table.scrollToTop()
        self.pane.say(_("操作记录"), _("找到 {count} 条").format(count=page.count))
        self.pages.show_page(page.page + 1, page.pages)
        self.groups.choose(query.group)
        self.filter.segments.choose(self.presenter.days)
        self.first.setText(query.first.isoformat())
        self.last.setText(query.last.isoformat())
        self.actor.setText(_("谁：{name}").format(name=actor or _("所有人")))
        self.actor.setAccessibleName(self.actor.text())
        self.whole.say(_("点一行看完整的说明。"))

    def show_check(self, words: str, *, is_sound: bool) -> None:
        """What the check found."""
        self.whole.say(words or _("正在查，请等一等。"))
        if words and not is_sound:
            self.context.navigator.say(words, True)

    def wipe(self) -> None:
        """No lines."""
        self.presenter.wipe()
        self._lines = {}
        self.table.show_rows(())
        self.filter.wipe()
        self.whole.say("")

    def _chosen(self, line: str) -> None:
        found = self._lines.get(line)
        if found is not None:
            parts = (_moment(found), found.actor, found.what, found.subject, found.detail)
            self.whole.say(" · ".join(part for part in parts if part))

    def _filters(self, theme: Theme) -> QVBoxLayout:
        column = QVBoxLayout()
        edge = theme.px(24)
        column.setContentsMargins(edge, theme.px(12), edge, theme.px(12))
        column.setSpacing(theme.px(12))
        words = {1: _("今天"), 7: _("7 天"), 30: _("30 天"), 0: _("全部")}
        options = [(days, words[days]) for days in PERIODS]
        self.filter = FilterBar(theme, _("找名字、单号、做了什么"), options)
        self.filter.changed.connect(self._filtered)
        self.first, self.last = LineField(theme, _("从哪天")), LineField(theme, _("到哪天"))
        for field in (self.first, self.last):
            field.setFixedWidth(theme.px(220))
            field.editingFinished.connect(self._days_typed)
        self.actor = DeskButton(theme, _("谁：所有人"), icon="person")
        self.actor.clicked.connect(lambda _checked=False: self.presenter.choose_actor())
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(self.filter, 1)
        row.addWidget(self.first)
        row.addWidget(self.last)
        row.addWidget(self.actor)
        self.groups = Segments(theme, [(group, group_text(group)) for group in ("", *GROUPS)])
        self.groups.picked.connect(lambda group: self.presenter.search(group=group))
        column.addLayout(row)
        column.addWidget(self.groups)
        return column

    def _foot(self, theme: Theme) -> QVBoxLayout:
        column = QVBoxLayout()
        edge = theme.px(24)
        column.setContentsMargins(edge, theme.px(12), edge, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self.whole)
        self.export = DeskButton(theme, _("导出"), icon="save")
        self.check = DeskButton(theme, _("查有没有被改动"), icon="verified_user")
        self.export.setVisible(self.may(Act.EXPORT))
        self.export.clicked.connect(lambda _checked=False: self.presenter.export())
        self.check.clicked.connect(lambda _checked=False: self.presenter.check())
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(self.pages, 2)
        row.addWidget(self.check, 1)
        row.addWidget(self.export, 1)
        column.addLayout(row)
        return column

    def _filtered(self, text: str, days: object) -> None:
        query = self.presenter.query
        if text != query.text:
            self.presenter.search(text=text)
        else:
            self.presenter.period(int(str(days)))

    def _days_typed(self) -> None:
        query = self.presenter.query
        try:
            first = date.fromisoformat(self.first.text().strip())
            last = date.fromisoformat(self.last.text().strip())
        except ValueError:
            self.context.navigator.say(_("日期要写成 2026-11-23 这样。"), True)
            return
        if (first, last) != (query.first, query.last):
            self.presenter.search(first=first, last=last)


def _moment(line: AuditLine) -> str:
    return local_time(line.at).strftime("%Y-%m-%d %H:%M:%S")


def _table(theme: Theme) -> DataTable[AuditLine]:
    columns: tuple[Column[AuditLine], ...] = (
        Column(_("时间"), _moment, 300, sort=lambda line: line.at),
        Column(_("机器"), lambda line: line.station, 110),
        Column(_("谁"), lambda line: line.actor, 190),
        Column(_("做了什么"), lambda line: line.what, 280, is_bold=True),
        Column(_("对象"), lambda line: line.subject, 300),
        Column(_("说明"), lambda line: line.detail),
        Column(_("链上序号"), lambda line: str(line.place), 150, lambda line: line.place, True),
    )
    return DataTable(theme, _("操作记录"), columns, lambda line: line.id)
