"""A grid of keys with characters or words: candidates, letters, surnames."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.ui.components.touchable import Touchable
from kiosk.ui.painting import Align, draw_text
from kiosk.ui.theme import Theme

__all__ = ["WordKey", "WordKeys"]


class WordKey(Touchable):
    """One character or a short word; the likeliest is tinted."""

    def __init__(self, theme: Theme, height: int) -> None:
        super().__init__(theme, "", height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px(84))
        self.setMaximumHeight(theme.px(height))
        self.is_likeliest = False

    def show_word(self, word: str, *, is_likeliest: bool) -> None:
        """Show another word; an empty one hides the key but keeps its place."""
        self.setText(word)
        self.setAccessibleName(word)
        self.is_likeliest = is_likeliest
        self.setVisible(bool(word))
        self.update()

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Word in the middle."""
        theme, colours = self.theme, self.theme.colours
        brown, is_plain = colours.brown, theme.is_high_contrast
        fill = brown.tint if self.is_likeliest and not is_plain else colours.card
        edge = brown.fill if self.is_likeliest and not is_plain else colours.border
        self.draw_frame(painter, rect, fill, edge, pressed_fill=brown.tint, pressed_edge=brown.fill)
        ink = brown.fill if self.is_likeliest and not is_plain else colours.ink
        role = "title" if len(self.text()) == 1 else "strong"
        inner = rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        centre = Align.AlignCenter
        draw_text(painter, inner, self.text(), theme, role, ink, bold=True, align=centre)


class WordKeys(QWidget):
    """So many keys in columns; `picked` carries the word touched."""

    picked = Signal(str)

    def __init__(self, theme: Theme, count: int, columns: int, height: int) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(24))
        self.keys = [WordKey(theme, height) for _index in range(count)]
        for index, key in enumerate(self.keys):
            grid.addWidget(key, index // columns, index % columns)
            key.clicked.connect(lambda _checked=False, at=index: self._touched(at))
            policy = key.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            key.setSizePolicy(policy)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_words(self, words: Sequence[str], *, marks_first: bool = False) -> None:
        """Show these words; keys without one keep their place."""
        for index, key in enumerate(self.keys):
            word = words[index] if index < len(words) else ""
            key.show_word(word, is_likeliest=marks_first and index == 0 and bool(word))

    def key(self, word: str) -> WordKey:
        """The key with a word; StopIteration if there is none."""
        return next(key for key in self.keys if key.text() == word)

    def _touched(self, index: int) -> None:
        word = self.keys[index].text()
        if word:
            self.picked.emit(word)
