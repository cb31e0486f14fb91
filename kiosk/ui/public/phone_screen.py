"""05 phone."""

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.keypad import Keypad
from kiosk.ui.components.labels import Banner
from kiosk.ui.components.masked_field import MaskedField
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.phone_presenter import PhonePresenter, PhoneState, count_text
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["PhoneScreen"]


class PhoneScreen(Screen):
    """Field with 看一下, keypad, skip."""

    name = "phone"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self.presenter = PhonePresenter(context, self)
        self.head(_("按一下您的手机号"), _("有活时，工作人员好找您"), step=3, steps=4)
        self.field = MaskedField(theme)
        self.field.looked.connect(self.presenter.look)
        self.main.addWidget(self.field)
        self.message = Banner(theme, "info")
        self.main.addWidget(self.message)
        self.keypad = self.add_keypad(Keypad(theme), self.presenter)
        self.next = BigButton(theme, _("下一步"), kind="primary", commits=True)
        self.next.clicked.connect(lambda _checked=False: self.presenter.proceed())
        self.skip = BigButton(
            theme, _("没有手机，跳过"), icon="phone_iphone", height=112, commits=True
        )
        self.skip.clicked.connect(lambda _checked=False: self.presenter.skip())
        self.side.addWidget(self.next)
        self.side.addWidget(self.skip)

    def enter(self) -> None:
        """Show what was typed before."""
        self.presenter.enter()

    def show_state(self, state: PhoneState) -> None:
        """Show digits and how many are missing."""
        self.field.say(state.shown)
        if state.message:
            self.message.say(state.message, "error", "error")
        elif state.missing:
            self.message.say(count_text(state), "info", "info")
        else:
            self.message.say(count_text(state), "done", "check_circle")
        self.next.setEnabled(not state.missing)

    def wipe(self) -> None:
        """Forget the number."""
        self.field.wipe()
        self.message.say("")
