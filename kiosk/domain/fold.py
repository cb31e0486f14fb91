"""State of an aggregate = fold of its events in order of (time, station, n). Pure.

Nothing but the events goes in: no clock, no rule file, no setting. So every node that holds the
same events has the same state, whatever the order in which they arrived.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from kiosk.domain.account import Account, step_account
from kiosk.domain.assistance import AssistanceCase, step_assistance
from kiosk.domain.complaint import Complaint, step_complaint
from kiosk.domain.course import Course, step_course
from kiosk.domain.day_close import DayClose, step_day_close
from kiosk.domain.employer import Employer, step_employer
from kiosk.domain.envelope import Event, OrderKey, order_key
from kiosk.domain.events import STRUCTURAL, Payload, decode_payload
from kiosk.domain.hall import Hall, step_hall
from kiosk.domain.hall_entry import HallEntry, step_hall_entry
from kiosk.domain.handover import Handover, step_handover
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.leaflet import PublishedLeaflet, step_leaflet
from kiosk.domain.refusal import is_refused, note_answer, note_steering
from kiosk.domain.scopes import hall_of
from kiosk.domain.seeker import Seeker, step_seeker
from kiosk.domain.staff_call import StaffCall, step_staff_call
from kiosk.domain.vacancy import Vacancy, step_vacancy

__all__ = [
    "FOLD_VERSION",
    "KINDS",
    "State",
    "by_aggregate",
    "decode_state",
    "encode_state",
    "fold",
    "fold_on",
    "forces_refold",
    "new_state",
    "step",
    "step_group",
]

# Raise it whenever a fold gives another state, or other rows, for the same events: stores then fold
# anew.
FOLD_VERSION = 11

State = (
    Hall
    | Seeker
    | Employer
    | Vacancy
    | Complaint
    | Course
    | StaffCall
    | DayClose
    | AssistanceCase
    | HallEntry
    | PublishedLeaflet
    | Handover
    | Account
)
_STEERING = frozenset(
    {
        "EventRefused",
        "RefusalLifted",
        "RefusedEventMended",
        "RefusedEventWithdrawn",
        "PersonErased",
    }
)
_Step = Callable[[Any, Event, Payload], None]

KINDS: dict[str, tuple[type[Any], _Step]] = {
    "hall": (Hall, step_hall),
    "seeker": (Seeker, step_seeker),
    "employer": (Employer, step_employer),
    "vacancy": (Vacancy, step_vacancy),
    "complaint": (Complaint, step_complaint),
    "course": (Course, step_course),
    "staff_call": (StaffCall, step_staff_call),
    "account": (Account, step_account),
    "day": (DayClose, step_day_close),
    "assistance": (AssistanceCase, step_assistance),
    "hall_entry": (HallEntry, step_hall_entry),
    "leaflet": (PublishedLeaflet, step_leaflet),
    "handover": (Handover, step_handover),
}

_STEPS: dict[type[Any], _Step] = dict(KINDS.values())
_encoder = msgspec.json.Encoder(order="deterministic")
_decoders: dict[str, Any] = {kind: msgspec.json.Decoder(cls) for kind, (cls, _) in KINDS.items()}


def new_state(aggregate: str) -> State | None:
    """The empty state of an aggregate; None for a kind that only a newer program knows."""
    kind = KINDS.get(aggregate_kind(aggregate))
    if kind is None:
        return None
    state: State = kind[0](id=aggregate)
    return state


def forces_refold(event: Event) -> bool:
    """Whether an event changes what earlier events of its aggregate mean."""
    return event.type in _STEERING


def by_aggregate(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Events by their aggregates, each group in fold order."""
    groups: dict[str, list[Event]] = {}
    crowded = set()
    for event in events:
        group = groups.setdefault(event.aggregate, [])
        if group:
            crowded.add(event.aggregate)
        group.append(event)
    for aggregate in crowded:
        groups[aggregate].sort(key=order_key)
    return groups


def step_group(
    aggregate: str,
    group: Sequence[Event],
    stored: tuple[OrderKey, str] | None,
    decoded: Mapping[str, Payload],
) -> State | None:
    """The state after new events of an aggregate, where they can be stepped on what is stored.

    Args:
        aggregate: whose.
        group: its new events in fold order; one at least.
        stored: place of the last event in the state and its text; None for a new aggregate.
        decoded: payloads that were read already, by the id of their events.

    Returns:
        None where the whole log has to be folded, or for a kind that only a newer program knows.
    """
    if stored is None:
        state = new_state(aggregate)
    elif order_key(group[0]) > stored[0]:
        state = decode_state(aggregate, stored[1])
    else:
        return None
    if state is None:
        return None
    for event in group:
        if event.type in _STEERING:
            return None
        # Of a person who was erased before, nothing is left to fold.
        step(state, event, decoded.get(event.id) if event.payload is not None else None)
    return state


def step(state: State, event: Event, payload: Payload | None = None) -> None:
    """Apply the newest event of an aggregate in place. Not for those that force a refold.

    Args:
        state: changed.
        event: the newest.
        payload: the event's, where the caller has decoded it.
    """
    if payload is None:
        payload = decode_payload(event.type, event.payload)
    state.hall = state.hall or hall_of(event.scope)
    if state.erased and event.type not in STRUCTURAL:
        return
    if payload is None or (state.refused and is_refused(state, event)):
        return
    if state.refused:
        note_answer(state, payload)
    _STEPS[type(state)](state, event, payload)


def fold(aggregate: str, events: Iterable[Event]) -> State | None:
    """Fold the events of one aggregate, given in any order.

    An event that a hub refused has no effect. Events whose payload is erased or of an unknown
    type are passed over.
    """
    state = new_state(aggregate)
    if state is None:
        return None
    ordered = sorted(events, key=order_key)
    note_steering(state, [event for event in ordered if forces_refold(event)])
    for event in ordered:
        step(state, event)
    return state


def fold_on(state: State, key: OrderKey, events: Iterable[Event]) -> State:
    """Fold events on a state that is the fold of everything up to `key`.

    Events at or before the key are passed over, and so are those that steer a whole fold: only
    the whole log can tell what they change.
    """
    later = [event for event in events if order_key(event) > key and not forces_refold(event)]
    for event in sorted(later, key=order_key):
        step(state, event)
    return state


def encode_state(state: State) -> str:
    """Deterministic JSON of a state: equal states give equal text."""
    return _encoder.encode(state).decode()


def decode_state(aggregate: str, text: str) -> State:
    """The state that `encode_state` wrote."""
    state: State = _decoders[aggregate_kind(aggregate)].decode(text)
    return state
