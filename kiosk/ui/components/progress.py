"""Bars: one that runs out, and one that fills while something takes its time."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui.components.labels import Words
from kiosk.ui.painting import box
from kiosk.ui.theme import Theme

__all__ = ["Bar", "Progress"]


class Bar(QWidget):
    """A groove filled to a share between 0 and 1."""

    def __init__(self, theme: Theme, *, share: float = 1.0) -> None:
        super().__init__()
        self._theme = theme
        self.share = share
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """Fill it to another share; what lies outside 0 to 1 is cut."""
        self.share = min(1.0, max(0.0, share))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A thin bar."""
        return QSize(self._theme.px(600), self._theme.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Groove and fill."""
        painter = QPainter(self)
        colours, radius = self._theme.colours, self.height() // 2
        box(painter, self.rect(), radius, colours.sink, colours.border, 2)
        left = QRect(0, 0, round(self.width() * self.share), self.height())
        box(painter, left, radius, colours.amber)
        painter.end()


class Progress(QWidget):
    """What is being done, how far it is, and a bar."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(20))
        self.words = Words(theme, "", "strong", bold=True)
        self.bar = Bar(theme, share=0.0)
        layout.addWidget(self.words)
        layout.addWidget(self.bar)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_progress(self, what: str, done: int, total: int) -> None:
        """Show how many of how many are done; a total of 0 says nothing of how far it is."""
        if total > 0:
            share = min(1.0, max(0, done) / total)
            percent = _("{percent}%").format(percent=int(share * 100))
            self.words.say(f"{what} {percent}")
            self.bar.show_share(share)
        else:
            self.words.say(what)
            self.bar.show_share(0.0)
        self.setAccessibleName(self.words.text())
