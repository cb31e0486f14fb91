"""What presenters of the public station work with; no Qt."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Protocol, TypeVar

from kiosk.domain.problems import InvalidInput, NotPossible
from kiosk.i18n import _
from kiosk.service.site import Site
from kiosk.service.views import EmployerView, ReferralView, SeekerView, VacancyView
from kiosk.store.errors import DiskFull, StoreError
from kiosk.ui.question import Question
from kiosk.words import not_possible_text, problem_text

__all__ = [
    "Draft",
    "Navigator",
    "PublicContext",
    "Receipt",
    "Session",
    "Tasks",
    "failure_text",
]

T = TypeVar("T")


class Tasks(Protocol):
    """Runs work away from the screen; results come back on the screen's thread.

    Results of a session that has ended are dropped.
    """

    def read(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run a query on a reading thread."""

    def write(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """Run a use case on the one writing thread."""


class Navigator(Protocol):
    """Changes screens."""

    def go(self, name: str) -> None:
        """Show a screen; 返回 leads back from it."""

    def replace(self, name: str) -> None:
        """Show a screen in place of the present one, which 返回 must not lead to."""

    def back(self) -> None:
        """Show the screen before."""

    def leave(self) -> None:
        """End the session: wipe everything of the person and show home."""

    def leave_for(self, name: str) -> None:
        """End the session and begin the next one on a screen."""

    def stand_in(self, name: str) -> None:
        """What is shown in place of home from now on."""

    def note(self, words: str) -> None:
        """Say for a moment that a small thing was done; never who it was about."""

    def ask(self, question: Question, chosen: Callable[[bool], None]) -> None:
        """A dialog with two answers; `chosen` is told True for the safe one."""


@dataclass
class Draft:
    """A posting as far as it is entered. Times in ms, digits as typed."""

    trade: str = ""
    headcount: str = ""
    pay: str = ""
    pay_unit: str = "day"
    settlement: str = "daily"
    day_offset: int = 0
    start_minutes: int = -1
    hours: int = 8
    place: str = ""
    bay: str = ""
    meals: str = ""
    content: str = ""
    plate: str = ""
    phone: str = ""
    shows_phone: bool = False
    engagement: str = "temporary"
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """A slip that is no referral and no posting. `steps`: icon and words, at most three."""

    kind: str
    subject: str
    title: str
    steps: tuple[tuple[str, str], ...]


@dataclass
class Session:
    """Everything of the person now at the screen. `wipe` leaves nothing of it."""

    purpose: str = ""
    """`work`, `hire`, `mine`, `registration`, `training` or empty."""
    name: str = ""
    id_number: str = ""
    ethnicity: str = ""
    address: str = ""
    entry: str = ""
    has_consented: bool = False
    share_phone: bool = True
    phone: str = ""
    trades: tuple[str, ...] = ()
    seeker: SeekerView | None = None
    employer: EmployerView | None = None
    vacancy: VacancyView | None = None
    referral: ReferralView | None = None
    print_job: str = ""
    number: str = ""
    receipt: Receipt | None = None
    order: str = "fit"
    only_trade: str = ""
    complaint: str = ""
    pin: str = ""
    training: str = ""
    """Course or topic that is signed up for once the person is known."""
    leaflet: str = ""
    text: str = ""
    """What is being written, for `writing_for`."""
    writing_for: str = ""
    draft: Draft = field(default_factory=Draft)

    def wipe(self) -> None:
        """Back to an empty session."""
        fresh = Session()
        for item in fields(self):
            setattr(self, item.name, getattr(fresh, item.name))


@dataclass(frozen=True)
class PublicContext:
    """Given to every presenter."""

    site: Site
    tasks: Tasks
    navigator: Navigator
    session: Session
    end_program: Callable[[], None] = lambda: None
    """Asked by the staff's door only, once it is proven who stands there."""
    card_fields: re.Pattern[str] = re.compile(r"(?!)")
    """What a card reader types beside the number, by named groups; the default never matches."""
    is_online: Callable[[], bool] = lambda: True
    """Whether the hub answered last time: what people are told while they wait for a seat."""


def failure_text(error: Exception) -> str:
    """One plain sentence for anything that can go wrong in a use case."""
    if isinstance(error, InvalidInput):
        return problem_text(error.problems[0])
    if isinstance(error, NotPossible):
        return not_possible_text(error)
    if isinstance(error, DiskFull):
        return _("机器存满了，这一步没有存下来。请找工作人员，前面办好的都在。")
    if isinstance(error, StoreError):
        return _("机器一时存不了，这一步没有存下来。请再点一次，还不行就找工作人员。")
    return _("出了点问题，这一步没有办成。请再点一次，还不行就找工作人员。")
