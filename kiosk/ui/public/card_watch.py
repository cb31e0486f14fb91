"""What the card reader reports, and the card that somebody forgets on it; no widgets."""

from collections.abc import Callable

from kiosk.devices.card_reader import (
    CardArrived,
    CardEvent,
    CardPulledEarly,
    CardRemoved,
    CardUnreadable,
    ReaderReady,
    ReaderUnplugged,
)
from kiosk.ui.public.card_presenter import CardPresenter
from kiosk.ui.public.context import Navigator, Session

__all__ = ["CardWatch"]


class CardWatch:
    """Knows whether a card lies on the reader; tells the card screen what happens there.

    Args:
        navigator: goes to the card screen when a card is put on at home.
        session: begun by such a card, as somebody who looks for work.
        shown: name of the screen that is shown.
        presenter: of the card screen.
        lies_changed: the card was put on or taken away.
        read: a card was read for the screen that waits for it.
    """

    def __init__(
        self,
        navigator: Navigator,
        session: Session,
        shown: Callable[[], str],
        presenter: Callable[[], CardPresenter],
        lies_changed: Callable[[], None],
        read: Callable[[], None],
    ) -> None:
        self._navigator, self._session = navigator, session
        self._shown, self._presenter = shown, presenter
        self._lies_changed, self._read = lies_changed, read
        self.lies, self._has_reader = False, True

    def heard(self, event: CardEvent) -> None:
        """Something happened at the reader."""
        match event:
            case CardArrived():
                self._arrived(event)
            case CardPulledEarly() | CardUnreadable():
                self._lie(isinstance(event, CardUnreadable))
                if self._shown() == "card":
                    self._presenter().card_pulled_early()
            case ReaderReady():
                self._reader_changed(True)
            case ReaderUnplugged():
                self._reader_changed(False)
                self._lie(False)
            case CardRemoved():
                self._lie(False)
                if self._shown() == "card":
                    self._presenter().card_taken()

    def screen_changed(self) -> None:
        """A screen of another mode learns of the reader; a card of the person before must not count
        for the next one.
        """
        self._presenter().reader_state_changed(self._has_reader)
        if self.lies and self._shown() == "card":
            self._presenter().card_still_there()

    def _reader_changed(self, has_reader: bool) -> None:
        self._has_reader = has_reader
        self._presenter().reader_state_changed(has_reader)

    def _arrived(self, event: CardArrived) -> None:
        if self._shown() == "home":
            # Who puts the card first and touches nothing looks for work.
            self._session.wipe()
            self._session.purpose = "work"
            self._navigator.go("card")
        is_awaited = self._shown() == "card"
        self._lie(True)
        if is_awaited:
            self._read()
            self._presenter().card_arrived(event.card)

    def _lie(self, lies: bool) -> None:
        if lies is not self.lies:
            self.lies = lies
            self._lies_changed()
