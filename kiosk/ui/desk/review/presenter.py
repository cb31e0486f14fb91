"""The posting review at the desk. Free of Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.roles import Act
from kiosk.i18n import _
from kiosk.service.authority import Authorised
from kiosk.service.desk_people import employer_phone
from kiosk.service.matching import list_vacancies
from kiosk.service.person_cards import EmployerCard, employer_card
from kiosk.service.reviewing import (
    ReviewQueue,
    ReviewSheet,
    approve,
    ask_employer,
    reject,
    review_queue,
    review_sheet,
    take_down,
)
from kiosk.service.views import VacancyView
from kiosk.ui.desk.context import DeskContext
from kiosk.ui.desk.page_presenter import PagePresenter

__all__ = ["ReviewPresenter", "ReviewState", "ReviewView"]

_LIVE = 200
_EMPTY = ReviewQueue((), 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ReviewState:
    """Queue or live posts, and the chosen one with its employer."""

    queue: ReviewQueue = _EMPTY
    live: tuple[VacancyView, ...] = ()
    mode: str = "queue"
    sheet: ReviewSheet | None = None
    employer: EmployerCard | None = None


class ReviewView(Protocol):
    """The view of the page."""

    def show_state(self, state: ReviewState) -> None:
        """Show it."""


class ReviewPresenter(PagePresenter):
    """Chooses a post and decides on it."""

    def __init__(self, context: DeskContext, view: ReviewView) -> None:
        super().__init__(context)
        self._view = view
        self._mode, self._chosen = "queue", ""
        self.state = ReviewState()

    def refresh(self) -> None:
        """Look at the store again; where nothing is chosen the first of the queue is."""
        site, mode, chosen = self._context.site, self._mode, self._chosen

        def look() -> ReviewState:
            queue = review_queue(site)
            live = list_vacancies(site, per_page=_LIVE).items if mode == "live" else ()
            first = queue.items[0].vacancy.id if queue.items and mode == "queue" else ""
            wanted = chosen or first
            sheet = review_sheet(site, wanted) if wanted else None
            employer = employer_card(site, sheet.vacancy.employer) if sheet else None
            return ReviewState(queue, live, mode, sheet, employer)

        def known(state: ReviewState) -> None:
            if (mode, chosen) == (self._mode, self._chosen):
                self.state = state
                self._view.show_state(state)

        self.read(look, known)

    def show(self, mode: str) -> None:
        """等审核 or 在招的."""
        self._mode, self._chosen = mode, ""
        self.refresh()

    def choose(self, vacancy: str) -> None:
        """A row was chosen."""
        self._chosen = vacancy
        self.refresh()

    def passed(self) -> None:
        """通过: at once where nothing was found, else with a reason."""
        sheet = self.state.sheet
        if sheet is None or sheet.is_locked:
            return
        if not sheet.needs_reason:
            self._approve("")
        else:
            self.ask_reason(_("有提醒，为什么放行？"), self._approve)

    def sent_back(self) -> None:
        """退回，请改."""
        self._decide(_("为什么退回？怎么改？"), Act.REVIEW, reject, _("退回了，理由记下来了"))

    def taken_down(self) -> None:
        """下架."""
        self._decide(_("为什么下架？"), Act.TAKE_DOWN, take_down, _("下架了，大屏上也没有了"))

    def called(self) -> None:
        """打电话问: the phone, logged; then what was asked."""
        sheet, site = self.state.sheet, self._context.site
        if sheet is None:
            return
        vacancy = sheet.vacancy

        def known(phone: str) -> None:
            title = _("打 {phone}，问什么？").format(phone=phone or _("（没留电话）"))
            self.ask_reason(title, ask)

        def ask(question: str) -> None:
            self._do(
                Act.REVIEW,
                lambda allowed: ask_employer(site, allowed, vacancy.id, question),
                _("记下了，这条还在等审核里"),
            )

        self.act(
            Act.SEE_PHONE,
            lambda allowed: employer_phone(site, allowed, vacancy.employer, "review"),
            known,
            subject=vacancy.employer,
        )

    def see_employer(self) -> None:
        """The employer's card."""
        if self.state.sheet is not None:
            self._context.navigator.go("people", self.state.sheet.vacancy.employer)

    def _approve(self, reason: str) -> None:
        sheet, site = self.state.sheet, self._context.site
        if sheet is not None:
            vacancy = sheet.vacancy.id
            self._do(
                Act.REVIEW,
                lambda allowed: approve(site, allowed, vacancy, reason),
                _("通过了，已经挂出来"),
            )

    def _decide(self, question: str, act: Act, decide: Callable[..., object], done: str) -> None:
        sheet, site = self.state.sheet, self._context.site
        if sheet is not None:
            vacancy = sheet.vacancy.id
            self.ask_reason(
                question,
                lambda reason: self._do(
                    act, lambda allowed: decide(site, allowed, vacancy, reason), done
                ),
            )

    def _do(self, act: Act, work: Callable[[Authorised], object], done: str) -> None:
        def told(_result: object) -> None:
            self._chosen = ""
            self.say(done)

        subject = self.state.sheet.vacancy.id if self.state.sheet else ""
        self.act(act, work, told, subject=subject)
