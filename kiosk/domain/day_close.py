"""State of a day at one station: open, closed, completed, reopened."""

from kiosk.domain.day_events import (
    DayBackedUp,
    DayCertificate,
    DayCloseCompleted,
    DayClosed,
    DayReopened,
    DayReported,
    HubReceipt,
)
from kiosk.domain.envelope import Event
from kiosk.domain.payload import Payload
from kiosk.domain.state import AggregateState

__all__ = ["DayClose", "day_aggregate", "step_day_close"]


class DayClose(AggregateState, kw_only=True):
    """The latest closing of a day. Times are stamps; `closing` is the event of the closing."""

    day: str = ""
    station: str = ""
    status: str = "open"
    closing: str = ""
    closed_at: int = 0
    completed_at: int = 0
    acknowledged: int = 0
    """Events of the certificate that the hub had acknowledged, as known last."""
    returned: int = 0
    """Those that came back: refused by the hub, or not taken at all."""
    report: DayReported | None = None
    """The last one since the day was opened again; `reported_at` and `backed_up_at` say when."""
    reported_at: int = 0
    backup: DayBackedUp | None = None
    backed_up_at: int = 0
    times_reopened: int = 0
    reason: str = ""
    certificate: DayCertificate | None = None
    signature: str = ""
    public_key: str = ""
    receipt: HubReceipt | None = None

    @property
    def pending(self) -> int:
        """Events of the certificate that nobody has answered."""
        total = self.certificate.total if self.certificate else 0
        return total - self.acknowledged - self.returned


def day_aggregate(station: str, day: str) -> str:
    """The aggregate of a station's local day (ISO date)."""
    return f"day:{station}.{day}"


def step_day_close(state: DayClose, event: Event, payload: Payload) -> None:
    """Apply one event to the day; only the station that it belongs to can speak for it."""
    if not state.id.startswith(f"day:{event.station}."):
        return
    match payload:
        case DayClosed(certificate=certificate):
            state.day, state.station = certificate.day, event.station
            state.status, state.closing = "closed", event.id
            state.closed_at, state.completed_at = event.time, 0
            state.certificate, state.signature = certificate, payload.signature
            state.public_key, state.receipt = payload.public_key, certificate.receipt
            state.acknowledged, state.returned = certificate.acknowledged, certificate.refused
            state.reason = ""
            if not certificate.pending:
                state.status, state.completed_at = "completed", event.time
        case DayCloseCompleted() if payload.closing == state.closing and state.status == "closed":
            state.status, state.completed_at = "completed", event.time
            state.acknowledged, state.returned = payload.acknowledged, payload.refused
            state.receipt = payload.receipt or state.receipt
        case DayReopened() if state.status in {"closed", "completed"}:
            state.status, state.reason = "reopened", payload.reason
            state.times_reopened += 1
            # Whatever is put right now stands neither in that report nor in that copy.
            state.report, state.reported_at = None, 0
            state.backup, state.backed_up_at = None, 0
        case DayReported():
            _place(state, event)
            state.report, state.reported_at = payload, event.time
        case DayBackedUp():
            _place(state, event)
            state.backup, state.backed_up_at = payload, event.time


def _place(state: DayClose, event: Event) -> None:
    """Whose day it is, where it was not closed yet."""
    state.station, state.day = event.station, state.id.partition(".")[2]
