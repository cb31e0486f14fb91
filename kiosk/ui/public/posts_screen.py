"""07 today's gigs."""

from kiosk.i18n import _
from kiosk.service.views import VacancyView
from kiosk.ui.components.cards import CardList, PageRow, PostFacts
from kiosk.ui.components.labels import Banner
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.icons import trade_icon
from kiosk.ui.public.post_words import bay_text, money, reasons_text, start_text, wanted
from kiosk.ui.public.posts_presenter import PostsPresenter, PostsState
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["PostsScreen"]


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
        parts = [state.person, _("和您工种一样的在前面")] if state.person else [_("没登记也能看")]
        self.line.say(" · ".join(parts))
        self.message.say(state.message)
        if state.page is None:
            return
        self.title.say(_("今天有 {count} 个活").format(count=state.page.total))
        if not state.page.total:
            self.message.say(_("现在没有在招的活，过一会儿再来看看，或者问问工作人员。"))
        self._items = {item.id: item for item in state.page.items}
        self.list.show_items([self._facts(item) for item in state.page.items])
        self.pages.show_page(state.page.page, state.page.pages)

    def wipe(self) -> None:
        """Nothing of the person stays."""
        self.title.say(_("今天的活"))
        self.line.say("")
        self.message.say("")
        self.list.show_items(())
        self._items = {}
        self.presenter.first()

    def _open(self, key: str) -> None:
        if key in self._items:
            self.presenter.open(self._items[key])

    def _facts(self, vacancy: VacancyView) -> PostFacts:
        pay, unit = money(vacancy)
        return PostFacts(
            key=vacancy.id,
            title=vacancy.trade_name,
            pay=pay,
            unit=unit,
            place=vacancy.place,
            time=start_text(self._site, vacancy),
            wanted=wanted(vacancy),
            bay=bay_text(vacancy).split(" · ")[0],
            reason=reasons_text(vacancy),
            fits="other_trade" not in vacancy.reasons,
            icon=trade_icon(vacancy.trade),
            zone=self.theme.colours.zone(vacancy.zone),
            is_urgent=vacancy.is_urgent,
        )
