"""The kit on one sheet: every component in its states, for the gallery and for eyes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.chip import Chip
from kiosk.ui.components.choices import Choice
from kiosk.ui.components.keypad import Key
from kiosk.ui.components.labels import Banner, StepBar, Words
from kiosk.ui.components.tiles import TradeTile
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.theme import Theme

__all__ = ["ComponentSheet"]


class ComponentSheet(QWidget):
    """Rows of targets: as they are, pressed, in focus, disabled; then what only reads."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.targets: dict[tuple[str, str], Touchable] = {}
        layout = QVBoxLayout(self)
        margin = theme.px(48)
        layout.setContentsMargins(margin, theme.px(28), margin, theme.px(24))
        layout.setSpacing(theme.px(18))
        layout.addWidget(Words(theme, _("部件和状态"), "title", bold=True))
        layout.addLayout(self._states())
        layout.addLayout(self._chips())
        layout.addWidget(StepBar(theme, 3, 5))
        layout.addWidget(Banner(theme, "done", _("办好了：记录存好了")))
        layout.addWidget(Banner(theme, "notice", _("提醒：离线，可以照常办"), "cloud_off"))
        layout.addWidget(Banner(theme, "error", _("出错：没读到，请再放一次")))
        layout.addLayout(self._trades())
        layout.addStretch(1)

    def _states(self) -> QGridLayout:
        theme = self._theme
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(24))
        heads = (_("平常"), _("按下"), _("选中焦点"), _("不能点"))
        for column, head in enumerate(heads, start=1):
            grid.addWidget(Words(theme, head, "small", bold=True, centred=True), 0, column)
            grid.setColumnStretch(column, 1)
        rows: Sequence[tuple[str, str, Callable[[], Touchable]]] = (
            ("primary", _("主按钮"), lambda: BigButton(theme, _("下一步"), kind="primary")),
            ("secondary", _("副按钮"), lambda: BigButton(theme, _("返回"))),
            ("danger", _("危险"), lambda: BigButton(theme, _("不办了"), kind="danger")),
            ("key", _("数字键"), lambda: Key(theme, "5", 112)),
            ("choice", _("单选"), lambda: Choice(theme, _("周结"))),
        )
        ink = theme.colours.ink if theme.is_high_contrast else theme.colours.rail.fill
        for line, (name, label, make) in enumerate(rows, start=1):
            grid.addWidget(Words(theme, label, "small", bold=True, colour=ink), line, 0)
            for column, state in enumerate(("normal", "pressed", "focus", "disabled"), start=1):
                target = _in_state(make(), state)
                target.setFixedHeight(theme.px(104))
                self.targets[name, state] = target
                grid.addWidget(target, line, column)
        return grid

    def _chips(self) -> QHBoxLayout:
        theme, row = self._theme, QHBoxLayout()
        row.setSpacing(theme.px(20))
        row.addWidget(Chip(theme, "urgent", _("急招")))
        row.addWidget(Chip(theme, "fits", _("和您的工种相同")))
        row.addWidget(Chip(theme, "pay", _("日结")))
        row.addWidget(Chip(theme, "training", _("初级")))
        row.addStretch(1)
        return row

    def _trades(self) -> QHBoxLayout:
        theme, row = self._theme, QHBoxLayout()
        row.setSpacing(theme.px(24))
        blue = theme.colours.blue
        labels = {"normal": _("平常"), "pressed": _("按下"), "chosen": _("选中")}
        for state, label in labels.items():
            tile = TradeTile(theme, label, "inventory_2", blue)
            tile.setFixedHeight(theme.px(184))
            self.targets["trade", state] = _in_state(tile, state)
            row.addWidget(tile)
        return row

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
    target.setChecked(target.isCheckable() and state in {"focus", "chosen"})
    # A sheet is looked at: a touch on it would end the state it shows.
    target.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return target
