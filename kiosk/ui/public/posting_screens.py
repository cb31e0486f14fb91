"""The six steps of a posting."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.choices import ChoiceGroup
from kiosk.ui.components.keypad import Field, Keypad
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.components.page_row import PageRow
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.phone_presenter import grouped_phone
from kiosk.ui.public.posting_presenter import STEPS, PostingPresenter, PostingState
from kiosk.ui.public.trade_grid import TradeGrid
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme
from kiosk.words import unit_text

__all__ = [
    "POSTING_SCREENS",
    "PostContactScreen",
    "PostHeadcountScreen",
    "PostPayScreen",
    "PostTradeScreen",
    "PostWhenScreen",
    "PostWhereScreen",
]

_EARLIEST_H, _LATEST_H = 5, 20
_HALF = 30
_PLACES = 6


class _PostingScreen(Screen):
    """What all steps share: step bar, question, summary, message, next."""

    step = 0
    question = ""
    next_words = _("下一步")
    is_single = False
    main_share = 1
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, is_single=self.is_single, main_share=self.main_share)
        self.presenter = PostingPresenter(context, self, self.step)
        self.head(self.question, step=self.step, steps=len(STEPS))
        self.build()
        self.message = Banner(theme, "error")
        self.side.addWidget(self.message)
        self.next = BigButton(theme, self.next_words, kind="primary", commits=True, role="title")
        self.next.clicked.connect(lambda _checked=False: self.presenter.proceed())
        self.side.addWidget(self.next)

    def build(self) -> None:
        """Add the step's own widgets."""
        raise NotImplementedError

    def label(self, column: QVBoxLayout, text: str) -> Words:
        """A small heading."""
        words = Words(self.theme, text, "strong", bold=True)
        column.addWidget(words)
        return words

    def choices(self, field: str, group: ChoiceGroup) -> ChoiceGroup:
        """Let a group answer for a field of the draft."""
        group.picked.connect(lambda value: self.presenter.choose(field, value))
        return group

    def enter(self) -> None:
        """Show the draft."""
        self.presenter.enter()

    def show_state(self, state: PostingState) -> None:
        """Show summary and message."""
        # A message needs the room of the summary; what is wrong matters more.
        self.line.say("" if state.message else state.summary)
        self.message.say(state.message)
        self.next.setEnabled(not state.is_busy)

    def wipe(self) -> None:
        """Forget the draft."""
        self.line.say("")
        self.message.say("")


class PostTradeScreen(_PostingScreen):
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


class PostHeadcountScreen(_PostingScreen):
    """2: how many?"""

    name, step, question = "post_headcount", 2, _("要几个人？")
    next_words = _("下一步：给多少工钱")

    def build(self) -> None:
        """Field, ready numbers, keypad."""
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
        if theme.is_landscape:
            self.fill(self.main)
        (self.side if theme.is_landscape else self.main).addWidget(self.keypad, 1)

    def show_state(self, state: PostingState) -> None:
        """Show the number."""
        super().show_state(state)
        self.field.say(state.draft.headcount)
        self.ready.choose(int(state.draft.headcount) if state.draft.headcount else None)

    def wipe(self) -> None:
        """Forget the number."""
        super().wipe()
        self.field.say("")


