"""What is left to do before a day is closed: each with one button to the page that mends it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.day_words import check_text, mend_button_text, mend_text
from kiosk.i18n import _
from kiosk.service.day_views import DayCheck
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.pane import DeskButton
from kiosk.ui.theme import Theme

__all__ = ["Checks"]


class Checks(QWidget):
    """Rows of what is open; a sentence where nothing is."""

    mend_asked = Signal(str)
    """Code of the check."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons: dict[str, DeskButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(10))
        self._rows: list[QWidget] = []
        self._shown: tuple[tuple[str, str, int], ...] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_checks(self, checks: Sequence[DayCheck]) -> None:
        """Other checks; only what differs is made anew."""
        wanted = tuple((item.code, item.mend, len(item.records)) for item in checks)
        if wanted == self._shown:
            return
        self._shown = wanted
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self.buttons = [], {}
        for code, way, count in wanted:
            self._add(self._row(code, way, count))
        if not wanted:
            self._add(Words(self._theme, _("都办完了，没有要补的。"), "desk", bold=True))

    def _add(self, row: QWidget) -> None:
        self._rows.append(row)
        self._column.addWidget(row)

    def _row(self, code: str, way: str, count: int) -> QWidget:
        theme, row = self._theme, QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(16))
        words = QVBoxLayout()
        words.setSpacing(0)
        title = _("{what} {count} 件").format(what=check_text(code), count=count)
        red = theme.colours.red.fill
        words.addWidget(Words(theme, title, "desk", bold=True, colour=red))
        words.addWidget(Words(theme, mend_text(way), "desk", colour=theme.colours.ink2))
        button = DeskButton(theme, mend_button_text(way), height=64)
        button.setFixedWidth(theme.px(240))
        button.clicked.connect(lambda _checked=False: self.mend_asked.emit(code))
        self.buttons[code] = button
        line.addLayout(words, 1)
        line.addWidget(button)
        return row
