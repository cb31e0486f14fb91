"""Shapes of figures: each knows the records it counts, so that every number can be opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

__all__ = ["Measured", "Ratio", "Spread", "Tally", "Total"]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records."""

    ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, ids: Iterable[str]) -> "Tally":
        """A tally of distinct records, in a fixed order."""
        return cls(tuple(sorted(set(ids))))

    @property
    def value(self) -> int:
        """The number."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over records: (id, what it adds)."""

    parts: tuple[tuple[str, int], ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The records it counts."""
        return tuple(part[0] for part in self.parts)

    @property
    def value(self) -> int:
        """The number."""
        return sum(part[1] for part in self.parts)


@dataclass(frozen=True, slots=True)
class Ratio:
    """One count ÷ another; None where there is nothing to divide by."""

    over: Tally | Total
    under: Tally | Total
    less: Tally = Tally()
    """Taken off the divisor, for instance agreements that were cancelled."""

    @property
    def divisor(self) -> int:
        """What it divides by."""
        return self.under.value - self.less.value

    @property
    def ids(self) -> tuple[str, ...]:
        """The records of both counts."""
        return tuple(sorted({*self.over.ids, *self.under.ids}))

    @property
    def value(self) -> float | None:
        """The number."""
        return self.over.value / self.divisor if self.divisor > 0 else None


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of one record, counted `weight` times."""

    id: str
    value: int
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and median of measures; None below `least` records, so that nobody is singled out."""

    items: tuple[Measured, ...] = ()
    least: int = 1

    @property
    def ids(self) -> tuple[str, ...]:
        """The records it counts."""
        return tuple(item.id for item in self.items)

    @property
    def count(self) -> int:
        """How many records."""
        return len(self.items)

    @property
    def mean(self) -> float | None:
        """The mean by weight."""
        weight = sum(item.weight for item in self.items)
        if self.count < self.least or not weight:
            return None
        return sum(item.value * item.weight for item in self.items) / weight

    @property
    def median(self) -> float | None:
        """The median as if each record stood there `weight` times."""
        if self.count < self.least or not any(item.weight for item in self.items):
            return None
        return float(median(_spread_out(self.items)))

    @property
    def value(self) -> float | None:
        """The number that stands for it: the median."""
        return self.median


def _spread_out(items: Iterable[Measured]) -> list[int]:
    return [item.value for item in items for _copy in range(item.weight)]
