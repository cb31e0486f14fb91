"""20 统计: six figures, their course over time, the trades; every number opens to its records."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.domain.clock import day_of
from kiosk.domain.roles import Act
from kiosk.i18n import N_, _
from kiosk.printing.pdf.figure_words import change_text, figure_names, figure_text, tiles
from kiosk.service.figure_records import RecordLine
from kiosk.service.monitoring import Unit
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.components.data_table import Column, DataTable
from kiosk.ui.desk.components.record_list import RecordList, Row
from kiosk.ui.desk.components.segments import Segments
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page import DeskPage
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.desk.statistics.charts import Legend, TrendChart, legend_items
from kiosk.ui.desk.statistics.presenter import (
    OpenNumber,
    StatisticsPresenter,
    StatisticsState,
    period_text,
)
from kiosk.ui.desk.statistics.tiles import FigureTile, TileWords, TradeBars
from kiosk.ui.theme import Theme
from kiosk.words import clock_text, date_text

__all__ = ["StatisticsPage"]

_TILE_KEYS = (
    "seekers",
    "posts",
    "openings_to_seekers",
    "agreements",
    "arrival_rate",
    "day_pay_cents",
)
_PAGE_OF = {
    "seeker": "people",
    "vacancy": "review",
    "referral": "matching",
    "complaint": "complaints",
    "course": "training",
}
_FORMATS = ((".xlsx", N_("Excel 表格")), (".csv", N_("CSV 文本")), (".json", N_("JSON")))
_Line = tuple[str, str, str, str, str]


class StatisticsPage(DeskPage):
    """Figures of a day, a week or a month."""

    name, title, icon, act = "statistics", N_("统计"), "bar_chart", Act.STATISTICS

    def __init__(self, theme: Theme, context: DeskContext) -> None:
        super().__init__(theme, context)
        self.presenter = StatisticsPresenter(context, self)
        self._lines: dict[str, RecordLine] = {}
        column = QVBoxLayout()
        column.setSpacing(theme.px(18))
        self.panes.addLayout(column)
        column.addLayout(self._head())
        column.addLayout(self._tiles())
        self.stack = QStackedWidget()
        self.charts, self.all_figures, self.records = (
            self._charts(),
            self._all_figures(),
            self._records(),
        )
        for part in (self.charts, self.all_figures, self.records):
            self.stack.addWidget(part)
        column.addWidget(self.stack, 1)

    def show_state(self, state: StatisticsState) -> None:
        """Show the figures."""
        now, before = state.compared.now, state.compared.before
        self.when.say(period_text(state.unit, now.period))
        self.note.say(_("只数本场 · 截到 {time}").format(time=clock_text(state.as_of)))
        self.units.choose(state.unit)
        self.later.setEnabled(not state.is_latest)
        self.latest.setEnabled(not state.is_latest)
        named = _before_text(state.unit)
        for key, tile, (name, number, unit, behind) in zip(
            _TILE_KEYS, self.tiles, tiles(now), strict=True
        ):
            change = f"{named} {change_text(now, before, key)}"
            tile.show_words(TileWords(key, name, number, unit, behind, change))
        trend = state.trend
        self.chart.show_trend(
            [_label(state.unit, item.period.first) for item in trend],
            [item.headcount.value for item in trend],
            [
                [item.seekers.value for item in trend],
                [item.agreements.value for item in trend],
            ],
            len(trend) - 1,
        )
        names = [state.trade_names.get(row.trade, row.trade) for row in now.trades]
        self.trades.show_trades(names, now.trades)
        self.nothing.setVisible(not now.trades)
        week_ago = state.compared.week_ago
        self.table.show_rows(
            [
                (
                    key,
                    words,
                    figure_text(now, key),
                    change_text(now, before, key),
                    change_text(now, week_ago, key),
                )
                for key, words in figure_names()
            ]
        )

    def show_records(self, opened: OpenNumber | None) -> None:
        """Show the records of a number, or the charts again."""
        if opened is None:
            self._show_part()
            return
        page = opened.page
        self._lines = {line.id: line for line in page.lines}
        words = _("{count} 条").format(count=page.count)
        self.records_pane.say(_("{name} 是这样数出来的").format(name=opened.title), words)
        self.list.show_rows([_row(line) for line in page.lines])
        self.pager.say(_("第 {page} 页，共 {pages} 页").format(page=page.page, pages=page.pages))
        self.previous.setEnabled(page.page > 1)
        self.next.setEnabled(page.page < page.pages)
        self.stack.setCurrentWidget(self.records)

    def wipe(self) -> None:
        """No records."""
        self._lines = {}
        self.list.show_rows(())

    def _head(self) -> QHBoxLayout:
        theme, presenter = self.theme, self.presenter
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        self.earlier = DeskButton(theme, _("往前"), icon="chevron_left")
        self.later = DeskButton(theme, _("往后"), icon="chevron_right")
        self.latest = DeskButton(theme, _("现在"), icon="schedule")
        self.when = Words(theme, "", "desk_title", bold=True)
        self.note = Words(theme, "", "desk", colour=theme.colours.ink2)
        units = ((Unit.DAY, _("按天")), (Unit.WEEK, _("按周")), (Unit.MONTH, _("按月")))
        self.units = Segments(theme, units)
        self.parts = Segments(theme, ((False, _("图")), (True, _("全部指标"))))
        self.parts.choose(False)
        self._is_table = False
        self.report = DeskButton(theme, _("存报表"), icon="description")
        self.export = DeskButton(theme, _("导出"), icon="save")
        self.export.setVisible(self.may(Act.EXPORT))
        self.earlier.clicked.connect(lambda _checked=False: presenter.earlier())
        self.later.clicked.connect(lambda _checked=False: presenter.later())
        self.latest.clicked.connect(lambda _checked=False: presenter.latest())
        self.units.picked.connect(presenter.pick_unit)
        self.parts.picked.connect(self._pick_part)
        self.print_report = DeskButton(theme, _("打印"), icon="print", commits=True)
        papers = presenter.papers
        self.report.clicked.connect(lambda _checked=False: papers.save(presenter.report()))
        self.print_report.clicked.connect(lambda _checked=False: papers.print(presenter.report()))
        self.export.clicked.connect(lambda _checked=False: self._ask_export())
        words = QVBoxLayout()
        words.setSpacing(0)
        for line in (self.when, self.note):
            line.setWordWrap(False)
            line.setMinimumWidth(theme.px(360))
            words.addWidget(line)
        row.addLayout(words, 1)
        for button in (self.earlier, self.later, self.latest, *self._out()):
            button.setMaximumWidth(button.minimumSizeHint().width())
        row.addWidget(self.earlier)
        row.addWidget(self.latest)
        row.addWidget(self.later)
        for widget in (self.units, self.parts, *self._out()):
            row.addWidget(widget)
        return row

    def _out(self) -> tuple[DeskButton, ...]:
        """Ways out of the program."""
        return self.report, self.print_report, self.export

    def _tiles(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(18))
        self.tiles = [FigureTile(self.theme) for _key in _TILE_KEYS]
        for tile in self.tiles:
            tile.clicked.connect(
                lambda _checked=False, item=tile: self.presenter.open(item.words.key)
            )
            row.addWidget(tile)
        return row

    def _charts(self) -> QWidget:
        theme = self.theme
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(20))
        left = Pane(theme, "bar_chart", _("一期一期看"), _("点一根柱子，就看那一期"))
        left.body.addWidget(Legend(theme, legend_items(theme)))
        self.chart = TrendChart(theme)
        self.chart.picked.connect(self.presenter.pick_period)
        left.body.addWidget(self.chart, 1)
        right = Pane(theme, "work", _("缺人的工种"), _("蓝色要招，棕色求职"))
        self.trades = TradeBars(theme)
        self.trades.opened.connect(self.presenter.open)
        self.nothing = Words(theme, _("这一期还没有岗位，也没有人求职。"), "desk")
        right.body.addWidget(self.nothing)
        right.body.addWidget(self.trades, 1)
        row.addWidget(left, 3)
        row.addWidget(right, 2)
        return part

    def _all_figures(self) -> QWidget:
        theme = self.theme
        hint = _("双击一行，看它数了哪些记录")
        pane = Pane(theme, "fact_check", _("全部指标"), hint, is_flush=True)
        columns: tuple[Column[_Line], ...] = (
            Column(_("指标"), lambda row: row[1]),
            Column(_("本期"), lambda row: row[2], 240, is_right=True, is_bold=True),
            Column(_("比上一期"), lambda row: row[3], 320, is_right=True),
            Column(_("比上周同期"), lambda row: row[4], 320, is_right=True),
        )
        self.table: DataTable[_Line] = DataTable(theme, _("全部指标"), columns, lambda row: row[0])
        self.table.opened.connect(self.presenter.open)
        pane.body.addWidget(self.table)
        return pane

    def _records(self) -> QWidget:
        theme, presenter = self.theme, self.presenter
        self.records_pane = Pane(theme, "visibility", _("记录"), is_flush=True)
        self.list = RecordList(theme, _("记录"), empty=_("这个数是 0，没有记录"))
        self.list.opened.connect(self._go)
        self.records_pane.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), 0)
        row.setSpacing(theme.px(16))
        self.back = DeskButton(theme, _("返回图表"), icon="arrow_back")
        self.previous = DeskButton(theme, _("上一页"), icon="chevron_left")
        self.next = DeskButton(theme, _("下一页"), icon="chevron_right")
        self.go = DeskButton(theme, _("去看这一条"), kind="primary", icon="visibility")
        self.pager = Words(theme, "", "desk", centred=True)
        self.back.clicked.connect(lambda _checked=False: presenter.close())
        self.previous.clicked.connect(lambda _checked=False: presenter.turn(-1))
        self.next.clicked.connect(lambda _checked=False: presenter.turn(1))
        self.go.clicked.connect(lambda _checked=False: self._go(self.list.chosen_id))
        for widget in (self.back, self.previous, self.pager, self.next, self.go):
            row.addWidget(widget, 1)
        self.records_pane.body.addLayout(row)
        return self.records_pane

    def _pick_part(self, is_table: bool) -> None:
        self.parts.choose(is_table)
        self._is_table = is_table
        self.presenter.close()

    def _show_part(self) -> None:
        self.stack.setCurrentWidget(self.all_figures if self._is_table else self.charts)

    def _ask_export(self) -> None:
        def chosen(suffix: str) -> None:
            self.context.navigator.ask_folder(
                _("表格存到哪里？"), lambda folder: self.presenter.save_table(folder, suffix)
            )

        options = [(suffix, _(words)) for suffix, words in _FORMATS]
        self.context.navigator.choose(_("存成哪一种？"), options, chosen)

    def _go(self, record: str) -> None:
        line = self._lines.get(record)
        if line is None:
            return
        kind = line.subject.partition(":")[0] if line.kind == "event" else line.kind
        page = _PAGE_OF.get(kind, "")
        if page:
            self.context.navigator.go(page, line.subject if kind != "referral" else line.id)
        else:
            self.context.navigator.say(_("这一条没有单独的页面。"), True)


def _row(line: RecordLine) -> Row:
    when = f"{date_text(day_of(line.at))} {clock_text(line.at)}" if line.at else ""
    aside = " · ".join(part for part in (line.value, when) if part)
    return Row(line.id, line.title, line.detail, number=line.number, aside=aside)


def _before_text(unit: Unit) -> str:
    words = {Unit.DAY: _("比前一天"), Unit.WEEK: _("比上周"), Unit.MONTH: _("比上月")}
    return words[unit]


def _label(unit: Unit, first: date) -> str:
    if unit is Unit.MONTH:
        return _("{month}月").format(month=first.month)
    if unit is Unit.WEEK:
        return f"{first.month}-{first.day}"
    return _("{day}日").format(day=first.day)
