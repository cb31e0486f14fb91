"""Scanners and card readers that type like a keyboard: telling their bursts from a person.

Qt-free: the event filter feeds every key with its own event time (the wall clock collapses while
the interface is busy), swallows it, and types again what comes back as `released`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

__all__ = ["BurstDetector", "Outcome", "read_fields"]

_TERMINATORS = frozenset("\r\n\t")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to do now: a scanned payload to use, and keys of a person to type again, in order.

    Keys are released before the payload, which came after them, or are all that is left of it.
    """

    payload: str | None = None
    released: tuple[str, ...] = ()


_NOTHING = Outcome()


class BurstDetector:
    """Collects keys that follow each other within gap_ms.

    A burst ends with CR, LF or Tab, or with silence_ms without a key. It is a payload if it has
    at least min_chars and accepts(text) says so; otherwise it was a person and is released.
    Fewer than min_chars are released as soon as gap_ms have passed. More than max_chars are no
    scan either (a key held down): they are released, so nothing is held without end.
    """

    def __init__(
        self,
        accepts: Callable[[str], bool],
        *,
        gap_ms: int = 50,
        min_chars: int = 6,
        silence_ms: int = 120,
        max_chars: int = 1024,
    ) -> None:
        self._max_chars = max_chars
        self._accepts = accepts
        self._gap_ms = gap_ms
        self._min_chars = min_chars
        self._silence_ms = silence_ms
        self._keys: list[str] = []
        self._last_ms = 0
        self._has_just_finished = False

    @property
    def deadline_ms(self) -> int | None:
        """When tick() should be called if no key comes; None if nothing is held."""
        if not self._keys:
            return None
        return self._last_ms + 1 + (self._silence_ms if self._is_long else self._gap_ms)

    def feed(self, timestamp_ms: int, text: str) -> Outcome:
        """Take a key; `text` is what it types, one character or more, not empty."""
        before = _NOTHING
        # A clock that runs backwards (32-bit event times wrap) also starts a new burst.
        if self._keys and not 0 <= timestamp_ms - self._last_ms <= self._gap_ms:
            before = self._finish()
        is_after_payload = self._has_just_finished and timestamp_ms - self._last_ms <= self._gap_ms
        self._last_ms = timestamp_ms
        self._has_just_finished = False
        if text in _TERMINATORS:
            if is_after_payload:  # LF after CR belongs to the scanner, not to a button
                self._has_just_finished = True
                return before
            ended = self._finish(text)
            self._has_just_finished = ended.payload is not None
            return _joined(before, ended)
        self._keys.append(text)
        if sum(map(len, self._keys)) <= self._max_chars:
            return before
        flood, self._keys = tuple(self._keys), []
        return _joined(before, Outcome(released=flood))

    def tick(self, timestamp_ms: int) -> Outcome:
        """Time has passed without a key."""
        deadline_ms = self.deadline_ms
        if deadline_ms is None or timestamp_ms < deadline_ms:
            return _NOTHING
        return self._finish()

    @property
    def _is_long(self) -> bool:
        return sum(map(len, self._keys)) >= self._min_chars

    def _finish(self, terminator: str = "") -> Outcome:
        text, keys, is_long = "".join(self._keys), tuple(self._keys), self._is_long
        self._keys.clear()
        if is_long and self._accepts(text):
            return Outcome(payload=text)
        return Outcome(released=(*keys, terminator) if terminator else keys)


def read_fields(payload: str, pattern: re.Pattern[str]) -> dict[str, str]:
    r"""What a card reader typed besides the number, by the named groups of a configured pattern.

    For example r"^(?P<name>[^|]+)\|(?P<sex>.)\|"; empty if the pattern does not occur.
    """
    match = pattern.search(payload)
    if match is None:
        return {}
    return {name: text.strip() for name, text in match.groupdict(default="").items()}


def _joined(first: Outcome, second: Outcome) -> Outcome:
    return Outcome(first.payload or second.payload, first.released + second.released)
