"""08 one gig."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.i18n import _
from kiosk.skill_words import asked_text
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.cards import Fact, FactsCard
from kiosk.ui.components.headline import Headline
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.detail_presenter import DetailPresenter, DetailState
from kiosk.ui.public.icons import trade_icon
from kiosk.ui.public.post_words import bay_text, money, reasons_text, settled, wanted, when
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["DetailScreen"]


class DetailScreen(Screen):
    """Everything about a gig; 我要去."""

    name = "detail"

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self._site = context.site
        self.presenter = DetailPresenter(context, self)
        self.head_card = Headline(theme)
        self.main.addWidget(self.head_card)
        self.pay = Words(theme, "", "tile_main", bold=True, colour=theme.colours.wage)
        self.main.addWidget(self.pay)
        self.facts = FactsCard(theme, row_height=100)
        self.main.addWidget(self.facts)
        self.fill(self.main)
        self.reason = Banner(theme, "done", "", "thumb_up")
        self.message = Banner(theme, "error")
        self.rights = Banner(
            theme,
            "info",
            _("不收押金、不扣证件、不收介绍费。没拿到工钱，打 12333 或点“投诉维权”。"),
            "verified_user",
        )
        for widget in (self.reason, self.rights, self.message):
            self.side.addWidget(widget)
        if theme.is_landscape:
            self.fill(self.side)
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.another = BigButton(theme, _("换一个"), height=168)
        self.another.clicked.connect(lambda _checked=False: self.presenter.another())
        self.take = BigButton(
            theme, _("我要去"), kind="primary", icon="directions_walk", height=168, commits=True
        )
        self.take.clicked.connect(lambda _checked=False: self.presenter.take())
        row.addWidget(self.another, 1)
        row.addWidget(self.take, 2)
        self.side.addLayout(row)

    def enter(self) -> None:
        """Show the gig that was chosen."""
        self.presenter.enter()

    def show_state(self, state: DetailState) -> None:
        """Show it."""
        vacancy = state.vacancy
        zone = self.theme.colours.zone(vacancy.zone)
        icon = trade_icon(vacancy.trade)
        self.head_card.show_head(vacancy.trade_name, (vacancy.employer_name,), icon, zone)
        pay, unit = money(vacancy)
        asked = asked_text(vacancy.level, vacancy.certificate)
        # In large letters what the work asks for takes the place of how many are wanted.
        count = "" if asked and self.theme.is_large else wanted(vacancy, full=True)
        self.pay.say(f"{pay} {unit}")
        self.facts.show_facts(
            (
                Fact("work", _("干什么"), vacancy.content or vacancy.trade_name),
                Fact("schedule", _("什么时候"), when(self._site, vacancy)),
                Fact("place", _("在哪里"), vacancy.place),
                Fact("airport_shuttle", _("上车"), bay_text(vacancy)),
                Fact("groups", _("要几人"), count),
                Fact("school", _("要求"), asked),
                Fact("payments", _("结算"), settled(vacancy)),
            )
        )
        self.reason.say(reasons_text(vacancy))
        self.message.say(state.message)
        words = _("我要去") if state.is_registered else _("我要去，先放身份证")
        self.take.setText(words)
        self.take.setAccessibleName(words)
        self.take.setEnabled(not state.is_busy and vacancy.is_open)
        if not vacancy.is_open and not state.message:
            self.message.say(_("这个活已经招满或者停了，请换一个看看。"))
        # What is wrong needs the room; nobody takes a gig here just now.
        self.rights.setVisible(not (self.theme.is_large and self.message.text))
