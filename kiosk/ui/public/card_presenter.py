"""02 put the card: identify the person by card, typed number, or a slip."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.devices.code_watch import FrameHint
from kiosk.devices.id_card import IdCard
from kiosk.i18n import _
from kiosk.service.hall_codes import ScannedReferral
from kiosk.service.views import EmployerView, SeekerView, VacancyView
from kiosk.ui.public.context import PublicContext, failure_text
from kiosk.ui.public.identified import go_on_as_employer, go_on_as_seeker, identify
from kiosk.ui.public.scans import Opened, TypedCard, open_scan

__all__ = ["CardPresenter", "CardState", "CardView"]


@dataclass(frozen=True, slots=True)
class CardState:
    """What the screen shows. `message` is empty while all is well; `purpose` as in the session."""

    purpose: str
    has_reader: bool = True
    is_reading: bool = False
    message: str = ""
    has_camera: bool = False
    scan_hint: str = ""
    """What would help the camera read the code that is held up; empty while nothing is wrong."""


class CardView(Protocol):
    """The view of the screen."""

    def show_state(self, state: CardState) -> None:
        """Show it."""


class CardPresenter:
    """Waits for a card; a known person goes straight on, a new one to the consent."""

    def __init__(self, context: PublicContext, view: CardView) -> None:
        self._context = context
        self._view = view
        self._has_reader, self._has_camera = True, False
        self._scan_hint = self._message = ""
        self._is_asked_away = False

    def enter(self) -> None:
        """The screen is shown."""
        self._scan_hint = ""
        self._show()

    def type_number(self) -> None:
        """手输号码."""
        self._context.navigator.go("id_number")

    def look_only(self) -> None:
        """先看看活: nobody has to say who it is to look."""
        self._context.session.wipe()
        self._context.session.purpose = "work"
        self._context.navigator.replace("posts")

    def open_by_pin(self) -> None:
        """手机号和取单密码."""
        self._context.navigator.go("employer_pin")

    def reader_state_changed(self, has_reader: bool) -> None:
        """The reader was plugged in or out, or the screen was made anew."""
        if has_reader is not self._has_reader:
            self._has_reader = has_reader
            self._show()

    def camera_changed(self, has_camera: bool) -> None:
        """The camera was found, or is gone."""
        if has_camera is not self._has_camera:
            self._has_camera = has_camera
            self._tell()

    def camera_hinted(self, hint: str) -> None:
        """The camera sees something it cannot read (a FrameHint)."""
        words = {
            FrameHint.DARK: _("太暗了。往亮处挪一点，手机屏幕调亮一点。"),
            FrameHint.BRIGHT: _("反光了。把单子或者手机斜一点。"),
            FrameHint.UNREADABLE: _("看到码了，还读不出来。离近一点，拿稳别动。"),
        }.get(FrameHint(hint), "")
        if words != self._scan_hint:
            self._scan_hint = words
            self._tell()

    def card_pulled_early(self) -> None:
        """The card left before it was read."""
        self._show(_("没读到，请再放一次，等“嘀”一声再拿。"))

    def card_still_there(self) -> None:
        """A card lies on the reader since before this screen: it is not read again by itself."""
        self._show(_("读卡器上还有身份证。请拿起来，再放一次。"))
        self._is_asked_away = True

    def card_taken(self) -> None:
        """The card left; what was wrong with it has been said, and stays to be read."""
        if self._is_asked_away:
            self._show()

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
        identify(self._context, id_number, self._seeker_found, self._employer_found, self._failed)

    def _seeker_found(self, seeker: SeekerView | None) -> None:
        if seeker is None:
            self._context.navigator.replace("consent")
        else:
            go_on_as_seeker(self._context, seeker)

    def _employer_found(self, employer: EmployerView | None) -> None:
        if employer is None:
            self._context.navigator.replace("post_trade")
        else:
            go_on_as_employer(self._context, employer)

    def _opened(self, opened: Opened) -> None:
        session = self._context.session
        match opened:
            case ScannedReferral():
                session.referral, session.vacancy = opened.referral, opened.vacancy
                self._context.navigator.replace("confirm")
            case (VacancyView() as vacancy, employer):
                session.purpose = "hire"
                session.vacancy, session.employer = vacancy, employer
                self._context.navigator.replace("my_post")
            case SeekerView():
                session.entry = "slip"
                go_on_as_seeker(self._context, opened)
            case TypedCard():
                session.id_number, session.name = opened.number, opened.name
                session.entry = "scanned"
                self._identify(opened.number)

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "") -> None:
        self._is_asked_away = False
        if not self._has_reader:
            message = message or _("读卡器没有接好。请手输号码，或者找工作人员。")
        self._message = message
        self._tell()

    def _tell(self) -> None:
        self._view.show_state(
            CardState(
                self._context.session.purpose,
                self._has_reader,
                message=self._message,
                has_camera=self._has_camera,
                scan_hint=self._scan_hint,
            )
        )
