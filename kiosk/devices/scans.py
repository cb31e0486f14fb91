"""What scanners and cameras tell, and the doubles they send."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b

__all__ = ["CodeScanned", "RepeatGate", "ScannerLost", "ScannerReady"]


@dataclass(frozen=True, slots=True)
class CodeScanned:
    """A code was read; its repr shows nothing of it, for it may be somebody's number."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ScannerReady:
    """The scanner's port is open."""


@dataclass(frozen=True, slots=True)
class ScannerLost:
    """The scanner's port is gone; it is tried again."""


class RepeatGate:
    """Lets a code through once while it stays in view: devices read the same one many times.

    It keeps a digest, not the code. `quiet_s` seconds without the code make it new again.
    """

    def __init__(self, quiet_s: float = 2.0) -> None:
        self._quiet_s = quiet_s
        self._digest, self._seen_s = b"", 0.0

    def is_new(self, text: str, now_s: float) -> bool:
        """Whether it is another code than the one just seen; `now_s` of any steady clock."""
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        is_repeat = digest == self._digest and now_s - self._seen_s < self._quiet_s
        self._digest, self._seen_s = digest, now_s
        return not is_repeat

    def forget(self) -> None:
        """The next code is new, whichever it is."""
        self._digest, self._seen_s = b"", 0.0
