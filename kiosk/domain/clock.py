"""Time: a hybrid logical clock, and days as the hall counts them.

A *stamp* is one integer, milliseconds since 1970 × 1024 plus a counter. It stays exact in a
64-bit float (JSON numbers of other languages) until the year 2248.
"""

from datetime import date, datetime, timedelta, timezone
from typing import Protocol

__all__ = [
    "CLAMP_MS",
    "COUNTER",
    "HALL_TIME",
    "Clock",
    "day_bounds",
    "day_of",
    "local_time",
    "ms_of",
    "next_stamp",
    "order_time",
    "stamp_of",
]

COUNTER = 1024
CLAMP_MS = 5 * 60 * 1000
# Asia/Shanghai has had no daylight saving since 1991; a fixed offset needs no zone table.
HALL_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock(Protocol):
    """Where a program takes the time from."""

    def now_ms(self) -> int:
        """Milliseconds since 1970, UTC."""


def stamp_of(unix_ms: int) -> int:
    """The smallest stamp of that millisecond."""
    return unix_ms * COUNTER


def ms_of(stamp: int) -> int:
    """Milliseconds since 1970 of a stamp."""
    return stamp // COUNTER


def next_stamp(last: int, now_ms: int) -> int:
    """The stamp after `last`, not before `now_ms`: it rises even if the clock goes backwards."""
    return max(last + 1, stamp_of(now_ms))


def order_time(stamp: int, received_ms: int) -> int:
    """The stamp that orders an event: never over five minutes after the first hub received it.

    A station whose clock stands in 2099 therefore does not win for ever. `received_ms` is 0
    until a hub has told it.
    """
    if not received_ms:
        return stamp
    return min(stamp, stamp_of(received_ms + CLAMP_MS))


def local_time(unix_ms: int) -> datetime:
    """The hall's local time."""
    return datetime.fromtimestamp(unix_ms / 1000, HALL_TIME)


def day_of(unix_ms: int) -> date:
    """The hall's local day."""
    return local_time(unix_ms).date()


def day_bounds(day: date) -> tuple[int, int]:
    """First millisecond of a local day, and of the next one."""
    start = datetime(day.year, day.month, day.day, tzinfo=HALL_TIME)
    return int(start.timestamp() * 1000), int((start + timedelta(days=1)).timestamp() * 1000)
