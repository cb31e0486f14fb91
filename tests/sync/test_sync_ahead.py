"""The next request goes out before the reply to this one is applied (docs/PROTOCOL.md §7.9)."""

import contextlib
import threading

import httpx
import pytest
from network import FAULTS, BadNetwork, SyncHall, event_ids, register, states

from kiosk.domain.events import HallProfileChanged
from kiosk.store.errors import DiskFull
from kiosk.store.outbox import OutboxCounts, outbox_counts
from kiosk.store.verify import verify_store
from kiosk.sync.engine import Engine
from kiosk.sync.errors import SyncError
from kiosk.sync.hub import hub_events
from kiosk.sync.signing import COUNTER_HEADER

EVENTS = 40
NOTHING_WAITS = OutboxCounts(pending=0, invalid=0, oldest_ms=0)


def small(store, network: BadNetwork, **options: object) -> Engine:
    """An engine that needs many exchanges for `EVENTS` events."""
    engine = Engine(store, transport=network, **options)  # type: ignore[arg-type]
    for size in (engine._push_size, engine._page_size):
        size.bytes = size.most = 3_000
    return engine


def finish(engine: Engine) -> int:
    """Exchange through whatever goes wrong. Returns how often something did."""
    errors = 0
    for _ in range(200):
        try:
            if not engine.exchange().has_more:
                return errors
        except (SyncError, DiskFull):
            errors += 1
    raise AssertionError("it never comes to an end")


def pushed_and_pulled(hall: SyncHall, direction: str):
    """A station with much to push, or with much to pull, and what the other one holds."""
    a, b = hall.station(), hall.station()
    register(a, EVENTS)
    if direction == "push":
        return a, b
    hall.sync(a)
    return b, a


def all_is_well(hall: SyncHall, *stores) -> None:
    for store in stores:
        hall.sync(store)
    for store in stores:
        hall.sync(store)
        with store.read() as db:
            assert outbox_counts(db) == NOTHING_WAITS
        assert not verify_store(store).findings
    assert len({frozenset(states(store).items()) for store in stores}) == 1
    held = [event.id for event in hub_events(hall.hub_dir)]
    assert len(held) == len(set(held))
    assert set(held) == event_ids(stores[0])


@pytest.mark.parametrize("direction", ["push", "pull"])
def test_the_next_request_is_out_when_a_reply_is_applied(hall: SyncHall, direction):
    store, other = pushed_and_pulled(hall, direction)
    network = BadNetwork()
    out: list[int] = []
    engine = small(store, network, after_delivery=lambda _writing: out.append(len(network.seen)))
    with contextlib.closing(engine):
        assert finish(engine) == 0
    rounds = len(network.seen)
    assert rounds > 5
    assert out == [*range(2, rounds + 1), rounds]
    all_is_well(hall, store, other)


def test_one_request_at_a_time_with_rising_counters(hall: SyncHall):
    store, other = pushed_and_pulled(hall, "push")
    active, most = [0], [0]
    lock = threading.Lock()

    class Counted(BadNetwork):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            with lock:
                active[0] += 1
                most[0] = max(most[0], active[0])
            try:
                return super().handle_request(request)
            finally:
                with lock:
                    active[0] -= 1

    network = Counted(faults=["", "drop_reply", "", "cut"])
    with contextlib.closing(small(store, network)) as engine:
        assert finish(engine) == 2
    counters = [int(request.headers[COUNTER_HEADER]) for request in network.seen]
    assert counters == sorted(set(counters))
    assert most == [1]
    all_is_well(hall, store, other)


@pytest.mark.parametrize("direction", ["push", "pull"])
@pytest.mark.parametrize("place", [1, 2, 4])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_request_sent_ahead(hall: SyncHall, direction, place, fault):
    """What came before it stays; it is sent again from how things stand."""
    store, other = pushed_and_pulled(hall, direction)
    with contextlib.closing(small(store, BadNetwork(faults=[""] * place + [fault]))) as engine:
        assert finish(engine) == 1
    all_is_well(hall, store, other)


