"""Choices by one touch: radio rows and segments."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.ui.components.touchable import Touchable
from kiosk.ui.painting import Align, draw_icon, draw_text
from kiosk.ui.theme import Theme, Zone

__all__ = ["Choice", "ChoiceGroup"]


class Choice(Touchable):
    """Radio icon and word (tinted when chosen), or a plain segment (filled when chosen)."""

    def __init__(
        self, theme: Theme, label: str, *, height: int = 112, fill: Zone | None = None
    ) -> None:
        super().__init__(theme, label, height)
        self.setMinimumHeight(theme.px(84))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setCheckable(True)
        self._fill = fill

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Frame, mark, word."""
        theme, colours = self.theme, self.theme.colours
        chosen = self.isChecked()
        fill, edge, ink = colours.card, colours.border, colours.ink
        if chosen and theme.is_high_contrast:
            fill, edge, ink = colours.amber, colours.amber, "#000000"
        elif chosen and self._fill is not None:
            fill, edge, ink = self._fill.fill, self._fill.fill, colours.on_fill
        elif chosen:
            fill, edge, ink = colours.blue.tint, colours.blue.fill, colours.blue.fill
        self.draw_frame(painter, rect, fill, edge, pressed_fill=colours.sink)
        if not self.isEnabled():
            ink = colours.ink2
        inner = rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
        if self._fill is None and self.isEnabled():
            side = theme.px(48)
            mark = QRect(rect.left() + theme.px(24), rect.center().y() - side // 2, side, side)
            name = "radio_button_checked" if chosen else "radio_button_unchecked"
            draw_icon(painter, mark, name, ink)
            inner = inner.adjusted(theme.px(68), 0, 0, 0)
        centre = Align.AlignCenter
        draw_text(painter, inner, self.text(), theme, "button", ink, bold=True, align=centre)


class ChoiceGroup(QWidget):
    """Several choices side by side, one of them chosen; `picked` carries its value."""

    picked = Signal(object)

    def __init__(
        self,
        theme: Theme,
        options: Sequence[tuple[object, str]],
        *,
        columns: int = 0,
        fill: Zone | None = None,
        height: int = 112,
        gap: int = 24,
    ) -> None:
        super().__init__()
        self._theme, self._fill, self._height = theme, fill, height
        self._columns = columns
        self._choices: list[tuple[object, Choice]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(gap))
        self.offer(options)

    def offer(self, options: Sequence[tuple[object, str]]) -> None:
        """Replace the options, where they differ."""
        if [(value, choice.text()) for value, choice in self._choices] == list(options):
            return
        for _value, choice in self._choices:
            self._grid.removeWidget(choice)
            choice.hide()
            choice.deleteLater()
        self._choices = []
        columns = self._columns or max(1, len(options))
        for index, (value, label) in enumerate(options):
            choice = self.make_choice(label)
            choice.clicked.connect(lambda _checked=False, item=value: self.picked.emit(item))
            self._grid.addWidget(choice, index // columns, index % columns)
            self._choices.append((value, choice))

    def make_choice(self, label: str) -> Choice:
        """One choice, as this group shows it."""
        return Choice(self._theme, label, fill=self._fill, height=self._height)

    def choose(self, value: object) -> None:
        """Show which one is chosen."""
        for item, choice in self._choices:
            choice.setChecked(item == value)

    @property
    def values(self) -> tuple[object, ...]:
        """What can be chosen, in order."""
        return tuple(value for value, _choice in self._choices)

    def button(self, value: object) -> Choice:
        """The choice with a value; KeyError if there is none."""
        for item, choice in self._choices:
            if item == value:
                return choice
        raise KeyError(value)
