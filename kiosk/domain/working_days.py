"""Working days (工作日): Monday to Friday, but for holidays and the days worked in their place."""

from dataclasses import dataclass, field
from datetime import date, timedelta

__all__ = ["WorkCalendar"]

_SATURDAY = 5
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Days that differ from the plain week; a year without entries is a plain one."""

    off: frozenset[date] = field(default_factory=frozenset)
    worked: frozenset[date] = field(default_factory=frozenset)
    """Weekend days on which is worked (调休上班)."""

    def is_working(self, day: date) -> bool:
        """Whether it is a working day; a day named as both counts as worked."""
        if day in self.worked:
            return True
        return day not in self.off and day.weekday() < _SATURDAY

    def after(self, day: date, count: int) -> date:
        """The count-th working day after a day, which itself is not counted.

        Raises:
            ValueError: a negative count.
        """
        if count < 0:
            raise ValueError(count)
        while count:
            day += _ONE
            count -= self.is_working(day)
        return day
