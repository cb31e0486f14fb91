"""What was done, by whom and when, to read from top to bottom."""

from collections.abc import Sequence

from PySide6.QtWidgets import QScroller, QSizePolicy

from kiosk.ui.desk.components.form import TextField
from kiosk.ui.desk.components.row_style import scroll_bar_style
from kiosk.ui.theme import Theme

__all__ = ["HistoryText"]

_LEAST = 120


class HistoryText(TextField):
    """Entries of a head and its words, in full; scrolls where there are many."""

    def __init__(self, theme: Theme, name: str, *, empty: str) -> None:
        super().__init__(theme, empty)
        self.setAccessibleName(name)
        self.setReadOnly(True)
        # No frame: it looks like paper, not like a field to write in.
        colours = theme.colours
        self.setStyleSheet(
            f"QPlainTextEdit {{ background: {colours.paper}; color: {colours.ink}; border: 0;"
            f" border-radius: {theme.px(12)}px; padding: {theme.px(8)}px {theme.px(16)}px; }}"
            + scroll_bar_style(theme)
        )
        self.setMinimumHeight(theme.px(_LEAST))
        self.setMaximumHeight(16_777_215)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def show_entries(self, entries: Sequence[tuple[str, str]]) -> None:
        """(head, words) in the order to be read; the place scrolled to stays where nothing new
        came."""
        text = "\n".join(f"{head}\n　　{words}" if words else head for head, words in entries)
        if text != self.toPlainText():
            self.setPlainText(text)
