"""The kit on sheets: every component in its states, for the gallery and for eyes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton, SmallButton
from kiosk.ui.components.cards import Fact, FactsCard
from kiosk.ui.components.chip import Chip, ChipKind
from kiosk.ui.components.choices import Choice
from kiosk.ui.components.keypad import Key
from kiosk.ui.components.labels import Banner, StepBar, Words
from kiosk.ui.components.masked_field import MaskedField
from kiosk.ui.components.page_row import PageRow
from kiosk.ui.components.post_card import PostCard, PostFacts
from kiosk.ui.components.progress import Bar, Progress
from kiosk.ui.components.ticket import NextStep, Ticket
from kiosk.ui.components.tiles import MainTile, SmallTile, StatTile, TradeTile
from kiosk.ui.components.toast import Toast
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.components.when_picker import Calendar, DayPicker, DayTile, TimePicker
from kiosk.ui.components.word_keys import WordKey
from kiosk.ui.theme import Theme

__all__ = ["SHEETS", "ComponentSheet"]

STATES = ("normal", "pressed", "focus", "disabled")
_DAY = date(2026, 11, 23)
Rows = Sequence[tuple[str, str, Callable[[], Touchable]]]


class ComponentSheet(QWidget):
    """One sheet of the kit.

    Args:
        theme: for the panel.
        sheet: one of `SHEETS`.
    """

    def __init__(self, theme: Theme, sheet: str = "controls") -> None:
        super().__init__()
        self._theme = theme
        self.targets: dict[tuple[str, str], Touchable] = {}
        self._layout = QVBoxLayout(self)
        margin = theme.px(48)
        self._layout.setContentsMargins(margin, theme.px(28), margin, theme.px(24))
        self._layout.setSpacing(theme.px(24))
        _SHEETS[sheet](self)
        self._layout.addStretch(1)

    def controls(self) -> None:
        """Buttons, keys, choices; chips, steps, banners, trade tiles."""
        theme, layout = self._theme, self._layout
        layout.setSpacing(theme.px(18))
        layout.addWidget(Words(theme, _("部件和状态"), "title", bold=True))
        layout.addLayout(
            self._states(
                (
                    ("primary", _("主按钮"), lambda: BigButton(theme, _("下一步"), kind="primary")),
                    ("secondary", _("副按钮"), lambda: BigButton(theme, _("返回"))),
                    ("danger", _("危险"), lambda: BigButton(theme, _("不办了"), kind="danger")),
                    ("key", _("数字键"), lambda: Key(theme, "5", 112)),
                    ("choice", _("单选"), lambda: Choice(theme, _("周结"))),
                )
            )
        )
        layout.addLayout(
            self._chips(
                (
                    ("urgent", _("急招")),
                    ("fits", _("和您的工种相同")),
                    ("pay", _("日结")),
                    ("training", _("初级")),
                )
            )
        )
        layout.addWidget(StepBar(theme, 3, 5))
        layout.addWidget(Banner(theme, "done", _("办好了：记录存好了")))
        layout.addWidget(Banner(theme, "notice", _("提醒：离线，可以照常办"), "cloud_off"))
        layout.addWidget(Banner(theme, "error", _("出错：没读到，请再放一次")))
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        labels = {"normal": _("平常"), "pressed": _("按下"), "chosen": _("选中")}
        for state, label in labels.items():
            tile = TradeTile(theme, label, "inventory_2", theme.colours.blue)
            tile.setFixedHeight(theme.px(184))
            self.targets["trade", state] = _in_state(tile, state)
            row.addWidget(tile)
        layout.addLayout(row)

    def keys(self) -> None:
        """The smaller targets in their states, fields, pages."""
        theme, layout = self._theme, self._layout
        brown = theme.colours.brown
        layout.addLayout(
            self._states(
                (
                    ("amber", _("改字"), lambda: BigButton(theme, _("退格"), kind="amber")),
                    ("blue", _("翻页"), lambda: BigButton(theme, _("下页"), kind="blue")),
                    ("small", _("看一下"), lambda: SmallButton(theme, _("看"), icon="visibility")),
                    ("segment", _("分段"), lambda: Choice(theme, _("明天"), fill=brown)),
                    ("day", _("日历"), lambda: _day_tile(theme)),
                    ("word", _("候选字"), lambda: _word_key(theme)),
                )
            )
        )
        field = MaskedField(theme)
        field.say("138 **** 5678")
        layout.addWidget(field)
        pages = PageRow(theme)
        pages.show_page(2, 10)
        layout.addWidget(pages)
        layout.addLayout(
            self._chips(
                (
                    ("waiting", _("等着谈")),
                    ("done", _("谈成了")),
                    ("stopped", _("取消了")),
                )
            )
        )
        layout.addLayout(
            self._chips(
                (
                    ("unsure", _("位子待确认")),
                    ("differs", _("工种不同")),
                )
            )
        )

    def tiles(self) -> None:
        """Main and small tiles, cards of gigs, in their states."""
        theme, layout, colours = self._theme, self._layout, self._theme.colours
        for name, high, make in (
            ("main", 320, lambda: MainTile(theme, _("找活干"), "", "engineering", colours.blue)),
            ("small", 150, lambda: SmallTile(theme, _("我的登记"), "", "badge", colours.slate)),
            ("post", 220, lambda: _post_card(theme)),
        ):
            grid = QGridLayout()
            grid.setSpacing(theme.px(24))
            columns = 1 if name == "post" else 2
            states = STATES[:1] if name == "post" else STATES
            for index, state in enumerate(states):
                target = _in_state(make(), state)
                target.setFixedHeight(theme.px(high))
                self.targets[name, state] = target
                grid.addWidget(target, index // columns, index % columns)
            layout.addLayout(grid)

    def cards(self) -> None:
        """Cards of gigs in the other states; figures, a ticket."""
        theme, layout = self._theme, self._layout
        for state in STATES[1:]:
            card = _in_state(_post_card(theme), state)
            card.setFixedHeight(theme.px(220))
            self.targets["post", state] = card
            layout.addWidget(card)
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        for label, value, unit in (
            (_("今天在招"), "46", _("个活")),
            (_("要招人数"), "213", _("人")),
            (_("已经谈成"), "0", _("人")),
        ):
            tile = StatTile(theme, label, unit)
            tile.show_value(value)
            row.addWidget(tile)
        layout.addLayout(row)
        ticket = Ticket(theme)
        step = NextStep("campaign", _("看大屏，叫到 {n}").format(n="A037"))
        ticket.show_ticket("A037", _("搬运"), _("260 元/天"), (), (step,))
        layout.addWidget(ticket)

    def pickers(self) -> None:
        """Day and time by taps."""
        theme, layout = self._theme, self._layout
        day, calendar = DayPicker(theme), Calendar(theme)
        day.show_day(_DAY, 1)
        calendar.show_month(_DAY, 9, 30)
        layout.addWidget(day)
        layout.addWidget(calendar, 1)

    def waits(self) -> None:
        """Time, and what says that something is going on or done."""
        theme, layout = self._theme, self._layout
        time = TimePicker(theme, 5, 20)
        time.show_time(7 * 60 + 30, 6)
        progress = Progress(theme)
        progress.show_progress(_("正在整理记录"), 420, 1_000)
        layout.addWidget(time)
        layout.addWidget(progress)
        layout.addWidget(Words(theme, _("倒计时"), "strong", bold=True))
        layout.addWidget(Bar(theme, share=0.7))
        facts = (Fact("schedule", _("几点"), "7:30"), Fact("place", _("在哪里"), _("市场门口")))
        layout.addWidget(FactsCard(theme, facts))
        holder = QWidget()
        holder.setFixedSize(theme.px(984), theme.px(160))
        Toast(theme, holder).say(_("手机号改好了"))
        layout.addWidget(holder)

    def _states(self, rows: Rows) -> QGridLayout:
        theme = self._theme
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(24))
        heads = (_("平常"), _("按下"), _("选中焦点"), _("不能点"))
        for column, head in enumerate(heads, start=1):
            grid.addWidget(Words(theme, head, "small", bold=True, centred=True), 0, column)
            grid.setColumnStretch(column, 1)
        ink = theme.colours.ink if theme.is_high_contrast else theme.colours.rail.fill
        for line, (name, label, make) in enumerate(rows, start=1):
            grid.addWidget(Words(theme, label, "small", bold=True, colour=ink), line, 0)
            for column, state in enumerate(STATES, start=1):
                target = _in_state(make(), state)
                target.setFixedHeight(theme.px(104))
                self.targets[name, state] = target
                grid.addWidget(target, line, column)
        return grid

    def _chips(self, chips: Iterable[tuple[ChipKind, str]]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(20))
        for kind, text in chips:
            row.addWidget(Chip(self._theme, kind, text))
        row.addStretch(1)
        return row

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Warm paper."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(self._theme.colours.paper))
        painter.end()


_SHEETS: dict[str, Callable[[ComponentSheet], None]] = {
    "controls": ComponentSheet.controls,
    "keys": ComponentSheet.keys,
    "tiles": ComponentSheet.tiles,
    "cards": ComponentSheet.cards,
    "pickers": ComponentSheet.pickers,
    "waits": ComponentSheet.waits,
}
SHEETS = tuple(_SHEETS)


def _day_tile(theme: Theme) -> DayTile:
    tile = DayTile(theme, 104)
    tile.show_day(_DAY, "", is_open=True, is_chosen=False)
    return tile


def _word_key(theme: Theme) -> WordKey:
    key = WordKey(theme, 104)
    key.show_word(_("覃"), is_likeliest=False)
    return key


def _post_card(theme: Theme) -> PostCard:
    card = PostCard(theme)
    card.show_facts(
        PostFacts(
            key="",
            title=_("搬运"),
            pay="260",
            unit=_("元/天"),
            place=_("市场门口"),
            time=_("明天 7:30"),
            wanted=_("要 5 人，还差 3 人"),
            bay="",
            reason=_("和您的工种相同"),
            mark="fits",
            icon="inventory_2",
            zone=theme.colours.blue,
        )
    )
    return card


def _in_state(target: Touchable, state: str) -> Touchable:
    target.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    target.setDown(state == "pressed")
    target.setEnabled(state != "disabled")
    target.shows_focus = state == "focus"
    target.setChecked(target.isCheckable() and state in {"focus", "chosen"})
    # A sheet is looked at: a touch on it would end the state it shows.
    target.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return target
