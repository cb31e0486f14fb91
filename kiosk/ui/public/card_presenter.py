"""02 put the card: identify the person by card, typed number, or a slip."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.devices.id_card import IdCard
from kiosk.i18n import _
from kiosk.service.confirmation import ScannedReferral
from kiosk.service.employers import find_employer_by_id_number
from kiosk.service.registration import find_seeker
from kiosk.service.views import EmployerView, SeekerView, VacancyView
from kiosk.ui.public.context import PublicContext, failure_text
from kiosk.ui.public.scans import Opened, open_scan

__all__ = ["CardPresenter", "CardState", "CardView"]


@dataclass(frozen=True, slots=True)
class CardState:
    """What the screen shows. `message` is empty while all is well; `purpose` as in the session."""

    purpose: str
    has_reader: bool = True
    is_reading: bool = False
    message: str = ""


class CardView(Protocol):
    """The view of the screen."""

    def show_state(self, state: CardState) -> None:
        """Show it."""


class CardPresenter:
    """Waits for a card; a known person goes straight on, a new one to the consent."""

    def __init__(self, context: PublicContext, view: CardView) -> None:
        self._context = context
        self._view = view
        self._has_reader = True

    def enter(self) -> None:
        """The screen is shown."""
        self._show()

    def type_number(self) -> None:
        """手输号码."""
        self._context.navigator.go("id_number")

    def reader_state_changed(self, has_reader: bool) -> None:
        """The reader was plugged in or out."""
        self._has_reader = has_reader
        message = "" if has_reader else _("读卡器没有接好。请手输号码，或者找工作人员。")
        self._show(message)

    def card_pulled_early(self) -> None:
        """The card left before it was read."""
        self._show(_("没读到，请再放一次，等“嘀”一声再拿。"))

    def card_arrived(self, card: IdCard) -> None:
        """A card was read whole."""
        if card.has_private_characters:
            self._show(_("名字里有个字读不出来，请找工作人员帮您改一下。"))
            return
        session = self._context.session
        session.name, session.id_number = card.name, card.number
        session.ethnicity, session.address = card.ethnicity_code, card.address
        session.entry = "card"
        self._view.show_state(CardState(session.purpose, self._has_reader, is_reading=True))
        self._identify(card.number)

    def scanned(self, text: str) -> None:
        """A code was scanned."""
        context = self._context
        context.tasks.read(lambda: open_scan(context, text), self._opened, self._failed)

    def _identify(self, id_number: str) -> None:
        context = self._context
        if context.session.purpose == "hire":
            context.tasks.read(
                lambda: find_employer_by_id_number(context.site, id_number),
                self._employer_found,
                self._failed,
            )
        else:
            context.tasks.read(
                lambda: find_seeker(context.site, id_number), self._seeker_found, self._failed
            )

    def _seeker_found(self, seeker: SeekerView | None) -> None:
        session = self._context.session
        if seeker is None:
            self._context.navigator.replace("consent")
            return
        session.seeker = seeker
        session.trades = seeker.trades
        self._context.navigator.replace("posts")

    def _employer_found(self, employer: EmployerView | None) -> None:
        self._context.session.employer = employer
        self._context.navigator.replace("post_trade")

    def _opened(self, opened: Opened) -> None:
        session = self._context.session
        match opened:
            case ScannedReferral():
                session.referral, session.vacancy = opened.referral, opened.vacancy
                self._context.navigator.replace("confirm")
            case (VacancyView() as vacancy, employer):
                session.vacancy, session.employer = vacancy, employer
                self._context.navigator.replace("my_post")
            case str():
                session.id_number, session.entry = opened, "scanned"
                self._identify(opened)

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "") -> None:
        purpose = self._context.session.purpose
        self._view.show_state(CardState(purpose, self._has_reader, message=message))
