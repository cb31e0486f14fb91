"""04 are these right?"""

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.cards import Fact, FactsCard
from kiosk.ui.components.labels import Banner
from kiosk.ui.public.check_presenter import CheckPresenter, CheckState
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.look import Look
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["CheckScreen"]


class CheckScreen(Screen):
    """The card's data, covered; 看一下 shows the number for three seconds."""

    name = "check"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self.presenter = CheckPresenter(context, self)
        self._look = Look(self, self.presenter.look)
        self.head(_("这些对吗？"), _("从身份证上读的，您不用填"), step=2, steps=4)
        self.card = FactsCard(theme, row_height=116)
        self.main.addWidget(self.card)
        self.look = BigButton(theme, _("看一下证号"), icon="visibility", height=112)
        self.look.clicked.connect(lambda _checked=False: self._look.begin())
        self.main.addWidget(self.look)
        self.message = Banner(theme, "error")
        self.main.addWidget(self.message)
        self.fill(self.main)
        self.side.addWidget(Banner(theme, "info", _("屏幕上只露一点点，旁边的人看不全。"), "lock"))
        self.side.addWidget(
            Banner(theme, "notice", _("身份证可以拿走了，别忘在读卡器上。"), "credit_card")
        )
        if theme.is_landscape:
            self.fill(self.side)
        self.right = BigButton(
            theme, _("都对"), kind="primary", icon="check", height=168, commits=True
        )
        self.right.clicked.connect(lambda _checked=False: self.presenter.all_right())
        self.side.addWidget(self.right)

    def enter(self) -> None:
        """Show the data covered."""
        self.presenter.enter()

    def show_state(self, state: CheckState) -> None:
        """Show it."""
        self.card.show_facts(
            (
                Fact("", _("姓"), state.surname),
                Fact("", _("性别"), state.sex),
                Fact("", _("出生"), state.born),
                Fact("", _("证号"), state.number),
                Fact("", _("老家"), state.home),
            )
        )
        # The reading voice never says what stands on a card.
        self.card.setAccessibleName(_("身份证上的信息"))
        self.message.say(state.message)
        self.right.setEnabled(not state.message)
        self.look.setEnabled(not state.is_number_shown and not state.message)

    def wipe(self) -> None:
        """Forget the card."""
        self._look.stop()
        self.card.show_facts(())
        self.message.say("")
