"""加减人数."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.headline import Headline
from kiosk.ui.components.keypad import Field
from kiosk.ui.components.labels import Banner
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.headcount_presenter import HeadcountPresenter, HeadcountState
from kiosk.ui.public.icons import trade_icon
from kiosk.ui.public.post_words import money
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["HeadcountScreen"]


class HeadcountScreen(Screen):
    """The number, and steps around it."""

    name = "headcount"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self.presenter = HeadcountPresenter(context, self)
        self.head(_("一共要几个人？"))
        self.post = Headline(theme)
        self.main.addWidget(self.post)
        self.field = Field(theme, unit=_("人"))
        self.main.addWidget(self.field)
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.fewer = BigButton(theme, _("减一个"), icon="remove", height=168)
        self.more = BigButton(theme, _("加一个"), icon="add", height=168)
        self.five = BigButton(theme, _("加五个"), icon="add", height=168)
        for button, change in ((self.fewer, -1), (self.more, 1), (self.five, 5)):
            button.clicked.connect(lambda _checked=False, by=change: self.presenter.step(by))
            row.addWidget(button)
        self.main.addLayout(row)
        self.fill(self.main)
        self.note = Banner(theme, "info", "", "info")
        self.message = Banner(theme, "error")
        self.side.addWidget(self.note)
        self.side.addWidget(self.message)
        if theme.is_landscape:
            self.fill(self.side)
        self.done = BigButton(theme, _("就这么多人"), kind="primary", height=168, commits=True)
        self.done.clicked.connect(lambda _checked=False: self.presenter.done())
        self.side.addWidget(self.done)

    def enter(self) -> None:
        """Begin with what is wanted now."""
        self.presenter.enter()

    def show_state(self, state: HeadcountState) -> None:
        """Show the number."""
        vacancy = state.vacancy
        pay, unit = money(vacancy)
        title = f"{vacancy.trade_name} {pay} {unit}"
        self.post.show_head(title, (), trade_icon(vacancy.trade), self.theme.colours.brown)
        self.field.say(str(state.wanted))
        words = _("谈成 {agreed} 人，人数不能比这少").format(agreed=vacancy.agreed)
        self.note.say(words if vacancy.agreed else _("还没有人谈成"))
        self.message.say(state.message)
        self.fewer.setEnabled(state.wanted > max(1, vacancy.agreed))
        self.done.setEnabled(not state.is_busy)

    def wipe(self) -> None:
        """Forget the post."""
        self.field.say("")
        self.message.say("")
