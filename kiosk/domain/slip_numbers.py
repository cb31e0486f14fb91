"""Account of the slip numbers of a day: how far each letter went, and what became void. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.domain.day_events import NumberRange

__all__ = ["VOID_REASONS", "NumberedEvent", "number_ranges"]

VOID_REASONS = ("cancelled", "refused", "erased", "missing")
_NUMBER = re.compile(r"([A-Z]+)(\d{3,6})")


@dataclass(frozen=True, slots=True)
class NumberedEvent:
    """An event of a type that gives out numbers, in the order of its station.

    `number` is None where the payload is not here; `void` names a reason where what it stands for
    came to nothing.
    """

    station: str
    number: str | None
    void: str = ""


def number_ranges(
    events: Iterable[NumberedEvent], last: Mapping[str, int]
) -> tuple[NumberRange, ...]:
    """Ranges by letter. Every number from 1 to the last is used or void, with one reason.

    Args:
        events: in the order of each station's log.
        last: letter → last number that is known to be given out, where the counter is here.
    """
    used: dict[str, set[int]] = defaultdict(set)
    voids: dict[str, dict[int, str]] = defaultdict(dict)
    lost: dict[str, list[tuple[int, int]]] = defaultdict(list)
    letters: dict[str, str] = {}
    before: dict[str, int] = defaultdict(int)
    erased: dict[str, int] = defaultdict(int)
    for event in events:
        found = _NUMBER.fullmatch(event.number) if event.number else None
        if event.number is None:
            erased[event.station] += 1
        if found is None:
            continue
        letter, place = found[1], int(found[2])
        letters[event.station] = letter
        if erased.pop(event.station, 0):
            # Their numbers lie between those of the neighbours in the log.
            lost[letter].append((before[event.station], place))
        before[event.station] = place
        if event.void:
            voids[letter][place] = event.void
        else:
            used[letter].add(place)
    for station in erased:
        if station in letters:
            lost[letters[station]].append((before[station], 10**6))
    return tuple(
        _range(letter, used[letter], voids[letter], lost[letter], last.get(letter, 0))
        for letter in sorted({*used, *voids, *last})
    )


def _range(
    letter: str,
    used: set[int],
    voids: Mapping[int, str],
    lost: Iterable[tuple[int, int]],
    last: int,
) -> NumberRange:
    end = max([last, *used, *voids], default=0)
    gaps = list(lost)
    reasons: dict[str, list[int]] = defaultdict(list)
    for place in range(1, end + 1):
        # A number that is used for something else still stands.
        if place in used:
            continue
        is_lost = any(low < place < high for low, high in gaps)
        reasons[voids.get(place) or ("erased" if is_lost else "missing")].append(place)
    kept = {reason: tuple(reasons[reason]) for reason in VOID_REASONS if reasons[reason]}
    return NumberRange(letter=letter, last=end, used=len(used), voids=kept)
