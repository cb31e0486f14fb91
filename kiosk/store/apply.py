"""Bring the state tables up to the log: step where the event is the newest, else fold anew."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from kiosk.domain.envelope import Event, OrderKey, order_key
from kiosk.domain.fold import (
    State,
    decode_state,
    encode_state,
    fold,
    forces_refold,
    new_state,
    step,
)
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.projection import COLUMNS, Row, person_key, project
from kiosk.store.rows import EVENT_COLUMNS, event_of

__all__ = ["Applier"]

_SELECT_AGGREGATE = f"SELECT {', '.join(EVENT_COLUMNS)} FROM events WHERE aggregate = ?"
# Rows of an aggregate besides the one that is always written, by the column that names it.
_ROWS_OF = {
    "vacancy": (("vacancies", "id"), ("referrals", "vacancy")),
    "hall": (("stations", "hall"),),
}
_UPSERT = {
    table: f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) "
    f"VALUES ({', '.join('?' * len(columns))})"
    for table, columns in COLUMNS.items()
}


class Applier:
    """Folds into the state tables of one connection, inside the caller's transaction."""

    def __init__(self, db: Database, index_key: bytes) -> None:
        self._db = db
        self._index_key = index_key

    def blind_index(self, id_number: str) -> str:
        """Keyed index of an identity number, 32 hex digits; empty for an empty number."""
        if not id_number:
            return ""
        digest = hmac.new(self._index_key, id_number.upper().encode(), hashlib.sha256)
        return digest.hexdigest()[:32]

    def state(self, aggregate: str) -> State | None:
        """The current state of an aggregate; None if it is unknown."""
        row = self._db.execute("SELECT state FROM aggregates WHERE id = ?", (aggregate,)).fetchone()
        return decode_state(aggregate, row[0]) if row else None

    def apply(self, events: Sequence[Event]) -> list[str]:
        """Take in events that were just inserted in the log.

        Returns:
            The aggregates whose state was written.
        """
        groups: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            groups[event.aggregate].append(event)
        known = self._known(groups)
        for aggregate, group in groups.items():
            group.sort(key=order_key)
            stored = known.get(aggregate)
            newest = stored is None or order_key(group[0]) > stored[0]
            if not newest or any(forces_refold(event) for event in group):
                self.refold(aggregate)
            else:
                self._step(aggregate, group, stored[1] if stored else None)
        return list(groups)

    def refold(self, aggregate: str) -> None:
        """Fold one aggregate anew from the log and write it."""
        rows = self._db.conn.execute(_SELECT_AGGREGATE, (aggregate,)).fetchall()
        events = [event_of(row) for row in rows]
        state = fold(aggregate, events)
        if state is not None and events:
            # A refusal may have taken away what an earlier fold had given a row.
            for table, column in _ROWS_OF.get(aggregate_kind(aggregate), ()):
                self._db.conn.execute(f"DELETE FROM {table} WHERE {column} = ?", (aggregate,))
            self._write(state, max(map(order_key, events)), None)

    def _known(self, aggregates: Iterable[str]) -> dict[str, tuple[OrderKey, str]]:
        found = {}
        for aggregate in aggregates:
            row = self._db.conn.execute(
                "SELECT order_time, station, epoch, n, state FROM aggregates WHERE id = ?",
                (aggregate,),
            ).fetchone()
            if row:
                found[aggregate] = ((row[0], row[1], row[2], row[3]), row[4])
        return found

    def _step(self, aggregate: str, group: list[Event], text: str | None) -> None:
        state = decode_state(aggregate, text) if text is not None else new_state(aggregate)
        if state is None:
            return
        for event in group:
            step(state, event)
        self._write(state, order_key(group[-1]), _touched_referrals(group))

    def _write(self, state: State, key: OrderKey, only: frozenset[str] | None) -> None:
        kind = aggregate_kind(state.id)
        self._db.conn.execute(
            "INSERT OR REPLACE INTO aggregates VALUES (?, ?, ?, ?, ?, ?, ?)",
            (state.id, kind, *key, encode_state(state)),
        )
        index = self.blind_index(person_key(state))
        self._write_rows(project(state, index, only))

    def _write_rows(self, rows: Iterable[Row]) -> None:
        for table, values in rows:
            self._db.conn.execute(_UPSERT[table], values)


def _touched_referrals(group: list[Event]) -> frozenset[str] | None:
    """Referrals whose row may have changed; a row carries nothing of the other referrals."""
    touched = set()
    for event in group:
        if event.payload is not None and '"referral":"' in event.payload:
            touched.add(event.payload.split('"referral":"', 1)[1].split('"', 1)[0])
    return frozenset(touched)
