"""The worker's answer after the talk."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.i18n import _
from kiosk.seat_words import pending_advice
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.cards import Fact, FactsCard
from kiosk.ui.components.headline import Headline
from kiosk.ui.components.labels import Banner
from kiosk.ui.public.confirm_presenter import ConfirmPresenter, ConfirmState
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.icons import trade_icon
from kiosk.ui.public.post_words import bay_text, money, settled, when
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["ConfirmScreen"]


class ConfirmScreen(Screen):
    """The gig, where it stands, and two answers."""

    name = "confirm"

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self._site, self._is_online = context.site, context.is_online
        self.presenter = ConfirmPresenter(context, self)
        self.head(_("谈得怎么样？"), _("和老板谈好了，点一下"))
        self.head_card = Headline(theme)
        self.facts = FactsCard(theme, row_height=104)
        self.main.addWidget(self.head_card)
        self.main.addWidget(self.facts)
        self.fill(self.main)
        self.status = Banner(theme, "info")
        self.side.addWidget(self.status)
        if theme.is_landscape:
            self.fill(self.side)
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.no = BigButton(theme, _("没谈成"), kind="danger", height=168, commits=True)
        self.no.clicked.connect(lambda _checked=False: self.presenter.declined())
        self.yes = BigButton(
            theme, _("谈成了"), kind="primary", icon="thumb_up", height=168, commits=True
        )
        self.yes.clicked.connect(lambda _checked=False: self.presenter.agreed())
        row.addWidget(self.no, 1)
        row.addWidget(self.yes, 2)
        self.side.addLayout(row)
        more = QHBoxLayout()
        more.setSpacing(theme.px(24))
        act = self.presenter
        self.cancel = BigButton(theme, _("不去了"), icon="close", height=112, commits=True)
        self.cancel.clicked.connect(lambda _checked=False: act.ask_to_cancel())
        self.again = BigButton(theme, _("补打"), icon="print", height=112, commits=True)
        self.again.clicked.connect(lambda _checked=False: act.print_again())
        self.complain = BigButton(theme, _("投诉"), icon="gavel", height=112)
        self.complain.clicked.connect(lambda _checked=False: act.complain())
        for button in (self.cancel, self.again, self.complain):
            more.addWidget(button)
        self.side.addLayout(more)
        self.done = BigButton(theme, _("办完了"), kind="primary", height=144, commits=True)
        self.done.clicked.connect(lambda _checked=False: self.presenter.done())
        self.side.addWidget(self.done)

    def enter(self) -> None:
        """Show the referral of the slip."""
        self.presenter.enter()

    def show_state(self, state: ConfirmState) -> None:
        """Show it; answers only while one is wanted."""
        vacancy, referral = state.vacancy, state.referral
        zone = self.theme.colours.zone(vacancy.zone)
        pay, unit = money(vacancy)
        title = f"{referral.number} · {vacancy.trade_name}"
        lines = (f"{pay} {unit} · {vacancy.employer_name}",)
        self.head_card.show_head(title, lines, trade_icon(vacancy.trade), zone)
        self.facts.show_facts(
            (
                Fact("schedule", _("什么时候"), when(self._site, vacancy)),
                Fact("place", _("在哪里"), vacancy.place),
                Fact("airport_shuttle", _("上车"), bay_text(vacancy)),
                Fact("payments", _("结算"), settled(vacancy)),
            )
        )
        has_answered = bool(referral.answer_seeker)
        has_ended = referral.status in {"agreed", "declined", "cancelled", "pending"}
        wants = not has_answered and not has_ended
        self.yes.setVisible(wants)
        self.no.setVisible(wants)
        self.done.setVisible(not wants)
        can_cancel = referral.status in {"open", "half", "pending"}
        self.cancel.setEnabled(can_cancel and not state.is_busy)
        self.again.setEnabled(can_cancel or referral.status == "agreed")
        self.yes.setEnabled(not state.is_busy)
        self.no.setEnabled(not state.is_busy)
        self._show_status(state)

    def wipe(self) -> None:
        """Forget the referral."""
        self.facts.show_facts(())
        self.status.say("")

    def _show_status(self, state: ConfirmState) -> None:
        referral = state.referral
        if state.message:
            self.status.say(state.message, "error", "error")
        elif state.note:
            self.status.say(state.note, "done", "print")
        elif referral.status == "agreed":
            self.status.say(_("谈成了！按时到，记得带身份证。"), "done", "check_circle")
        elif referral.status == "pending":
            self.status.say(
                pending_advice(is_online=self._is_online()),
                "notice",
                "hourglass_empty",
            )
        elif referral.status == "declined":
            self.status.say(_("记下了，没谈成。没关系，再看看别的活。"), "info", "info")
        elif referral.status == "cancelled":
            self.status.say(_("这张单子取消了，请再看看别的活。"), "info", "info")
        elif referral.answer_seeker == "agreed":
            self.status.say(_("记下了，等老板那边也说“谈成了”。"), "done", "check_circle")
        elif referral.answer_employer == "agreed":
            self.status.say(_("老板说谈成了，您也点一下。"), "notice", "thumb_up")
        else:
            self.status.say(_("先和老板谈，谈好再点。"), "info", "info")
