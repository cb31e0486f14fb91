"""Who sits at the desk: pick a name, PIN or card, the first PIN's change, the idle lock."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kiosk.domain.problems import InvalidInput, Problem
from kiosk.domain.roles import StaffSession
from kiosk.domain.typed import digit_of
from kiosk.i18n import _
from kiosk.pinyin import matches
from kiosk.service.accounts import AccountView, list_accounts
from kiosk.service.pins import PIN_LEAST, PIN_MOST, check_new_pin
from kiosk.service.sign_in import (
    SignedIn,
    change_own_pin,
    sign_in_by_card,
    sign_in_by_pin,
    sign_out,
    unlock,
)
from kiosk.service.site import Site
from kiosk.ui.public.context import Tasks, failure_text

__all__ = ["PEOPLE_PER_PAGE", "SignInPresenter", "SignInState", "SignInView", "Step"]

PEOPLE_PER_PAGE = 9


class Step(StrEnum):
    """What is asked for."""

    PEOPLE = "people"
    PIN = "pin"
    NEW_PIN = "new_pin"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class SignInState:
    """What the cover shows. `page` counts from 1; `name` is who was picked; `is_locked` means that
    this person's work lies beneath."""

    step: Step
    people: tuple[AccountView, ...] = ()
    page: int = 1
    pages: int = 1
    name: str = ""
    role: str = ""
    dots: str = ""
    can_proceed: bool = False
    is_busy: bool = False
    is_locked: bool = False
    message: str = ""


class SignInView(Protocol):
    """The view of the cover."""

    def show_state(self, state: SignInState) -> None:
        """Show it."""

    def let_in(self, session: StaffSession) -> None:
        """Uncover the window for somebody."""

    def send_out(self) -> None:
        """Nobody's work lies beneath any more: wipe it."""


