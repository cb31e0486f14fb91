"""The text written so far, its end always in sight."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.painting import box, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["WrittenField"]


class WrittenField(QWidget):
    """Text, then the letters not yet chosen, then a caret. It is never spoken."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text, self._letters = "", ""
        self.setAccessibleName(_("写的字"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """The text shown, without letters."""
        return self._text

    def show_text(self, text: str, letters: str) -> None:
        """Show another text."""
        self._text, self._letters = text, letters
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """One line."""
        return QSize(self._theme.px(500), self._theme.px(136))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Frame, the end of the text, caret."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        edge = colours.border if theme.is_high_contrast else colours.brown.fill
        box(painter, self.rect(), theme.px(16), colours.card, edge, theme.px(4))
        pad = theme.px(32)
        room = self.rect().adjusted(pad, 0, -pad - theme.px(12), 0)
        font = theme.font("title", bold=True)
        shown = QFontMetrics(font).elidedText(
            self._text + self._letters, Qt.TextElideMode.ElideLeft, room.width()
        )
        draw_text(painter, room, shown, theme, "title", colours.ink, bold=True)
        after = room.left() + min(text_width(font, shown), room.width()) + theme.px(8)
        caret = QRect(after, theme.px(32), theme.px(6), self.height() - theme.px(64))
        painter.fillRect(caret, theme.colour(edge))
        painter.end()
