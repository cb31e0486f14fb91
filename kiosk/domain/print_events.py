"""What is told of paper: a slip that came out again, and one that somebody had to look for.

That a slip was printed the first time is part of what it tells; the rest must show in the trail.
The aggregate is `slip:<uuid>` of the job; number and kind name nobody.
"""

from kiosk.domain.payload import Payload

__all__ = ["PRINT_PAYLOADS", "SlipPrintedAgain", "SlipSeen"]


class SlipPrintedAgain(Payload, frozen=True, kw_only=True):
    """补打: another copy was queued. `copy` counts from 2; `subject` is what the slip is about."""

    kind: str
    number: str
    copy: int
    subject: str


class SlipSeen(Payload, frozen=True, kw_only=True):
    """Nobody knew whether a slip came out; somebody of the staff saw it."""

    kind: str
    number: str
    copy: int
    subject: str


PRINT_PAYLOADS = (SlipPrintedAgain, SlipSeen)
