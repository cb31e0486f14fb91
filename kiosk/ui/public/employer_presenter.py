"""What a known employer finds: the own posts, and the last one to post once more."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.clock import local_time
from kiosk.service.own_posts import last_post, own_posts
from kiosk.service.views import VacancyView
from kiosk.ui.public.context import Draft, PublicContext, failure_text
from kiosk.words import yuan

__all__ = ["EmployerPresenter", "EmployerState", "EmployerView", "draft_of"]

_HOUR_MS = 3_600_000
_LONGEST_H = 12


@dataclass(frozen=True, slots=True)
class EmployerState:
    """One page of the own posts that are valid still; `last` can be posted once more."""

    name: str
    posts: tuple[VacancyView, ...]
    page: int
    pages: int
    last: VacancyView | None
    message: str = ""


class EmployerView(Protocol):
    """The view of the screen."""

    def show_state(self, state: EmployerState) -> None:
        """Show it."""


class EmployerPresenter:
    """Opens a post, repeats the last one, or begins a new one."""

    def __init__(self, context: PublicContext, view: EmployerView, per_page: int = 3) -> None:
        self._context = context
        self._view = view
        self._per_page = per_page
        self._page = 1
        self._posts: tuple[VacancyView, ...] = ()
        self._last: VacancyView | None = None

    def enter(self) -> None:
        """The screen is shown."""
        employer = self._context.session.employer
        if employer is None:
            return
        site = self._context.site

        def work() -> tuple[tuple[VacancyView, ...], VacancyView | None]:
            return own_posts(site, employer.id), last_post(site, employer.id)

        self._show()
        self._context.tasks.read(work, self._known, self._failed)

    def forget(self) -> None:
        """The session is over."""
        self._posts, self._last, self._page = (), None, 1

    def turn(self, page: int) -> None:
        """上一页, 下一页."""
        self._page = page
        self._show()

    def open(self, vacancy: str) -> None:
        """看谁来了."""
        found = next((post for post in self._posts if post.id == vacancy), None)
        if found is not None:
            self._context.session.vacancy = found
            self._context.navigator.go("my_post")

    def post_new(self) -> None:
        """发新活."""
        self._context.session.draft = Draft()
        self._context.navigator.go("post_trade")

    def post_again(self) -> None:
        """再发一次: everything as last time, at the next such hour; a look, then it is posted."""
        if self._last is not None:
            now = self._context.site.now_ms()
            self._context.session.draft = draft_of(self._last, now)
            self._context.navigator.go("post_contact")

    def _known(self, known: tuple[tuple[VacancyView, ...], VacancyView | None]) -> None:
        self._posts, self._last = known
        self._show()

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "") -> None:
        employer = self._context.session.employer
        pages = max(1, -(-len(self._posts) // self._per_page))
        self._page = min(max(1, self._page), pages)
        start = (self._page - 1) * self._per_page
        self._view.show_state(
            EmployerState(
                name=employer.name if employer else "",
                posts=self._posts[start : start + self._per_page],
                page=self._page,
                pages=pages,
                last=self._last,
                message=message,
            )
        )


def draft_of(vacancy: VacancyView, now_ms: int) -> Draft:
    """A draft like a posted vacancy, at the same hour of today, or of tomorrow if that is past."""
    moment, now = local_time(vacancy.starts), local_time(now_ms)
    minutes = moment.hour * 60 + moment.minute
    hours = min(_LONGEST_H, max(1, (vacancy.ends - vacancy.starts) // _HOUR_MS))
    return Draft(
        trade=vacancy.trade,
        headcount=str(vacancy.headcount),
        pay=yuan(vacancy.pay_cents),
        pay_unit=vacancy.pay_unit,
        settlement=vacancy.settlement,
        day_offset=0 if minutes > now.hour * 60 + now.minute else 1,
        start_minutes=minutes,
        hours=hours,
        place=vacancy.place,
        bay=vacancy.bay,
        meals=vacancy.meals,
        content=vacancy.content,
        plate=vacancy.plate,
        engagement=vacancy.engagement,
    )
