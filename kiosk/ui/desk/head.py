"""The head of the desk: tabs with their numbers, sync in words, the clock."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.painting import Align, box, draw_icon, draw_text, text_width
from kiosk.ui.status_words import HeaderState
from kiosk.ui.theme import Theme

__all__ = ["DeskHead", "DeskTab"]

_HIGH, _LINE, _LOGO, _STATE = 88, 6, 56, 430
_ICON, _BADGE, _PAD = 30, 40, 12
_PRESSED = "#1D4E57"
_MOST = 99


class DeskTab(Touchable):
    """Icon, word, number; the chosen one is of the page's paper."""

    def __init__(self, theme: Theme, name: str, title: str, icon: str) -> None:
        super().__init__(theme, title, _HIGH - _LINE)
        self.name, self._icon, self.badge = name, icon, 0
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_badge(self, count: int) -> None:
        """How much waits; 0 for nothing."""
        self.badge = count
        words = _("{title}，{count} 件").format(title=self.text(), count=count)
        self.setAccessibleName(words if count else self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as what stands on it."""
        theme = self.theme
        wide = text_width(theme.font("desk", bold=True), self.text())
        badge = theme.px(_BADGE + 6) if self.badge else 0
        return QSize(wide + badge + theme.px(_ICON + 8 + 2 * _PAD), theme.px(_HIGH - _LINE))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """The tab; a focus ring inside it, since there is no room around."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, self.rect())
        if self.hasFocus() or self.shows_focus:
            ring = self.theme.colours.ink if self.isChecked() else self.theme.colours.amber
            place = QRectF(self.rect()).adjusted(3, 6, -3, -6)
            painter.setClipping(False)
            painter.setPen(QPen(self.theme.colour(ring), self.theme.px(5)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place, self.theme.px(10), self.theme.px(10))
        painter.end()

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """A tab that grows out of the page, or words on the band."""
        theme, colours = self.theme, self.theme.colours
        is_now = self.isChecked()
        ink = colours.ink if theme.is_high_contrast else colours.rail.fill
        if is_now:
            tab = rect.adjusted(0, theme.px(8), 0, theme.px(12))
            painter.setClipRect(rect)
            edge = colours.border if theme.is_high_contrast else ""
            box(painter, tab, theme.px(12), colours.paper, edge, 3 if edge else 0)
        elif self.isDown():
            box(painter, rect.adjusted(0, 8, 0, -8), theme.px(12), _PRESSED, colours.amber, 3)
        if not is_now:
            ink = "#FFFFFF"
        side, middle = theme.px(_ICON), rect.center().y()
        mark = QRect(rect.left() + theme.px(_PAD), middle - side // 2, side, side)
        draw_icon(painter, mark, self._icon, ink)
        words = rect.adjusted(theme.px(_PAD + _ICON + 8), 0, -theme.px(_PAD), 0)
        if self.badge:
            high = theme.px(_BADGE)
            place = QRect(words.right() - high, middle - high // 2, high, high)
            box(painter, place, high // 2, colours.amber)
            number = str(self.badge) if self.badge <= _MOST else "…"
            centre = Align.AlignCenter
            draw_text(painter, place, number, theme, "desk", "#000000", bold=True, align=centre)
            words = words.adjusted(0, 0, -high - theme.px(8), 0)
        draw_text(painter, words, self.text(), theme, "desk", ink, bold=True)


class DeskHead(QWidget):
    """88 high: logo, tabs, state."""

    asked = Signal(str)
    """A tab was touched: the page's name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._state = theme, HeaderState()
        self.tabs: dict[str, DeskTab] = {}
        self.setFixedHeight(theme.px(_HIGH))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(
            theme.px(24 + _LOGO + 10), 0, theme.px(_STATE), theme.px(_LINE)
        )
        self._row.setSpacing(theme.px(12))
        self._row.addStretch(1)

    def show_tabs(self, tabs: Sequence[tuple[str, str, str]]) -> None:
        """Other tabs: name, title, icon."""
        for tab in self.tabs.values():
            self._row.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self.tabs = {}
        for place, (name, title, icon) in enumerate(tabs):
            tab = DeskTab(self._theme, name, title, icon)
            tab.clicked.connect(lambda _checked=False, page=name: self.asked.emit(page))
            self._row.insertWidget(place, tab)
            self.tabs[name] = tab

    def choose(self, name: str) -> None:
        """Which tab is of the page that is shown."""
        for tab in self.tabs.values():
            tab.setChecked(tab.name == name)

    def show_state(self, state: HeaderState) -> None:
        """Clock and sync."""
        if state != self._state:
            self._state = state
            self.setAccessibleName(f"{state.sync} {state.clock}")
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Band, amber line, logo, sync in one line or two, clock."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(colours.rail.fill))
        line, high = theme.px(_LINE), self.height() - theme.px(_LINE)
        painter.fillRect(QRect(0, high, self.width(), line), theme.colour(colours.amber))
        logo = theme.px(_LOGO)
        place = QRect(theme.px(24), (high - logo) // 2, logo, logo)
        box(painter, place, theme.px(10), colours.amber)
        centre = Align.AlignCenter
        draw_text(painter, place, _("工"), theme, "desk_title", "#000000", bold=True, align=centre)
        self._draw_state(painter, high)
        painter.end()

    def _draw_state(self, painter: QPainter, high: int) -> None:
        theme, state = self._theme, self._state
        right = self.width() - theme.px(24)
        wide = text_width(theme.font("strong", bold=True), state.clock)
        clock = QRect(right - wide, 0, wide + 2, high)
        draw_text(painter, clock, state.clock, theme, "strong", "#FFFFFF", bold=True)
        lines = [part for part in state.sync.split(" · ") if part]
        font = theme.font("desk")
        need = max((text_width(font, part) for part in lines), default=0)
        room = theme.px(_STATE) - wide - theme.px(24 + 24 + 48)
        text = QRect(clock.left() - theme.px(24) - min(need, room), 0, min(need, room) + 2, high)
        row = theme.px(40)
        top = (high - row * len(lines)) // 2
        for place, part in enumerate(lines):
            at = QRect(text.left(), top + place * row, text.width(), row)
            draw_text(painter, at, part, theme, "desk", "#FFFFFF")
        side = theme.px(36)
        mark = QRect(text.left() - side - theme.px(10), (high - side) // 2, side, side)
        icon = "cloud_done" if state.is_online else "cloud_off"
        draw_icon(painter, mark, icon, theme.colours.amber)
