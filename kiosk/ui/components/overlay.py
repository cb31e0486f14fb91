"""Dialogs over the whole window; the one with two answers: the safe one first and larger."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.labels import Words
from kiosk.ui.components.progress import Bar
from kiosk.ui.painting import box, icon_pixmap
from kiosk.ui.theme import Theme

__all__ = ["Overlay", "Scrim"]


class Scrim(QWidget):
    """A dark sheet over its parent with a card in the middle; `body` is the card's column.

    Args:
        theme: for the panel.
        parent: what is covered.
        width: of the card, in reference pixels.
        pad: room inside the card.
        spacing: between what stands in it.
    """

    def __init__(
        self, theme: Theme, parent: QWidget, *, width: int = 936, pad: int = 56, spacing: int = 32
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._card = QWidget(self)
        self._card.setFixedWidth(min(theme.px(width), parent.width() - theme.px(48)))
        self.body = QVBoxLayout(self._card)
        edge = theme.px(pad)
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.setSpacing(theme.px(spacing))
        self._card.installEventFilter(self)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setGeometry(parent.rect())

    def rise(self) -> None:
        """Show it above everything, once the card is filled."""
        self.show()
        self.raise_()
        self._place()

    def _place(self) -> None:
        high = self.body.totalHeightForWidth(self._card.width())
        if high < 0:
            high = self.body.totalSizeHint().height()
        self._card.resize(self._card.width(), min(high, self.height()))
        at = self.rect().center() - self._card.rect().center()
        self._card.move(at)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """A text that is set later makes the card higher."""
        if watched is self._card and event.type() is QEvent.Type.LayoutRequest:
            self._place()
            self.update()
        return super().eventFilter(watched, event)

    def resizeEvent(self, _event) -> None:  # type: ignore[no-untyped-def]  # noqa: N802 (Qt's)
        """Keep the card in the middle."""
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Scrim, card."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(17, 40, 44, 209))
        colours = self._theme.colours
        edge = colours.border if self._theme.is_high_contrast else ""
        box(painter, self._card.geometry(), self._theme.px(28), colours.card, edge, 4)
        painter.end()


class Overlay(Scrim):
    """Scrim with a card: icon, question, a line, a countdown, two answers."""

    answered = Signal(bool)
    """True for the safe answer."""

    def __init__(
        self, theme: Theme, parent: QWidget, *, icon: str, question: str, safe: str, other: str
    ) -> None:
        super().__init__(theme, parent)
        mark = Words(theme, "", centred=True)
        mark.setPixmap(icon_pixmap(icon, theme.px(112), theme.colours.ink))
        mark.setVisible(True)
        mark.setAccessibleName(question)
        self.body.addWidget(mark)
        self.question = Words(theme, question, "question", bold=True, centred=True)
        self.line = Words(theme, "", "body", centred=True)
        self.bar = Bar(theme)
        self.bar.hide()
        self.safe = BigButton(theme, safe, kind="primary", height=168, commits=False)
        self.other = BigButton(theme, other, kind="secondary", height=112)
        for widget in (self.question, self.line, self.bar, self.safe, self.other):
            self.body.addWidget(widget)
        self.safe.clicked.connect(lambda _checked=False: self._answer(True))
        self.other.clicked.connect(lambda _checked=False: self._answer(False))
        self.rise()

    def _answer(self, safe: bool) -> None:
        self.hide()
        self.answered.emit(safe)
