"""Steps 4 to 6: when, where, whose phone."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.i18n import _
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.choices import ChoiceGroup
from kiosk.ui.components.keypad import Keypad
from kiosk.ui.components.labels import Banner
from kiosk.ui.components.masked_field import MaskedField
from kiosk.ui.components.when_picker import Calendar, DayPicker, TimePicker
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.phone_presenter import grouped_phone
from kiosk.ui.public.posting.presenter import LAST_DAY, PostingState
from kiosk.ui.public.posting.step_screen import StepScreen
from kiosk.ui.theme import Theme

__all__ = ["PostContactScreen", "PostDayScreen", "PostWhenScreen", "PostWhereScreen"]

_EARLIEST_H, _LATEST_H = 5, 20
_PLACES = 6


class PostWhenScreen(StepScreen):
    """4: when?"""

    name, step, question = "post_when", 4, _("什么时候开工？")
    main_share = 2
    next_words = _("下一步：在哪里")

    def build(self) -> None:
        """Day, hour, length: taps only."""
        theme = self.theme
        self.day = DayPicker(theme)
        self.day.picked.connect(lambda offset: self.presenter.choose("day_offset", offset))
        self.day.other_asked.connect(self.presenter.other_day)
        self.main.addWidget(self.day)
        self.hour_label = self.label(self.main, _("几点开工"))
        self.time = TimePicker(theme, _EARLIEST_H, _LATEST_H)
        self.time.picked.connect(self.presenter.choose_time)
        self.main.addWidget(self.time)
        self.fill(self.main)
        self.length_label = self.label(self.side, _("干多久"))
        lengths = [(h, _("{n}小时").format(n=h)) for h in (2, 4, 6, 8, 10, 12)]
        self.hours = self.choices(
            "hours", ChoiceGroup(theme, lengths, columns=3, fill=theme.colours.brown, height=92)
        )
        self.side.addWidget(self.hours)
        if theme.is_landscape:
            self.fill(self.side)

    def show_state(self, state: PostingState) -> None:
        """Show the choices."""
        super().show_state(state)
        self.day.show_day(state.today, state.draft.day_offset)
        # The question says it already; landscape has no room to say it twice.
        self.hour_label.setVisible(not state.message and not self.theme.is_landscape)
        self.length_label.setVisible(not (state.message and self.theme.is_large))
        self.time.show_time(state.draft.start_minutes, state.first_hour)
        self.hours.choose(state.draft.hours)


class PostDayScreen(StepScreen):
    """4, for a day after the next two: the calendar."""

    name, step, question = "post_day", 4, _("哪一天开工？点一下")
    is_single = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, context)
        self.next.hide()

    def build(self) -> None:
        """Five weeks; one touch is the answer."""
        self.calendar = Calendar(self.theme)
        self.calendar.picked.connect(self.presenter.choose_far_day)
        self.main.addWidget(self.calendar, 1)

    def show_state(self, state: PostingState) -> None:
        """Show the weeks."""
        super().show_state(state)
        self.calendar.show_month(state.today, state.draft.day_offset, LAST_DAY)


class PostWhereScreen(StepScreen):
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


class PostContactScreen(StepScreen):
    """6: the employer's phone; then it is posted."""

    name, step, question = "post_contact", 6, _("您的电话？发出去前看一眼")
    next_words = _("发出去")

    def build(self) -> None:
        """Field, keypad, who may see it."""
        theme = self.theme
        self.field = MaskedField(theme)
        self.field.looked.connect(self.presenter.look)
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
        self.field.say(grouped_phone(state.draft.phone, hide=not state.is_looking))
        self.shows.choose(state.draft.shows_phone)
        employer = self.presenter.known_phone
        self.known.say(
            _("上次留的是 {phone}，不改就直接发").format(phone=employer) if employer else ""
        )
        self.known.setAccessibleName(_("上次留了电话，不改就直接发") if employer else "")

    def wipe(self) -> None:
        """Forget the number."""
        super().wipe()
        self.field.wipe()
        self.known.say("")
