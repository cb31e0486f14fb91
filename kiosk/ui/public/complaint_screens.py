"""15 投诉维权."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.keypad import Field, Keypad
from kiosk.ui.components.labels import Banner
from kiosk.ui.components.tiles import SmallTile
from kiosk.ui.public.complaint_presenter import (
    ComplaintContactPresenter,
    ComplaintPresenter,
    ComplaintState,
    ContactState,
    kind_tiles,
)
from kiosk.ui.public.context import PublicContext
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme
from kiosk.words import complaint_text

__all__ = ["ComplaintContactScreen", "ComplaintScreen"]


class ComplaintScreen(Screen):
    """Eight tiles, whom to call, and the rules."""

    name = "complaint"

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, is_single=True)
        self.presenter = ComplaintPresenter(context, self)
        line = "" if theme.is_landscape else _("可以不留名字。没有网也能办，有回执。")
        self.head(_("出了什么事？点一下"), line, step=1, steps=3)
        grid = QGridLayout()
        grid.setSpacing(theme.px(24))
        columns = 4 if theme.is_landscape else 2
        self.tiles: dict[str, SmallTile] = {}
        for index, tile in enumerate(kind_tiles()):
            zone = getattr(theme.colours, tile.colour)
            made = SmallTile(
                theme, complaint_text(tile.kind), tile.line, tile.icon, zone, is_soft=True
            )
            made.clicked.connect(lambda _checked=False, kind=tile.kind: self.presenter.choose(kind))
            self.tiles[tile.kind] = made
            grid.addWidget(made, index // columns, index % columns)
        self.main.addLayout(grid, 1)
        self.call = Banner(theme, "error", "", "call", "body" if theme.is_landscape else "strong")
        self.rules = BigButton(theme, _("看看规矩，问法律援助"), icon="menu_book", height=104)
        self.rules.clicked.connect(lambda _checked=False: self.presenter.read_rules())
        row = QHBoxLayout() if theme.is_landscape else QVBoxLayout()
        row.setSpacing(theme.px(24))
        row.addWidget(self.call, 1)
        row.addWidget(self.rules, 1)
        self.side.addLayout(row)

    def enter(self) -> None:
        """Look the hotline up."""
        self.presenter.enter()

    def show_state(self, state: ComplaintState) -> None:
        """Show whom to call."""
        numbers = " · ".join(part for part in ("12333", state.hotline) if part)
        lines = [_("着急就打 {numbers}").format(numbers=numbers)]
        lines += [f"{name} {phone}" for name, phone in state.contacts]
        self.call.say("\n".join(lines))


class ComplaintContactScreen(Screen):
    """Leave a phone, or not."""

    name = "complaint_contact"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self.presenter = ComplaintContactPresenter(context, self)
        self.head(_("答复打哪个手机？不留也行"), " ", step=2, steps=3)
        self.field = Field(theme)
        self.main.addWidget(self.field)
        self.message = Banner(theme, "info", "", "info")
        self.main.addWidget(self.message)
        self.keypad = self.add_keypad(Keypad(theme, key_height=150), self.presenter)
        self.next = BigButton(theme, _("留手机号，交上去"), kind="primary", commits=True)
        self.next.clicked.connect(lambda _checked=False: self.presenter.with_phone())
        self.skip = BigButton(
            theme, _("不留，拿回执来问"), icon="receipt_long", height=112, commits=True
        )
        self.skip.clicked.connect(lambda _checked=False: self.presenter.without_phone())
        self.side.addWidget(self.next)
        self.side.addWidget(self.skip)

    def enter(self) -> None:
        """Show what was typed."""
        self.presenter.enter()

    def show_state(self, state: ContactState) -> None:
        """Show subject and digits."""
        self.line.say(_("您说的是：{subject}").format(subject=state.subject))
        self.field.say(state.shown)
        if state.message:
            self.message.say(state.message, "error", "error")
        elif state.missing:
            self.message.say(_("还差 {n} 个数字").format(n=state.missing), "info", "info")
        else:
            self.message.say(_("11 个数字，齐了"), "done", "check_circle")
        self.next.setEnabled(not state.missing and not state.is_busy)
        self.skip.setEnabled(not state.is_busy)

    def wipe(self) -> None:
        """Forget the number."""
        self.field.say("")
        self.line.say("")
        self.message.say("")
