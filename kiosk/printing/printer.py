"""The printer as the spooler sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.printing.status import PrinterStatus

__all__ = ["Printer", "PrinterFullError", "PrinterLostError", "PrinterUnreachableError"]


class PrinterLostError(Exception):
    """The connection failed after bytes may have left: the slip may be out, whole or in part."""


class PrinterFullError(PrinterLostError):
    """The printer takes no more bytes: its buffer is full behind a fault."""


class PrinterUnreachableError(Exception):
    """There is no connection; not one byte has left."""


class Printer(Protocol):
    """What the spooler needs; owned and called by one thread, except cancel()."""

    @property
    def has_status(self) -> bool:
        """Whether the printer can answer at all."""

    def status(self) -> PrinterStatus:
        """The state now; unknown if it does not answer. Opens the connection when needed."""

    def send(self, data: bytes) -> None:
        """Send a job; PrinterUnreachableError before, PrinterLostError after the first byte."""

    def fence(
        self, timeout_s: float, on_status: Callable[[PrinterStatus], None] | None = None
    ) -> bool:
        """Whether the printer confirmed within the time that it is done with all before.

        While waiting, on_status is told how the printer is.
        """

    def cancel(self) -> None:
        """End a waiting fence(); may be called from any thread."""

    def close(self) -> None:
        """Close the connection; the next status() opens it again."""