@pytest.mark.parametrize("direction", ["push", "pull"])
@pytest.mark.parametrize("place", [1, 2, 4])
def test_a_reply_that_cannot_be_applied_takes_the_next_one_with_it(
    hall: SyncHall, direction, place
):
    """The disk is full in the transaction, while the next request is on its way already."""
    store, other = pushed_and_pulled(hall, direction)
    calls = [0]

    def fails_once(_writing: object) -> None:
        calls[0] += 1
        if calls[0] == place:
            raise DiskFull("for a moment")

    with contextlib.closing(small(store, BadNetwork(), after_delivery=fails_once)) as engine:
        assert finish(engine) == 1
    all_is_well(hall, store, other)


@pytest.mark.parametrize("direction", ["push", "pull"])
def test_a_program_that_ends_between_two_replies(hall: SyncHall, direction):
    """What was sent ahead is stored at the hub, and nobody ever looked at its reply."""
    store, other = pushed_and_pulled(hall, direction)
    for _ in range(4):
        with contextlib.closing(small(store, BadNetwork())) as engine:
            assert engine.exchange().has_more
    all_is_well(hall, store, other)


def test_the_hub_restarts_between_two_replies(hall: SyncHall):
    store, other = pushed_and_pulled(hall, "push")
    with contextlib.closing(small(store, BadNetwork())) as engine:
        assert engine.exchange().has_more
        hall.restart()
        finish(engine)
    all_is_well(hall, store, other)


@pytest.mark.parametrize("direction", ["push", "pull"])
def test_another_program_syncs_the_same_store_meanwhile(hall: SyncHall, direction):
    """`kiosk sync` beside the station: a page that comes out of its turn is passed over."""
    store, other = pushed_and_pulled(hall, direction)
    with (
        contextlib.closing(small(store, BadNetwork())) as one,
        contextlib.closing(small(store, BadNetwork())) as two,
    ):
        for _ in range(30):
            for engine in (one, two):
                # Its counter may be behind the other's by now; the next one is above.
                with contextlib.suppress(SyncError):
                    engine.exchange()
    all_is_well(hall, store, other)


def test_a_page_out_of_its_turn_is_passed_over(hall: SyncHall):
    store, other = pushed_and_pulled(hall, "pull")
    with contextlib.closing(small(store, BadNetwork())) as engine:
        assert engine.exchange().pulled
        with store.write() as writing:
            writing.db.execute("DELETE FROM streams")
        known = event_ids(store)
        done = engine.exchange()
        assert (done.pulled, done.has_more) == (0, True)
        assert event_ids(store) == known
        assert finish(engine) == 0
    all_is_well(hall, store, other)


def test_events_of_the_meantime_follow_what_is_under_way(hall: SyncHall):
    store, other = pushed_and_pulled(hall, "push")
    with contextlib.closing(small(store, BadNetwork())) as engine:
        while engine.exchange().has_more:
            if len(event_ids(store)) < 2 * EVENTS:
                register(store, 3, "后来")
    numbers = [event.n for event in hub_events(hall.hub_dir, store.chain().station)]
    assert numbers == sorted(numbers)
    all_is_well(hall, store, other)


def test_a_reply_that_lay_about_is_thrown_away(hall: SyncHall):
    """The program stood still: what the hub said then tells neither time nor news now."""
    store, other = pushed_and_pulled(hall, "push")
    network = BadNetwork()
    with contextlib.closing(small(store, network)) as engine:
        assert engine.exchange().has_more
        engine._flight.future.result()
        store.clock.ms += 3_600_000
        asked = len(network.seen)
        assert engine.exchange().pushed
        again = network.seen[asked]
        assert int(again.headers[COUNTER_HEADER]) >= store.clock.ms - 3_600_000
        assert len(network.seen) == asked + 2
        finish(engine)
    all_is_well(hall, store, other)


def test_what_a_reply_led_to_is_sent_before_the_end(hall: SyncHall):
    """It was appended in the transaction, when the last request was on its way already."""
    store, other = pushed_and_pulled(hall, "pull")
    answers = [0]

    def answer(writing) -> None:
        answers[0] += 1
        if answers[0] == 2:
            profile = HallProfileChanged(hotline="12333")
            writing.append(profile, f"hall:{writing.chain.hall}", "station")

    network = BadNetwork()
    with contextlib.closing(small(store, network, after_delivery=answer)) as engine:
        engine._page_size.bytes = engine._page_size.most = 12_000
        assert finish(engine) == 0
    with store.read() as db:
        assert outbox_counts(db) == NOTHING_WAITS
    all_is_well(hall, store, other)
