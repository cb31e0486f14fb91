"""The hidden door of the staff, behind the sign of the header held for three seconds."""

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.choices import ChoiceGroup
from kiosk.ui.components.keypad import Field, Keypad
from kiosk.ui.components.labels import Banner
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.staff_door_presenter import StaffDoorPresenter, StaffDoorState
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["StaffDoorScreen"]

_MOST_SHOWN = 6


class StaffDoorScreen(Screen):
    """Who, PIN, keypad, 退出程序."""

    name = "staff_door"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self.presenter = StaffDoorPresenter(context, self)
        self.head(_("工作人员：退出程序"), _("办事的人请点“返回”。要按自己的密码，会记下来。"))
        self.keepers = ChoiceGroup(theme, (), columns=2, fill=theme.colours.slate, height=104)
        self.keepers.picked.connect(self.presenter.choose)
        self.main.addWidget(self.keepers)
        self.pin = Field(theme, note=_("密码"))
        self.main.addWidget(self.pin)
        self.message = Banner(theme, "error")
        self.main.addWidget(self.message)
        self.keypad = self.add_keypad(Keypad(theme, key_height=150), self.presenter)
        self.end = BigButton(theme, _("退出程序"), kind="primary", commits=True)
        self.end.clicked.connect(lambda _checked=False: self.presenter.proceed())
        self.side.addWidget(self.end)

    def enter(self) -> None:
        """Ask who it is."""
        self.presenter.enter()

    def show_state(self, state: StaffDoorState) -> None:
        """Show names, dots and what is wrong."""
        shown = state.keepers[:_MOST_SHOWN]
        self.keepers.offer([(item.account, f"{item.name} {item.role}") for item in shown])
        self.keepers.choose(state.chosen)
        self.pin.say(state.dots)
        self.message.say(state.message)
        self.end.setEnabled(state.is_complete and not state.is_busy)

    def wipe(self) -> None:
        """Forget the PIN."""
        self.presenter.forget()
        self.keepers.offer(())
        self.pin.say("")
        self.message.say("")
