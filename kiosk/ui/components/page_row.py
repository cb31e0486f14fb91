"""Page buttons."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.labels import Words
from kiosk.ui.theme import Theme

__all__ = ["PageRow"]


class PageRow(QWidget):
    """上一页 · 第1页 共10页 · 下一页; no scrolling, no swipe."""

    turned = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._page, self._pages = 1, 1
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(24))
        self.before = BigButton(theme, _("上一页"), icon="chevron_left", height=104)
        self.after = BigButton(
            theme, _("下一页"), kind="blue", icon_after="chevron_right", height=104
        )
        self.words = Words(theme, "", "body", bold=True, centred=True)
        for widget, stretch in ((self.before, 4), (self.words, 3), (self.after, 4)):
            layout.addWidget(widget, stretch)
        self.before.clicked.connect(lambda _checked=False: self.turned.emit(self._page - 1))
        self.after.clicked.connect(lambda _checked=False: self.turned.emit(self._page + 1))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_page(self, page: int, pages: int) -> None:
        """Show where one is; the row hides itself for a single page."""
        self._page, self._pages = page, pages
        self.words.say(_("第{page}页\n共{pages}页").format(page=page, pages=pages))
        self.before.setEnabled(page > 1)
        self.after.setEnabled(page < pages)
        self.setVisible(pages > 1)
