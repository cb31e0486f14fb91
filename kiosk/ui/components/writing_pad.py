"""The sheet to write on with a finger."""

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.painting import box
from kiosk.ui.theme import Theme

__all__ = ["WritingPad"]


class WritingPad(QWidget):
    """Shows strokes while they are written; `stroke_written` carries each as (x, y) pairs."""

    stroke_written = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._strokes: list[QPolygonF] = []
        self._now: QPolygonF | None = None
        self.setAccessibleName(_("手写板，用手指写一个字"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(300))

    @property
    def spoken(self) -> str:
        """What 朗读 says of it."""
        return self.accessibleName()

    def show_strokes(self, strokes: tuple[tuple[tuple[float, float], ...], ...]) -> None:
        """Show these finished strokes; one under the finger goes on.

        Candidates arrive while the next stroke is being written: it must not be cut off.
        """
        self._strokes = [QPolygonF([QPointF(*point) for point in stroke]) for stroke in strokes]
        self.update()

    def forget(self) -> None:
        """An empty sheet, whatever the finger does."""
        self._now = None
        self.show_strokes(())

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As large as there is room."""
        return QSize(self._theme.px(984), self._theme.px(528))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """A stroke begins; a second finger does not begin another one."""
        if event.button() is Qt.MouseButton.LeftButton and self._now is None:
            self._now = QPolygonF([event.position()])
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Two quick strokes near each other are two strokes."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """The stroke goes on."""
        if self._now is not None:
            last, point = self._now.last(), event.position()
            self._now.append(point)
            # Only the new piece is painted again: the finger must not outrun the ink.
            width = self._theme.px(24)
            piece = QRect(last.toPoint(), point.toPoint()).normalized()
            self.update(piece.adjusted(-width, -width, width, width))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """The stroke is finished."""
        if event.button() is not Qt.MouseButton.LeftButton or self._now is None:
            return
        stroke, self._now = self._now, None
        self._strokes.append(stroke)
        self.update()
        points = [stroke.at(index) for index in range(stroke.count())]
        self.stroke_written.emit(tuple((point.x(), point.y()) for point in points))

    def leaveEvent(self, _event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """A finger that slides off the panel ends no stroke by itself: its release does."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Sheet, cross of dashes, ink."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box(painter, self.rect(), theme.px(20), colours.card, colours.border, theme.px(3))
        dashes = QPen(theme.colour(colours.hairline), theme.px(3), Qt.PenStyle.DashLine)
        painter.setPen(dashes)
        middle, pad = self.rect().center(), theme.px(24)
        painter.drawLine(pad, middle.y(), self.width() - pad, middle.y())
        painter.drawLine(middle.x(), pad, middle.x(), self.height() - pad)
        ink = QPen(theme.colour(colours.ink), theme.px(18))
        ink.setCapStyle(Qt.PenCapStyle.RoundCap)
        ink.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(ink)
        for stroke in (*self._strokes, *((self._now,) if self._now is not None else ())):
            if stroke.count() == 1:
                painter.drawPoint(stroke.at(0))
            else:
                painter.drawPolyline(stroke)
        painter.end()
