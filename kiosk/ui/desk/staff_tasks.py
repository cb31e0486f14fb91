"""How desk presenters do what the gate guards: ask leave, ask for the PIN where needed, act."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from kiosk.domain.roles import Act, StaffSession
from kiosk.service.authority import Authorised, NotAllowed, StepUpNeeded, authorise
from kiosk.service.site import Site
from kiosk.ui.public.context import Tasks

__all__ = ["Staff", "StaffTasks"]

T = TypeVar("T")


class Staff(Protocol):
    """Who sits at the window; the cover is one."""

    @property
    def session(self) -> StaffSession | None:
        """Who is signed in; None while nobody is."""

    def ask_step_up(self, act: Act, then: Callable[[], None]) -> None:
        """Ask for the PIN; `then` is called when it was right, and never otherwise."""


class StaffTasks:
    """Runs acts of whoever is signed in."""

    def __init__(self, site: Site, tasks: Tasks, staff: Staff) -> None:
        self.site, self.tasks, self.staff = site, tasks, staff

    def act(
        self,
        act: Act,
        work: Callable[[Authorised], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        subject: str = "",
        detail: str = "",
    ) -> None:
        """Do something that the gate guards, on the writing thread.

        Args:
            act: what it is.
            work: is given the leave.
            done: gets the result.
            failed: gets the error; not where the PIN is asked for, which may be given up.
            subject: for the log, see `authorise`.
            detail: for the log.
        """
        session = self.staff.session
        if session is None:
            failed(NotAllowed("signed_out"))
            return

        def guarded() -> T:
            return work(authorise(self.site, session, act, subject, detail))

        def again() -> None:
            self.act(act, work, done, failed, subject=subject, detail=detail)

        def ask(error: Exception) -> None:
            if isinstance(error, StepUpNeeded):
                self.staff.ask_step_up(error.act, again)
            else:
                failed(error)

        self.tasks.write(guarded, done, ask)
