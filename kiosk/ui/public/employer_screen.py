"""The own posts of an employer."""

from PySide6.QtWidgets import QVBoxLayout

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.labels import Banner
from kiosk.ui.components.page_row import PageRow
from kiosk.ui.components.post_card import CardList
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.employer_presenter import EmployerPresenter, EmployerState
from kiosk.ui.public.post_cards import facts_of_post
from kiosk.ui.public.post_words import money, start_text
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["EmployerScreen"]


class EmployerScreen(Screen):
    """Posts as cards; 再发一次 and 发新活 below."""

    name = "employer"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, is_single=True)
        self._site = context.site
        per_page = 2 if theme.is_landscape or theme.is_large else 3
        self.presenter = EmployerPresenter(context, self, per_page)
        self.title = self.head(_("您发的活"))
        self.title.is_private = True
        self.list = CardList(theme, per_page)
        self.list.opened.connect(self.presenter.open)
        self.message = Banner(theme, "notice")
        self.main.addWidget(self.message)
        self.main.addWidget(self.list, 1)
        self.pages = PageRow(theme)
        self.pages.turned.connect(self.presenter.turn)
        self.again = BigButton(theme, "", icon="replay", height=128, commits=True)
        self.again.clicked.connect(lambda _checked=False: self.presenter.post_again())
        self.new = BigButton(theme, _("发新活"), kind="primary", icon="add", commits=True)
        self.new.clicked.connect(lambda _checked=False: self.presenter.post_new())
        column = QVBoxLayout()
        column.setSpacing(theme.px(24))
        for widget in (self.pages, self.again, self.new):
            column.addWidget(widget)
        self.side.addLayout(column)

    def enter(self) -> None:
        """Look the posts up."""
        self.presenter.enter()

    def show_state(self, state: EmployerState) -> None:
        """Show a page of posts."""
        self.title.say(_("{name}，您好").format(name=state.name) if state.name else _("您发的活"))
        self.line.say(_("点一张，看谁来了") if state.posts else "")
        empty = _("您现在没有在招的活。")
        self.message.say(state.message or ("" if state.posts else empty))
        self.list.show_items(
            [facts_of_post(self._site, self.theme, post, action=_("看看")) for post in state.posts]
        )
        self.pages.show_page(state.page, state.pages)
        self.again.setVisible(state.last is not None)
        if state.last is not None:
            pay, unit = money(state.last)
            words = _("再发一次：{trade} {count}人 {pay}{unit}").format(
                trade=state.last.trade_name, count=state.last.headcount, pay=pay, unit=unit
            )
            self.again.setText(words)
            spoken = f"{words}，{start_text(self._site, state.last)}"
            self.again.setAccessibleName(spoken)

    def wipe(self) -> None:
        """Forget the employer."""
        self.presenter.forget()
        self.title.say(_("您发的活"))
        self.line.say("")
        self.message.say("")
        self.list.forget()
        self.again.setText("")
        self.again.setAccessibleName("")
