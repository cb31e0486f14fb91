"""Appeals against refusals: listed for the hub's staff, who lift or uphold."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from kiosk.domain.clock import Clock, ms_of
from kiosk.domain.envelope import Event
from kiosk.domain.events import EventRefused, RefusalAppealed, RefusalLifted, RefusalUpheld
from kiosk.domain.fold import decode_state
from kiosk.domain.state import Refusal
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.sync.hub.installation import Hub, open_hub
from kiosk.sync.hub.own_chain import OwnChain
from kiosk.sync.hub.storing import append_own
from kiosk.sync.hub.tables import AGGREGATES, EVENTS

__all__ = ["Appeal", "answer_appeal", "list_appeals"]

_HEADER = [EVENTS.c[name] for name in EVENT_COLUMNS]


@dataclass(frozen=True, slots=True)
class Appeal:
    """A hall's request to look at a refusal again. `at` in ms."""

    event: str
    type: str
    aggregate: str
    station: str
    at: int
    code: str
    refusal: str
    reason: str


def list_appeals(data_dir: Path, *, keeper: str = "") -> list[Appeal]:
    """Appeals that nobody has answered, the oldest first."""
    with open_hub(data_dir, keeper=keeper) as hub, hub.database.read() as connection:
        rows = connection.execute(
            select(*_HEADER)
            .where(EVENTS.c.type == RefusalAppealed.__name__, EVENTS.c.payload.is_not(None))
            .order_by(EVENTS.c.seq)
        ).all()
        found = {}
        for word in map(event_of, rows):
            for refusal in _appealed(connection, word.aggregate):
                refused = _event(connection, refusal.event)
                if refused is not None:
                    found[refusal.event] = Appeal(
                        event=refused.id,
                        type=refused.type,
                        aggregate=refused.aggregate,
                        station=refused.station,
                        at=ms_of(word.time),
                        code=refusal.code,
                        refusal=refusal.reason,
                        reason=refusal.note,
                    )
        return list(found.values())


def answer_appeal(
    data_dir: Path,
    event_id: str,
    reason: str = "",
    *,
    is_lifted: bool,
    keeper: str = "",
    clock: Clock | None = None,
) -> None:
    """Lift a refusal, or uphold it with a reason; the halls learn of it with their next pull.

    Raises:
        ValueError: no open appeal names this event.
    """
    with (
        open_hub(data_dir, keeper=keeper, clock=clock) as hub,
        hub.database.write() as connection,
    ):
        event = _event(connection, event_id)
        appealed = _appealed(connection, event.aggregate) if event else []
        if event is None or all(refusal.event != event_id for refusal in appealed):
            raise ValueError(f"no open appeal on event {event_id}")
        scope = _scope_of_refusal(connection, event)
        payload = (
            RefusalLifted(event=event_id)
            if is_lifted
            else RefusalUpheld(event=event_id, reason=reason)
        )
        _append(connection, hub, payload, event.aggregate, scope)


def _append(
    connection: Connection,
    hub: Hub,
    payload: RefusalLifted | RefusalUpheld,
    aggregate: str,
    scope: str,
) -> None:
    chain = OwnChain(connection, hub.clock.now_ms())
    newest = select(AGGREGATES.c.order_time).where(AGGREGATES.c.id == aggregate)
    chain.follow(connection.execute(newest).scalar() or 0)
    event = chain.seal(payload, aggregate, scope)
    chain.save()
    append_own(connection, [event], hub.keys.index_key)


def _appealed(connection: Connection, aggregate: str) -> list[Refusal]:
    """Refusals of an aggregate that were appealed against and not decided since."""
    text = connection.execute(
        select(AGGREGATES.c.state).where(AGGREGATES.c.id == aggregate)
    ).scalar()
    state = decode_state(aggregate, text) if text else None
    return [each for each in state.refused if each.answer == "appealed"] if state else []


def _event(connection: Connection, event_id: str) -> Event | None:
    row = connection.execute(select(*_HEADER).where(EVENTS.c.id == event_id)).one_or_none()
    return event_of(row) if row else None


def _scope_of_refusal(connection: Connection, event: Event) -> str:
    """The answer goes wherever the refusal went."""
    rows = connection.execute(
        select(EVENTS.c.scope).where(
            EVENTS.c.aggregate == event.aggregate, EVENTS.c.type == EventRefused.__name__
        )
    ).all()
    return str(rows[0][0]) if rows else event.scope
