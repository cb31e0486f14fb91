"""The computer's clock."""

import time

__all__ = ["SystemClock"]


class SystemClock:
    """Milliseconds since 1970 as the operating system says."""

    def now_ms(self) -> int:
        """The present moment."""
        return time.time_ns() // 1_000_000
