"""A card with facts in rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.painting import box, draw_icon, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["Fact", "FactsCard"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: icon, label, value."""

    icon: str
    label: str
    value: str


# Height of a row that touches no glyph, in sizes of its type.
_CLOSEST_ROW = 1.05


class FactsCard(QWidget):
    """White card with rows of facts."""

    def __init__(self, theme: Theme, facts: Sequence[Fact] = (), *, row_height: int = 96) -> None:
        super().__init__()
        self._theme, self._row = theme, row_height
        self._facts: tuple[Fact, ...] = tuple(facts)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.show_facts(facts)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show other rows; those without a value are left out."""
        self._facts = tuple(fact for fact in facts if fact.value)
        self.setAccessibleName("；".join(f"{fact.label} {fact.value}" for fact in self._facts))
        self.updateGeometry()
        self.update()

    @property
    def spoken(self) -> str:
        """What 朗读 says of it."""
        return self.accessibleName()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As high as its rows."""
        theme = self._theme
        high = len(self._facts) * theme.px(self._row) + theme.px(24)
        return QSize(theme.px(600), high)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Rows may be as close as their type allows."""
        row = round(self._theme.text_px("strong") * _CLOSEST_ROW)
        return QSize(self._theme.px(400), len(self._facts) * row + self._theme.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Rows with hairlines between."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        box(painter, self.rect(), theme.px(20), colours.card, colours.border, theme.px(2))
        pad = theme.px(32)
        high = (self.height() - theme.px(24)) // max(1, len(self._facts))
        font = theme.font("body")
        wide = max((text_width(font, fact.label) for fact in self._facts), default=0)
        for index, fact in enumerate(self._facts):
            top = theme.px(12) + index * high
            if index:
                painter.fillRect(
                    QRect(pad, top, self.width() - 2 * pad, max(1, theme.px(2))),
                    theme.colour(colours.hairline),
                )
            left = pad
            if fact.icon:
                side = theme.px(48)
                at = QRect(left, top + (high - side) // 2, side, side)
                draw_icon(painter, at, fact.icon, colours.ink2)
                left += side + theme.px(20)
            label = QRect(left, top, wide + theme.px(8), high)
            draw_text(painter, label, fact.label, theme, "body", colours.ink2)
            value = QRect(left + wide + theme.px(36), top, 0, high)
            value.setRight(self.width() - pad)
            self._draw_value(painter, value, fact.value)
        painter.end()

    def _draw_value(self, painter: QPainter, place: QRect, value: str) -> None:
        """On one line where it fits, else on two in a smaller role."""
        theme, ink = self._theme, self._theme.colours.ink
        fits = text_width(theme.font("strong", bold=True), value) * 0.85 <= place.width()
        role = "strong" if fits else "body"
        draw_text(painter, place, value, theme, role, ink, bold=True, wrap=not fits)
