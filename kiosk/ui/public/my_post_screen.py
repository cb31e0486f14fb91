"""11 my post."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.i18n import _
from kiosk.service.views import Candidate
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.headline import Headline
from kiosk.ui.components.labels import Banner, Words
from kiosk.ui.components.page_row import PageRow
from kiosk.ui.components.person_card import PersonCard
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.icons import trade_icon
from kiosk.ui.public.my_post_presenter import MyPostPresenter, MyPostState
from kiosk.ui.public.post_words import bay_text, money, start_text
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme

__all__ = ["MyPostScreen"]

# Numbers of those agreed that fit on one line; the rest is behind 到岗点名.
_NUMBERS = 4


class MyPostScreen(Screen):
    """The post above, those who came below."""

    name = "my_post"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext) -> None:
        super().__init__(theme)
        self._site = context.site
        per_page = 2 if theme.is_landscape else 3
        self.presenter = MyPostPresenter(context, self, per_page, 2)
        self.post = Headline(theme)
        self.main.addWidget(self.post)
        self.title = Words(theme, "", "title", bold=True)
        self.main.addWidget(self.title)
        self.people = [PersonCard(theme) for _index in range(per_page)]
        for card in self.people:
            card.agreed.connect(self.presenter.agreed)
            card.declined.connect(self.presenter.declined)
            (self.side if theme.is_landscape else self.main).addWidget(card)
        self.fill(self.main)
        self.agreed = Banner(theme, "done", "", "check_circle")
        self.message = Banner(theme, "error")
        self.pages = PageRow(theme)
        self.pages.turned.connect(self.presenter.turn)
        below = self.main if theme.is_landscape else self.side
        for widget in (self.message, self.agreed, self.pages):
            below.addWidget(widget)
        if theme.is_landscape:
            self.fill(self.side)
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.close_post = BigButton(theme, _("不招了"), icon="block", height=112, commits=True)
        self.close_post.clicked.connect(lambda _checked=False: self.presenter.ask_to_close())
        self.headcount = BigButton(theme, _("加减人数"), icon="groups", height=112)
        self.headcount.clicked.connect(lambda _checked=False: self.presenter.change_headcount())
        self.arrivals = BigButton(theme, _("到岗点名"), icon="how_to_reg", height=112)
        self.arrivals.clicked.connect(lambda _checked=False: self.presenter.arrivals())
        for button in (self.close_post, self.headcount, self.arrivals):
            row.addWidget(button)
        below.addLayout(row)

    def enter(self) -> None:
        """Show who came."""
        self.presenter.enter()

    def show_state(self, state: MyPostState) -> None:
        """Show a page of people."""
        vacancy = state.vacancy
        pay, unit = money(vacancy)
        head = f"{vacancy.trade_name} {pay} {unit}"
        counts = _("要 {count} 人 · 谈成 {agreed} 人 · 还差 {left} 人").format(
            count=vacancy.headcount, agreed=vacancy.agreed, left=vacancy.left
        )
        lines: tuple[str, ...] = (
            f"{start_text(self._site, vacancy)} · {bay_text(vacancy)}",
            counts,
        )
        if self.theme.is_large:
            lines = (counts,)
        zone = self.theme.colours.brown
        self.post.show_head(head, lines, trade_icon(vacancy.trade), zone)
        self.title.say(
            _("来谈的人（{count}）").format(count=state.waiting_count)
            if state.waiting_count
            else _("还没有人在等，有人报了会叫号")
        )
        for index, card in enumerate(self.people):
            card.setVisible(index < len(state.waiting))
            if index < len(state.waiting):
                self._show_person(card, state.waiting[index])
        numbers = "、".join(item.referral.number for item in state.agreed[:_NUMBERS])
        more = "…" if len(state.agreed) > _NUMBERS else ""
        words = _("{count} 人谈成了：{numbers}").format(
            count=len(state.agreed), numbers=numbers + more
        )
        self.agreed.say(words if state.agreed else "")
        self.agreed.setAccessibleName(_("{count} 人谈成了").format(count=len(state.agreed)))
        self.message.say(state.message)
        self.pages.show_page(state.page, state.pages)
        is_closed = not vacancy.is_open and vacancy.left > 0
        self.close_post.setEnabled(vacancy.is_open)
        self.headcount.setEnabled(not is_closed)
        self.arrivals.setEnabled(bool(state.agreed))

    def wipe(self) -> None:
        """Forget the people."""
        self.presenter.end()
        self.agreed.say("")
        for card in self.people:
            card.show_person("", "", "", "", False)
            card.hide()

    def _show_person(self, card: PersonCard, person: Candidate) -> None:
        answered = person.referral.answer_employer == "agreed"
        trades = "、".join(person.trade_names[:3])
        visits = _("第一次来") if person.visits <= 1 else _("来过 {n} 次").format(n=person.visits)
        line = " · ".join(part for part in (trades, visits) if part)
        if answered:
            line = _("您说成了，等本人也点一下")
        if person.referral.status == "pending":
            line = _("两边都说成了，位子待确认")
        card.show_person(
            person.referral.id, person.referral.number, person.public_name, line, answered
        )
