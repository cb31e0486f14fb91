"""Rows of a batch of folded aggregates; a station and a hub write the same ones."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from kiosk.domain.envelope import Event, OrderKey, order_key
from kiosk.domain.events import Payload
from kiosk.domain.fold import State, by_aggregate, encode_state, step_group
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.projection import gone_from, person_key, project
from kiosk.domain.seeker import Seeker
from kiosk.domain.vacancy import Vacancy
from kiosk.store.blind_index import BlindIndex

__all__ = ["IN_LOG", "SEEKER_TEXT", "FoldedRows", "Known", "is_kept", "may_be_in_log"]

Known = Mapping[str, tuple[OrderKey, str]]
"""Aggregate → place of the last event in its state, and the state's text."""
IN_LOG: tuple[OrderKey, str] = ((2**63, "", 0, 0), "")
"""Stands in `Known` for a state that only the log tells: nothing can be stepped on it."""

SEEKER_TEXT = (
    "coalesce(aggregates.state, (SELECT payload FROM events WHERE aggregate = seekers.id LIMIT 1))"
)
"""JSON of a seeker's state, or of the registration that is all of it (`is_kept`): what was given
there has the same names in both. For a query on `seekers LEFT JOIN aggregates`."""

_AGGREGATES = "aggregates"


def is_kept(state: State, count: int) -> bool:
    """Whether the text of a state is kept that is the fold of so many events.

    Most people register and are not heard of again for long; what is looked up of them stands in
    `seekers`, and the registration itself in the log.
    """
    return count > 1 or not (isinstance(state, Seeker) and state.registered_at)


def may_be_in_log(aggregate: str) -> bool:
    """Whether the state of an aggregate may be one that `is_kept` leaves out."""
    return aggregate_kind(aggregate) == "seeker"


class FoldedRows:
    """Collects what has to be written, a table at a time.

    Args:
        index: of identity numbers.
    """

    def __init__(self, index: BlindIndex) -> None:
        self._index = index
        self.rows: dict[str, list[tuple[str | int, ...]]] = defaultdict(list)
        """Table → rows to insert or replace, by their first column."""
        self.gone: dict[str, list[tuple[str]]] = defaultdict(list)
        """Table → ids whose row goes, if there is one; before the others are written."""

    def step(
        self,
        events: Iterable[Event],
        known: Callable[[list[str]], Known],
        decoded: Mapping[str, Payload],
        touched: Callable[[list[Event]], frozenset[str]] | None = None,
    ) -> tuple[list[str], list[str]]:
        """Step new events on the states that are known.

        Args:
            events: just stored.
            known: the states of some aggregates, as stored.
            decoded: payloads that were read already, by the id of their events.
            touched: referrals of a vacancy whose rows the events may change; without it, all.

        Returns:
            All aggregates of the events, and those of them that have to be folded anew.
        """
        groups = by_aggregate(events)
        stored_of = known(list(groups))
        anew = []
        for aggregate, group in groups.items():
            stored = stored_of.get(aggregate)
            state = step_group(aggregate, group, stored, decoded)
            if state is None:
                anew.append(aggregate)
                continue
            if stored is not None:
                for table in gone_from(state):
                    self.gone[table].append((aggregate,))
            only = touched(group) if touched is not None and type(state) is Vacancy else None
            count = len(group) + (stored is not None)
            self.add(state, order_key(group[-1]), count, only)
        return list(groups), anew

    def add(
        self,
        state: State,
        key: OrderKey,
        count: int,
        only: frozenset[str] | None = None,
    ) -> None:
        """Note a state.

        Args:
            state: that changed.
            key: place of the last event in it.
            count: of how many events it is the fold, at least.
            only: referrals whose rows are wanted; None for all.
        """
        if is_kept(state, count):
            kind = aggregate_kind(state.id)
            self.rows[_AGGREGATES].append((state.id, kind, *key, encode_state(state)))
        for table, values in project(state, self._index.of(person_key(state)), only):
            self.rows[table].append(values)

    def clear(self) -> None:
        """They were written."""
        self.rows.clear()
        self.gone.clear()
