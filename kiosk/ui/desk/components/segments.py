"""Segments in a row, and a search field with segments."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.ui.components.choices import Choice, ChoiceGroup
from kiosk.ui.desk.pane import LineField, Segment
from kiosk.ui.theme import Theme

__all__ = ["FilterBar", "Segments"]

_DEBOUNCE_MS = 200


class Segments(ChoiceGroup):
    """Choices side by side, each as wide as its word; `picked` carries the value.

    Args:
        theme: for the panel.
        options: (value, label).
        columns: how many stand in a row; 0 for all.
    """

    def __init__(
        self, theme: Theme, options: Sequence[tuple[object, str]], *, columns: int = 0
    ) -> None:
        super().__init__(theme, options, columns=columns, gap=10)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def make_choice(self, label: str) -> Choice:
        """A segment."""
        return Segment(self._theme, label)


class FilterBar(QWidget):
    """A field to search with, and segments that narrow the list.

    Args:
        theme: for the panel.
        hint: what can be typed.
        options: (value, label) of the segments; none for a field alone.
    """

    changed = Signal(str, object)
    """Text without blanks around it, and the chosen segment; a moment after the last key."""

    def __init__(self, theme: Theme, hint: str, options: Sequence[tuple[object, str]] = ()) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        self.field = LineField(theme, hint)
        self.segments = Segments(theme, options)
        self.segments.setVisible(bool(options))
        self.value: object = options[0][0] if options else None
        self.segments.choose(self.value)
        row.addWidget(self.field, 1)
        row.addWidget(self.segments)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_DEBOUNCE_MS)
        self._pause.timeout.connect(self._tell)
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.returnPressed.connect(self._tell)
        self.segments.picked.connect(self.pick)

    @property
    def text(self) -> str:
        """What is typed, without blanks around it."""
        return self.field.text().strip()

    def pick(self, value: object) -> None:
        """Choose a segment and tell."""
        self.value = value
        self.segments.choose(value)
        self._tell()

    def wipe(self) -> None:
        """Empty the field without telling."""
        self._pause.stop()
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)

    def _tell(self) -> None:
        self._pause.stop()
        self.changed.emit(self.text, self.value)
