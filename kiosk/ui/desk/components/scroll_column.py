"""A column that scrolls where it has more than fits: long forms and long texts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QScroller, QVBoxLayout, QWidget

from kiosk.ui.desk.components.row_style import scroll_bar_style
from kiosk.ui.theme import Theme

__all__ = ["ScrollColumn"]


class ScrollColumn(QScrollArea):
    """`column` takes what belongs into it."""

    def __init__(self, theme: Theme, name: str, *, spacing: int = 12) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, theme.px(12), 0)
        self.column.setSpacing(theme.px(spacing))
        self.setWidget(inner)
        # What lies below shows through: the pane's white.
        inner.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet(scroll_bar_style(theme))
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
