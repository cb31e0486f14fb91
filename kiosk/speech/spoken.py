"""Which clips say a text: the fewest recorded phrases, and syllables where none fits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiosk.speech.marks import PAUSE_MS
from kiosk.speech.readings import Readings
from kiosk.speech.wording import worded

__all__ = ["Pause", "Say", "spoken"]

_PHRASE, _SYLLABLE = 2, 5
"""What a piece costs: one phrase is better than two, and any phrase better than syllables."""


@dataclass(frozen=True, slots=True)
class Say:
    """One clip. `key` names its file, `text` is what it says, a syllable for a lone one."""

    key: str
    text: str

    @property
    def is_syllable(self) -> bool:
        """Whether it is one syllable of the archive, not a phrase with a melody of its own."""
        return self.text == self.key and self.key.isascii()


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence between clips, in ms."""

    ms: int


def spoken(text: str, phrases: Mapping[str, str], readings: Readings) -> tuple[Say | Pause, ...]:
    """Clips and pauses for a text of the screen.

    `phrases` names the clip of each worded phrase. What belongs to a person is left out, see
    `kiosk.speech.wording`.
    """
    return tuple(_pieces(worded(text), phrases, readings))


def _pieces(said: str, phrases: Mapping[str, str], readings: Readings) -> Iterator[Say | Pause]:
    lone = ""
    for part in _split(said, phrases):
        if part not in phrases and part not in PAUSE_MS:
            lone += part
            continue
        yield from _syllables(lone, readings)
        lone = ""
        yield Pause(PAUSE_MS[part]) if part in PAUSE_MS else Say(phrases[part], part)
    yield from _syllables(lone, readings)


def _syllables(text: str, readings: Readings) -> Iterator[Say]:
    for syllable in readings.syllables(text):
        yield Say(syllable, syllable)


def _split(said: str, phrases: Mapping[str, str]) -> list[str]:
    """The cheapest way to cut; of equal ones the one whose first piece is longest."""
    longest = max(map(len, phrases), default=1)
    cost = [0] * (len(said) + 1)
    size = [1] * (len(said) + 1)
    for at in range(len(said) - 1, -1, -1):
        cost[at] = cost[at + 1] + (0 if said[at] in PAUSE_MS else _SYLLABLE)
        for length in range(1, min(longest, len(said) - at) + 1):
            found = _PHRASE + cost[at + length]
            if found <= cost[at] and said[at : at + length] in phrases:
                cost[at], size[at] = found, length
    parts, at = [], 0
    while at < len(said):
        parts.append(said[at : at + size[at]])
        at += size[at]
    return parts
