"""我的登记."""

from PySide6.QtWidgets import QGridLayout

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.cards import Fact, FactsCard
from kiosk.ui.components.labels import Banner
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.my_details_presenter import MyDetailsPresenter, MyDetailsState
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["MyDetailsScreen"]


class MyDetailsScreen(Screen):
    """Facts, four things to do with them, and on to the gigs."""

    name = "my_details"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self.presenter = MyDetailsPresenter(context, self)
        self.head(_("您的登记"), _("只露一点点，旁边的人看不全"))
        self.card = FactsCard(theme, row_height=120)
        self.main.addWidget(self.card)
        self.message = Banner(theme, "done")
        self.main.addWidget(self.message)
        self.fill(self.main)
        act = self.presenter
        self.trades = BigButton(theme, _("改工种"), icon="construction", height=136)
        self.phone = BigButton(theme, _("改手机号"), icon="phone_iphone", height=136)
        self.print_slip = BigButton(theme, _("打登记单"), icon="print", height=136, commits=True)
        self.erase = BigButton(theme, _("删掉登记"), kind="danger", icon="close", height=136)
        self.trades.clicked.connect(lambda _checked=False: act.change_trades())
        self.phone.clicked.connect(lambda _checked=False: act.change_phone())
        self.print_slip.clicked.connect(lambda _checked=False: act.print_slip())
        self.erase.clicked.connect(lambda _checked=False: act.ask_to_erase())
        grid = QGridLayout()
        grid.setSpacing(theme.px(24))
        for index, button in enumerate((self.trades, self.phone, self.print_slip, self.erase)):
            grid.addWidget(button, index // 2, index % 2)
        self.side.addLayout(grid)
        if theme.is_landscape:
            self.fill(self.side)
        self.find_work = BigButton(theme, _("去找活"), kind="primary", icon="search", commits=True)
        self.find_work.clicked.connect(lambda _checked=False: act.find_work())
        self.side.addWidget(self.find_work)
        self.done = BigButton(theme, _("办完了"), kind="primary", commits=True)
        self.done.clicked.connect(lambda _checked=False: act.end())
        self.side.addWidget(self.done)

    def enter(self) -> None:
        """Look the registration up."""
        self.presenter.enter()

    def show_state(self, state: MyDetailsState) -> None:
        """Show it."""
        self.card.show_facts(
            (
                Fact("", _("您是"), state.person),
                Fact("", _("号码"), state.number),
                Fact("", _("手机"), state.phone),
                Fact("", _("会干"), state.trades),
            )
        )
        # The reading voice never says who it is.
        self.card.setAccessibleName(_("您登记的内容"))
        self.card.setVisible(not state.is_erased)
        self.line.setVisible(not state.is_erased)
        self.message.say(state.message, "error" if state.is_problem else "done", "check_circle")
        for button in (self.trades, self.phone, self.print_slip, self.erase, self.find_work):
            # Nobody is registered any more: nothing is left to touch but the way out.
            button.setVisible(not state.is_erased)
        self.done.setVisible(state.is_erased)

    def wipe(self) -> None:
        """Forget the person."""
        self.card.show_facts(())
        self.message.say("")
