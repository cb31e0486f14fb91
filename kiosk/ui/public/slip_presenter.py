"""09 and 14: the slip is printed, is being printed, or could not be printed."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.printing.queue import JobState
from kiosk.service.print_queue import print_job_state, reprint
from kiosk.service.staff_calls import CalledStaff, call_staff
from kiosk.service.views import VacancyView
from kiosk.ui.public.context import PublicContext, Receipt, failure_text

__all__ = ["SlipPresenter", "SlipState", "SlipView"]

_SEEN_TO_BY_STAFF = frozenset({"no_paper", "cover_open", "offline", "error"})


@dataclass(frozen=True, slots=True)
class SlipState:
    """`paper`: printing, printed, unknown, or the printer's trouble (no_paper, cover_open, …).

    Unknown is shown as unknown: nobody is told that a slip was printed that may not have been.
    """

    number: str
    person: str
    vacancy: VacancyView | None
    paper: str
    is_posting: bool = False
    message: str = ""
    receipt: Receipt | None = None
    """Set where the slip is neither a referral's nor a posting's; then there is no vacancy."""
    is_staff_told: bool = False
    """Somebody was called to see to the printer."""


class SlipView(Protocol):
    """The view of the screen."""

    def show_state(self, state: SlipState) -> None:
        """Show it."""


class SlipPresenter:
    """Follows the print job; the record is safe whatever the printer does."""

    def __init__(self, context: PublicContext, view: SlipView) -> None:
        self._context = context
        self._view = view
        self._trouble = ""
        self._job_state = ""
        self._is_staff_told = False

    def enter(self) -> None:
        """The screen is shown."""
        self._job_state, self._is_staff_told = "", False
        self._show()
        self._ask()

    def printer_changed(self, trouble: str) -> None:
        """The spooler reported; `trouble` is a printer state other than ready, or empty."""
        self._trouble = trouble
        self._ask()
        self._tell_staff()

    def not_printed(self) -> None:
        """没打出来: another copy, marked 补打."""
        context, session = self._context, self._context.session
        kind, subject = "posting", session.vacancy.id if session.vacancy else ""
        if session.receipt is not None:
            kind, subject = session.receipt.kind, session.receipt.subject
        elif session.referral is not None:
            kind, subject = "referral", session.referral.id
        context.tasks.write(
            lambda: reprint(context.site.store, subject, kind), self._queued, self._failed
        )

    def look_on(self) -> None:
        """再看别的活."""
        self._context.navigator.replace("posts")

    def next_person(self) -> None:
        """下一位: wiped, and the next of the group puts the card."""
        self._context.navigator.leave_for("card")

    def done(self) -> None:
        """办完了."""
        self._context.navigator.leave()

    def _queued(self, job: str) -> None:
        self._context.session.print_job = job
        self.enter()

    def _ask(self) -> None:
        store, job = self._context.site.store, self._context.session.print_job
        if job:
            self._context.tasks.read(
                lambda: print_job_state(store, job), self._job_known, self._failed
            )

    def _job_known(self, state: str) -> None:
        self._job_state = state
        self._show()

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _tell_staff(self) -> None:
        """Nobody has to go and fetch somebody because the paper is out."""
        site = self._context.site
        if self._trouble not in _SEEN_TO_BY_STAFF or self._paper() == "printed":
            return

        def told(_call: CalledStaff) -> None:
            self._is_staff_told = True
            self._show()

        self._context.tasks.write(lambda: call_staff(site, "slip"), told, self._failed)

    def _paper(self) -> str:
        if self._job_state == JobState.DONE:
            return "printed"
        if self._job_state in {JobState.NEEDS_HUMAN, JobState.SENT_UNCONFIRMED}:
            return "unknown"
        return self._trouble or "printing"

    def _show(self, message: str = "") -> None:
        session = self._context.session
        if session.vacancy is None and session.receipt is None:
            return
        if session.receipt is not None:
            self._view.show_state(
                SlipState(
                    session.number,
                    "",
                    None,
                    self._paper(),
                    message=message,
                    receipt=session.receipt,
                    is_staff_told=self._is_staff_told,
                )
            )
            return
        person = session.seeker.public_name if session.seeker else ""
        is_posting = session.referral is None
        self._view.show_state(
            SlipState(
                session.number,
                person,
                session.vacancy,
                self._paper(),
                is_posting,
                message,
                is_staff_told=self._is_staff_told,
            )
        )
