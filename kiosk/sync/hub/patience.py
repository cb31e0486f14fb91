"""A connection that sends its request drop by drop is closed (slow-loris)."""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["HEADER_TIMEOUT_S", "PatientProtocol"]

HEADER_TIMEOUT_S = 10.0


class PatientProtocol(H11Protocol):
    """HTTP/1.1 whose headers must have arrived some seconds after the first byte of a request.

    The body has a limit of its own where it is read; waiting between requests has uvicorn's.
    """

    header_timeout_s = HEADER_TIMEOUT_S
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """The first request must come soon."""
        super().connection_made(transport)
        self._arm()

    def data_received(self, data: bytes) -> None:
        """A later request begins, or the headers of one are complete."""
        if self._timer is None and self._is_idle():
            self._arm()
        super().data_received(data)
        if not self._is_idle():
            self._disarm()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._disarm()
        super().connection_lost(exc)

    def _is_idle(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _arm(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(self.header_timeout_s, self._give_up)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self._is_idle():
            self.transport.close()
