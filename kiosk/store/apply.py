"""Bring the state tables up to the log: step where the event is the newest, else fold anew."""

from collections.abc import Sequence

from sqlite_utils import Database

from kiosk.domain.envelope import Event, OrderKey, order_key
from kiosk.domain.events import PAYLOADS, decode_payload
from kiosk.domain.fold import State, decode_state, fold, fold_on
from kiosk.domain.ids import aggregate_kind
from kiosk.domain.projection import COLUMNS, ROWS_OF
from kiosk.store.bases import base_of, note_wanted
from kiosk.store.blind_index import BlindIndex
from kiosk.store.folded_rows import IN_LOG, FoldedRows, Known, is_kept, may_be_in_log
from kiosk.store.rows import EVENT_COLUMNS, event_of, rows_where_in

__all__ = ["Applier"]

_TYPES_OF_REFERRALS = frozenset(
    name for name, cls in PAYLOADS.items() if "referral" in cls.__struct_fields__
)
_SELECT_AGGREGATE = f"SELECT {', '.join(EVENT_COLUMNS)} FROM events WHERE aggregate = ?"


def _upsert(table: str, columns: Sequence[str]) -> str:
    """Updates what is there in place: indexes on what did not change are left alone."""
    key, *others = columns
    changes = ", ".join(f"{name} = excluded.{name}" for name in others)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}) "
        f"ON CONFLICT ({key}) DO UPDATE SET {changes}"
    )


_AGGREGATE = ("id", "kind", "order_time", "station", "epoch", "n", "state")
_UPSERT = {
    table: _upsert(table, columns)
    for table, columns in (COLUMNS | {"aggregates": _AGGREGATE}).items()
}


class Applier:
    """Folds into the state tables of one connection, inside the caller's transaction."""

    def __init__(self, db: Database, index_key: bytes) -> None:
        self._db = db
        self._index = BlindIndex(index_key)
        self._waiting = FoldedRows(self._index)

    def blind_index(self, id_number: str) -> str:
        """Keyed index of an identity number, 32 hex digits; empty for an empty number."""
        return self._index.of(id_number)

    def state(self, aggregate: str) -> State | None:
        """The current state of an aggregate; None if it is unknown."""
        row = self._db.execute("SELECT state FROM aggregates WHERE id = ?", (aggregate,)).fetchone()
        if row is not None:
            return decode_state(aggregate, row[0])
        events = self._log_of(aggregate) if may_be_in_log(aggregate) else []
        return fold(aggregate, events) if events else None

    def apply(self, events: Sequence[Event]) -> list[str]:
        """Take in events that were just inserted in the log.

        Returns:
            The aggregates whose state was written.
        """
        aggregates, anew = self._waiting.step(events, self._known, {}, _touched_referrals)
        for aggregate in anew:
            # What stands before a base, or changes its meaning, waits for the whole log.
            note_wanted(self._db, aggregate)
            self._refold(aggregate)
        self._flush()
        return aggregates

    def refold(self, aggregate: str) -> None:
        """Fold one aggregate anew from the log and write it."""
        self._refold(aggregate)
        self._flush()

    def _refold(self, aggregate: str) -> None:
        events = self._log_of(aggregate)
        base = base_of(self._db, aggregate)
        keys, count = [order_key(event) for event in events], len(events)
        if base is None:
            state = fold(aggregate, events)
        else:
            known = decode_state(aggregate, base.state) if base.state else None
            state = fold_on(known, base.key, events) if known is not None else None
            keys.append(base.key)
            # What it is the fold of is not in the log.
            count += 2
        if state is not None and keys:
            # A refusal may have taken away what an earlier fold had given a row.
            for table, column in ROWS_OF.get(aggregate_kind(aggregate), ()):
                self._db.conn.execute(f"DELETE FROM {table} WHERE {column} = ?", (aggregate,))
            if not is_kept(state, count):
                self._db.conn.execute("DELETE FROM aggregates WHERE id = ?", (aggregate,))
            self._waiting.add(state, max(keys), count)

    def _log_of(self, aggregate: str) -> list[Event]:
        return [event_of(row) for row in self._db.conn.execute(_SELECT_AGGREGATE, (aggregate,))]

    def _known(self, aggregates: list[str]) -> Known:
        # Most people are new: one look tells so, and their state is not looked for.
        people = [each for each in aggregates if may_be_in_log(each)]
        rows = rows_where_in(self._db, "SELECT id FROM seekers", "id", people)
        known: dict[str, tuple[OrderKey, str]] = {row[0]: IN_LOG for row in rows}
        unknown = set(people).difference(known)
        query = "SELECT id, order_time, station, epoch, n, state FROM aggregates"
        wanted = [each for each in aggregates if each not in unknown]
        for row in rows_where_in(self._db, query, "id", wanted):
            known[row[0]] = ((row[1], row[2], row[3], row[4]), row[5])
        return known

    def _flush(self) -> None:
        """Write what was folded, a table at a time."""
        for table, ids in self._waiting.gone.items():
            self._db.conn.executemany(f"DELETE FROM {table} WHERE id = ?", ids)
        for table, rows in self._waiting.rows.items():
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
