"""A station tends its seats: asks, gives, leaves some at the hub, takes back what a lease ended.

Runs inside a transaction that is open already; every step may be repeated.
"""

from collections.abc import Iterable

from kiosk.domain.events import (
    HeadcountChanged,
    SeatsMinted,
    SeatsReclaimed,
    SeatsRetired,
    SeatsTransferDeclined,
    SeatsTransferred,
    SeatsTransferRequested,
)
from kiosk.domain.ids import uuid7
from kiosk.domain.problems import InvalidInput, NotPossible, Problem
from kiosk.domain.seat_policy import (
    GUARD_MS,
    Ask,
    Gift,
    Moment,
    deposit,
    gifts_for,
    idle_returns,
    request_of,
    seats_to_ask,
    seats_to_recall,
    surplus,
)
from kiosk.domain.vacancy import Vacancy
from kiosk.service.site import STATION_ACTOR, Site
from kiosk.store.enrolment import clock_word, load_enrolment
from kiosk.store.log import Writing

__all__ = ["ask_for_seats", "change_headcount", "moment_of", "tend_seats"]

_SCAN_MS = 60_000
_SCANNED = "seats.scanned"


def moment_of(writing: Writing) -> Moment:
    """Now, and whether this station's clock may be believed."""
    skew_ms, last_ms = clock_word(writing.db)
    return Moment.at(writing.now_ms, last_ms, skew_ms)


def tend_seats(writing: Writing) -> None:
    """Tend the vacancies that changed; now and then all that can still be taken."""
    enrolment = load_enrolment(writing.db)
    hub = enrolment.hub if enrolment else ""
    for vacancy in _to_tend(writing):
        _tend(writing, vacancy, hub)


def ask_for_seats(writing: Writing, vacancy: str) -> None:
    """Ask for seats where agreements wait for one."""
    state, enrolment = writing.state(vacancy), load_enrolment(writing.db)
    if isinstance(state, Vacancy) and not state.closed:
        hub = enrolment.hub if enrolment else ""
        ask = seats_to_ask(state, writing.chain.station, moment_of(writing), hub)
        _ask(writing, vacancy, ask)


def change_headcount(site: Site, vacancy: str, headcount: int, by: str) -> frozenset[str]:
    """Want more people or fewer. Free seats here are retired at once, others' are asked for.

    Returns:
        The aggregates that changed.

    Raises:
        NotPossible: `unknown_vacancy`, `vacancy_closed`; `other_station` where another station
            posted it.
        InvalidInput: out of range, or below the agreements that stand.
    """
    if not 1 <= headcount <= site.rules.headcount_limit:
        raise InvalidInput(
            Problem("headcount", "out_of_range", {"limit": site.rules.headcount_limit})
        )
    with site.store.write() as writing:
        state = writing.state(vacancy)
        if not isinstance(state, Vacancy) or state.posting is None:
            raise NotPossible("unknown_vacancy")
        if state.station != writing.chain.station:
            raise NotPossible("other_station")
        if state.closed:
            raise NotPossible("vacancy_closed")
        if headcount < len(state.seats.spent):
            count = len(state.seats.spent)
            raise InvalidInput(Problem("headcount", "below_agreed", {"count": count}))
        if state.headcount != headcount:
            writing.append(HeadcountChanged(headcount=headcount), vacancy, by)
            _match_headcount(writing, vacancy)
        return frozenset(writing.changed)


def _to_tend(writing: Writing) -> Iterable[str]:
    changed = {item for item in writing.changed if item.startswith("vacancy:")}
    row = writing.db.execute("SELECT value FROM meta WHERE key = ?", (_SCANNED,)).fetchone()
    if row is None or abs(writing.now_ms - int(row[0])) >= _SCAN_MS:
        writing.db.execute(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)", (_SCANNED, str(writing.now_ms))
        )
        query = "SELECT id FROM vacancies WHERE closed = '' AND valid_until > ?"
        changed |= {row[0] for row in writing.db.execute(query, (writing.now_ms,)).fetchall()}
    return sorted(changed)


def _tend(writing: Writing, vacancy: str, hub: str) -> None:
    station = writing.chain.station
    state = writing.state(vacancy)
    if not isinstance(state, Vacancy) or state.closed or not _concerns(state, station):
        return
    _answer_requests(writing, vacancy)
    _reclaim(writing, vacancy)
    if state.station == station:
        _match_headcount(writing, vacancy)
    state = writing.state(vacancy)
    assert isinstance(state, Vacancy)  # noqa: S101 (it was one above)
    for gift in idle_returns(state, station, moment_of(writing)):
        _give(writing, vacancy, gift, request_of(station, uuid7(writing.now_ms)))
    left = deposit(state, station, hub, moment_of(writing)) if hub else None
    if left is not None:
        _give(writing, vacancy, left, request_of(station, uuid7(writing.now_ms)))
    ask_for_seats(writing, vacancy)


def _concerns(state: Vacancy, station: str) -> bool:
    return station in {state.station, *state.seats.held} or any(
        item.station == station for item in state.referrals.values()
    )


def _answer_requests(writing: Writing, vacancy: str) -> None:
    station = writing.chain.station
    state = writing.state(vacancy)
    if not isinstance(state, Vacancy):
        return
    for request, asked in sorted(state.seats.requests.items()):
        if asked.holder != station:
            continue
        gifts = gifts_for(state, station, request, moment_of(writing))
        for place, gift in enumerate(gifts):
            _give(writing, vacancy, gift, request if place == 0 else f"{request}.{place}")
        if not gifts:
            writing.append(SeatsTransferDeclined(request=request), vacancy, STATION_ACTOR)
        state = writing.state(vacancy)
        assert isinstance(state, Vacancy)  # noqa: S101 (it was one above)


def _reclaim(writing: Writing, vacancy: str) -> None:
    state, moment = writing.state(vacancy), moment_of(writing)
    if not isinstance(state, Vacancy) or not moment.is_trusted:
        return
    due = state.seats.reclaimable(writing.chain.station, moment.now_ms - GUARD_MS)
    for request, count in due.items():
        writing.append(SeatsReclaimed(request=request, count=count), vacancy, STATION_ACTOR)


def _match_headcount(writing: Writing, vacancy: str) -> None:
    """Mint what is missing, retire own free seats, ask for the rest."""
    state, station = writing.state(vacancy), writing.chain.station
    if not isinstance(state, Vacancy):
        return
    excess = surplus(state)
    if excess < 0:
        writing.append(SeatsMinted(count=-excess), vacancy, STATION_ACTOR)
    elif excess > 0:
        here = min(excess, state.seats.own_free(station))
        if here:
            writing.append(SeatsRetired(count=here), vacancy, STATION_ACTOR)
        state = writing.state(vacancy)
        if isinstance(state, Vacancy):
            _ask(writing, vacancy, seats_to_recall(state, station))


def _ask(writing: Writing, vacancy: str, ask: Ask | None) -> None:
    if ask is not None:
        request = request_of(writing.chain.station, uuid7(writing.now_ms))
        event = SeatsTransferRequested(
            request=request, holder=ask.holder, count=ask.count, purpose=ask.purpose
        )
        writing.append(event, vacancy, STATION_ACTOR)


def _give(writing: Writing, vacancy: str, gift: Gift, request: str) -> None:
    event = SeatsTransferred(
        to=gift.to,
        count=gift.count,
        request=request,
        lease_until=gift.lease_until,
        returns=gift.returns,
    )
    writing.append(event, vacancy, STATION_ACTOR)
