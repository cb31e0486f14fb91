"""A fault that stands in the way of home."""

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.painting import icon_pixmap
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.fault_presenter import FaultPresenter, FaultState
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["FaultScreen"]


class FaultScreen(Screen):
    """Large and calm: three sentences, one button."""

    name = "fault"
    is_home = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, is_single=True)
        self.presenter = FaultPresenter(context, self)
        self.mark = Words(theme, "", centred=True)
        self.main.addSpacing(theme.px(24))
        self.main.addWidget(self.mark)
        self.title = Words(theme, " ", "question", bold=True, centred=True)
        self.main.addWidget(self.title)
        self.happened = Banner(theme, "notice", "", "info")
        self.safe = Banner(theme, "done", "", "check_circle")
        self.todo = Banner(theme, "info", "", "support_agent")
        for banner in (self.happened, self.safe, self.todo):
            self.main.addWidget(banner)
        self.fill(self.main)
        self.answer = BigButton(theme, _("再看一次"), kind="primary", height=168, commits=True)
        self.answer.clicked.connect(lambda _checked=False: self.presenter.go_on())
        self.side.addWidget(self.answer)

    def enter(self) -> None:
        """Show what is wrong."""
        self.presenter.enter()

    def show_state(self, state: FaultState) -> None:
        """Show it."""
        words, side = state.words, 96 if self.theme.is_landscape else 176
        ink = self.theme.colours.ink
        self.mark.setPixmap(icon_pixmap(words.icon, self.theme.px(side), ink))
        self.mark.setAccessibleName(words.title)
        self.mark.show()
        self.title.say(words.title)
        self.happened.say(words.happened)
        self.safe.say(words.safe)
        self.todo.say(words.todo)
        self.answer.setText(words.answer)
        self.answer.setAccessibleName(words.answer)
