"""A call for staff (找工作人员) from a station."""

from kiosk.domain.envelope import Event
from kiosk.domain.help_events import StaffCallAnswered, StaffCalled
from kiosk.domain.payload import Payload
from kiosk.domain.state import AggregateState

__all__ = ["StaffCall", "step_staff_call"]


class StaffCall(AggregateState, kw_only=True):
    """Who waits where. Both times are stamps, 0 where it has not happened."""

    station: str = ""
    place: str = ""
    asked_at: int = 0
    answered_at: int = 0


def step_staff_call(call: StaffCall, event: Event, payload: Payload) -> None:
    """Apply one event to the call."""
    match payload:
        case StaffCalled() if not call.asked_at:
            call.station, call.place, call.asked_at = event.station, payload.place, event.time
        case StaffCallAnswered():
            call.answered_at = call.answered_at or event.time
