"""The hidden door of the staff: who is it, and the PIN; then the program ends."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.domain.typed import digit_of
from kiosk.i18n import _
from kiosk.service.pins import PIN_LEAST, PIN_MOST
from kiosk.service.way_out import DoorKeeper, door_keepers, leave_program
from kiosk.ui.public.context import PublicContext, failure_text

__all__ = ["StaffDoorPresenter", "StaffDoorState", "StaffDoorView"]


@dataclass(frozen=True, slots=True)
class StaffDoorState:
    """Who may end the program (masked), who was chosen, and the PIN only as dots."""

    keepers: tuple[DoorKeeper, ...]
    chosen: str
    dots: str
    is_complete: bool
    message: str = ""
    is_busy: bool = False


class StaffDoorView(Protocol):
    """The view of the screen."""

    def show_state(self, state: StaffDoorState) -> None:
        """Show it."""


class StaffDoorPresenter:
    """Holds the PIN no longer than the screen is shown."""

    def __init__(self, context: PublicContext, view: StaffDoorView) -> None:
        self._context = context
        self._view = view
        self._keepers: tuple[DoorKeeper, ...] = ()
        self._chosen = self._pin = ""

    def enter(self) -> None:
        """The screen is shown."""
        self.forget()
        self._show()
        site = self._context.site
        self._context.tasks.read(lambda: door_keepers(site), self._known, self._failed)

    def forget(self) -> None:
        """Nothing of the PIN stays."""
        self._keepers, self._chosen, self._pin = (), "", ""

    def choose(self, account: str) -> None:
        """A name was touched; the next one's PIN is another one."""
        self._chosen, self._pin = account, ""
        self._show()

    def key(self, digit: str) -> None:
        """A digit was touched."""
        if len(self._pin) < PIN_MOST:
            self._pin += digit_of(digit)
        self._show()

    def erase(self) -> None:
        """退一格."""
        self._pin = self._pin[:-1]
        self._show()

    def proceed(self) -> None:
        """退出程序."""
        site, account, pin = self._context.site, self._chosen, self._pin
        if not account or len(pin) < PIN_LEAST:
            return
        self._pin = ""
        self._show(is_busy=True)
        self._context.tasks.write(
            lambda: leave_program(site, account, pin), self._proven, self._failed
        )

    def _proven(self, _none: None) -> None:
        self.forget()
        self._context.navigator.leave()
        self._context.end_program()

    def _known(self, keepers: tuple[DoorKeeper, ...]) -> None:
        self._keepers = keepers
        if len(keepers) == 1:
            self._chosen = keepers[0].account
        none = _("这台机器还没有场长的账号，请先在服务台开好。")
        self._show("" if keepers else none)

    def _failed(self, error: Exception) -> None:
        self._show(failure_text(error))

    def _show(self, message: str = "", *, is_busy: bool = False) -> None:
        length = max(PIN_LEAST, len(self._pin))
        self._view.show_state(
            StaffDoorState(
                keepers=self._keepers,
                chosen=self._chosen,
                dots="●" * len(self._pin) + "○" * (length - len(self._pin)),
                is_complete=bool(self._chosen) and len(self._pin) >= PIN_LEAST,
                message=message,
                is_busy=is_busy,
            )
        )
