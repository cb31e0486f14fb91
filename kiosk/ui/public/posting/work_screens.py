"""Steps 1 to 3: what work, how many people, how much pay."""

from kiosk.domain.typed import whole_number
from kiosk.i18n import _
from kiosk.ui.components.choices import ChoiceGroup
from kiosk.ui.components.keypad import Field, Keypad
from kiosk.ui.components.page_row import PageRow
from kiosk.ui.components.pay_picker import PayPicker
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.posting.presenter import PostingState
from kiosk.ui.public.posting.step_screen import StepScreen
from kiosk.ui.public.trade_grid import TradeGrid
from kiosk.ui.theme import Theme

__all__ = ["PostHeadcountScreen", "PostPayScreen", "PostTradeScreen"]


class PostTradeScreen(StepScreen):
    """1: what work?"""

    name, step, question = "post_trade", 1, _("要招干什么的？")
    is_single = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, context)
        self.next.hide()

    def build(self) -> None:
        """Tiles: one touch is the step."""
        self.grid = TradeGrid(self.theme)
        self.grid.touched.connect(self.presenter.choose_trade)
        self.main.addWidget(self.grid, 1)
        self.pages = PageRow(self.theme)
        self.pages.turned.connect(self.presenter.turn)
        self.main.addWidget(self.pages)

    def show_state(self, state: PostingState) -> None:
        """Show a page of trades."""
        super().show_state(state)
        self.grid.show_choices(state.trades)
        self.pages.show_page(state.page, state.pages)


class PostHeadcountScreen(StepScreen):
    """2: how many?"""

    name, step, question = "post_headcount", 2, _("要几个人？")
    next_words = _("下一步：给多少工钱")

    def build(self) -> None:
        """Field, ready numbers, keypad, kind of work, and whether it is urgent."""
        theme = self.theme
        self.field = Field(theme, unit=_("人"))
        self.main.addWidget(self.field)
        self.ready = ChoiceGroup(
            theme, [(n, _("{n} 人").format(n=n)) for n in (1, 2, 3, 5)], fill=theme.colours.brown
        )
        self.ready.picked.connect(self.presenter.set_headcount)
        self.main.addWidget(self.ready)
        self.keypad = Keypad(theme)
        self.keypad.pressed.connect(self.presenter.headcount_key)
        self.keypad.erased.connect(self.presenter.erase)
        if not theme.is_landscape:
            self.main.addWidget(self.keypad, 1)
        kinds = (
            ("temporary", _("打临工")),
            ("part_time", _("按钟点")),
            ("phased", _("干一阵")),
            ("internship", _("见习生")),
        )
        self.engagement = self.choices(
            "engagement", ChoiceGroup(theme, kinds, fill=theme.colours.brown, height=92)
        )
        self.urgent = self.choices(
            "is_urgent",
            ChoiceGroup(theme, ((False, _("不急，慢慢挑")), (True, _("急招"))), height=92),
        )
        for group in (self.engagement, self.urgent):
            self.main.addWidget(group)
        if theme.is_landscape:
            self.fill(self.main)
            self.side.addWidget(self.keypad, 1)

    def show_state(self, state: PostingState) -> None:
        """Show the number."""
        super().show_state(state)
        if self.theme.is_landscape:
            # The choices need its row; the step before and after show it.
            self.line.say("")
        self.field.say(state.draft.headcount)
        self.ready.choose(whole_number(state.draft.headcount))
        self.engagement.choose(state.draft.engagement)
        self.urgent.choose(state.draft.is_urgent)

    def wipe(self) -> None:
        """Forget the number."""
        super().wipe()
        self.field.say("")


class PostPayScreen(StepScreen):
    """3: how much?"""

    name, step, question = "post_pay", 3, _("给多少工钱？")
    next_words = _("下一步：什么时候")

    def build(self) -> None:
        """The pay picker."""
        self.pay = PayPicker(self.theme)
        self.pay.unit_picked.connect(lambda unit: self.presenter.choose("pay_unit", unit))
        self.pay.settlement_picked.connect(lambda how: self.presenter.choose("settlement", how))
        self.pay.pressed.connect(self.presenter.pay_key)
        self.pay.erased.connect(self.presenter.erase)
        self.pay.lay_out(self.main, self.side)

    def show_state(self, state: PostingState) -> None:
        """Show amount and unit."""
        super().show_state(state)
        draft = state.draft
        self.pay.show_pay(draft.pay, draft.pay_unit, draft.settlement)

    def wipe(self) -> None:
        """Forget the amount."""
        super().wipe()
        self.pay.wipe()