class SignInPresenter:
    """From the tiles to a session, and back."""

    def __init__(self, site: Site, tasks: Tasks, view: SignInView) -> None:
        self._site, self._tasks, self._view = site, tasks, view
        self._people: tuple[AccountView, ...] = ()
        self._filter = ""
        self._page = 1
        self._chosen: AccountView | None = None
        self._step = Step.PEOPLE
        self._pin = self._old_pin = self._new_pin = ""
        self._is_busy = False
        self._pending: StaffSession | None = None
        self.session: StaffSession | None = None
        """Who works, also while the window is locked."""
        self.is_covered = True

    def start(self) -> None:
        """Show the tiles."""
        self._forget_pins()
        self._chosen, self._step, self._filter, self._page = None, Step.PEOPLE, "", 1
        self._tasks.read(lambda: list_accounts(self._site), self._known, self._failed)

    def find(self, text: str) -> None:
        """Somebody types a name or its pinyin."""
        self._filter, self._page = text.strip(), 1
        self._show()

    def turn(self, page: int) -> None:
        """Another page of tiles."""
        self._page = page
        self._show()

    def choose(self, account: str) -> None:
        """A tile was touched."""
        self._chosen = next((item for item in self._people if item.id == account), None)
        if self._chosen is not None:
            self._forget_pins()
            self._step = Step.PIN
            self._show()

    def choose_only(self) -> None:
        """Enter in the search field: the only one left is meant."""
        left = self._found()
        if len(left) == 1:
            self.choose(left[0].id)

    def key(self, digit: str) -> None:
        """A digit, by keyboard, mouse or touch."""
        if self._step is not Step.PEOPLE and not self._is_busy and len(self._pin) < PIN_MOST:
            self._pin += digit_of(digit)
            self._show()

    def erase(self) -> None:
        """退一格."""
        if not self._is_busy:
            self._pin = self._pin[:-1]
            self._show()

    def back(self) -> None:
        """换个人; over somebody's work this signs that person out."""
        if self._is_busy:
            return
        if self.session is not None:
            self.leave()
        else:
            self.start()

    def proceed(self) -> None:
        """登录, or the next step of a new PIN."""
        if self._is_busy or len(self._pin) < PIN_LEAST:
            return
        match self._step:
            case Step.PIN:
                self._send_pin()
            case Step.NEW_PIN:
                self._take_new_pin()
            case Step.AGAIN:
                self._compare_new_pin()

    def card(self, id_number: str) -> None:
        """A card was put on the reader; it counts only at the tiles and at the PIN."""
        if not self.is_covered or self._is_busy or self._step in {Step.NEW_PIN, Step.AGAIN}:
            return
        self._is_busy = True
        self._show()
        site = self._site
        self._tasks.write(lambda: sign_in_by_card(site, id_number), self._card_proven, self._failed)

    def lock(self) -> None:
        """Nobody has touched anything for a while: cover the work, keep it."""
        session = self.session
        if session is None or self.is_covered:
            return
        self.is_covered = True
        self._forget_pins()
        self._step = Step.PIN
        self._chosen = None
        self._show()
        site = self._site
        self._tasks.write(
            lambda: sign_out(site, session, "idle"), lambda _none: None, lambda _error: None
        )

    def leave(self) -> None:
        """退出登录: the work beneath is wiped."""
        session, self.session = self.session, None
        self.is_covered = True
        self._view.send_out()
        if session is not None:
            gone, site = session, self._site
            self._tasks.write(
                lambda: sign_out(site, gone), lambda _none: self.start(), self._start_all_the_same
            )
        else:
            self.start()

    def use(self, session: StaffSession) -> None:
        """The PIN was entered once more elsewhere: the session is fresher."""
        self.session = session

    def _start_all_the_same(self, error: Exception) -> None:
        self.start()
        self._failed(error)

    def _known(self, people: tuple[AccountView, ...]) -> None:
        self._people = tuple(item for item in people if item.is_active)
        self._show("" if self._people else _("还没有账号，请运维人员先开一个场长账号。"))

    def _send_pin(self) -> None:
        pin, site, chosen, session = self._pin, self._site, self._chosen, self.session
        self._busy()
        if session is not None:
            self._tasks.write(lambda: unlock(site, session, pin), self._unlocked, self._refused)
        elif chosen is not None:
            self._old_pin = pin
            self._tasks.write(
                lambda: sign_in_by_pin(site, chosen.id, pin), self._proven, self._refused
            )

    def _unlocked(self, session: StaffSession) -> None:
        self._is_busy = False
        self._let_in(session)

    def _card_proven(self, signed_in: SignedIn) -> None:
        self._is_busy = False
        known = self.session
        if known is not None and known.account_id != signed_in.session.account_id:
            # Another person's card over somebody's work: that work is wiped first.
            self.session = None
            self._view.send_out()
        self._let_in(signed_in.session)

    def _proven(self, signed_in: SignedIn) -> None:
        self._is_busy = False
        if not signed_in.must_change_pin:
            self._let_in(signed_in.session)
            return
        self._pending, self._step = signed_in.session, Step.NEW_PIN
        self._show()

    def _take_new_pin(self) -> None:
        try:
            self._check_new_pin()
        except InvalidInput as error:
            self._pin = ""
            self._show(failure_text(error))
            return
        self._new_pin, self._pin, self._step = self._pin, "", Step.AGAIN
        self._show()

    def _check_new_pin(self) -> None:
        check_new_pin(self._pin)
        if self._pin == self._old_pin:
            raise InvalidInput(Problem("staff_pin", "pin_same"))

    def _compare_new_pin(self) -> None:
        session, old, new, site = self._pending, self._old_pin, self._new_pin, self._site
        if self._pin != new:
            self._pin, self._new_pin, self._step = "", "", Step.NEW_PIN
            self._show(failure_text(InvalidInput(Problem("staff_pin", "pin_differs"))))
        elif session is not None:
            self._busy()
            self._tasks.write(
                lambda: change_own_pin(site, session, old, new),
                lambda _none: self._changed(session),
                self._refused,
            )

    def _changed(self, session: StaffSession) -> None:
        self._is_busy = False
        self._let_in(session)

    def _let_in(self, session: StaffSession) -> None:
        self._forget_pins()
        self.session, self.is_covered = session, False
        self._view.let_in(session)

    def _refused(self, error: Exception) -> None:
        self._is_busy, self._pin = False, ""
        self._show(failure_text(error))

    def _failed(self, error: Exception) -> None:
        self._is_busy = False
        self._show(failure_text(error))

    def _busy(self) -> None:
        self._is_busy, self._pin = True, ""
        self._show()

    def _forget_pins(self) -> None:
        self._pin = self._old_pin = self._new_pin = ""
        self._pending = None

    def _found(self) -> tuple[AccountView, ...]:
        text = self._filter
        if not text:
            return self._people
        return tuple(item for item in self._people if text in item.name or matches(text, item.name))

    def _show(self, message: str = "") -> None:
        found = self._found()
        pages = max(1, -(-len(found) // PEOPLE_PER_PAGE))
        self._page = min(max(1, self._page), pages)
        first = (self._page - 1) * PEOPLE_PER_PAGE
        who = self.session or self._chosen
        self._view.show_state(
            SignInState(
                step=self._step,
                people=found[first : first + PEOPLE_PER_PAGE],
                page=self._page,
                pages=pages,
                name=who.name if who else "",
                role=str(who.role) if who else "",
                dots="●" * len(self._pin),
                can_proceed=len(self._pin) >= PIN_LEAST and not self._is_busy,
                is_busy=self._is_busy,
                is_locked=self.session is not None,
                message=message,
            )
        )
