"""Switches that break one rule each. The simulation must notice every one of them."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from unittest import mock

from world import Station

from kiosk.domain import seats
from kiosk.domain.fold import decode_state, new_state, step
from kiosk.store import folded_rows
from kiosk.store.epochs import begin_epoch
from kiosk.store.errors import StoreError
from kiosk.store.folded_rows import IN_LOG
from kiosk.store.streams import move_stream
from kiosk.sync import applying, enrolling
from kiosk.sync.departures import Departures
from kiosk.sync.engine import Engine
from kiosk.sync.hub import intake, seat_keeping, stream_log
from kiosk.sync.protocol import Result

__all__ = ["SWITCHES", "Switch"]


@contextlib.contextmanager
def no_idempotency() -> Iterator[None]:
    """The hub does not look whether it has an event already."""

    def look_up(*_arguments):
        return intake._Known({}, set())

    with mock.patch.object(intake, "_look_up", look_up):
        yield


@contextlib.contextmanager
def mark_before_ack() -> Iterator[None]:
    """Events leave the outbox when they are sent."""
    real = Departures._send

    def send(self, message, counter, draft, *rest):
        with self._store.write() as writing:
            writing.acknowledge(draft.batch.ids, 0)
        return real(self, message, counter, draft, *rest)

    with mock.patch.object(Departures, "_send", send):
        yield


@contextlib.contextmanager
def cursor_before_apply() -> Iterator[None]:
    """The cursor moves in a transaction of its own, before the events are there."""
    real = Engine._apply

    def apply(self, flight, reply, pulled):
        with self._store.write() as writing:
            move_stream(writing, pulled.cursor, pulled.checksum)
        return real(self, flight, reply, pulled)

    with mock.patch.object(Engine, "_apply", apply):
        yield


@contextlib.contextmanager
def page_out_of_turn() -> Iterator[None]:
    """A page is applied although the one before it could not be."""
    real_after, real_exchange = Departures.after, Engine.exchange
    ahead: dict[Departures, object] = {}

    def after(self, flight, reply, draft):
        ahead[self] = real_after(self, flight, reply, draft)
        return ahead[self]

    def exchange(self):
        try:
            return real_exchange(self)
        except StoreError:
            self._flight = ahead.get(self._departures)
            raise

    with (
        # More often than in the field, so that it is seen soon.
        mock.patch.object(Station, "disk_full", 0.2),
        mock.patch.object(Departures, "after", after),
        mock.patch.object(Engine, "exchange", exchange),
        mock.patch.object(applying, "_is_in_turn", return_value=True),
    ):
        yield


@contextlib.contextmanager
def naive_counter() -> Iterator[None]:
    """Whoever sees a free seat anywhere takes it."""

    def spendable(self, _station, _now_ms, *, is_time_trusted=True):
        del is_time_trusted
        return max(0, self.total_free)

    with mock.patch.object(seats.Seats, "spendable", spendable):
        yield


@contextlib.contextmanager
def duplicate_grant() -> Iterator[None]:
    """The hub serves a request again whenever it hears of the vacancy."""
    real = seat_keeping._answer

    def answer(connection, vacancy, now_ms, store):
        real(connection, vacancy, now_ms, store)
        real(connection, vacancy, now_ms, store)

    def answered(self, holder, request):
        """The request stays open."""

    with (
        mock.patch.object(seat_keeping, "_answer", answer),
        mock.patch.object(seats.Seats, "_answered", answered),
    ):
        yield


@contextlib.contextmanager
def split_transaction() -> Iterator[None]:
    """An event and its place in the outbox are written one after the other."""
    real_open = Station.open

    def opened(self: Station) -> None:
        real_open(self)
        crashing = self.store.write

        @contextlib.contextmanager
        def write():
            with crashing() as writing:
                yield writing
                ids = [event.id for event in writing.appended]
                marks = ", ".join("?" * len(ids))
                rows = f"(SELECT seq FROM events WHERE id IN ({marks}))"
                writing.db.execute(f"DELETE FROM outbox WHERE seq IN {rows}", ids)
            if ids:
                with crashing() as writing:
                    writing.db.execute(
                        f"INSERT INTO outbox (seq) SELECT seq FROM events WHERE id IN ({marks})",
                        ids,
                    )

        self.store.write = write

    with mock.patch.object(Station, "open", opened):
        yield


@contextlib.contextmanager
def sequence_gap() -> Iterator[None]:
    """Numbers as a database sequence gives them: some are committed after larger ones."""
    real = stream_log._append
    late: dict[str, tuple] = {}

    def append(connection, stream, entries):
        real(connection, stream, entries)
        if stream in late and connection is not late[stream][0]:
            stream_log._INSERT_LOG(connection, [late.pop(stream)[1]])
            return
        log = stream_log.STREAM_LOG
        rows = connection.execute(
            log.select().where(log.c.stream == stream).order_by(log.c.seq.desc()).limit(2)
        ).all()
        if len(rows) == 2 and stream not in late:
            hole = log.c.seq == rows[1].seq
            connection.execute(log.delete().where(log.c.stream == stream, hole))
            late[stream] = (connection, tuple(rows[1]))

    with mock.patch.object(stream_log, "_append", append):
        yield


@contextlib.contextmanager
def synchronous_normal() -> Iterator[None]:
    """The disk is asked to keep things now and then only."""
    real_open = Station.open

    def opened(self: Station) -> None:
        real_open(self)
        self.store._db.execute("PRAGMA synchronous = NORMAL")

    with mock.patch.object(Station, "open", opened):
        yield


@contextlib.contextmanager
def spend_without_a_seat() -> Iterator[None]:
    """A station believes in one seat more than it holds."""

    def spendable(self, station, _now_ms, *, is_time_trusted=True):
        del is_time_trusted
        return max(0, self.free(station) + 1)

    with mock.patch.object(seats.Seats, "spendable", spendable):
        yield


@contextlib.contextmanager
def order_of_arrival() -> Iterator[None]:
    """State is stepped in the order in which events arrive, without folding anew."""

    real = folded_rows.step_group

    def step_only(aggregate, group, stored, decoded):
        if stored is IN_LOG:
            return real(aggregate, group, stored, decoded)
        state = decode_state(aggregate, stored[1]) if stored else new_state(aggregate)
        for event in group:
            step(state, event, decoded.get(event.id))
        return state

    with mock.patch.object(folded_rows, "step_group", step_only):
        yield


@contextlib.contextmanager
def fork_kept() -> Iterator[None]:
    """A station that enrols anew begins a new chain, and leaves in the old one what forked."""

    def leave(writing):
        begin_epoch(writing)
        return 0

    with mock.patch.object(enrolling, "leave_fork", leave):
        yield


@contextlib.contextmanager
def fork_taken_for_known() -> Iterator[None]:
    """The hub takes whatever stands at a place that it knows for what it has."""
    real = intake._check

    def check(event, own_hash, own_payload, entrance, known, now_ms):
        result = real(event, own_hash, own_payload, entrance, known, now_ms)
        return Result("duplicate", now_ms) if result.code == "fork" else result

    with mock.patch.object(intake, "_check", check):
        yield


@dataclass(frozen=True)
class Switch:
    """What breaks a rule, and by which promises that is noticed."""

    breaks: Callable[[], contextlib.AbstractContextManager[None]]
    noticed: tuple[str, ...]
    is_about_disks: bool = False
    """Only worlds with old disks can show it."""


SWITCHES = {
    "no idempotency": Switch(no_idempotency, ("I1", "I2")),
    "mark before ack": Switch(mark_before_ack, ("I8",)),
    "cursor before apply": Switch(cursor_before_apply, ("I5",)),
    "page out of turn": Switch(page_out_of_turn, ("I5", "I1")),
    "naive counter": Switch(naive_counter, ("I4",)),
    "spend without a seat": Switch(spend_without_a_seat, ("I4",)),
    "duplicate grant": Switch(duplicate_grant, ("I2", "I1")),
    "split transaction": Switch(split_transaction, ("I8",)),
    "sequence gap": Switch(sequence_gap, ("I5", "I1")),
    "synchronous NORMAL": Switch(synchronous_normal, ("I7",)),
    "order of arrival": Switch(order_of_arrival, ("I3", "verify")),
    "fork kept": Switch(fork_kept, ("I1", "I6"), is_about_disks=True),
    "fork taken for known": Switch(fork_taken_for_known, ("I8", "I1"), is_about_disks=True),
}
