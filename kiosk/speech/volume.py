"""How loud the station is at what hour: a hall at five in the morning is quiet."""

from collections.abc import Sequence

__all__ = ["DAY", "Step", "volume_at"]

Step = tuple[int, float]
"""From this hour on (0 … 23), this loud (0 … 1)."""

DAY: tuple[Step, ...] = ((0, 0.3), (5, 0.5), (7, 0.8), (12, 0.6), (14, 0.8), (19, 0.5), (22, 0.3))
"""Loud in the busy hours, low at noon rest and at night."""


def volume_at(hour: int, steps: Sequence[Step] = DAY) -> float:
    """Volume at an hour of the local day; before the first step the last one still holds.

    Raises:
        ValueError: there is no step, or a volume is not within 0 … 1.
    """
    if not steps:
        raise ValueError("volume by hour needs at least one step")
    ordered = sorted(steps)
    if not all(0 <= volume <= 1 for _hour, volume in ordered):
        raise ValueError("a volume lies between 0 and 1")
    begun = [volume for start, volume in ordered if start <= hour]
    return begun[-1] if begun else ordered[-1][1]
