"""Posts that a hub refuses because of what it knows of the employer, over all its halls (R25).

Asked when a post comes, and again when word of its employer comes that was said before the post
was made: the order of arrival does not matter. What the hub refused because it had not heard of a
reinstatement yet, it takes back by itself; a post that is over then is left as it is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from kiosk.domain.employer_rules import AGENCY_UNLICENSED, EMPLOYER_SUSPENDED, objection_to_post
from kiosk.domain.envelope import Event, order_key
from kiosk.domain.events import (
    EventRefused,
    Payload,
    RefusalLifted,
    RefusedEventMended,
    RefusedEventWithdrawn,
    VacancyPosted,
    decode_payload,
)
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.scopes import UNASSIGNED_HALL, audience_of, hall_of
from kiosk.i18n import N_
from kiosk.store.rows import EVENT_COLUMNS, event_of
from kiosk.sync.hub.employer_groups import employer_groups, judged_employers
from kiosk.sync.hub.own_chain import OwnChain
from kiosk.sync.hub.statements import Upsert
from kiosk.sync.hub.tables import EVENTS, HALLS, REFUSED_POSTS, STATE

__all__ = ["refuse_posts"]

_POSTED = VacancyPosted.__name__
# After one of these another verdict on posts may be right.
_TELLING = frozenset(
    {
        "EmployerSuspended",
        "EmployerReinstated",
        "EmployerPaperChecked",
        "EmployerRegistered",
        "EmployerContactGiven",
        "PeopleMerged",
    }
)
_ANSWERS = (
    EventRefused.__name__,
    RefusalLifted.__name__,
    RefusedEventMended.__name__,
    RefusedEventWithdrawn.__name__,
)
_REASONS = {
    EMPLOYER_SUSPENDED: N_("这个老板发布时正被暂停招工"),
    AGENCY_UNLICENSED: N_("职业中介没有有效的许可证，不能直接发布"),
}
_HEADER = [EVENTS.c[name] for name in EVENT_COLUMNS]
_UPSERT = Upsert(REFUSED_POSTS)
_Store = Callable[[Sequence[Event]], None]


@dataclass
class _Posts:
    """Posts of some vacancies, and what was said to each already."""

    posts: list[tuple[Event, VacancyPosted]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """Event → the code that a hub gave."""
    settled: set[str] = field(default_factory=set)
    """Lifted by a hub, mended or withdrawn by the hall: nothing is left to decide."""


def refuse_posts(
    connection: Connection, fresh: Sequence[Event], now_ms: int, home: str, store: _Store
) -> None:
    """Refuse posts, and take refusals back, after these events were stored.

    Args:
        connection: in the write transaction that stored `fresh`.
        fresh: events that were just stored.
        now_ms: the moment.
        home: hall of the events whose station had no hall when it wrote them; empty for events
            that came from a hub above.
        store: stores the hub's events, and folds them.
    """
    posted = {event.aggregate for event in fresh if event.type == _POSTED and event.payload}
    told = {
        event.aggregate
        for event in fresh
        if event.type in _TELLING and aggregate_kind(event.aggregate) == "employer"
    }
    if not posted and not told:
        return
    found = _read_posts(connection, posted | _open_posts_of(connection, told, now_ms))
    # Other halls' hubs judge their own; what is said here of theirs would go nowhere.
    own = {UNASSIGNED_HALL, *connection.execute(select(HALLS.c.id)).scalars()}
    found.posts = [pair for pair in found.posts if hall_of(pair[0].scope) in own]
    groups = employer_groups(connection, {posting.employer for _, posting in found.posts})
    known = judged_employers(connection, set().union(*groups.values()))
    if not known:
        return
    chain = OwnChain(connection, now_ms)
    said = []
    for event, posting in found.posts:
        group = [known[name] for name in groups[posting.employer] if name in known]
        word = _word(found, event, objection_to_post(posting, order_key(event)[0], group))
        if word is not None:
            hall = hall_of(event.scope)
            scope = f"{audience_of(event.scope)}:{home if hall == UNASSIGNED_HALL else hall}"
            said.append(chain.seal(word, event.aggregate, scope))
            _note(connection, event, posting, word)
    if said:
        chain.save()
        store(said)


def _word(found: _Posts, event: Event, objection: str) -> Payload | None:
    """What the hub has to say to a post now; None where it said it already."""
    if event.id in found.settled:
        return None
    code = found.refused.get(event.id, "")
    if objection and not code:
        return EventRefused(event=event.id, code=objection, reason=_REASONS[objection])
    if code in _REASONS and not objection:
        return RefusalLifted(event=event.id)
    return None


def _note(connection: Connection, event: Event, posting: VacancyPosted, word: Payload) -> None:
    if isinstance(word, EventRefused):
        row = {"event": event.id, "vacancy": event.aggregate, "employer": posting.employer}
        _UPSERT(connection, row)
    else:
        connection.execute(REFUSED_POSTS.delete().where(REFUSED_POSTS.c.event == event.id))


def _open_posts_of(connection: Connection, employers: set[str], now_ms: int) -> set[str]:
    """Vacancies that are not over of these employers under whatever id; none of those whom no
    rule speaks of."""
    if not employers:
        return set()
    groups = employer_groups(connection, employers)
    known = judged_employers(connection, set().union(*groups.values()))
    names = set().union(*(group for group in groups.values() if not group.isdisjoint(known)))
    if not names:
        return set()
    vacancies = STATE["vacancies"].c
    open_posts = select(vacancies.id).where(
        vacancies.employer.in_(names), vacancies.valid_until > now_ms
    )
    refused = select(REFUSED_POSTS.c.vacancy).where(REFUSED_POSTS.c.employer.in_(names))
    return {row[0] for query in (open_posts, refused) for row in connection.execute(query)}


def _read_posts(connection: Connection, vacancies: Iterable[str]) -> _Posts:
    """Posts of vacancies with what was said to them, from the log."""
    rows = connection.execute(
        select(*_HEADER).where(
            EVENTS.c.aggregate.in_(set(vacancies)),
            EVENTS.c.type.in_((_POSTED, *_ANSWERS)),
            EVENTS.c.payload.is_not(None),
        )
    )
    found = _Posts()
    for event in map(event_of, rows):
        match decode_payload(event.type, event.payload):
            case VacancyPosted() as posting:
                found.posts.append((event, posting))
            case EventRefused(event=refused, code=code):
                found.refused.setdefault(refused, code)
            case (
                RefusalLifted(event=answered)
                | RefusedEventMended(event=answered)
                | RefusedEventWithdrawn(event=answered)
            ):
                found.settled.add(answered)
    return found
