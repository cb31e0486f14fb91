"""Dots and digits: the PIN by keyboard, mouse or finger."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.domain.typed import digit_of
from kiosk.i18n import _
from kiosk.ui.components.keypad import Keypad
from kiosk.ui.painting import Align, box, draw_text
from kiosk.ui.theme import Theme

__all__ = ["PinDots", "PinKeys", "pin_key"]


class PinDots(QWidget):
    """What was typed, as dots."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._dots = theme, ""
        self.setAccessibleName(_("密码"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, dots: str) -> None:
        """Another number of dots."""
        self._dots = dots
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """One line."""
        return QSize(self._theme.px(420), self._theme.px(84))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Frame and dots, or what is to be typed."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        edge = colours.border if theme.is_high_contrast else colours.blue.fill
        box(painter, self.rect(), theme.px(12), colours.card, edge, theme.px(4))
        centre = Align.AlignCenter
        words = self._dots or _("6 到 12 个数字")
        ink = colours.ink if self._dots else colours.ink2
        role = "desk_title" if self._dots else "desk"
        draw_text(painter, self.rect(), words, theme, role, ink, align=centre)
        painter.end()


class PinKeys(Keypad):
    """The keypad at desk size."""

    def __init__(self, theme: Theme, *, key_height: int = 148) -> None:
        super().__init__(theme, key_height=key_height, erase_role="desk")
        self.setMaximumWidth(theme.px(560))
        for key in (*self.keys.values(), self.erase_key):
            key.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def pin_key(event: QKeyEvent) -> str:
    """What a key means for a PIN: a digit, `erase`, `proceed`, `back`, or nothing."""
    if digit := digit_of(event.text()):
        return digit
    return {
        Qt.Key.Key_Backspace: "erase",
        Qt.Key.Key_Return: "proceed",
        Qt.Key.Key_Enter: "proceed",
        Qt.Key.Key_Escape: "back",
    }.get(Qt.Key(event.key()), "")
