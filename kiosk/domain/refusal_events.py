"""What a hall answers to a hub's refusal, what the hub decides on an appeal, and what it only says
(SYNC §4)."""

from kiosk.domain.payload import Payload

__all__ = [
    "REFUSAL_PAYLOADS",
    "ReferralClashed",
    "RefusalAppealed",
    "RefusalLifted",
    "RefusalUpheld",
    "RefusedEventMended",
    "RefusedEventWithdrawn",
]


class RefusedEventMended(Payload, frozen=True, kw_only=True):
    """The event `by` on the same aggregate stands in the place of the refused one."""

    event: str
    by: str


class RefusedEventWithdrawn(Payload, frozen=True, kw_only=True):
    """The hall takes the refused event back. Of an event of the same station that a hub would not
    even store, folds obey this as a refusal."""

    event: str


class RefusalAppealed(Payload, frozen=True, kw_only=True):
    """The hall asks the hub to look again. `reason` names no person."""

    event: str
    reason: str


class RefusalLifted(Payload, frozen=True, kw_only=True):
    """A hub takes its refusal back: folds read the event again."""

    event: str


class RefusalUpheld(Payload, frozen=True, kw_only=True):
    """A hub looked again and stays with its refusal."""

    event: str
    reason: str


class ReferralClashed(Payload, frozen=True, kw_only=True):
    """A hub sees that the person agreed to other work at overlapping hours, in whatever hall; with
    `clashes` false that it is so no more. It refuses nothing: staff ask the person."""

    referral: str
    clashes: bool = True


REFUSAL_PAYLOADS: tuple[type[Payload], ...] = (
    RefusedEventMended,
    RefusedEventWithdrawn,
    RefusalAppealed,
    RefusalLifted,
    RefusalUpheld,
    ReferralClashed,
)
