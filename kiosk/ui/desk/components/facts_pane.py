"""Facts in rows of label and value."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.components.cards import Fact
from kiosk.ui.painting import Align, draw_text, text_width
from kiosk.ui.theme import Theme

__all__ = ["Fact", "FactsPane"]

_ROW, _LINE, _GAP = 56, 40, 24
_MOST_LINES = 3


class FactsPane(QWidget):
    """Label left, value bold beside it on one to three lines, hairlines between."""

    def __init__(self, theme: Theme, facts: Sequence[Fact] = ()) -> None:
        super().__init__()
        self._theme = theme
        self._facts: tuple[Fact, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_facts(facts)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is shown."""
        return self._facts

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show other rows; those without a value are left out."""
        self._facts = tuple(fact for fact in facts if fact.value)
        self.setAccessibleName("；".join(f"{fact.label} {fact.value}" for fact in self._facts))
        self.setVisible(bool(self._facts))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        """Long values take further lines."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """All rows."""
        return sum(self._high(fact, width) for fact in self._facts)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """At the width of a detail pane."""
        width = self.width() if self.isVisible() else self._theme.px(430)
        return QSize(self._theme.px(380), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Width of short rows."""
        return QSize(self._theme.px(240), 0)

    def resizeEvent(self, _event) -> None:  # type: ignore[no-untyped-def]  # noqa: N802 (Qt's)
        """Another width may need other lines."""
        self.updateGeometry()

    @property
    def _label_width(self) -> int:
        font = self._theme.font("desk")
        return max((text_width(font, fact.label) for fact in self._facts), default=0)

    def _high(self, fact: Fact, width: int) -> int:
        theme = self._theme
        room = max(1, width - self._label_width - theme.px(_GAP))
        metrics = QFontMetrics(theme.font("desk", bold=True))
        flags = int(Align.AlignLeft.value) | 0x1000  # Qt::TextWordWrap
        need = metrics.boundingRect(QRect(0, 0, room, 10_000), flags, fact.value)
        lines = min(_MOST_LINES, max(1, round(need.height() / metrics.lineSpacing())))
        return theme.px(_ROW) + (lines - 1) * theme.px(_LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Rows."""
        theme, colours = self._theme, self._theme.colours
        painter = QPainter(self)
        wide, top = self._label_width, 0
        for place, fact in enumerate(self._facts):
            high = self._high(fact, self.width())
            if place:
                hairline = QRect(0, top, self.width(), max(1, theme.px(2)))
                painter.fillRect(hairline, theme.colour(colours.hairline))
            label = QRect(0, top, wide + 2, theme.px(_ROW))
            draw_text(painter, label, fact.label, theme, "desk", colours.ink2)
            left = wide + theme.px(_GAP)
            value = QRect(left, top, self.width() - left, high)
            draw_text(painter, value, fact.value, theme, "desk", colours.ink, bold=True, wrap=True)
            top += high
        painter.end()
