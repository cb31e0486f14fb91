"""09 the slip is printed, 14 there is no paper."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.i18n import _
from kiosk.service.views import VacancyView
from kiosk.ui.components.buttons import BigButton
from kiosk.ui.components.labels import Banner
from kiosk.ui.components.state_mark import StateMark
from kiosk.ui.components.ticket import NextStep, Ticket
from kiosk.ui.public.context import PublicContext
from kiosk.ui.public.post_words import bay_text, money
from kiosk.ui.public.slip_presenter import SlipPresenter, SlipState
from kiosk.ui.public.slip_words import SlipWords, slip_words
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme
from kiosk.words import clock_text

__all__ = ["SlipScreen"]


_ON_PAPER = frozenset({"printed", "printing", "unknown"})


class SlipScreen(Screen):
    """Number large, what to do next; leaves by itself after a while."""

    name = "slip"
    shows_identity = True

    def __init__(self, theme: Theme, context: PublicContext, stay_s: float = 20.0) -> None:
        super().__init__(theme)
        self._site = context.site
        self.presenter = SlipPresenter(context, self)
        self.paper = ""
        """What the last state said of the paper."""
        self._stay_s = self._left_s = round(stay_s)
        self.title = self.head(_("办好了"))
        self.mark = StateMark(theme)
        self._put_mark_beside_the_head()
        self.ticket = Ticket(theme)
        self.main.addWidget(self.ticket)
        self.fill(self.main)
        self.state_banner = Banner(theme, "notice", "", "receipt_long")
        self.side.addWidget(self.state_banner)
        if theme.is_landscape:
            self.fill(self.side)
        row = QHBoxLayout()
        row.setSpacing(theme.px(24))
        self.again = BigButton(theme, _("没打出来"), icon="print", height=112, commits=True)
        self.again.clicked.connect(lambda _checked=False: self._again())
        self.more = BigButton(theme, _("再看看"), icon="search", height=112, commits=True)
        self.more.clicked.connect(lambda _checked=False: self._more())
        self.next_person = BigButton(
            theme, _("下一位"), icon="person_add", height=112, commits=True
        )
        self.next_person.clicked.connect(lambda _checked=False: self._next())
        for button in (self.again, self.more, self.next_person):
            row.addWidget(button)
        self.side.addLayout(row)
        self.done = BigButton(theme, _("办完了"), kind="primary", height=168)
        self.done.clicked.connect(lambda _checked=False: self._leave())
        self.side.addWidget(self.done)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._second)

    def _put_mark_beside_the_head(self) -> None:
        row, column = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(self.theme.px(28))
        column.setSpacing(self.theme.px(4))
        for words in (self.title, self.line):
            self.main.removeWidget(words)
            column.addWidget(words)
        row.addWidget(self.mark)
        row.addLayout(column, 1)
        self.main.addLayout(row)

    def enter(self) -> None:
        """Start the countdown."""
        self._left_s = self._stay_s
        self.presenter.enter()
        self._timer.start()
        self._show_seconds()

    def show_state(self, state: SlipState) -> None:
        """Show number, steps, and the truth about the paper."""
        self.paper = state.paper
        self._show_words(slip_words(state))
        title = self._show_ticket(state)
        # Neither the voice nor a screen reader says who it is.
        self.ticket.setAccessibleName(f"{_('您的号码')}，{state.number}，{title}")
        is_referral = not state.is_posting and state.receipt is None
        self.more.setVisible(is_referral)
        self.next_person.setVisible(is_referral)
        self.again.setEnabled(state.paper in {"printed", "unknown"})
        if state.message:
            self.state_banner.say(state.message, "error", "error")

    def _show_ticket(self, state: SlipState) -> str:
        """Number, subject and steps; returns the subject."""
        vacancy, receipt = state.vacancy, state.receipt
        if vacancy is None:
            steps = tuple(NextStep(*step) for step in receipt.steps) if receipt else ()
            title = receipt.title if receipt else ""
            self.ticket.show_ticket(state.number, title, "", (), steps)
            return title
        pay, unit = money(vacancy)
        who = vacancy.employer_name if not state.is_posting else ""
        self.ticket.show_ticket(
            state.number,
            vacancy.trade_name,
            f"{pay} {unit}",
            (who, state.person),
            self._posting_steps(vacancy)
            if state.is_posting
            else self._steps(vacancy, state.number),
        )
        return vacancy.trade_name

    def wipe(self) -> None:
        """Forget the slip."""
        self._timer.stop()
        self.ticket.show_ticket("", "", "", (), ())
        self.state_banner.say("")

    def _show_words(self, words: SlipWords) -> None:
        self.mark.show_mark(words.mark, words.icon)
        self.title.say(words.title)
        self.line.say(words.line)
        self.state_banner.say(words.todo, "notice", words.todo_icon)

    def _steps(self, vacancy: VacancyView, number: str) -> tuple[NextStep, ...]:
        zone = _("去 {zone} 区洽谈桌，和老板谈").format(zone=vacancy.zone)
        leaves = _("{time} 开工").format(time=clock_text(vacancy.starts))
        return (
            NextStep("campaign", _("看大屏，叫到 {n}").format(n=number)),
            NextStep("groups", zone),
            NextStep("airport_shuttle", bay_text(vacancy), leaves),
        )

    def _posting_steps(self, vacancy: VacancyView) -> tuple[NextStep, ...]:
        shown = NextStep("campaign", _("大屏上马上有人看到"))
        if vacancy.review == "queued":
            shown = NextStep("fact_check", _("工作人员看过就上大屏"))
        return (
            shown,
            NextStep("groups", _("到洽谈桌等人来谈")),
            NextStep("qr_code_scanner", _("谈好了来扫这张单子"))
            if self.paper in _ON_PAPER
            else NextStep("badge", _("谈好了来放身份证")),
        )

    def _second(self) -> None:
        self._left_s -= 1
        self._show_seconds()
        if self._left_s <= 0:
            self._leave()

    def _show_seconds(self) -> None:
        words = _("办完了（{seconds}秒后自动清空）").format(seconds=max(0, self._left_s))
        self.done.setText(words)
        self.done.setAccessibleName(_("办完了"))
        self.done.update()

    def _again(self) -> None:
        self._left_s = self._stay_s
        self.presenter.not_printed()

    def _more(self) -> None:
        self._timer.stop()
        self.presenter.look_on()

    def _next(self) -> None:
        self._timer.stop()
        self.presenter.next_person()

    def _leave(self) -> None:
        self._timer.stop()
        self.presenter.done()

    def hideEvent(self, _event) -> None:  # type: ignore[no-untyped-def]  # noqa: N802 (Qt's)
        """Another screen is shown: nobody is to be sent home from there."""
        self._timer.stop()
