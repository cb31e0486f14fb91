"""The desk's parts on one sheet, in their states: for the gallery, the audit and for eyes."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui.components.buttons import ButtonKind
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.components.progress import Bar
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.desk.components.data_table import Column, DataTable
from kiosk.ui.desk.components.facts_pane import Fact, FactsPane
from kiosk.ui.desk.components.form import Form
from kiosk.ui.desk.components.page_turner import PageTurner
from kiosk.ui.desk.components.record_list import Mark, RecordList, Row
from kiosk.ui.desk.components.segments import FilterBar
from kiosk.ui.desk.head import DeskHead
from kiosk.ui.desk.pane import DeskButton, Pane
from kiosk.ui.status_words import HeaderState
from kiosk.ui.theme import Theme

__all__ = ["DeskSheet"]

_KINDS: tuple[ButtonKind, ...] = ("primary", "blue", "secondary", "danger", "amber")
_STATES = ("normal", "pressed", "focus", "disabled")


class DeskSheet(QWidget):
    """A head with every tab and number, buttons, list, table, form, facts."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(theme.width_px, theme.height_px)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        row = QHBoxLayout()
        edge = theme.px(24)
        row.setContentsMargins(edge, theme.px(20), edge, theme.px(20))
        row.setSpacing(theme.px(20))
        for pane in (self._list_pane(), self._button_pane(), self._form_pane()):
            row.addWidget(pane, 1)
        column.addLayout(row, 1)

    def _head(self) -> DeskHead:
        head = DeskHead(self._theme)
        head.show_tabs(
            (
                ("matching", _("对接"), "groups"),
                ("review", _("审核"), "fact_check"),
                ("people", _("登记"), "badge"),
                ("help", _("帮扶"), "volunteer_activism"),
                ("training", _("培训"), "school"),
                ("complaints", _("投诉"), "gavel"),
                ("statistics", _("统计"), "bar_chart"),
                ("day_close", _("关账"), "task_alt"),
                ("more", _("更多"), "grid_view"),
            )
        )
        for place, name in enumerate(("matching", "review", "help", "complaints", "more")):
            head.tabs[name].show_badge(9 + 30 * place)
        head.choose("matching")
        head.tabs["people"].shows_focus = True
        for tab in head.tabs.values():
            tab.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        sync = _("离线，照常办 · 待送 {count} 条").format(count=128)
        head.show_state(HeaderState("16:48", sync=sync, is_online=False))
        return head

    def _list_pane(self) -> Pane:
        theme = self._theme
        pane = Pane(theme, "receipt_long", _("列表"), _("3 张"), is_flush=True)
        rows = RecordList(theme, _("列表"))
        named = _("张* · 搬运")
        rows.show_rows(
            (
                Row("head", _("今天的"), is_head=True),
                *(
                    Row(word, named, _("尾号1234"), number="A037", marks=(mark,))
                    for word, mark in (
                        ("a", Mark(_("正在谈"), "info", "groups")),
                        ("b", Mark(_("谈成了"), "good", "check_circle")),
                        ("c", Mark(_("没谈成"), "bad", "close")),
                        ("d", Mark(_("等叫号"), "warn", "hourglass_empty")),
                        ("e", Mark(_("重点帮扶"), "help", "verified_user")),
                        ("f", Mark(_("取消了"), "plain", "block")),
                    )
                ),
            )
        )
        rows.choose("b")
        pane.body.addWidget(rows)
        return pane

    def _button_pane(self) -> Pane:
        theme = self._theme
        pane = Pane(theme, "grid_view", _("按钮和表格"))
        words = {
            "primary": _("办好"),
            "blue": _("叫来"),
            "secondary": _("补打"),
            "danger": _("停用"),
            "amber": _("退格"),
        }
        grid = QGridLayout()
        grid.setSpacing(theme.px(12))
        for row, kind in enumerate(_KINDS):
            for place, state in enumerate(_STATES):
                button = DeskButton(theme, words[kind], kind=kind)
                grid.addWidget(_in_state(button, state), row, place)
        pane.body.addLayout(grid)
        columns: tuple[Column[tuple[str, int]], ...] = (
            Column(_("名字"), lambda row: row[0], is_bold=True),
            Column(_("人数"), lambda row: str(row[1]), 140, lambda row: row[1], is_right=True),
        )
        table = DataTable(theme, _("表格"), columns, lambda row: row[0])
        table.show_rows(((_("搬运"), 31), (_("保洁"), 19), (_("泥工"), 11)))
        table.choose(_("保洁"))
        pane.body.addWidget(table, 1)
        pages = PageTurner(theme)
        pages.show_page(2, 3)
        pane.body.addWidget(pages)
        return pane

    def _form_pane(self) -> Pane:
        theme = self._theme
        pane = Pane(theme, "edit", _("填写和查看"))
        form = Form(theme)
        form.line("name", _("姓名"), _("登录时点的名字"))
        form.choices("role", _("做什么"), (("a", _("服务专员")), ("b", _("志愿者"))))
        form.text("note", _("说明"), _("写一句，会记下来"), height=100)
        form.show_problem("name", _("还没有名字，请写上。"))
        pane.body.addWidget(FilterBar(theme, _("号码 / 尾号 / 拼音"), ((0, _("今天")),)))
        pane.body.addWidget(form)
        facts = (
            Fact("", _("人数"), _("要 5 人，谈成 2，还差 3")),
            Fact("", _("地点"), _("高桥大市场 5 栋东门，从北门进，走到头左转，找穿黄衣服的人")),
        )
        pane.body.addWidget(FactsPane(theme, facts))
        pane.body.addWidget(Banner(theme, "notice", _("请把身份证放在读卡器上"), role="desk"))
        pane.body.addWidget(Bar(theme, share=0.6))
        pane.body.addWidget(Words(theme, _("还有 5 条没送（约 3 KB）"), "desk"))
        pane.body.addStretch(1)
        return pane

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Warm paper."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(self._theme.colours.paper))
        painter.end()


def _in_state(target: Touchable, state: str) -> Touchable:
    target.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    target.setDown(state == "pressed")
    target.setEnabled(state != "disabled")
    target.shows_focus = state == "focus"
    # A sheet is looked at: a click on it would end the state it shows.
    target.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return target
