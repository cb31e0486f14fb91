"""The slip on the screen: a large number on a card with notches, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.painting import Align, box, draw_icon, draw_text
from kiosk.ui.theme import Theme

__all__ = ["NextStep", "Ticket"]


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do: icon, what, and a remark on the right."""

    icon: str
    text: str
    remark: str = ""


class Ticket(QWidget):
    """Number left, what it is for right, steps below the perforation."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._number = ""
        self._lines: tuple[str, ...] = ()
        self._pay = ""
        self._steps: tuple[NextStep, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_ticket(
        self, number: str, title: str, pay: str, lines: Sequence[str], steps: Sequence[NextStep]
    ) -> None:
        """Show another ticket."""
        self._number, self._pay = number, pay
        self._lines = (title, *(line for line in lines if line))
        self._steps = tuple(steps)
        words = (_("您的号码"), number, title, pay, *(step.text for step in steps))
        self.setAccessibleName("，".join(words))
        self.updateGeometry()
        self.update()

    @property
    def spoken(self) -> str:
        """What 朗读 says of it."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Head and steps."""
        theme = self._theme
        return QSize(theme.px(900), theme.px(384) + len(self._steps) * theme.px(134))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """May be lower where the screen is."""
        return QSize(self._theme.px(600), round(self.sizeHint().height() * 0.68))

    @property
    def _tight(self) -> float:
        """How much lower than wished, 1.0 for not at all."""
        return min(1.0, self.height() / max(1, self.sizeHint().height()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Card with notches."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box(painter, self.rect(), theme.px(24), colours.card, colours.border, theme.px(2))
        cut, pad = round(theme.px(340) * self._tight), theme.px(44)
        painter.setPen(QPen(theme.colour(colours.border), theme.px(2)))
        painter.setBrush(theme.colour(colours.paper))
        for x in (0, self.width()):
            painter.drawEllipse(QPoint(x, cut), theme.px(20), theme.px(20))
        painter.setPen(QPen(theme.colour(colours.border), theme.px(4), Qt.PenStyle.DashLine))
        painter.drawLine(pad, cut, self.width() - pad, cut)
        self._draw_head(painter, pad, cut)
        self._draw_steps(painter, pad, cut)
        painter.end()

    def _draw_head(self, painter: QPainter, pad: int, cut: int) -> None:
        theme, colours = self._theme, self._theme.colours
        half = self.width() // 2
        label = QRect(pad, round(theme.px(28) * self._tight), half - pad, theme.px(60))
        draw_text(painter, label, _("您的号码"), theme, "body", colours.ink2)
        number = QRect(pad - 6, theme.px(80), half - pad + theme.px(40), cut - theme.px(90))
        ink = colours.amber if theme.is_high_contrast else colours.ink
        draw_text(painter, number, self._number, theme, "ticket", ink, bold=True)
        right = Align.AlignRight | Align.AlignVCenter
        top, high = round(theme.px(36) * self._tight), round(theme.px(66) * self._tight)
        area = QRect(half + theme.px(30), top, self.width() - pad - half - theme.px(30), high)
        for index, line in enumerate(self._lines):
            role, bold = ("strong", True) if index == 0 else ("body", False)
            draw_text(painter, area, line, theme, role, colours.ink, bold=bold, align=right)
            area.translate(0, high)
            if index == 0 and self._pay:
                draw_text(
                    painter, area, self._pay, theme, "title", colours.wage, bold=True, align=right
                )
                area.translate(0, high + theme.px(6))

    def _draw_steps(self, painter: QPainter, pad: int, cut: int) -> None:
        theme, colours = self._theme, self._theme.colours
        names = (_("第一"), _("第二"), _("第三"), _("第四"))
        high, side = round(theme.px(134) * self._tight), round(theme.px(92) * self._tight)
        disc = colours.ink if theme.is_high_contrast else colours.rail.fill
        for index, step in enumerate(self._steps):
            top = cut + theme.px(16) + index * high
            at = QRect(pad, top + (high - side) // 2, side, side)
            box(painter, at, side // 2, disc)
            inset = side // 4
            draw_icon(
                painter,
                at.adjusted(inset, inset, -inset, -inset),
                step.icon,
                "#000000" if theme.is_high_contrast else colours.on_fill,
            )
            left = at.right() + theme.px(28)
            label = QRect(left, top, theme.px(200), round(high * 0.44))
            draw_text(painter, label, names[index], theme, "small", colours.ink2)
            width = self.width() - pad - left
            remark = theme.px(230) if step.remark else 0
            text = QRect(left, top + round(high * 0.44), width - remark, round(high * 0.56))
            draw_text(painter, text, step.text, theme, "strong", colours.ink, bold=True)
            if step.remark:
                aside = QRect(self.width() - pad - remark, top, remark, high)
                right = Align.AlignRight | Align.AlignVCenter
                draw_text(painter, aside, step.remark, theme, "body", colours.ink2, align=right)
