"""Digits: the keypad and the field that shows what was typed."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.touchable import Touchable
from kiosk.ui.painting import Align, box, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["Field", "Key", "Keypad"]


class Key(Touchable):
    """One digit."""

    def __init__(self, theme: Theme, label: str, height: int) -> None:
        super().__init__(theme, label, height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(84))
        self.setMaximumHeight(theme.px(height))

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Digit in the middle."""
        theme, colours = self.theme, self.theme.colours
        blue, is_lit = colours.blue, self.isDown() and not theme.is_high_contrast
        self.draw_frame(
            painter,
            rect,
            colours.card,
            colours.border,
            pressed_fill=blue.tint,
            pressed_edge=blue.fill,
        )
        ink = colours.ink if self.isEnabled() else colours.ink2
        ink = blue.fill if is_lit else ink
        centre = Align.AlignCenter
        draw_text(painter, rect, self.text(), theme, "digits", ink, bold=True, align=centre)


class Keypad(QWidget):
    """1–9, 退一格, 0 and one more key (`extra`, may be left out)."""

    pressed = Signal(str)
    erased = Signal()

    def __init__(
        self, theme: Theme, *, extra: str = "", key_height: int = 184, erase_role: str = ""
    ) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(24))
        self.keys: dict[str, Touchable] = {}
        for index, digit in enumerate("123456789"):
            self._add(grid, Key(theme, digit, key_height), digit, index // 3, index % 3)
        back = BigButton(
            theme,
            _("退一格"),
            kind="amber",
            icon="backspace",
            height=key_height,
            role=erase_role,
        )
        back.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        back.setMinimumHeight(theme.px(84))
        back.setMaximumHeight(theme.px(key_height))
        back.clicked.connect(lambda _checked=False: self.erased.emit())
        self.erase_key = back
        grid.addWidget(back, 3, 0)
        self._add(grid, Key(theme, "0", key_height), "0", 3, 1)
        if extra:
            self._add(grid, Key(theme, extra, key_height), extra, 3, 2)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _add(self, grid: QGridLayout, key: Key, sign: str, row: int, column: int) -> None:
        key.clicked.connect(lambda _checked=False: self.pressed.emit(sign))
        self.keys[sign] = key
        grid.addWidget(key, row, column)


class Field(QWidget):
    """Shows what was typed, with a caret; a unit after it and a note on the right."""

    def __init__(self, theme: Theme, *, unit: str = "", note: str = "", is_money: bool = False):
        super().__init__()
        self._theme, self._unit, self._note, self._is_money = theme, unit, note, is_money
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The text shown."""
        return self._text

    def say(self, text: str, *, unit: str = "", note: str = "") -> None:
        """Show another text."""
        self._text, self._unit, self._note = text, unit or self._unit, note or self._note
        # A number being typed is never spoken: somebody stands behind.
        self.setAccessibleName(_("输入框"))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """One line of digits."""
        return QSize(self._theme.px(600), self._theme.px(152))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Frame, text, caret, unit, note."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        edge = colours.border if theme.is_high_contrast else colours.brown.fill
        if not self._is_money:
            edge = colours.border if theme.is_high_contrast else colours.blue.fill
        box(painter, self.rect(), theme.px(16), colours.card, edge, theme.px(4))
        ink = colours.wage if self._is_money else colours.ink
        pad = theme.px(40)
        room = self.rect().adjusted(pad, 0, -pad, 0)
        draw_text(painter, room, self._text, theme, "digits", ink, bold=True)
        after = (
            pad
            + min(text_width(theme.font("digits", bold=True), self._text), room.width())
            + theme.px(10)
        )
        caret = QRect(after, theme.px(32), theme.px(6), self.height() - theme.px(64))
        painter.fillRect(caret, theme.colour(edge))
        if self._unit:
            place = QRect(after + theme.px(20), theme.px(20), room.width(), room.height())
            draw_text(painter, place, self._unit, theme, "strong", ink, bold=True)
        if self._note:
            side = QRect(self.width() // 2, 0, self.width() // 2 - pad, self.height())
            align = Align.AlignRight | Align.AlignVCenter
            draw_text(painter, side, self._note, theme, "small", colours.ink2, align=align)
        painter.end()
