"""One thing a technician's check looked at."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Check", "CheckState"]

CheckState = Literal["ok", "warn", "red"]


@dataclass(frozen=True, slots=True)
class Check:
    """A check's outcome. `name` is for programs, `title` and `advice` are for people.

    `advice` says what to do, and is empty where all is well.
    """

    name: str
    title: str
    state: CheckState
    detail: str
    advice: str = ""
