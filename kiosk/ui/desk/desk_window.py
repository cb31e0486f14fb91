"""The desk: today's referrals left, what can be done right, the station's state below."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kiosk.i18n import _
from kiosk.printing.spooler import SpoolerStatus
from kiosk.service.boards import DeskReferral
from kiosk.service.site import Site
from kiosk.sync.loop import SyncStatus
from kiosk.ui.bridge import Bridge
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.cards import Fact, FactsCard
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.desk.desk_presenter import DeskPresenter, DeskState
from kiosk.ui.status_words import sync_words
from kiosk.ui.theme import Theme

__all__ = ["DeskWindow", "status_text"]


def status_text(status: str) -> str:
    """A referral's status in the desk's words."""
    return {
        "open": _("等着谈"),
        "half": _("一边说成了"),
        "pending": _("待确认"),
        "agreed": _("谈成了"),
        "declined": _("没谈成"),
        "cancelled": _("取消了"),
    }.get(status, status)


class DeskWindow(QWidget):
    """A window staff may close."""

    def __init__(self, theme: Theme, site: Site, bridge: Bridge) -> None:
        super().__init__()
        self.theme, self._bridge = theme, bridge
        self.setWindowTitle(_("服务台"))
        self.resize(theme.width_px, theme.height_px)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colour(theme.colours.paper))
        self.setPalette(palette)
        self.presenter = DeskPresenter(site, bridge, self)
        outer = QVBoxLayout(self)
        self.title = Words(theme, _("今天的对接"), "strong", bold=True)
        outer.addWidget(self.title)
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        outer.addLayout(row, 1)
        self.list = QListWidget()
        self.list.setFont(theme.font("small"))
        self.list.setAccessibleName(_("今天的对接"))
        self.list.currentItemChanged.connect(self._chosen)
        row.addWidget(self.list, 3)
        row.addLayout(self._actions(theme), 2)
        self.status = Words(theme, "", "small")
        outer.addWidget(self.status)
        self._sync, self._paper = "", ""
        bridge.published.connect(self._reported)
        self.presenter.refresh()

    def stop(self) -> None:
        """Close the window and drop what is under way."""
        self._bridge.close()
        self.close()

    def show_state(self, state: DeskState) -> None:
        """Show list, chosen referral, message."""
        self._fill(state.referrals, state.chosen)
        item = state.chosen
        facts = (
            (
                Fact("", _("号码"), item.number),
                Fact("", _("求职者"), f"{item.name} {_('尾号')}{item.tail}"),
                Fact("", _("工种"), item.trade_name),
                Fact("", _("情况"), status_text(item.status)),
            )
            if item
            else ()
        )
        self.card.show_facts(facts)
        can_answer = item is not None and item.status in {"open", "half", "pending"}
        self.agree.setEnabled(can_answer)
        self.decline.setEnabled(can_answer)
        self.undo.setEnabled(item is not None and item.status in {"agreed", "half", "pending"})
        self.again.setEnabled(item is not None)
        self.message.say(state.message, "error" if state.is_problem else "done")

    def _actions(self, theme: Theme) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.px(16))
        self.card = FactsCard(theme, row_height=84)
        self.message = Banner(theme, "done")
        self.agree = BigButton(theme, _("谈成了（两边都说好）"), kind="primary", height=96)
        self.decline = BigButton(theme, _("没谈成"), kind="danger", height=84)
        self.undo = BigButton(theme, _("撤回，重新谈"), height=84)
        self.again = BigButton(theme, _("补打单子"), icon="print", height=84)
        act = self.presenter
        self.agree.clicked.connect(lambda _c=False: act.agreed(_("记下了：谈成")))
        self.decline.clicked.connect(lambda _c=False: act.declined(_("记下了：没谈成")))
        self.undo.clicked.connect(lambda _c=False: act.undone(_("撤回了，位子还回去了")))
        self.again.clicked.connect(lambda _c=False: act.reprinted(_("已排队补打")))
        for widget in (self.card, self.message):
            column.addWidget(widget)
        column.addStretch(1)
        for button in (self.agree, self.decline, self.undo, self.again):
            column.addWidget(button)
        return column

    def _fill(self, referrals: tuple[DeskReferral, ...], chosen: DeskReferral | None) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for item in referrals:
            words = f"{item.number}  {item.name}  {item.tail}  {item.trade_name}"
            row = QListWidgetItem(f"{words}  · {status_text(item.status)}")
            row.setData(Qt.ItemDataRole.UserRole, item.id)
            self.list.addItem(row)
            if chosen is not None and chosen.id == item.id:
                self.list.setCurrentItem(row)
        self.list.blockSignals(False)
        self.title.say(_("今天的对接 {count} 张").format(count=len(referrals)))

    def _chosen(self, row: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if row is not None:
            self.presenter.choose(row.data(Qt.ItemDataRole.UserRole))

    def _reported(self, _topic: str, value: object) -> None:
        match value:
            case SyncStatus():
                self._sync = sync_words(value.state, value.pending, value.last_success_ms)[0]
            case SpoolerStatus():
                ok = value.printer.can_print
                self._paper = _("打印机 正常") if ok else _("打印机 要看一下")
            case frozenset():
                self.presenter.refresh()
            case _:
                return
        self.status.say(" · ".join(part for part in (self._sync, self._paper) if part))
