"""One person, two agreements, the same hours: the hub says so at every hall that it concerns.

Two people shook hands, so nothing is refused (docs/adr/0032). What is said depends on what the hub
holds, not on the order in which it came, and is taken back when one of the two falls away.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from kiosk.domain.envelope import Event
from kiosk.domain.fold import decode_state
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.refusal_events import ReferralClashed
from kiosk.domain.scopes import UNASSIGNED_HALL, scope_for
from kiosk.domain.vacancy import Vacancy
from kiosk.store.blind_index import START_DIGITS
from kiosk.sync.hub.own_chain import OwnChain
from kiosk.sync.hub.statements import Prepared, among, listed
from kiosk.sync.hub.tables import AGGREGATES, PERSON_START, STATE

__all__ = ["note_clashes"]

_TELLING = frozenset(
    {
        "ReferralAgreed",
        "ReferralDeclined",
        "ReferralCancelled",
        "ReferralUndone",
        "ReferralArrived",
        "ReferralMissed",
        "SeatSpent",
        "SeatReturned",
        "SeekerRegistered",
        "VacancyPosted",
    }
)
_SEEKERS, _REFERRALS, _VACANCIES = (STATE[name].c for name in ("seekers", "referrals", "vacancies"))
_REFERRED = {
    kind: Prepared(
        select(_SEEKERS.blind_index)
        .join_from(STATE["referrals"], STATE["seekers"], _REFERRALS.seeker == _SEEKERS.id)
        .where(among(column, "ids"))
    )
    for kind, column in (("vacancy", _REFERRALS.vacancy), ("seeker", _REFERRALS.seeker))
}
_Store = Callable[[Sequence[Event]], None]


class _Work(NamedTuple):
    """A referral of a person, by card, with the hours of the work (ms). `hall`: where the person
    was referred; the vacancy may be another hall's, whose stations know nothing of it."""

    card: str
    referral: str
    status: str
    arrival: str
    vacancy: str
    hall: str
    starts: int
    ends: int

    @property
    def is_bound(self) -> bool:
        """Whether the person is expected there."""
        return self.status == "agreed" and self.arrival != "missed"


def note_clashes(
    connection: Connection, fresh: Sequence[Event], now_ms: int, home: str, store: _Store
) -> None:
    """Say which agreements of one person overlap, and which do so no more.

    Args:
        connection: in the write transaction that stored `fresh`.
        fresh: events that were just stored.
        now_ms: the moment; work that is over is left as it is.
        home: hall of what a station wrote before it had one.
        store: stores the hub's events, and folds them.
    """
    concerned = {event.aggregate for event in fresh if event.type in _TELLING}
    if not concerned:
        return
    by_card = defaultdict(list)
    for work in _work_of(connection, _cards_of(connection, concerned), now_ms):
        by_card[work.card].append(work)
    several = [work for found in by_card.values() if len(found) > 1 for work in found]
    if not several:
        return
    clashing = {work.referral for work in several if _clashes(work, by_card[work.card])}
    states = _states(connection, {work.vacancy for work in several})
    chain = OwnChain(connection, now_ms)
    said = []
    for work in sorted(several, key=lambda each: each.referral):
        known = states[work.vacancy].referrals[work.referral].clashes
        if known != (work.referral in clashing):
            word = ReferralClashed(referral=work.referral, clashes=not known)
            hall = home if work.hall == UNASSIGNED_HALL else work.hall
            said.append(chain.seal(word, work.vacancy, scope_for("ReferralClashed", hall)))
    if said:
        chain.save()
        store(said)


def _clashes(work: _Work, all_work: Iterable[_Work]) -> bool:
    return work.is_bound and any(
        other.is_bound
        and other.referral != work.referral
        and other.vacancy != work.vacancy
        and other.starts < work.ends
        and work.starts < other.ends
        for other in all_work
    )


def _cards_of(connection: Connection, concerned: set[str]) -> set[str]:
    """Blind indexes of the people whom these vacancies and seekers concern."""
    kinds = defaultdict(set)
    for aggregate in concerned:
        kinds[aggregate_kind(aggregate)].add(aggregate)
    return {
        row[0]
        for kind, query in _REFERRED.items()
        if kinds[kind]
        for row in query(connection, {"ids": listed(sorted(kinds[kind]))})
        if row[0]
    }


def _work_of(connection: Connection, cards: set[str], now_ms: int) -> list[_Work]:
    if not cards:
        return []
    query: Any = (
        select(
            _SEEKERS.blind_index,
            _REFERRALS.id,
            _REFERRALS.status,
            _REFERRALS.arrival,
            _VACANCIES.id,
            _SEEKERS.hall,
            _VACANCIES.starts,
            _VACANCIES.ends,
        )
        .join_from(STATE["seekers"], STATE["referrals"], _REFERRALS.seeker == _SEEKERS.id)
        .join(STATE["vacancies"], _VACANCIES.id == _REFERRALS.vacancy)
        .where(
            PERSON_START.in_({card[:START_DIGITS] for card in cards}),
            _SEEKERS.blind_index.in_(cards),
            _VACANCIES.ends > now_ms,
        )
    )
    return [_Work(*row) for row in connection.execute(query)]


def _states(connection: Connection, vacancies: set[str]) -> dict[str, Vacancy]:
    rows = connection.execute(
        select(AGGREGATES.c.id, AGGREGATES.c.state).where(AGGREGATES.c.id.in_(vacancies))
    )
    states = {row[0]: decode_state(row[0], row[1]) for row in rows}
    return {name: state for name, state in states.items() if isinstance(state, Vacancy)}
