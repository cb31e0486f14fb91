"""上一页 · 第 1 页，共 3 页 · 下一页, at desk size."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.components.labels import Words
from kiosk.ui.desk.pane import DeskButton
from kiosk.ui.theme import Theme

__all__ = ["PageTurner"]


class PageTurner(QWidget):
    """Pages counted from 1."""

    turned = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._page = 1
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(16))
        self.before = DeskButton(theme, _("上一页"), icon="chevron_left")
        self.after = DeskButton(theme, _("下一页"), icon="chevron_right")
        self.where = Words(theme, "", "desk", centred=True)
        self.before.clicked.connect(lambda _checked=False: self.turned.emit(self._page - 1))
        self.after.clicked.connect(lambda _checked=False: self.turned.emit(self._page + 1))
        for widget in (self.before, self.where, self.after):
            row.addWidget(widget, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_page(1, 1)

    def show_page(self, page: int, pages: int) -> None:
        """Which page of how many."""
        self._page = page
        self.where.say(_("第 {page} / {pages} 页").format(page=page, pages=pages))
        self.before.setEnabled(page > 1)
        self.after.setEnabled(page < pages)
