"""手输号码."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.keypad import Keypad
from kiosk.ui.components.labels import Banner
from kiosk.ui.components.masked_field import MaskedField
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.id_number_presenter import IdNumberPresenter, IdNumberState
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["IdNumberScreen"]


class IdNumberScreen(Screen):
    """Field and keypad with X."""

    name = "id_number"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self.presenter = IdNumberPresenter(context, self)
        self.head(_("按一下身份证号码"), _("一共 18 位，最后一位可能是 X"))
        self.field = MaskedField(theme, is_wide=True)
        self.field.looked.connect(self.presenter.look)
        self.main.addWidget(self.field)
        self.message = Banner(theme, "info")
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        row.addWidget(self.message, 1)
        row.addWidget(self.field.look)
        self.main.addLayout(row)
        self.keypad = self.add_keypad(Keypad(theme, extra="X"), self.presenter)
        self.next = BigButton(theme, _("下一步"), kind="primary", commits=True)
        self.next.clicked.connect(lambda _checked=False: self.presenter.proceed())
        self.side.addWidget(self.next)

    def enter(self) -> None:
        """Show what was typed before."""
        self.presenter.enter()

    def show_state(self, state: IdNumberState) -> None:
        """Show digits in groups as on the card, most of them covered."""
        self.field.say(state.shown)
        if state.message:
            self.message.say(state.message, "error", "error")
        elif state.missing:
            self.message.say(_("还差 {count} 位").format(count=state.missing), "info", "info")
        else:
            self.message.say(_("18 位齐了"), "done", "check_circle")
        self.next.setEnabled(not state.missing)

    def wipe(self) -> None:
        """Forget the digits."""
        self.field.wipe()
        self.message.say("")
