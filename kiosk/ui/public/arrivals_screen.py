"""到岗: who came to work."""

from kiosk.i18n import _
from kiosk.service.views import Candidate
from kiosk.ui.components.labels import Banner
from kiosk.ui.components.page_row import PageRow
from kiosk.ui.components.person_card import PersonCard
from kiosk.ui.public.arrivals_presenter import ArrivalsPresenter, ArrivalsState
from kiosk.ui.public.context import PublicContext
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["ArrivalsScreen"]


class ArrivalsScreen(Screen):
    """A card a person with 到了 and 没来."""

    name = "arrivals"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        per_page = 2 if theme.is_landscape else 4
        if theme.is_large and not theme.is_landscape:
            per_page = 3
        self.presenter = ArrivalsPresenter(context, self, per_page)
        self.title = self.head(_("谁到岗了？点一下"))
        self.people = [PersonCard(theme, yes=_("到了"), no=_("没来")) for _i in range(per_page)]
        for card in self.people:
            card.agreed.connect(self.presenter.arrived)
            card.declined.connect(self.presenter.missed)
            (self.side if theme.is_landscape else self.main).addWidget(card)
        self.fill(self.side if theme.is_landscape else self.main)
        self.message = Banner(theme, "error")
        self.pages = PageRow(theme)
        self.pages.turned.connect(self.presenter.turn)
        below = self.main if theme.is_landscape else self.side
        below.addWidget(self.message)
        below.addWidget(self.pages)
        if theme.is_landscape:
            self.fill(self.main)

    def enter(self) -> None:
        """Show who agreed."""
        self.presenter.enter()

    def show_state(self, state: ArrivalsState) -> None:
        """Show a page of people."""
        words = _("谈成 {total} 人，到了 {arrived} 人")
        self.line.say(words.format(total=state.total, arrived=state.arrived))
        empty = "" if state.total else _("还没有谈成的人。谈成了，到岗时在这里点一下。")
        self.message.say(state.message or empty, "error" if state.message else "info")
        for index, card in enumerate(self.people):
            card.setVisible(index < len(state.people))
            if index < len(state.people):
                self._show_person(card, state.people[index])
        self.pages.show_page(state.page, state.pages)

    def wipe(self) -> None:
        """Forget the people."""
        self.presenter.forget()
        self.line.say("")
        for card in self.people:
            card.show_person("", "", "", "", False)
            card.hide()

    def _show_person(self, card: PersonCard, person: Candidate) -> None:
        arrival = person.referral.arrival
        line = {"arrived": _("到岗了"), "missed": _("记了没来")}.get(arrival, _("还没点"))
        card.show_person(
            person.referral.id,
            person.referral.number,
            person.public_name,
            line,
            arrival == "arrived",
        )
