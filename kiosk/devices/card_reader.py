"""The thread that watches the ID card reader and tells what happens there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kiosk.devices.port_thread import PortThread
from kiosk.devices.samv_reader import (
    DEFAULT_BAUD,
    FIND_TIMEOUT_S,
    READ_TIMEOUT_S,
    CardPulledEarlyError,
    CardUnreadableError,
    ReaderUnpluggedError,
    SamvReader,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.devices.id_card import IdCard

__all__ = [
    "CardArrived",
    "CardEvent",
    "CardPulledEarly",
    "CardReaderThread",
    "CardRemoved",
    "CardUnreadable",
    "ReaderReady",
    "ReaderUnplugged",
]


@dataclass(frozen=True, slots=True)
class CardArrived:
    """A card was read; show 请取走证件."""

    card: IdCard


@dataclass(frozen=True, slots=True)
class CardRemoved:
    """The card that was read or refused has left the field."""


@dataclass(frozen=True, slots=True)
class CardPulledEarly:
    """The card left before it was read: 没读到，请再放一次."""


@dataclass(frozen=True, slots=True)
class CardUnreadable:
    """The reader refused the card; `code` is SW3 (0 if the data made no sense)."""

    code: int


@dataclass(frozen=True, slots=True)
class ReaderUnplugged:
    """The port is gone or the reader does not answer; it is tried again."""


@dataclass(frozen=True, slots=True)
class ReaderReady:
    """The reader answers and waits for a card."""


CardEvent = (
    CardArrived | CardRemoved | CardPulledEarly | CardUnreadable | ReaderUnplugged | ReaderReady
)


class CardReaderThread(PortThread):
    """Watches a reader and posts events from its own thread."""

    def __init__(
        self,
        port: str,
        on_event: Callable[[CardEvent], None],
        *,
        baud: int = DEFAULT_BAUD,
        poll_interval_s: float = 0.3,
        reply_timeout_s: float = FIND_TIMEOUT_S,
        read_timeout_s: float = READ_TIMEOUT_S,
        reconnect_interval_s: float = 2.0,
    ) -> None:
        super().__init__("card-reader", reconnect_interval_s)
        self._open_reader = partial(
            SamvReader,
            port,
            baud,
            poll_interval_s=poll_interval_s,
            reply_timeout_s=reply_timeout_s,
            read_timeout_s=read_timeout_s,
        )
        self._on_event = on_event
        self._poll_interval_s = poll_interval_s

    def _serve(self) -> None:
        try:
            reader = self._open_reader()
        except ReaderUnpluggedError:
            self._lost()
            return
        self._watch(reader)
        reader.close()

    def _watch(self, reader: SamvReader) -> None:
        """Read cards until the reader is gone or the thread must end."""
        try:
            if not reader.is_answering():
                self._lost()
                return
            self._found()
            self._on_event(ReaderReady())
            while not self._stop.is_set():
                self._read_one(reader)
        except ReaderUnpluggedError:
            self._lost()

    def _read_one(self, reader: SamvReader) -> None:
        card = None
        try:
            card = reader.wait_card(self._stop)
        except CardPulledEarlyError:
            self._on_event(CardPulledEarly())
            self._stop.wait(self._poll_interval_s)
            return
        except CardUnreadableError as error:
            self._on_event(CardUnreadable(error.code))
        if card is not None:
            self._on_event(CardArrived(card))
        reader.wait_removed(self._stop, was_read=card is not None)
        if not self._stop.is_set():
            self._on_event(CardRemoved())

    def _report_lost(self) -> None:
        self._on_event(ReaderUnplugged())
