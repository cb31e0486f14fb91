"""07 today's gigs."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout

from kiosk.i18n import _
from kiosk.service.views import VacancyPage, VacancyView
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.choices import ChoiceGroup
from kiosk.ui.components.labels import Banner
from kiosk.ui.components.page_row import PageRow
from kiosk.ui.components.post_card import CardList
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.post_cards import facts_of_gig
from kiosk.ui.public.posts_presenter import PostsPresenter, PostsState
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["PostsScreen"]

_PAINTED_MS = 50


class PostsScreen(Screen):
    """Cards and page buttons; four a page, two in landscape or large type."""

    name = "posts"

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, is_single=True)
        self._site = context.site
        per_page = 2 if theme.is_landscape or theme.is_large else 4
        self.presenter = PostsPresenter(context, self, per_page)
        self._items: dict[str, VacancyView] = {}
        self.title = self.head(_("今天的活"))
        # One row for both: four cards need the height.
        top = QHBoxLayout()
        for words, share in ((self.title, 3), (self.line, 2)):
            self.main.removeWidget(words)
            top.addWidget(words, share)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.main.addLayout(top)
        orders = (
            ("fit", _("合适")),
            ("near", _("近的")),
            ("pay", _("钱多")),
            ("start", _("早开工")),
        )
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.order = ChoiceGroup(theme, orders, fill=theme.colours.blue, height=92)
        self.order.picked.connect(self.presenter.choose_order)
        self.pick = BigButton(theme, _("挑工种"), height=92)
        self.pick.clicked.connect(lambda _checked=False: self.presenter.choose_trade())
        row.addWidget(self.order, 4)
        row.addWidget(self.pick, 1)
        self.main.addLayout(row)
        self.list = CardList(theme, per_page)
        self.list.opened.connect(self._open)
        self.message = Banner(theme, "notice")
        self.main.addWidget(self.message)
        self.main.addWidget(self.list, 1)
        self.pages = PageRow(theme)
        self.pages.turned.connect(self.presenter.turn)
        self.side.addWidget(self.pages)

    def enter(self) -> None:
        """Show the page where one was."""
        self.presenter.enter()

    def show_state(self, state: PostsState) -> None:
        """Show a page."""
        self.order.choose(state.order)
        words = _("都看看") if state.only_trade else _("挑工种")
        self.pick.setText(words)
        self.pick.setAccessibleName(words)
        self.line.say(state.person or _("没登记也能看"))
        self.message.say(state.message)
        if state.page is None:
            return
        title = _("今天有 {count} 个活")
        if state.only_trade:
            title = _("{trade}有 {count} 个活")
        self.title.say(title.format(count=state.page.total, trade=state.only_trade))
        if not state.page.total:
            empty = _("现在没有在招的活，过一会儿再来看看，或者问问工作人员。")
            if state.only_trade:
                empty = _("现在没有招{trade}的，点“都看看”看别的。").format(trade=state.only_trade)
            self.message.say(state.message or empty)
        self._items = {item.id: item for item in state.page.items}
        site, theme = self._site, self.theme
        self.list.show_items([facts_of_gig(site, theme, item) for item in state.page.items])
        self.pages.show_page(state.page.page, state.page.pages)

    def draw_ahead(self, page: VacancyPage) -> None:
        """Draw the page that comes next, out of sight."""
        site, theme = self._site, self.theme
        self.list.draw_ahead([facts_of_gig(site, theme, item) for item in page.items])

    def after_painting(self, act: Callable[[], None]) -> None:
        """Do it when the page stands on the screen."""
        QTimer.singleShot(_PAINTED_MS, self, act)

    def wipe(self) -> None:
        """Nothing of the person stays."""
        self.title.say(_("今天的活"))
        self.line.say("")
        self.message.say("")
        self.list.forget()
        self._items = {}
        self.presenter.first()

    def _open(self, key: str) -> None:
        if key in self._items:
            self.presenter.open(self._items[key])
