"""Somebody who came for a gig, with the two answers."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.labels import Words
from kiosk.ui.painting import Align, box, draw_text
from kiosk.ui.theme import Theme

__all__ = ["PersonCard"]


class PersonCard(QWidget):
    """Number left; name, a line and two buttons right."""

    agreed = Signal(str)
    declined = Signal(str)

    def __init__(self, theme: Theme, *, yes: str = "", no: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._number = ""
        self._key = ""
        outer = QHBoxLayout(self)
        pad = theme.px(24)
        outer.setContentsMargins(theme.px(232), pad, pad, pad)
        inner = QVBoxLayout()
        inner.setSpacing(theme.px(10))
        self.name = Words(theme, "", "strong", bold=True)
        self.name.is_private = True
        self.line = Words(theme, "", "small", colour=theme.colours.ink2)
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.yes = BigButton(
            theme,
            yes or _("谈成了"),
            kind="primary",
            icon="thumb_up",
            height=108,
            commits=True,
            role="button",
        )
        self.no = BigButton(theme, no or _("没谈成"), kind="danger", height=108, commits=True)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        for widget in (self.name, self.line):
            inner.addWidget(widget)
        inner.addLayout(row)
        outer.addLayout(inner)
        self.yes.clicked.connect(lambda _checked=False: self.agreed.emit(self._key))
        self.no.clicked.connect(lambda _checked=False: self.declined.emit(self._key))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_person(self, key: str, number: str, name: str, line: str, has_answered: bool) -> None:
        """Show somebody else; `has_answered` when the employer has said 谈成了 already."""
        self._key, self._number = key, number
        self.name.say(name)
        # Secondary lines are dropped in large type.
        self.line.say("" if self._theme.is_large else line)
        self.yes.setEnabled(not has_answered)
        self.setAccessibleName(f"{number} {name}")
        self.yes.setAccessibleName(f"{number} {self.yes.text()}")
        self.no.setAccessibleName(f"{number} {self.no.text()}")
        self.update()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for its buttons; large type drops the line between."""
        high = super().minimumSizeHint().height()
        return QSize(self._theme.px(600), high if self._theme.is_large else self._theme.px(280))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Card, number, divider."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        box(painter, self.rect(), theme.px(20), colours.card, colours.border, theme.px(2))
        left = QRect(0, theme.px(24), theme.px(208), theme.px(56))
        centre = Align.AlignCenter
        draw_text(painter, left, _("号码"), theme, "small", colours.ink2, align=centre)
        number = QRect(theme.px(8), theme.px(80), theme.px(192), theme.px(96))
        draw_text(
            painter, number, self._number, theme, "question", colours.ink, bold=True, align=centre
        )
        line = QRect(theme.px(208), theme.px(24), theme.px(2), self.height() - theme.px(48))
        painter.fillRect(line, theme.colour(colours.hairline))
        painter.end()
