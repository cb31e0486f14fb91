"""A question with two answers; free of Qt."""

from dataclasses import dataclass

__all__ = ["Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """`safe` stands first and larger: the answer after which nothing has changed."""

    icon: str
    title: str
    line: str
    safe: str
    other: str