class PostPayScreen(_PostingScreen):
    """3: how much?"""

    name, step, question = "post_pay", 3, _("给多少工钱？")
    next_words = _("下一步：什么时候")

    def build(self) -> None:
        """Unit, field, keypad, settlement."""
        theme = self.theme
        units = (
            ("day", _("每天")),
            ("hour", _("每小时")),
            ("piece", _("每件")),
            ("trip", _("每趟")),
            ("job", _("一口价")),
        )
        brown = theme.colours.brown
        self.unit = self.choices("pay_unit", ChoiceGroup(theme, units, fill=brown))
        self.main.addWidget(self.unit)
        self.field = Field(theme, is_money=True)
        self.main.addWidget(self.field)
        self.keypad = Keypad(theme, extra=".", key_height=150)
        self.keypad.pressed.connect(self.presenter.pay_key)
        self.keypad.erased.connect(self.presenter.erase)
        settlements = (
            ("daily", _("日结")),
            ("on_completion", _("做完结")),
            ("weekly", _("周结")),
        )
        self.settlement = self.choices("settlement", ChoiceGroup(theme, settlements))
        if theme.is_landscape:
            self.main.addWidget(self.settlement)
            self.fill(self.main)
            self.side.addWidget(self.keypad, 1)
        else:
            self.main.addWidget(self.keypad, 1)
            self.main.addWidget(self.settlement)

    def show_state(self, state: PostingState) -> None:
        """Show amount and unit."""
        super().show_state(state)
        self.field.say(state.draft.pay, unit=unit_text(state.draft.pay_unit))
        self.unit.choose(state.draft.pay_unit)
        self.settlement.choose(state.draft.settlement)

    def wipe(self) -> None:
        """Forget the amount."""
        super().wipe()
        self.field.say("")


