"""The worker says how the talk went: 谈成了 or 没谈成."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.referral import Side
from kiosk.i18n import _
from kiosk.service.confirmation import Confirmation, agree, cancel_referral, decline
from kiosk.service.print_queue import reprint
from kiosk.service.views import ReferralView, VacancyView
from kiosk.ui.public.context import PublicContext, failure_text
from kiosk.ui.question import Question

__all__ = ["ConfirmPresenter", "ConfirmState", "ConfirmView"]


@dataclass(frozen=True, slots=True)
class ConfirmState:
    """A referral and its vacancy; the status says what both sides have said so far."""

    referral: ReferralView
    vacancy: VacancyView
    message: str = ""
    is_busy: bool = False
    note: str = ""
    """Something that has been done besides."""


class ConfirmView(Protocol):
    """The view of the screen."""

    def show_state(self, state: ConfirmState) -> None:
        """Show it."""


class ConfirmPresenter:
    """The bearer of a slip answers for its own referral only."""

    def __init__(self, context: PublicContext, view: ConfirmView) -> None:
        self._context = context
        self._view = view

    def enter(self) -> None:
        """The screen is shown."""
        self._show()

    def agreed(self) -> None:
        """谈成了."""
        self._answer(is_agreed=True)

    def declined(self) -> None:
        """没谈成."""
        self._answer(is_agreed=False)

    def done(self) -> None:
        """办完了."""
        self._context.navigator.leave()

    def ask_to_cancel(self) -> None:
        """不去了: asked once more."""
        question = Question(
            "close",
            _("这个活不去了吗？"),
            _("点了“不去了”，这张单子就没用了，别人好接上。"),
            _("还去"),
            _("不去了"),
        )
        self._context.navigator.ask(question, self._cancel_unless)

    def print_again(self) -> None:
        """补打."""
        context, referral = self._context, self._context.session.referral
        if referral is not None:
            context.tasks.write(
                lambda: reprint(context.site.store, referral.id, "referral"),
                lambda _job: self._show(note=_("补打的单子在打了，请到出纸口拿。")),
                self._failed,
            )

    def complain(self) -> None:
        """投诉 about this very gig."""
        self._context.navigator.go("complaint")

    def _cancel_unless(self, keeps: bool) -> None:
        context, referral = self._context, self._context.session.referral
        if referral is None or keeps:
            return
        context.tasks.write(
            lambda: cancel_referral(context.site, referral.id, referral.seeker),
            self._answered,
            self._failed,
        )

    def _answer(self, *, is_agreed: bool) -> None:
        context, referral = self._context, self._context.session.referral
        if referral is None:
            return
        use_case = agree if is_agreed else decline
        self._show(is_busy=True)
        context.tasks.write(
            lambda: use_case(context.site, referral.id, Side.SEEKER, referral.seeker),
            self._answered,
            self._failed,
        )

    def _answered(self, confirmation: Confirmation) -> None:
        self._context.session.referral = confirmation.referral
        self._show()

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "", is_busy: bool = False, note: str = "") -> None:
        session = self._context.session
        if session.referral is not None and session.vacancy is not None:
            self._view.show_state(
                ConfirmState(session.referral, session.vacancy, message, is_busy, note)
            )
