"""11 my post: who came, and 谈成了 or 没谈成 for each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.referral import Side
from kiosk.i18n import _
from kiosk.service.confirmation import agree, candidates, decline
from kiosk.service.matching import show_vacancy
from kiosk.service.own_posts import is_to_be_asked
from kiosk.service.vacancy_changes import close_vacancy, keep_vacancy
from kiosk.service.views import Candidate, VacancyView
from kiosk.ui.public.context import PublicContext, failure_text
from kiosk.ui.question import Question

__all__ = ["MyPostPresenter", "MyPostState", "MyPostView"]


@dataclass(frozen=True, slots=True)
class MyPostState:
    """The post, those who wait for an answer (one page of them), and those agreed."""

    vacancy: VacancyView
    waiting: tuple[Candidate, ...]
    agreed: tuple[Candidate, ...]
    page: int = 1
    pages: int = 1
    waiting_count: int = 0
    message: str = ""


class MyPostView(Protocol):
    """The view of the screen."""

    def show_state(self, state: MyPostState) -> None:
        """Show it."""


class MyPostPresenter:
    """Whoever holds the posting slip answers for this vacancy only."""

    def __init__(
        self, context: PublicContext, view: MyPostView, per_page: int = 3, per_full_page: int = 2
    ) -> None:
        """`per_full_page` holds where there are several pages: their buttons take room."""
        self._context = context
        self._view = view
        self._per_page, self._per_full_page = per_page, per_full_page
        self._page = 1
        self._candidates: tuple[Candidate, ...] = ()
        self._asked = ""

    def enter(self) -> None:
        """The screen is shown."""
        self.forget()
        self.refresh()
        context, vacancy = self._context, self._context.session.vacancy
        if vacancy is not None and vacancy.id != self._asked:
            self._asked = vacancy.id
            context.tasks.read(
                lambda: is_to_be_asked(context.site, vacancy), self._ask_if_needed, self._failed
            )

    def forget(self) -> None:
        """The people of another post are nobody's business here."""
        self._page = 1
        self._candidates = ()

    def end(self) -> None:
        """The session is over."""
        self.forget()
        self._asked = ""

    def refresh(self) -> None:
        """Something changed, here or elsewhere."""
        context, vacancy = self._context, self._context.session.vacancy
        if vacancy is None:
            return

        def work() -> tuple[VacancyView, tuple[Candidate, ...]]:
            return show_vacancy(context.site, vacancy.id), candidates(context.site, vacancy.id)

        context.tasks.read(work, self._known, self._failed)

    def turn(self, page: int) -> None:
        """上一页, 下一页."""
        self._page = page
        self._show()

    def agreed(self, referral: str) -> None:
        """谈成了."""
        self._write(lambda: agree(self._context.site, referral, Side.EMPLOYER, self._actor))

    def declined(self, referral: str) -> None:
        """没谈成."""
        self._write(lambda: decline(self._context.site, referral, Side.EMPLOYER, self._actor))

    def ask_to_close(self) -> None:
        """人够了，不招了: asked once more, nobody new comes after it."""
        question = Question(
            "block",
            _("真的不招了吗？"),
            _("点了以后大屏上就没有了，没有新的人来谈。已经谈成的不变。"),
            _("还招着"),
            _("不招了"),
        )
        self._context.navigator.ask(question, self._close_unless)

    def _ask_if_needed(self, is_asked: bool) -> None:
        """还要人吗？ after two hours without a word."""
        if is_asked:
            question = Question(
                "groups",
                _("还要人吗？"),
                _("发出去有一阵了。还要人，就接着挂在大屏上。"),
                _("还要人"),
                _("不要了"),
            )
            self._context.navigator.ask(question, self._keep_or_close)

    def _keep_or_close(self, keeps: bool) -> None:
        vacancy = self._context.session.vacancy
        if keeps and vacancy is not None:
            self._write(lambda: keep_vacancy(self._context.site, vacancy.id, self._actor))
        else:
            self._close_unless(keeps)

    def _close_unless(self, keeps: bool) -> None:
        vacancy = self._context.session.vacancy
        if vacancy is not None and not keeps:
            self._write(lambda: close_vacancy(self._context.site, vacancy.id, self._actor))

    def change_headcount(self) -> None:
        """加减人数."""
        self._context.navigator.go("headcount")

    def arrivals(self) -> None:
        """到岗点名."""
        self._context.navigator.go("arrivals")

    @property
    def _actor(self) -> str:
        vacancy = self._context.session.vacancy
        return vacancy.employer if vacancy else ""

    def _write(self, work: Callable[[], object]) -> None:
        self._context.tasks.write(work, lambda _changed: self.refresh(), self._failed)

    def _known(self, known: tuple[VacancyView, tuple[Candidate, ...]]) -> None:
        self._context.session.vacancy, self._candidates = known
        self._show()

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "") -> None:
        vacancy = self._context.session.vacancy
        if vacancy is None:
            return
        ended = {"agreed", "declined", "cancelled"}
        waiting = [item for item in self._candidates if item.referral.status not in ended]
        agreed = tuple(item for item in self._candidates if item.referral.status == "agreed")
        per_page = self._per_page if len(waiting) <= self._per_page else self._per_full_page
        pages = max(1, -(-len(waiting) // per_page))
        self._page = min(max(1, self._page), pages)
        start = (self._page - 1) * per_page
        shown = tuple(waiting[start : start + per_page])
        self._view.show_state(
            MyPostState(vacancy, shown, agreed, self._page, pages, len(waiting), message)
        )
