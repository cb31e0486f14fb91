"""04 are these right?"""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.cards import Fact, FactsCard
from kiosk.ui.components.labels import Banner
from kiosk.ui.components.look import Look
from kiosk.ui.public.check_presenter import CheckPresenter, CheckState
from kiosk.ui.public.context import PublicContext
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
        self.write = BigButton(theme, _("写名字"), icon="draw", height=112)
        self.write.clicked.connect(lambda _checked=False: self.presenter.write_name())
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        row.addWidget(self.look)
        row.addWidget(self.write)
        self.main.addLayout(row)
        self.message = Banner(theme, "error")
        (self.side if theme.is_landscape else self.main).addWidget(self.message)
        self.fill(self.main)
        self.side.addWidget(Banner(theme, "info", _("屏幕上只露一点点，旁边的人看不全。"), "lock"))
        self.take_card = Banner(
            theme, "notice", _("身份证可以拿走了，别忘在读卡器上。"), "credit_card"
        )
        self.side.addWidget(self.take_card)
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
                Fact("", _("姓名") if state.is_typed else _("姓"), state.surname),
                Fact("", _("性别"), state.sex),
                Fact("", _("出生"), state.born),
                Fact("", _("证号"), state.number),
                Fact("", _("老家"), state.home),
            )
        )
        # The reading voice never says what stands on a card.
        self.card.setAccessibleName(_("身份证上的信息"))
        self.message.say(state.message, "error", "error")
        self.take_card.setVisible(not state.is_typed)
        self.write.setVisible(state.is_typed)
        self.write.setText(_("改名字") if state.has_name else _("写名字"))
        self.write.setAccessibleName(self.write.text())
        if state.is_typed and not state.has_name and not state.message:
            self.message.say(_("没有刷身份证，请点“写名字”写上。"), "notice", "draw")
        self.line.say(
            _("按号码认出来的，名字请您写") if state.is_typed else _("从身份证上读的，您不用填")
        )
        self.right.setEnabled(not state.message and state.has_name)
        self.look.setEnabled(not state.is_number_shown and not state.message)

    def wipe(self) -> None:
        """Forget the card."""
        self._look.stop()
        self.card.show_facts(())
        self.message.say("")
