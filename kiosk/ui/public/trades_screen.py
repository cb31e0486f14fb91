"""06 what can you do?"""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.labels import Banner
from kiosk.ui.components.page_row import PageRow
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.trade_grid import TradeGrid
from kiosk.ui.public.trades_presenter import TradesPresenter, TradesState
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["TradesScreen"]


class TradesScreen(Screen):
    """Tiles in pages; 选好了 registers."""

    name = "trades"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, is_single=True)
        self.presenter = TradesPresenter(context, self)
        self.head(_("您会干什么？可以多选"), step=4, steps=4)
        self.grid = TradeGrid(theme)
        self.grid.touched.connect(self.presenter.toggle)
        self.main.addWidget(self.grid, 1)
        self.message = Banner(theme, "error")
        self.side.addWidget(self.message)
        self.pages = PageRow(theme)
        self.pages.turned.connect(self.presenter.turn)
        self.done = BigButton(theme, _("选好了"), kind="primary", commits=True)
        self.done.clicked.connect(lambda _checked=False: self.presenter.done())
        row = QHBoxLayout() if theme.is_landscape else QVBoxLayout()
        row.setSpacing(theme.px(24))
        row.addWidget(self.pages)
        row.addWidget(self.done)
        self.side.addLayout(row)

    def enter(self) -> None:
        """Show the first page."""
        self.presenter.enter()

    def show_state(self, state: TradesState) -> None:
        """Show a page and the number chosen."""
        self.grid.show_choices(state.choices)
        self.pages.show_page(state.page, state.pages)
        self.message.say(state.message)
        words = (
            _("选好了（{count} 样）").format(count=state.chosen) if state.chosen else _("选好了")
        )
        self.done.setText(words)
        self.done.setAccessibleName(words)
        self.done.setEnabled(not state.is_busy)
