"""How folds obey refusals, what was answered to them, and erasures. Pure.

What steers a fold is gathered before any event is read, so that order of arrival cannot matter.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from kiosk.domain.envelope import Event
from kiosk.domain.events import (
    EventRefused,
    Payload,
    PersonErased,
    RefusalAppealed,
    RefusalLifted,
    RefusalUpheld,
    RefusedEventMended,
    RefusedEventWithdrawn,
    decode_payload,
)
from kiosk.domain.state import AggregateState, Refusal

__all__ = ["OWN_CODE", "is_refused", "note_answer", "note_steering"]

OWN_CODE = "taken_back"
"""Code of a refusal that the event's own station wrote."""


def is_refused(state: AggregateState, event: Event) -> bool:
    """Whether folds leave an event out."""
    return any(
        refusal.event == event.id and refusal.station in ("", event.station)
        for refusal in state.refused
    )


def note_steering(state: AggregateState, events: Iterable[Event]) -> None:
    """Note what refuses events and what erases the aggregate.

    Args:
        state: still empty.
        events: those of the aggregate that steer its fold, in fold order.
    """
    by_hub: dict[str, Refusal] = {}
    by_own: dict[tuple[str, str], Refusal] = {}
    lifted = set()
    for event in events:
        match decode_payload(event.type, event.payload):
            case EventRefused(event=refused, code=code, reason=reason):
                by_hub.setdefault(refused, Refusal(refused, code, reason))
            case RefusalLifted(event=refused):
                lifted.add(refused)
            case RefusedEventMended(event=refused) | RefusedEventWithdrawn(event=refused):
                own = Refusal(refused, OWN_CODE, "", event.station)
                by_own.setdefault((refused, event.station), own)
            case PersonErased():
                state.erased = True
    state.refused = [refusal for event, refusal in by_hub.items() if event not in lifted]
    # An answer to a hub's refusal refuses nothing by itself, also where the hub lifted it since.
    state.refused += [refusal for (event, _), refusal in by_own.items() if event not in by_hub]


def note_answer(state: AggregateState, payload: Payload) -> None:
    """Keep the last answer to a refusal."""
    match payload:
        case RefusedEventMended(event=event, by=note):
            answer = "mended"
        case RefusedEventWithdrawn(event=event):
            answer, note = "withdrawn", ""
        case RefusalAppealed(event=event, reason=note):
            answer = "appealed"
        case RefusalUpheld(event=event, reason=note):
            answer = "upheld"
        case _:
            return
    state.refused = [
        replace(refusal, answer=answer, note=note) if refusal.event == event else refusal
        for refusal in state.refused
    ]
