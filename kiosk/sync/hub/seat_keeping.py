"""The hub as a holder of seats: it answers requests in the transaction that stored them."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, bindparam, select

from kiosk.domain.clock import ms_of
from kiosk.domain.envelope import Event
from kiosk.domain.events import (
    Payload,
    SeatsReclaimed,
    SeatsTransferDeclined,
    SeatsTransferred,
    SeatsTransferRequested,
)
from kiosk.domain.fold import decode_state
from kiosk.domain.scopes import UNASSIGNED_HALL, scope_for
from kiosk.domain.seat_policy import GUARD_MS, Moment, gifts_for
from kiosk.domain.vacancy import Vacancy
from kiosk.sync.hub.own_chain import OwnChain
from kiosk.sync.hub.statements import Prepared
from kiosk.sync.hub.tables import AGGREGATES, SEAT_LEASES, STATIONS

__all__ = ["answer_seat_requests"]

_Store = Callable[[Sequence[Event]], None]
_MOST_DUE = 50
_ASKED = SeatsTransferRequested.__name__
_DUE = Prepared(
    select(SEAT_LEASES.c.vacancy)
    .where(SEAT_LEASES.c.until < bindparam("before"))
    .order_by(SEAT_LEASES.c.until)
    .limit(_MOST_DUE)
)


def answer_seat_requests(
    connection: Connection, fresh: Sequence[Event], now_ms: int, store: _Store
) -> None:
    """Give, or decline, what stations asked the hub for; take back what leases ended.

    Args:
        connection: in the write transaction that stored `fresh`.
        fresh: events that were just stored; a duplicate asks nothing again.
        now_ms: the moment.
        store: stores the hub's events, and folds them.
    """
    asked = {event.aggregate for event in fresh if event.type == _ASKED}
    rows = _DUE(connection, {"before": now_ms - GUARD_MS})
    for vacancy in sorted(asked | {row[0] for row in rows}):
        _answer(connection, vacancy, now_ms, store)


def _answer(connection: Connection, vacancy: str, now_ms: int, store: _Store) -> None:
    state = _state(connection, vacancy)
    chain = OwnChain(connection, now_ms)
    moment = Moment.at(now_ms, ms_of(chain.stamp))
    if state is None:
        return
    due = {}
    if moment.is_trusted:
        due = state.seats.reclaimable(chain.station, now_ms - GUARD_MS)
        is_over = SEAT_LEASES.c.until < now_ms - GUARD_MS
        connection.execute(SEAT_LEASES.delete().where(SEAT_LEASES.c.vacancy == vacancy, is_over))
    payloads: list[Payload] = [
        SeatsReclaimed(request=request, count=count) for request, count in due.items()
    ]
    hall = _home(connection, state)
    _append(chain, state, hall, payloads, store)
    for request, asked in sorted(state.seats.requests.items()):
        state = _state(connection, vacancy) or state
        if asked.holder == chain.station and request in state.seats.requests:
            replies = _reply(state, chain.station, request, moment)
            _append(chain, state, hall, replies, store)
            _note_leases(connection, vacancy, replies)


def _note_leases(connection: Connection, vacancy: str, replies: list[Payload]) -> None:
    for reply in replies:
        if isinstance(reply, SeatsTransferred) and reply.lease_until:
            row = {"vacancy": vacancy, "request": reply.request, "until": reply.lease_until}
            connection.execute(SEAT_LEASES.insert(), row)


def _reply(state: Vacancy, hub: str, request: str, moment: Moment) -> list[Payload]:
    gifts = gifts_for(state, hub, request, moment, is_hub=True)
    if not gifts or state.closed:
        return [SeatsTransferDeclined(request=request)]
    return [
        SeatsTransferred(
            to=gift.to,
            count=gift.count,
            request=request if place == 0 else f"{request}.{place}",
            lease_until=gift.lease_until,
            returns=gift.returns,
        )
        for place, gift in enumerate(gifts)
    ]


def _append(
    chain: OwnChain, state: Vacancy, hall: str, payloads: list[Payload], store: _Store
) -> None:
    events = [
        chain.seal(payload, state.id, scope_for(type(payload).__name__, hall))
        for payload in payloads
    ]
    if events:
        chain.save()
        store(events)


def _home(connection: Connection, state: Vacancy) -> str:
    """The vacancy's hall; that of its station where it was posted before enrolment."""
    if state.hall != UNASSIGNED_HALL:
        return state.hall
    query = select(STATIONS.c.hall).where(STATIONS.c.id == state.station)
    return str(connection.execute(query).scalar() or state.hall)


def _state(connection: Connection, vacancy: str) -> Vacancy | None:
    query = select(AGGREGATES.c.state).where(AGGREGATES.c.id == vacancy)
    text = connection.execute(query).scalar()
    state = decode_state(vacancy, text) if text else None
    return state if isinstance(state, Vacancy) else None
