"""How often a station may ask: a bucket of tokens each, kept in memory."""

import threading
import time
from collections.abc import Callable

from sqlalchemy import Connection, func, select

from kiosk.sync.hub.problems import Problem
from kiosk.sync.hub.statements import Prepared
from kiosk.sync.hub.tables import STATIONS

__all__ = ["RateLimit", "peek_interval_s"]

# Number of stations up to which they may look every so many seconds. They look three times as often
# while something moves, and exchange each time then, which is a durable write.
_PEEK_S = ((16, 1.0), (60, 1.8))
_MOST_KNOWN = 20_000
_COUNT = Prepared(select(func.count().label("stations")).select_from(STATIONS))


class RateLimit:
    """A station that hurries without end is slowed down; others do not notice.

    Args:
        burst: requests at once.
        per_s: requests a second in the long run.
        monotonic: seconds that only go forward.
    """

    def __init__(
        self,
        burst: int = 200,
        per_s: float = 50.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._burst, self._per_s, self._monotonic = float(burst), per_s, monotonic
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, station: str) -> None:
        """Take a token; after the signature was checked, so that nobody spends another's.

        Raises:
            Problem: 429 `too_fast`, with how long to wait.
        """
        now = self._monotonic()
        with self._lock:
            if len(self._buckets) > _MOST_KNOWN:
                self._buckets.clear()
            tokens, since = self._buckets.get(station, (self._burst, now))
            tokens = min(self._burst, tokens + (now - since) * self._per_s)
            self._buckets[station] = (max(0.0, tokens - 1), now)
        if tokens < 1:
            raise Problem(429, "too_fast", "too many requests", retry_after_s=1)


def peek_interval_s(connection: Connection) -> float:
    """How often a station may peek; 0 for not at all."""
    count = _COUNT(connection).one().stations
    return next((seconds for most, seconds in _PEEK_S if count <= most), 0.0)
