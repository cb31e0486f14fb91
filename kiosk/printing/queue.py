"""Print jobs and the queue they wait in; the store keeps it on disk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Job", "JobState", "PrintQueue"]


class JobState(StrEnum):
    """queued → sending → sent_unconfirmed → done | needs_human.

    A job goes back from `sending` only to `queued`, and only if not one byte left this machine.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT_UNCONFIRMED = "sent_unconfirmed"
    DONE = "done"
    NEEDS_HUMAN = "needs_human"


@dataclass(frozen=True, slots=True)
class Job:
    """A slip to print: kind and payload as made by encode_slip(), copy_number from 1."""

    id: str
    kind: str
    payload: bytes
    copy_number: int
    state: JobState


class PrintQueue(Protocol):
    """Where jobs are kept; called from the spooler's thread only."""

    def interrupted(self) -> Sequence[Job]:
        """Jobs in state `sending` or `sent_unconfirmed`: asked once, when the spooler starts."""

    def claim_next(self) -> Job | None:
        """The oldest job in state `queued`, unchanged; None if there is none."""

    def mark(self, job_id: str, state: JobState, note: str) -> None:
        """Record a job's state and reason; on disk when this returns."""
