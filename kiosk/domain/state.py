"""What the states of all aggregates share."""

import msgspec

__all__ = ["AggregateState", "Refusal"]


class Refusal(msgspec.Struct, frozen=True, array_like=True):
    """A hub's refusal of one event of the aggregate."""

    event: str
    code: str
    reason: str


class AggregateState(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Base of the states. A state belongs to the fold that made it: `step` changes it in place."""

    id: str
    hall: str = ""
    refused: list[Refusal] = msgspec.field(default_factory=list)
    """Refusals in fold order; the refused events have no effect."""
    erased: bool = False
