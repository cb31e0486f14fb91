"""The base of everything that can be touched."""

import time

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk.ui.painting import box, smooth_painter
from kiosk.ui.theme import Theme

__all__ = ["GUARD_S", "Touchable", "expanding", "guard_commits"]

GUARD_S = 0.4
# Ground of a pressed target in black and white: 11:1 under white text.
_LIT = "#3A3A3A"
_last_commit = 0.0


def guard_commits() -> None:
    """A screen has changed: committing buttons ignore touches for 400 ms."""
    global _last_commit  # noqa: PLW0603 (one finger, one screen, one guard)
    _last_commit = time.monotonic()


class Touchable(QAbstractButton):
    """Changes at touch-down, acts on release inside, shows focus by a ring.

    A committing one ignores a touch within 400 ms of a screen change or of another commit; a
    keypad must take fast digits and does not commit.
    """

    def __init__(
        self, theme: Theme, label: str, height: int, *, commits: bool = False, spoken: str = ""
    ) -> None:
        super().__init__()
        self.theme = theme
        self.commits = commits
        self.shows_focus = False
        """Draws the ring without having the focus: only one target can have it."""
        self.setText(label)
        self.setAccessibleName(spoken or label.replace("\n", " "))
        self._height = theme.px(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents, False)

    @property
    def spoken(self) -> str:
        """What 朗读 says of it."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Preferred size."""
        return QSize(self.theme.px(280), self._height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """20 mm at least."""
        return QSize(self.theme.px(84), min(self._height, self.theme.px(84)))

    def nextCheckState(self) -> None:  # noqa: N802 (Qt's name)
        """Chosen or not is the presenter's word, not the button's own."""

    def click_allowed(self) -> bool:
        """Whether a release now counts."""
        if not self.commits:
            return True
        now = time.monotonic()
        if now - _last_commit < GUARD_S:
            return False
        guard_commits()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """A click is heard at touch-down, where the window has ears."""
        super().mousePressEvent(event)
        tapped = getattr(self.window(), "tapped", None)
        if tapped is not None and self.isDown():
            tapped.emit()

    def mouseReleaseEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # noqa: N802 (Qt's)
        """Swallow a release that comes too soon."""
        if self.rect().contains(event.position().toPoint()) and not self.click_allowed():
            self.setDown(False)
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Shape with focus ring, then what the kind of button draws."""
        painter = smooth_painter(self)
        rect = self.rect()
        if (self.hasFocus() or self.shows_focus) and self.isEnabled():
            ring = self.theme.px(6)
            colours = self.theme.colours
            box(painter, rect, self.radius + ring, colours.paper, colours.ink, ring)
            rect = rect.adjusted(2 * ring, 2 * ring, -2 * ring, -2 * ring)
        self.paint(painter, rect)
        painter.end()

    @property
    def radius(self) -> int:
        """Corner radius of the shape."""
        return self.theme.px(16)

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Draw the button in a rectangle."""
        raise NotImplementedError

    def draw_frame(
        self,
        painter: QPainter,
        rect: QRect,
        fill: str,
        border: str,
        *,
        pressed_fill: str = "",
        pressed_edge: str = "",
    ) -> None:
        """The shape in its state: pressed changes fill and border, disabled is dashed."""
        colours = self.theme.colours
        width = self.theme.line_width
        if not self.isEnabled():
            box(painter, rect, self.radius, colours.sink, colours.border, width, dashed=True)
        elif self.isDown() and self.theme.is_high_contrast:
            is_filled = fill == colours.amber
            pressed, edge = ("#FFFFFF", colours.amber) if is_filled else (_LIT, colours.amber)
            box(painter, rect, self.radius, pressed, edge, self.theme.px(8))
        elif self.isDown():
            edge = pressed_edge or (colours.amber if fill == border else colours.ink)
            box(painter, rect, self.radius, pressed_fill or colours.sink, edge, self.theme.px(6))
        else:
            box(painter, rect, self.radius, fill, border, width)


def expanding(widget: QWidget) -> QWidget:
    """The widget, taking all room in both directions."""
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return widget
