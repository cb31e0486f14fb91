"""How long to wait after a failure: exponential, with full jitter."""

import random
from collections.abc import Callable

__all__ = ["Backoff"]


class Backoff:
    """Full jitter: anything between nothing and a bound that doubles with each failure.

    Args:
        first_s: bound after the first failure.
        most_s: largest bound.
        draw: a number in [0, 1); injected in tests.
    """

    def __init__(
        self,
        first_s: float = 2.0,
        most_s: float = 120.0,
        draw: Callable[[], float] = random.random,
    ) -> None:
        self._first_s, self._most_s, self._draw = first_s, most_s, draw
        self._failures = 0

    def failed(self, retry_after_s: float = 0.0) -> float:
        """Seconds to wait now; never less than the hub asked for."""
        bound = min(self._most_s, self._first_s * 2.0 ** min(self._failures, 30))
        self._failures += 1
        return retry_after_s + bound * self._draw()

    def succeeded(self) -> None:
        """Begin anew at the first bound."""
        self._failures = 0
