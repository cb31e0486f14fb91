"""导入导出: tables left, out and in in the middle, headings right."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.service.exchange import ImportReport, RowProblem
from kiosk.ui.components.labels import Words
from kiosk.ui.components.progress import Progress
from kiosk.ui.desk.components.data_table import Column, DataTable
from kiosk.ui.desk.components.record_list import RecordList, Row
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.exchange.headings_pane import HeadingsPane
from kiosk.ui.desk.exchange.presenter import FEED, TABLES, ExchangePresenter, TableState, table_text
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.desk.paper_out import Paper
from kiosk.ui.theme import Theme

__all__ = ["ExchangePage"]

_PERSONAL = frozenset({"seekers", "employers", "vacancies", "referrals"})
_SUFFIXES = (".xlsx", ".csv", ".json")
_FORMATS = ((".xlsx", N_("Excel 表格")), (".csv", N_("CSV 文本")), (".json", N_("JSON")))


class ExchangePage(DeskPage):
    """Tables as files."""

    name, title, icon, act = "exchange", N_("导入导出"), "swap_horiz", Act.EXPORT

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = ExchangePresenter(context, self)
        left = Pane(theme, "storage", _("哪一张表"), is_flush=True)
        left.setMaximumWidth(theme.px(340))
        self.tables = RecordList(theme, _("哪一张表"), row_height=72)
        self.tables.show_rows([Row(table, table_text(table)) for table in TABLES])
        self.tables.chosen.connect(self.presenter.pick)
        left.body.addWidget(self.tables)
        self.work = Pane(theme, "swap_horiz", "")
        self._build_work()
        self.headings = HeadingsPane(theme)
        self.headings.saved.connect(self.presenter.save_headings)
        self.panes.addWidget(left, 2)
        self.panes.addWidget(self.work, 5)
        self.panes.addWidget(self.headings, 3)
        self.tables.choose(TABLES[0])

    def show_state(self, state: TableState) -> None:
        """Show a table."""
        self.work.say(table_text(state.table))
        self.hint.say(_hint(state))
        for button in (self.try_out, self.bring_in):
            button.setVisible(state.can_import and self.may(Act.IMPORT))
        self.full.setVisible(state.table in _PERSONAL)
        for button in (self.poster, self.print_poster, self.share):
            button.setVisible(state.table == FEED)
        self.out.setText(_("导出（名字打码）") if state.table in _PERSONAL else _("导出"))
        self.headings.show_headings(state.headings)

    def show_progress(self, what: str, done: int, total: int) -> None:
        """A bar, and a button to give up."""
        self.progress.show_progress(what, done, total)
        self.progress.show()
        self.stop.show()
        for button in (self.out, self.full, self.try_out, self.bring_in):
            button.setEnabled(False)

    def show_report(self, report: ImportReport | None) -> None:
        """Counts and bad rows."""
        self.progress.hide()
        self.stop.hide()
        for button in (self.out, self.full, self.try_out, self.bring_in):
            button.setEnabled(True)
        self.result.say(_report_text(report) if report else "")
        problems = report.problems if report else ()
        self.problems.show_rows(problems)
        self.problems.setVisible(bool(problems))

    def wipe(self) -> None:
        """No rows of anybody."""
        self.show_report(None)

    def _build_work(self) -> None:
        theme, body = self.theme, self.work.body
        self.hint = Words(theme, "", "desk", colour=theme.colours.ink2)
        self.out = DeskButton(theme, _("导出（名字打码）"), kind="primary", icon="save")
        self.full = DeskButton(theme, _("导出完整的（会记下来）"), icon="lock")
        self.try_out = DeskButton(theme, _("导入前先试一遍"), icon="fact_check")
        self.bring_in = DeskButton(theme, _("导入"), icon="arrow_downward")
        self.out.clicked.connect(lambda _checked=False: self._ask_export(is_full=False))
        self.full.clicked.connect(lambda _checked=False: self._ask_export(is_full=True))
        self.try_out.clicked.connect(lambda _checked=False: self._ask_import(is_dry=True))
        self.bring_in.clicked.connect(lambda _checked=False: self._ask_import(is_dry=False))
        self.poster = DeskButton(theme, _("存一张招工海报"), icon="description")
        self.print_poster = DeskButton(theme, _("打一张招工海报"), icon="print", commits=True)
        papers = self.presenter.papers
        self.poster.clicked.connect(lambda _checked=False: self._ask_poster(papers.save))
        self.print_poster.clicked.connect(lambda _checked=False: self._ask_poster(papers.print))
        self.share = DeskButton(theme, _("拷一段发群里的话"), icon="campaign")
        self.share.clicked.connect(lambda _checked=False: self._ask_share())
        self.progress = Progress(theme)
        self.stop = DeskButton(theme, _("停下来，写好的留着"), kind="danger", icon="close")
        self.stop.clicked.connect(lambda _checked=False: self.presenter.give_up())
        self.result = Words(theme, "", "desk", bold=True)
        columns: tuple[Column[RowProblem], ...] = (
            Column(_("第几行"), lambda row: str(row.row), 130, lambda row: row.row, is_right=True),
            Column(_("哪一列"), lambda row: row.column, 200),
            Column(_("怎么了"), lambda row: row.sentence),
        )
        self.problems: DataTable[RowProblem] = DataTable(
            theme, _("有问题的行"), columns, lambda row: f"{row.row} {row.column} {row.code}"
        )
        body.addWidget(self.hint)
        pairs = (
            (self.out, self.full),
            (self.try_out, self.bring_in),
            (self.poster, self.print_poster),
            (self.share,),
        )
        for pair in pairs:
            row = QHBoxLayout()
            row.setSpacing(theme.px(16))
            for button in pair:
                row.addWidget(button, 1)
            body.addLayout(row)
        for part in (self.progress, self.stop, self.result):
            body.addWidget(part)
        body.addWidget(self.problems, 9)
        body.addStretch(1)
        self.show_report(None)

    def _ask_export(self, *, is_full: bool) -> None:
        def chosen(suffix: str) -> None:
            self.context.navigator.ask_folder(
                _("存到哪里？"), lambda folder: self.presenter.export(folder, suffix, is_full)
            )

        options = [(suffix, _(words)) for suffix, words in _FORMATS]
        self.context.navigator.choose(_("存成哪一种？"), options, chosen)

    def _ask_poster(self, out: Callable[[Paper], None]) -> None:
        self.context.navigator.ask_text(
            _("哪一张招工单？"),
            _("例如 A037"),
            lambda number: out(self.presenter.poster(number)),
        )

    def _ask_share(self) -> None:
        copy = QGuiApplication.clipboard().setText
        self.context.navigator.ask_text(
            _("哪一张招工单？"),
            _("例如 A037"),
            lambda number: self.presenter.share(number, copy),
        )

    def _ask_import(self, *, is_dry: bool) -> None:
        def chosen(path: Path) -> None:
            self.presenter.import_file(path, is_dry)

        self.context.navigator.ask_file(_("导入哪个文件？"), _SUFFIXES, chosen)


def _hint(state: TableState) -> str:
    if state.table == FEED:
        return _("给网站和公众号用：还差人的 {count} 个岗位，里面没有任何人的电话。").format(
            count=state.feed_rows
        )
    if state.can_import:
        return _("导入时，坏的行会告诉您第几行第几列，好的行只进一次，导两遍也不会重。")
    if state.table == "register":
        return _("报名录用的一行：地址、时间、工种、负责人和联系人。")
    return _("只能导出，不能导入：这张表是数出来的，或者要两边都说好。")


def _report_text(report: ImportReport) -> str:
    words = _("试过了，没有写进去：") if report.is_dry else _("导入完了：")
    counts = _("{rows} 行，新的 {added}，早就有的 {known}，有问题的 {bad}。").format(
        rows=report.rows, added=report.added, known=report.known, bad=report.bad_rows
    )
    unused = _("没用上的列：{names}。").format(names=_("、").join(report.unused))
    return words + counts + (unused if report.unused else "")
