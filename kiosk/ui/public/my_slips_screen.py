"""The worker's own slips of today."""

from kiosk.i18n import _
from kiosk.service.my_referrals import MyReferral
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.chip import ChipKind
from kiosk.ui.components.labels import Banner
from kiosk.ui.components.page_row import PageRow
from kiosk.ui.components.post_card import CardList, PostFacts
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.icons import trade_icon
from kiosk.ui.public.my_slips_presenter import MySlipsPresenter, MySlipsState
from kiosk.ui.public.post_words import money, start_text
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["MySlipsScreen", "slip_state_text"]

_MARKS: dict[str, ChipKind] = {
    "open": "waiting",
    "half": "waiting",
    "pending": "unsure",
    "agreed": "done",
    "declined": "stopped",
    "cancelled": "stopped",
}


def slip_state_text(item: MyReferral) -> str:
    """Where a referral stands, to the worker."""
    referral = item.referral
    if referral.status == "agreed":
        return {
            "arrived": _("谈成了，到岗了"),
            "missed": _("谈成了，记了没到"),
        }.get(referral.arrival, _("谈成了，按时到"))
    if referral.status == "half":
        mine = referral.answer_seeker == "agreed"
        return _("您说成了，等老板") if mine else _("老板说成了，等您点")
    return {
        "open": _("等着谈"),
        "pending": _("都说成了，位子待确认"),
        "declined": _("没谈成"),
        "cancelled": _("取消了"),
    }.get(referral.status, "")


class MySlipsScreen(Screen):
    """Slips as cards; one touch opens one."""

    name = "my_slips"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme, is_single=True)
        self._site = context.site
        per_page = 2 if theme.is_landscape or theme.is_large else 4
        self.presenter = MySlipsPresenter(context, self, per_page)
        self.title = self.head(_("您今天的单子"))
        self.line.is_private = True
        self.list = CardList(theme, per_page)
        self.list.opened.connect(self.presenter.open)
        self.message = Banner(theme, "notice")
        self.main.addWidget(self.message)
        self.main.addWidget(self.list, 1)
        self.pages = PageRow(theme)
        self.pages.turned.connect(self.presenter.turn)
        self.find_work = BigButton(theme, _("去找活"), kind="primary", icon="search", commits=True)
        self.find_work.clicked.connect(lambda _checked=False: self.presenter.find_work())
        self.side.addWidget(self.pages)
        self.side.addWidget(self.find_work)

    def enter(self) -> None:
        """Look the slips up."""
        self.presenter.enter()

    def show_state(self, state: MySlipsState) -> None:
        """Show a page of slips."""
        self.line.say(state.person)
        self.title.say(
            _("您今天有 {count} 张单子").format(count=state.total)
            if state.total
            else _("您今天还没有单子")
        )
        empty = "" if state.total else _("去找活，看中了点“我要去”，就有单子了。")
        self.message.say(state.message or empty)
        self.list.show_items([self._facts(item) for item in state.items])
        self.pages.show_page(state.page, state.pages)

    def wipe(self) -> None:
        """Forget the slips."""
        self.presenter.forget()
        self.title.say(_("您今天的单子"))
        self.line.say("")
        self.message.say("")
        self.list.forget()

    def _facts(self, item: MyReferral) -> PostFacts:
        pay, unit = money(item.vacancy)
        theme = self.theme
        return PostFacts(
            key=item.referral.id,
            title=f"{item.referral.number} {item.vacancy.trade_name}",
            pay=pay,
            unit=unit,
            place=item.vacancy.place,
            time=start_text(self._site, item.vacancy),
            wanted=item.vacancy.employer_name,
            bay="",
            reason=slip_state_text(item),
            mark=_MARKS.get(item.referral.status, "unsure"),
            icon=trade_icon(item.vacancy.trade),
            zone=theme.colours.zone(item.vacancy.zone),
        )
