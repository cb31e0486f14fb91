"""The sign band: hall, clock, sync in words; on home with hills, bridge and sun."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.components.buttons import SmallButton
from kiosk.ui.painting import Align, box, draw_icon, draw_text, text_width
from kiosk.ui.status_words import HeaderState
from kiosk.ui.theme import Theme

__all__ = ["DOOR_MS", "Header"]

DOOR_MS = 3_000
"""For how long the sign is held until the staff's door opens."""
_HILL, _BRIDGE, _ARCH = "#1D4E57", "#2F6F75", "#17444C"


class Header(QWidget):
    """Painted as one picture; 朗读 is its only target."""

    read_asked = Signal()
    door_asked = Signal()
    """Somebody has held the sign of the hall for three seconds."""

    def __init__(self, theme: Theme, *, is_home: bool, has_voice: bool) -> None:
        super().__init__()
        self._theme, self._is_home = theme, is_home
        self._name = self._notice = ""
        self._state = HeaderState()
        # In landscape home is as low as the others: its tiles need the height.
        self._has_picture = is_home and not theme.is_landscape
        high = 448 if self._has_picture else 176
        if theme.is_landscape:
            high = 148
        self.setFixedHeight(theme.px(high))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        margin = theme.px(48)
        layout.setContentsMargins(margin, theme.px(20 if theme.is_landscape else 36), margin, 0)
        layout.addStretch(1)
        self.read = SmallButton(theme, _("朗读"), icon="volume_up", height=100)
        self.read.clicked.connect(lambda _checked=False: self.read_asked.emit())
        self.read.setVisible(has_voice)
        layout.addWidget(self.read, 0, Qt.AlignmentFlag.AlignTop)
        self._held = QTimer(self)
        self._held.setSingleShot(True)
        self._held.setInterval(DOOR_MS)
        self._held.timeout.connect(self.door_asked)

    def show_hall(self, name: str) -> None:
        """Show the hall's name."""
        self._name = name
        self.setAccessibleName(self._notice or name)
        self.update()

    def show_notice(self, words: str) -> None:
        """Show a notice in place of the name, in amber; empty shows the name again."""
        self._notice = words
        self.setAccessibleName(words or self._name)
        self.update()

    def show_state(self, state: HeaderState) -> None:
        """Show clock and sync."""
        if state != self._state:
            self._state = state
            self.update()

    @property
    def sign(self) -> QRect:
        """The amber square with 工."""
        theme, side = self._theme, self._theme.px(104)
        return QRect(theme.px(48), theme.px(18 if theme.is_landscape else 34), side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """A finger on the sign, which is nothing to touch for anybody else."""
        if self.sign.contains(event.position().toPoint()):
            self._held.start()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """A finger that leaves the sign does not hold it."""
        if not self.sign.contains(event.position().toPoint()):
            self._held.stop()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Let go too soon."""
        self._held.stop()
        super().mouseReleaseEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """The band."""
        return QSize(self._theme.width_px, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Band, amber line, words."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour(colours.rail.fill))
        if self._has_picture and not theme.is_high_contrast:
            self._draw_landscape(painter)
        line = theme.px(8)
        painter.fillRect(
            QRect(0, self.height() - line, self.width(), line), theme.colour(colours.amber)
        )
        logo = self.sign
        box(painter, logo, theme.px(16), colours.amber)
        bold = Align.AlignCenter
        draw_text(painter, logo, _("工"), theme, "tile", "#000000", bold=True, align=bold)
        if self._has_picture:
            self._draw_home_words(painter, logo)
        else:
            self._draw_words(painter, logo)
        painter.end()

    @property
    def _room(self) -> int:
        """Right end of the words."""
        return self.read.x() - self._theme.px(16) if self.read.isVisible() else self.width()

    def _draw_words(self, painter: QPainter, logo: QRect) -> None:
        theme, state = self._theme, self._state
        left = logo.right() + theme.px(26)
        name = QRect(left, logo.top() - theme.px(6), self._room - left, theme.px(64))
        self._draw_name(painter, name, "strong")
        row = QRect(left, name.bottom(), theme.px(10), theme.px(54))
        row.setRight(self._room)
        clock = f"{state.clock} {state.day}"
        says_free = self._is_home and not theme.is_large
        if self._is_home:
            clock = f"{clock} · {state.hours}"
        draw_text(painter, row, clock, theme, "small", "#FFFFFF")
        left += text_width(theme.font("small"), clock) + theme.px(16)
        self._draw_sync(
            painter, QRect(left, row.top(), self._room - left, row.height()), says_free=says_free
        )

    def _draw_name(self, painter: QPainter, place: QRect, role: str) -> None:
        colour = self._theme.colours.amber if self._notice else "#FFFFFF"
        draw_text(painter, place, self._notice or self._name, self._theme, role, colour, bold=True)

    def _draw_sync(self, painter: QPainter, row: QRect, *, says_free: bool = False) -> None:
        theme, state = self._theme, self._state
        side = theme.px(44)
        at = QRect(row.left(), row.center().y() - side // 2, side, side)
        icon = "cloud_done" if state.is_online else "cloud_off"
        draw_icon(painter, at, icon, theme.colours.amber)
        words = row.adjusted(side + theme.px(12), 0, 0, 0)
        text = state.sync
        if says_free:
            # Shorter where there is much to say of the network.
            full, short = _("找活招工全部免费"), _("全部免费")
            text = f"{state.sync} · {full}"
            if text_width(theme.font("small"), text) > words.width():
                text = f"{state.sync} · {short}"
        draw_text(painter, words, text, theme, "small", "#FFFFFF")

    def _draw_home_words(self, painter: QPainter, logo: QRect) -> None:
        theme, state = self._theme, self._state
        left = logo.right() + theme.px(26)
        name = QRect(left, logo.top(), self._room - left, logo.height())
        self._draw_name(painter, name, "question")
        top = logo.bottom() + theme.px(24)
        wide = text_width(theme.font("digits", bold=True), "00:00")
        clock = QRect(logo.left(), top, wide, theme.px(104))
        draw_text(painter, clock, state.clock, theme, "digits", "#FFFFFF", bold=True)
        bar = QRect(clock.right() + theme.px(16), top + theme.px(4), theme.px(4), theme.px(96))
        painter.fillRect(bar, theme.colour(theme.colours.amber))
        left = bar.right() + theme.px(24)
        row = QRect(left, top, self.width() - left - theme.px(40), theme.px(52))
        draw_text(painter, row, f"{state.day} · {state.hours}", theme, "small", "#FFFFFF")
        self._draw_sync(painter, row.translated(0, theme.px(52)), says_free=True)

    def _draw_landscape(self, painter: QPainter) -> None:
        """Hills, a sun rising behind them, and an arched bridge over the river."""
        width, bottom = float(self.width()), float(self.height() - self._theme.px(8))
        unit = self._theme.scale
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self._theme.colours.amber))
        sun = QPointF(width * 0.8, bottom - 86 * unit)
        painter.drawEllipse(sun, 68 * unit, 68 * unit)
        painter.setBrush(QColor(_HILL))
        hills = QPainterPath(QPointF(0, bottom - 62 * unit))
        for start, peak, end, high in (
            (0.0, 0.18, 0.38, 150.0),
            (0.38, 0.52, 0.7, 130.0),
            (0.7, 0.9, 1.08, 150.0),
        ):
            hills.cubicTo(
                QPointF(width * (start + peak) / 2, bottom - high * unit),
                QPointF(width * (peak + end) / 2, bottom - high * unit),
                QPointF(width * end, bottom - 62 * unit),
            )
        hills.lineTo(width, bottom)
        hills.lineTo(0, bottom)
        painter.drawPath(hills)
        deck = QRectF(0, bottom - 50 * unit, width, 50 * unit)
        painter.fillRect(deck, QColor(_BRIDGE))
        painter.fillRect(QRectF(0, bottom - 56 * unit, width, 10 * unit), QColor(_ARCH))
        painter.setBrush(QColor(_ARCH))
        span = 140 * unit
        for index in range(int(width / span) + 2):
            arch = QRectF(index * span - 40 * unit, bottom - 36 * unit, span - 26 * unit, 80 * unit)
            painter.save()
            painter.setClipRect(deck)
            painter.drawRoundedRect(arch, 50 * unit, 50 * unit)
            painter.restore()
