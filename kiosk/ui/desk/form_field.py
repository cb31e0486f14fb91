"""What a dialog's form asks for; free of Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kiosk.domain.problems import Problem

__all__ = ["FormField", "Reply", "Written"]

Written = dict[str, str]
"""What was written, without blanks around it, by key."""
Reply = Callable[[tuple[Problem, ...]], None]
"""Told what is wrong; nothing closes the form."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A row of a form. `options` are (value, label) of a choice."""

    key: str
    label: str
    hint: str = ""
    value: str = ""
    kind: Literal["line", "text", "secret", "choice"] = "line"
    options: tuple[tuple[str, str], ...] = ()
    columns: int = 0
