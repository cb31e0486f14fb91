"""Phone and PIN of the receipt."""

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.keypad import Field, Keypad
from kiosk.ui.components.labels import Banner
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.employer_pin_presenter import EmployerPinPresenter, EmployerPinState
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["EmployerPinScreen"]


class EmployerPinScreen(Screen):
    """Two fields, one keypad."""

    name = "employer_pin"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self.presenter = EmployerPinPresenter(context, self)
        self.title = self.head(_("按手机号，再按取单密码"), _("取单密码在上次的招工单上，6 位数字"))
        self.phone = Field(theme, note=_("手机号"))
        self.pin = Field(theme, note=_("取单密码"))
        self.main.addWidget(self.phone)
        self.main.addWidget(self.pin)
        self.message = Banner(theme, "error")
        self.main.addWidget(self.message)
        self.keypad = self.add_keypad(Keypad(theme, key_height=150), self.presenter)
        self.next = BigButton(theme, _("打开我发的活"), kind="primary", commits=True)
        self.next.clicked.connect(lambda _checked=False: self.presenter.proceed())
        self.side.addWidget(self.next)

    def enter(self) -> None:
        """Show what was typed."""
        self.presenter.enter()

    def show_state(self, state: EmployerPinState) -> None:
        """Show digits and dots."""
        self.phone.say(state.phone)
        self.pin.say(state.pin if state.is_at_pin else "")
        self.message.say(state.message)
        self.next.setEnabled(state.is_complete and not state.is_busy)

    def wipe(self) -> None:
        """Forget the digits."""
        self.phone.say("")
        self.pin.say("")
        self.message.say("")
