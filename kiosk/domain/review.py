"""Posting review: a pure check of a posting's words against a dated table of terms."""

from collections.abc import Iterable
from typing import Protocol

from kiosk.domain.events import RuleHit

__all__ = ["Term", "review_text", "verdict"]


class Term(Protocol):
    """A row of the table."""

    @property
    def rule(self) -> str:
        """Group of terms, for instance `fee`."""

    @property
    def severity(self) -> str:
        """`block` or `warn`."""

    @property
    def term(self) -> str:
        """The words looked for."""

    @property
    def effective(self) -> str:
        """ISO date of its entry into force."""


def review_text(text: str, terms: Iterable[Term], today: str) -> tuple[RuleHit, ...]:
    """Terms in force today (ISO date) that stand in the text; blanks do not hide a term."""
    plain = "".join(text.split())
    return tuple(
        RuleHit(rule=term.rule, severity=term.severity, text=term.term)
        for term in terms
        if term.effective <= today and term.term in plain
    )


def verdict(hits: Iterable[RuleHit], *, is_trusted: bool) -> str:
    """`live` for a clean posting of a trusted employer, else `queued` for the desk."""
    return "live" if is_trusted and not tuple(hits) else "queued"