class PostWhenScreen(_PostingScreen):
    """4: when?"""

    name, step, question = "post_when", 4, _("什么时候开工？")
    main_share = 2
    next_words = _("下一步：在哪里")

    def build(self) -> None:
        """Day, hour, length: taps only."""
        theme = self.theme
        days = ((0, _("今天")), (1, _("明天")), (2, _("后天")))
        brown = theme.colours.brown
        self.day = self.choices("day_offset", ChoiceGroup(theme, days, fill=brown, height=92))
        self.main.addWidget(self.day)
        self.hour_label = self.label(self.main, _("几点开工"))
        columns = 8 if theme.is_landscape else 4
        hours = [(h, _("{n}点").format(n=h)) for h in range(_EARLIEST_H, _LATEST_H + 1)]
        self.hour = ChoiceGroup(theme, hours, columns=columns, fill=brown, height=92)
        self.hour.picked.connect(self.presenter.choose_hour)
        self.main.addWidget(self.hour)
        self.half = ChoiceGroup(theme, ((0, _("整点")), (_HALF, _("半点（:30）"))), height=92)
        self.half.picked.connect(self.presenter.choose_half)
        self.main.addWidget(self.half)
        self.fill(self.main)
        self.length_label = self.label(self.side, _("干多久"))
        lengths = [(h, _("{n}小时").format(n=h)) for h in (2, 4, 6, 8, 10, 12)]
        self.hours = self.choices(
            "hours", ChoiceGroup(theme, lengths, columns=3, fill=brown, height=92)
        )
        self.side.addWidget(self.hours)
        if theme.is_landscape:
            self.fill(self.side)

    def show_state(self, state: PostingState) -> None:
        """Show the choices."""
        super().show_state(state)
        self.day.choose(state.draft.day_offset)
        # The question says it already; landscape has no room to say it twice.
        self.hour_label.setVisible(not state.message and not self.theme.is_landscape)
        self.length_label.setVisible(not (state.message and self.theme.is_large))
        minutes = state.draft.start_minutes
        self.hour.choose(minutes // 60 if minutes >= 0 else None)
        self.half.choose(minutes % 60 if minutes >= 0 else None)
        for hour in range(_EARLIEST_H, _LATEST_H + 1):
            self.hour.button(hour).setEnabled(hour >= state.first_hour)
        self.hours.choose(state.draft.hours)


class PostWhereScreen(_PostingScreen):
    """5: where, and how do people get there?"""

    name, step, question = "post_where", 5, _("在哪里干活？")
    next_words = _("下一步：您的电话")

    def build(self) -> None:
        """Places of the hall, bay, meals."""
        theme = self.theme
        # Names of places are long: large type has room for one beside its icon.
        self._places = _PLACES // 2 if theme.is_large and theme.is_landscape else _PLACES
        columns = 1 if self._places < _PLACES else 2
        height = 96 if theme.is_landscape else 112
        self.place = self.choices("place", ChoiceGroup(theme, (), columns=columns, height=height))
        self.main.addWidget(self.place)
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.write_place = BigButton(theme, _("别处，手写"), icon="draw", height=112)
        self.write_content = BigButton(theme, _("写干什么"), icon="edit", height=112)
        for button, purpose in ((self.write_place, "place"), (self.write_content, "content")):
            button.clicked.connect(lambda _checked=False, item=purpose: self.presenter.write(item))
            row.addWidget(button)
        if not theme.is_landscape:
            self.main.addLayout(row)
        self.fill(self.main)
        self.label(self.side, _("从市场上车吗？"))
        self.bay = self.choices(
            "bay", ChoiceGroup(theme, (("", _("自己去")),), columns=5, fill=theme.colours.brown)
        )
        self.side.addWidget(self.bay)
        self.label(self.side, _("管饭吗？"))
        meals = (("", _("不管饭")), (_("包中饭"), _("包中饭")), (_("包吃"), _("包吃")))
        self.meals = self.choices("meals", ChoiceGroup(theme, meals))
        self.side.addWidget(self.meals)
        if theme.is_landscape:
            self.side.addLayout(row)
            self.fill(self.side)

    def show_state(self, state: PostingState) -> None:
        """Show what can be chosen."""
        super().show_state(state)
        usual = (_("从市场一起出发"), _("就在市场附近"))
        own = (state.draft.place,) if state.draft.place else ()
        places = list(dict.fromkeys((*usual, *state.places)))
        if own and own[0] not in places[: self._places]:
            places = [*own, *places]
        places = places[: self._places]
        self.place.offer([(place, place) for place in places])
        self.place.choose(state.draft.place)
        self.bay.offer([("", _("自己去")), *((bay, bay) for bay in state.bays)])
        self.bay.choose(state.draft.bay)
        self.meals.choose(state.draft.meals)


class PostContactScreen(_PostingScreen):
    """6: the employer's phone; then it is posted."""

    name, step, question = "post_contact", 6, _("您的电话？发出去前看一眼")
    next_words = _("发出去")

    def build(self) -> None:
        """Field, keypad, who may see it."""
        theme = self.theme
        self.field = Field(theme)
        self.main.addWidget(self.field)
        self.known = Banner(theme, "info", "", "call")
        self.main.addWidget(self.known)
        self.keypad = Keypad(theme, key_height=150)
        self.keypad.pressed.connect(self.presenter.phone_key)
        self.keypad.erased.connect(self.presenter.erase)
        self.shows = self.choices(
            "shows_phone",
            ChoiceGroup(theme, ((False, _("单子上遮住中间")), (True, _("单子上全写")))),
        )
        if theme.is_landscape:
            self.main.addWidget(self.shows)
            self.fill(self.main)
            self.side.addWidget(self.keypad, 1)
        else:
            self.main.addWidget(self.keypad, 1)
            self.main.addWidget(self.shows)

    def show_state(self, state: PostingState) -> None:
        """Show the number covered, and what will be posted."""
        super().show_state(state)
        self.field.say(grouped_phone(state.draft.phone, hide=True))
        self.shows.choose(state.draft.shows_phone)
        employer = self.presenter.known_phone
        self.known.say(
            _("上次留的是 {phone}，不改就直接发").format(phone=employer) if employer else ""
        )
        self.known.setAccessibleName(_("上次留了电话，不改就直接发") if employer else "")

    def wipe(self) -> None:
        """Forget the number."""
        super().wipe()
        self.field.say("")
        self.known.say("")


POSTING_SCREENS = (
    PostTradeScreen,
    PostHeadcountScreen,
    PostPayScreen,
    PostWhenScreen,
    PostWhereScreen,
    PostContactScreen,
)
