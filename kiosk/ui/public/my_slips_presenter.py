"""The worker's own referrals of today."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.service.my_referrals import MyReferral, my_referrals
from kiosk.ui.public.context import PublicContext, failure_text

__all__ = ["MySlipsPresenter", "MySlipsState", "MySlipsView"]


@dataclass(frozen=True, slots=True)
class MySlipsState:
    """One page; `total` counts all pages."""

    person: str
    items: tuple[MyReferral, ...]
    page: int
    pages: int
    total: int
    message: str = ""


class MySlipsView(Protocol):
    """The view of the screen."""

    def show_state(self, state: MySlipsState) -> None:
        """Show it."""


class MySlipsPresenter:
    """Opens a slip: say how it went, cancel, print again."""

    def __init__(self, context: PublicContext, view: MySlipsView, per_page: int = 4) -> None:
        self._context = context
        self._view = view
        self._per_page = per_page
        self._page = 1
        self._items: tuple[MyReferral, ...] = ()

    def enter(self) -> None:
        """The screen is shown: look again, the other side may have answered."""
        context, seeker = self._context, self._context.session.seeker
        if seeker is not None:
            self._show()
            context.tasks.read(
                lambda: my_referrals(context.site, seeker.id), self._known, self._failed
            )

    def forget(self) -> None:
        """The session is over."""
        self._items, self._page = (), 1

    def turn(self, page: int) -> None:
        """上一页, 下一页."""
        self._page = page
        self._show()

    def open(self, referral: str) -> None:
        """A slip was touched."""
        found = next((item for item in self._items if item.referral.id == referral), None)
        if found is not None:
            session = self._context.session
            session.referral, session.vacancy = found.referral, found.vacancy
            self._context.navigator.go("confirm")

    def find_work(self) -> None:
        """去找活."""
        self._context.session.purpose = "work"
        self._context.navigator.go("posts")

    def _known(self, items: tuple[MyReferral, ...]) -> None:
        self._items = items
        self._show()

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "") -> None:
        seeker = self._context.session.seeker
        pages = max(1, -(-len(self._items) // self._per_page))
        self._page = min(max(1, self._page), pages)
        start = (self._page - 1) * self._per_page
        self._view.show_state(
            MySlipsState(
                person=seeker.public_name if seeker else "",
                items=self._items[start : start + self._per_page],
                page=self._page,
                pages=pages,
                total=len(self._items),
                message=message,
            )
        )
