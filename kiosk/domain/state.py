"""What the states of all aggregates share."""

import msgspec

__all__ = ["AggregateState", "Refusal"]


class Refusal(msgspec.Struct, frozen=True, array_like=True):
    """A refusal of one event of the aggregate.

    `station` is empty where a hub refused it; else the event's own station took it back, and the
    refusal holds for events of that station only. `answer`: empty, mended, withdrawn, appealed or
    upheld, the last one in fold order; `note` what was said with it.
    """

    event: str
    code: str
    reason: str
    station: str = ""
    answer: str = ""
    note: str = ""


class AggregateState(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Base of the states. A state belongs to the fold that made it: `step` changes it in place."""

    id: str
    hall: str = ""
    refused: list[Refusal] = msgspec.field(default_factory=list)
    """Refusals in fold order; the refused events have no effect."""
    erased: bool = False
