"""Write to the log: own events (append) and events of others (deliver), in one transaction."""

import secrets
from collections.abc import Iterable, Sequence

import msgspec
from sqlite_utils import Database

from kiosk.domain.clock import CLAMP_MS, Clock, next_stamp, order_time, stamp_of
from kiosk.domain.envelope import Event, header_hash, payload_hash
from kiosk.domain.events import STRUCTURAL, Payload, encode_payload
from kiosk.domain.fold import State
from kiosk.domain.ids import new_id, uuid7
from kiosk.domain.scopes import scope_for
from kiosk.store.apply import Applier
from kiosk.store.bases import Base, count_events, drop_base, keep_base, note_wanted
from kiosk.store.chain import Chain, read_chain, write_chain
from kiosk.store.people import note_erased
from kiosk.store.print_jobs import blank_jobs_of
from kiosk.store.rows import INSERT_EVENT, row_of, rows_where_in

__all__ = ["ForkError", "SettledRow", "Writing"]


_Place = tuple[str, int, int]
SettledRow = tuple[int, int, str]
"""Of an event: its number in the log, its time, its aggregate."""


class ForkError(Exception):
    """Two different headers claim the same place of a chain: a cloned or rolled-back disk."""


class Writing:
    """One open write transaction on the log. Made by `Store.write`, valid only inside it."""

    def __init__(self, db: Database, applier: Applier, clock: Clock) -> None:
        self.db = db
        self.applier = applier
        self._clock = clock
        self._chain = read_chain(db)
        self.appended: list[Event] = []
        self.changed: set[str] = set()

    @property
    def chain(self) -> Chain:
        """Identity and head of the station's own chain."""
        return self._chain

    @property
    def now_ms(self) -> int:
        """The present moment."""
        return self._clock.now_ms()

    def new_id(self, kind: str) -> str:
        """A new aggregate identifier."""
        return new_id(kind, self.now_ms)

    def state(self, aggregate: str) -> State | None:
        """The state of an aggregate, this transaction's changes included."""
        return self.applier.state(aggregate)

    def append(self, payload: Payload, aggregate: str, actor: str) -> Event:
        """Append an own event with its effect on the state."""
        sealed = self._seal(payload, aggregate, actor)
        event, own_hash = _as_kept(sealed, self._erased_among([sealed])), header_hash(sealed)
        self.db.conn.execute(INSERT_EVENT, row_of(event, own_hash))
        self.db.conn.execute(
            "INSERT INTO outbox (seq) SELECT seq FROM events WHERE id = ?", (event.id,)
        )
        self._chain = self._chain.after(event.n, own_hash, event.time)
        write_chain(self.db, self._chain)
        self.appended.append(event)
        self._take_in([event])
        return event

    def next_number(self, day: str) -> str:
        """The next number that people see today, such as A037: letter and daily counter."""
        row = self.db.execute(
            "INSERT INTO counters VALUES (?, 'slip', 1) "
            "ON CONFLICT (day, name) DO UPDATE SET last = last + 1 RETURNING last",
            (day,),
        ).fetchone()
        return f"{self._chain.letter}{row[0]:03d}"

    def deliver(self, events: Sequence[Event], hashes: Sequence[str] = ()) -> list[str]:
        """Take in events of other stations, in any order, any number of times.

        Args:
            events: of other stations, checked.
            hashes: their header hashes, where the caller has computed them.

        Returns:
            The aggregates whose state was written.

        Raises:
            ForkError: an event stands where another one is known.
        """
        placed = self._fresh(events, hashes or [header_hash(event) for event in events])
        if not placed:
            return []
        as_values = msgspec.structs.astuple
        rows = [(*as_values(event), own_hash) for event, own_hash in placed]
        self.db.conn.executemany(INSERT_EVENT, rows)
        fresh = [event for event, _hash in placed]
        latest = max(event.time for event in fresh)
        ceiling = stamp_of(self.now_ms + CLAMP_MS)
        if self._chain.stamp < min(latest, ceiling):
            self._chain = self._chain.after(self._chain.n, self._chain.head, min(latest, ceiling))
            write_chain(self.db, self._chain)
        return self._take_in(fresh)

    def acknowledge(self, ids: Iterable[str], received_ms: int) -> None:
        """Take own events out of the outbox: a hub holds them durably."""
        query = "SELECT seq, time, aggregate FROM events"
        rows = rows_where_in(self.db, query, "id", sorted(set(ids)))
        self.settle([(row[0], row[1], row[2]) for row in rows], received_ms)

    def settle(self, rows: Sequence[SettledRow], received_ms: int) -> None:
        """The same for events of which the log need not be asked."""
        self.db.conn.executemany("DELETE FROM outbox WHERE seq = ?", [(row[0],) for row in rows])
        clamped = [row for row in rows if order_time(row[1], received_ms) != row[1]]
        self.db.conn.executemany(
            "UPDATE events SET received = ? WHERE seq = ?",
            [(received_ms, row[0]) for row in clamped],
        )
        for aggregate in sorted({row[2] for row in clamped}):
            note_wanted(self.db, aggregate)
            self.applier.refold(aggregate)

    def take_base(self, aggregate: str, base: Base, events: int, erased_by: str = "") -> None:
        """Take the state of a hub's snapshot in the place of the log up to it.

        An aggregate whose log is here as far as the base goes keeps its log and needs none.

        Args:
            aggregate: whose.
            base: the hub's state and the place of the last event in it.
            events: how many events the hub folded.
            erased_by: id of the event that erased the aggregate's person, or empty.
        """
        if erased_by:
            self._erase_aggregate(aggregate, erased_by)
        if count_events(self.db, aggregate) >= events:
            return
        keep_base(self.db, aggregate, base)
        self.applier.refold(aggregate)
        self.changed.add(aggregate)
        # Own events that come now stand after it, else they would wait for the log.
        if self._chain.stamp < base.key[0]:
            self._chain = self._chain.after(self._chain.n, self._chain.head, base.key[0])
            write_chain(self.db, self._chain)

    def complete(self, aggregates: Sequence[str], events: Sequence[Event]) -> None:
        """The whole log of aggregates that had a base: what is not known of it, and a new fold."""
        self.deliver(events)
        for aggregate in aggregates:
            drop_base(self.db, aggregate)
            self.applier.refold(aggregate)
        self.changed.update(aggregates)

    def mark_invalid(self, event_id: str, code: str, reason: str) -> None:
        """A hub would not store an own event: it stays in the outbox, seen, and is not resent."""
        self.db.conn.execute(
            "UPDATE outbox SET invalid_code = ?, invalid_reason = ? "
            "WHERE seq = (SELECT seq FROM events WHERE id = ?)",
            (code, reason, event_id),
        )

    def _seal(self, payload: Payload, aggregate: str, actor: str) -> Event:
        chain, text = self._chain, encode_payload(payload)
        salt = secrets.token_hex(16)
        kind = type(payload).__name__
        return Event(
            id=uuid7(self.now_ms),
            station=chain.station,
            epoch=chain.epoch,
            n=chain.n + 1,
            time=next_stamp(chain.stamp, self.now_ms),
            type=kind,
            schema=1,
            scope=scope_for(kind, chain.hall),
            aggregate=aggregate,
            actor=actor,
            payload_hash=payload_hash(salt, text),
            prev=chain.head,
            payload=text,
            salt=salt,
        )

    def _fresh(self, events: Sequence[Event], hashes: Sequence[str]) -> list[tuple[Event, str]]:
        """The events not known yet, each once, as they may be kept, with their header hashes."""
        known = self._known_places(events)
        erased = self._erased_among(events)
        fresh = []
        for event, own_hash in zip(events, hashes, strict=True):
            place = (event.station, event.epoch, event.n)
            kept = known.get(place)
            if kept is None:
                known[place] = own_hash
                fresh.append((_as_kept(event, erased), own_hash))
            elif kept != own_hash:
                raise ForkError(f"{event.station}/{event.epoch}/{event.n}")
        return fresh

    def _known_places(self, events: Sequence[Event]) -> dict[_Place, str]:
        """Header hashes of the log in the ranges that these events span, one query a chain."""
        ranges: dict[tuple[str, int], tuple[int, int]] = {}
        for event in events:
            low, high = ranges.get((event.station, event.epoch), (event.n, event.n))
            ranges[event.station, event.epoch] = (min(low, event.n), max(high, event.n))
        known: dict[_Place, str] = {}
        for (station, epoch), (low, high) in ranges.items():
            rows = self.db.conn.execute(
                "SELECT n, hash FROM events WHERE station = ? AND epoch = ? AND n BETWEEN ? AND ?",
                (station, epoch, low, high),
            )
            known.update({(station, epoch, n): own_hash for n, own_hash in rows})
        return known

    def _erased_among(self, events: Iterable[Event]) -> set[str]:
        """Those of the events' aggregates that were erased before."""
        if not self.db.conn.execute("SELECT 1 FROM erasures LIMIT 1").fetchone():
            return set()
        wanted = sorted({event.aggregate for event in events})
        return {
            row[0]
            for row in rows_where_in(self.db, "SELECT aggregate FROM erasures", "aggregate", wanted)
        }

    def _take_in(self, events: Sequence[Event]) -> list[str]:
        for event in events:
            if event.type == "PersonErased":
                self._erase(event)
        changed = self.applier.apply(events)
        self.changed.update(changed)
        return changed

    def _erase(self, event: Event) -> None:
        note_erased(self.db, event.aggregate, event.time)
        self._erase_aggregate(event.aggregate, event.id)
        # A base holds what has to go; headers of the log are enough for what stays.
        drop_base(self.db, event.aggregate)

    def _erase_aggregate(self, aggregate: str, event_id: str) -> None:
        blank_jobs_of(self.db, aggregate)
        self.db.conn.execute("INSERT OR IGNORE INTO erasures VALUES (?, ?)", (aggregate, event_id))
        marks = ", ".join("?" * len(STRUCTURAL))
        self.db.conn.execute(
            "UPDATE events SET payload = NULL, salt = NULL "
            f"WHERE aggregate = ? AND type NOT IN ({marks})",
            (aggregate, *sorted(STRUCTURAL)),
        )


def _as_kept(event: Event, erased: set[str]) -> Event:
    """The event as it may be stored: without payload if its person was erased before."""
    if event.payload is None or event.type in STRUCTURAL or event.aggregate not in erased:
        return event
    return msgspec.structs.replace(event, payload=None, salt=None)
