"""What can be wrong with what a person entered: closed codes, worded by `kiosk.words`."""

import dataclasses
from dataclasses import dataclass

__all__ = ["InvalidInput", "NotPossible", "Problem", "name_problems"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of one field. `values` fill the sentence, for instance a limit."""

    field: str
    code: str
    values: dict[str, str | int] = dataclasses.field(default_factory=dict)


class InvalidInput(ValueError):
    """Some entries cannot be taken; everything entered is kept by whoever asked."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(f"{item.field}: {item.code}" for item in problems))
        self.problems = problems


def name_problems(name: str, limit: int) -> list[Problem]:
    """What is wrong with a tidied name of somebody or something: no letter in it, or too long."""
    if not any(sign.isalpha() for sign in name):
        return [Problem("name", "required")]
    return [Problem("name", "too_long", {"limit": limit})] if len(name) > limit else []


class NotPossible(Exception):
    """What was asked does not fit the present state, for instance the vacancy is closed."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
