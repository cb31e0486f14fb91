"""Parts of the desk: white panes with a head, small buttons, a line to type in, a tag."""

from typing import Literal

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.components.buttons import BigButton, ButtonKind
from kiosk.ui.components.choices import Choice
from kiosk.ui.painting import Align, box, draw_icon, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["DeskButton", "LineField", "Pane", "Segment", "Tag", "field_style"]

_HEAD = 68
TagKind = Literal["plain", "good", "warn", "bad"]


class Pane(QWidget):
    """A white card: icon, title and a note in its head; what belongs into it under `body`.

    A flush one holds a list from edge to edge.
    """

    def __init__(
        self, theme: Theme, icon: str, title: str, note: str = "", *, is_flush: bool = False
    ) -> None:
        super().__init__()
        self._theme, self._icon, self._title, self._note = theme, icon, title, note
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.body = QVBoxLayout(self)
        edge = theme.px(24)
        self.body.setContentsMargins(edge, theme.px(_HEAD) + theme.px(16), edge, theme.px(20))
        self.body.setSpacing(theme.px(12))
        if is_flush:
            line = theme.px(3)
            self.body.setContentsMargins(line, theme.px(_HEAD) + 2, line, theme.px(12))
            self.body.setSpacing(0)
        self.setAccessibleName(title)

    def say(self, title: str, note: str = "") -> None:
        """Another title and note."""
        self._title, self._note = title, note
        self.setAccessibleName(title)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Card, head, hairline."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        box(painter, self.rect(), theme.px(14), colours.card, colours.hairline, theme.px(2))
        side, left, high = theme.px(34), theme.px(24), theme.px(_HEAD)
        draw_icon(
            painter, QRect(left, (high - side) // 2, side, side), self._icon, colours.rail.fill
        )
        room = QRect(left + side + theme.px(14), 0, self.width() - 2 * left - side, high)
        note = text_width(theme.font("desk"), self._note)
        title = room.adjusted(0, 0, -note - theme.px(20), 0)
        draw_text(painter, title, self._title, theme, "desk_title", colours.ink, bold=True)
        side_note = QRect(self.width() - left - note - 4, 0, note + 4, high)
        draw_text(painter, side_note, self._note, theme, "desk", colours.ink2)
        painter.fillRect(QRect(0, high, self.width(), 2), theme.colour(colours.hairline))
        painter.end()


class DeskButton(BigButton):
    """A button of the desk, 68 high."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        kind: ButtonKind = "secondary",
        icon: str = "",
        commits: bool = False,
        height: int = 68,
    ) -> None:
        super().__init__(
            theme, label, kind=kind, icon=icon, height=height, commits=commits, role="desk"
        )

    def show_icon(self, icon: str) -> None:
        """Another icon, or none."""
        self._icon = icon
        self.update()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as its word: staff use a mouse."""
        theme = self.theme
        words = text_width(theme.font("desk", bold=True), self.text())
        return QSize(words + theme.px(80), theme.px(56))


class Segment(Choice):
    """One of several choices in a row, filled when chosen."""

    def __init__(self, theme: Theme, label: str) -> None:
        super().__init__(theme, label, height=60, fill=theme.colours.rail)
        self.setMinimumHeight(theme.px(56))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as its word."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as its word."""
        theme = self.theme
        words = text_width(theme.font("desk", bold=True), self.text())
        return QSize(words + theme.px(44), theme.px(60))

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Frame and word."""
        theme, colours = self.theme, self.theme.colours
        chosen = self.isChecked()
        fill = colours.rail.fill if chosen else colours.card
        ink = colours.on_fill if chosen else colours.ink
        self.draw_frame(painter, rect, fill, fill if chosen else colours.border)
        centre = Align.AlignCenter
        draw_text(painter, rect, self.text(), theme, "desk", ink, bold=True, align=centre)


class LineField(QLineEdit):
    """One line to type in with the keyboard."""

    def __init__(self, theme: Theme, hint: str) -> None:
        super().__init__()
        self.setFont(theme.font("desk"))
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setFixedHeight(theme.px(64))
        self.setStyleSheet(field_style(theme, "QLineEdit"))


def field_style(theme: Theme, selector: str) -> str:
    """The style sheet of something to type in."""
    colours = theme.colours
    return (
        f"{selector} {{ background: {colours.card}; color: {colours.ink};"
        f" border: {theme.px(3)}px solid {colours.border}; border-radius: {theme.px(12)}px;"
        f" padding: 0 {theme.px(16)}px; placeholder-text-color: {colours.ink2}; }}"
        f"{selector}:focus {{ border-color: {colours.blue.fill}; }}"
    )


class Tag(QWidget):
    """A word on a tint: 已锁 14 分钟."""

    def __init__(self, theme: Theme, text: str = "", kind: TagKind = "plain") -> None:
        super().__init__()
        self._theme, self._text, self._kind = theme, text, kind
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setVisible(bool(text))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as its word."""
        theme = self._theme
        return QSize(text_width(theme.font("desk"), self._text) + theme.px(28), theme.px(44))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Tint and word."""
        theme, colours = self._theme, self._theme.colours
        zone = {"good": colours.green, "bad": colours.red}.get(self._kind, colours.slate)
        tint = colours.amber_tint if self._kind == "warn" else zone.tint
        ink = colours.ink if self._kind == "warn" else zone.fill
        painter = QPainter(self)
        box(painter, self.rect(), theme.px(8), tint)
        centre = Align.AlignCenter
        draw_text(painter, self.rect(), self._text, theme, "desk", ink, align=centre)
        painter.end()
