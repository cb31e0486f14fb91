"""Bring the state tables up to the log: step where the event is the newest, else fold anew."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from kiosk.domain.envelope import Event, OrderKey, order_key
from kiosk.domain.events import PAYLOADS, decode_payload
from kiosk.domain.fold import (
    State,
    by_aggregate,
    decode_state,
    encode_state,
    fold,
    fold_on,
    is_later,
    new_state,
    step,
)
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.projection import COLUMNS, ROWS_OF, person_key, project
from kiosk.domain.vacancy import Vacancy
from kiosk.store.bases import base_of, note_wanted
from kiosk.store.blind_index import BlindIndex
from kiosk.store.rows import EVENT_COLUMNS, event_of, rows_where_in

__all__ = ["Applier"]

_TYPES_OF_REFERRALS = frozenset(
    name for name, cls in PAYLOADS.items() if "referral" in cls.__struct_fields__
)
_SELECT_AGGREGATE = f"SELECT {', '.join(EVENT_COLUMNS)} FROM events WHERE aggregate = ?"
_UPSERT = {
    table: f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) "
    f"VALUES ({', '.join('?' * len(columns))})"
    for table, columns in COLUMNS.items()
} | {"aggregates": "INSERT OR REPLACE INTO aggregates VALUES (?, ?, ?, ?, ?, ?, ?)"}


class Applier:
    """Folds into the state tables of one connection, inside the caller's transaction."""

    def __init__(self, db: Database, index_key: bytes) -> None:
        self._db = db
        self._index = BlindIndex(index_key)
        self._waiting: dict[str, list[tuple[str | int, ...]]] = defaultdict(list)

    def blind_index(self, id_number: str) -> str:
        """Keyed index of an identity number, 32 hex digits; empty for an empty number."""
        return self._index.of(id_number)

    def state(self, aggregate: str) -> State | None:
        """The current state of an aggregate; None if it is unknown."""
        row = self._db.execute("SELECT state FROM aggregates WHERE id = ?", (aggregate,)).fetchone()
        return decode_state(aggregate, row[0]) if row else None

    def apply(self, events: Sequence[Event]) -> list[str]:
        """Take in events that were just inserted in the log.

        Returns:
            The aggregates whose state was written.
        """
        groups = by_aggregate(events)
        known = self._known(groups)
        for aggregate, group in groups.items():
            stored = known.get(aggregate)
            if not is_later(group, stored[0] if stored else None):
                # What stands before a base, or changes its meaning, waits for the whole log.
                note_wanted(self._db, aggregate)
                self._refold(aggregate)
            else:
                self._step(aggregate, group, stored[1] if stored else None)
        self._flush()
        return list(groups)

    def refold(self, aggregate: str) -> None:
        """Fold one aggregate anew from the log and write it."""
        self._refold(aggregate)
        self._flush()

    def _refold(self, aggregate: str) -> None:
        rows = self._db.conn.execute(_SELECT_AGGREGATE, (aggregate,)).fetchall()
        events = [event_of(row) for row in rows]
        base = base_of(self._db, aggregate)
        keys = [order_key(event) for event in events]
        if base is None:
            state = fold(aggregate, events)
        else:
            known = decode_state(aggregate, base.state) if base.state else None
            state = fold_on(known, base.key, events) if known is not None else None
            keys.append(base.key)
        if state is not None and keys:
            # A refusal may have taken away what an earlier fold had given a row.
            for table, column in ROWS_OF.get(aggregate_kind(aggregate), ()):
                self._db.conn.execute(f"DELETE FROM {table} WHERE {column} = ?", (aggregate,))
            self._write(state, max(keys), None)

    def _known(self, aggregates: Iterable[str]) -> dict[str, tuple[OrderKey, str]]:
        query = "SELECT id, order_time, station, epoch, n, state FROM aggregates"
        rows = rows_where_in(self._db, query, "id", list(aggregates))
        return {row[0]: ((row[1], row[2], row[3], row[4]), row[5]) for row in rows}

    def _step(self, aggregate: str, group: list[Event], text: str | None) -> None:
        state = decode_state(aggregate, text) if text is not None else new_state(aggregate)
        if state is None:
            return
        for event in group:
            step(state, event)
        only = _touched_referrals(group) if isinstance(state, Vacancy) else None
        self._write(state, order_key(group[-1]), only)

    def _write(self, state: State, key: OrderKey, only: frozenset[str] | None) -> None:
        kind = aggregate_kind(state.id)
        self._waiting["aggregates"].append((state.id, kind, *key, encode_state(state)))
        index = self._index.of(person_key(state))
        for table, values in project(state, index, only):
            self._waiting[table].append(values)

    def _flush(self) -> None:
        """Write what was folded, a table at a time."""
        for table, rows in self._waiting.items():
            self._db.conn.executemany(_UPSERT[table], rows)
        self._waiting.clear()


def _touched_referrals(group: list[Event]) -> frozenset[str]:
    """Referrals whose row may have changed; a row carries nothing of the other referrals.

    Read as the fold reads them: another program may space or escape its JSON as it likes.
    """
    touched = set()
    for event in group:
        if event.type in _TYPES_OF_REFERRALS:
            payload = decode_payload(event.type, event.payload)
            if payload is not None:
                touched.add(getattr(payload, "referral", ""))
    return frozenset(touched)
