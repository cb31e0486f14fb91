"""The coloured head of a gig: icon, trade, a line or two."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.painting import box, draw_icon, draw_text
from kiosk.ui.theme import Theme, Zone

__all__ = ["Headline"]


class Headline(QWidget):
    """Filled with the colour of the zone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._title, self._icon = "", "work"
        self._lines: tuple[str, ...] = ()
        self._zone: Zone = theme.colours.slate
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_head(self, title: str, lines: tuple[str, ...], icon: str, zone: Zone) -> None:
        """Show another gig."""
        self._title, self._lines, self._icon, self._zone = title, lines, icon, zone
        self.setAccessibleName("，".join((title, *lines)))
        self.updateGeometry()
        self.update()

    @property
    def spoken(self) -> str:
        """What 朗读 says of it."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Title and lines."""
        theme = self._theme
        return QSize(theme.px(984), theme.px(118) + theme.px(56) * len(self._lines))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Box, icon, words."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        edge = colours.border if theme.is_high_contrast else self._zone.fill
        box(painter, self.rect(), theme.px(24), self._zone.fill, edge, theme.px(3))
        side = theme.px(104)
        at = QRect(theme.px(36), (self.height() - side) // 2, side, side)
        draw_icon(painter, at, self._icon, colours.on_fill)
        left = at.right() + theme.px(32)
        width = self.width() - left - theme.px(32)
        title = QRect(left, theme.px(18), width, theme.px(84))
        draw_text(painter, title, self._title, theme, "title", colours.on_fill, bold=True)
        row = QRect(left, title.bottom() + theme.px(2), width, theme.px(54))
        for line in self._lines:
            draw_text(painter, row, line, theme, "body", colours.on_fill)
            row.translate(0, theme.px(56))
        painter.end()
