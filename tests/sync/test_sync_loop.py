"""The sync thread goes online and offline by itself and tells it honestly."""

import threading

from network import BadNetwork, SyncHall, register, states

from kiosk.sync.backoff import Backoff
from kiosk.sync.enrolling import enroll
from kiosk.sync.loop import SyncLoop, SyncStatus


class Seen:
    """Statuses as they come; waits for one without sleeping."""

    def __init__(self) -> None:
        self.all: list[SyncStatus] = []
        self._changed = threading.Condition()

    def __call__(self, status: SyncStatus) -> None:
        with self._changed:
            self.all.append(status)
            self._changed.notify_all()

    def wait_for(self, wanted, since: int = 0) -> SyncStatus:
        def find():
            return next((status for status in self.all[since:] if wanted(status)), None)

        with self._changed:
            assert self._changed.wait_for(find, 10), self.all
            found = find()
        assert found is not None
        return found


def at_once() -> Backoff:
    return Backoff(draw=lambda: 0.0)


def never() -> Backoff:
    return Backoff(first_s=1e6, most_s=1e6, draw=lambda: 1.0)


def test_it_pushes_when_woken_and_says_so_only_after_the_acknowledgement(hall: SyncHall):
    store, seen = hall.station(), Seen()
    with SyncLoop(store, on_status=seen, interval_s=3600) as loop:
        seen.wait_for(lambda s: s.state == "online")
        since = len(seen.all)
        register(store, 2)
        loop.wake()
        seen.wait_for(lambda s: (s.state, s.pending) == ("syncing", 2), since)
        done = seen.wait_for(lambda s: s.state == "online", since)
    assert (done.pending, done.oldest_pending_ms, done.error_code) == (0, 0, "")
    assert done.last_success_ms == hall.clock.ms
    assert all(s.pending == 0 for s in seen.all if s.state == "online")


def test_it_goes_offline_and_comes_back_by_itself(hall: SyncHall):
    store, seen, network = hall.station(), Seen(), BadNetwork(faults=["drop_request"] * 3)
    register(store)
    with SyncLoop(store, on_status=seen, transport=network, backoff=at_once()):
        offline = seen.wait_for(lambda s: s.state == "offline")
        seen.wait_for(lambda s: s.state == "online")
    assert (offline.error_code, offline.pending) == ("unreachable", 1)
    # Until the hub has answered it stays offline, also while trying.
    states_seen = [status.state for status in seen.all]
    first = states_seen.index("offline")
    assert set(states_seen[first : states_seen.index("online")]) <= {"offline", "syncing"}
    assert store.chain().n == 1


def test_while_it_tries_again_it_still_says_why_it_is_offline(hall: SyncHall):
    store, seen, network = hall.station(), Seen(), BadNetwork(faults=["drop_request"] * 3)
    with SyncLoop(store, on_status=seen, transport=network, backoff=at_once()):
        seen.wait_for(lambda s: s.state == "online")
    told = [status.error_code for status in seen.all if status.state == "offline"]
    assert set(told) == {"unreachable"}
    assert seen.all[-1].error_code == ""


def test_while_offline_a_wake_up_counts_and_does_not_try(hall: SyncHall):
    store, seen, network = hall.station(), Seen(), BadNetwork(faults=["drop_request"] * 9)
    with SyncLoop(store, on_status=seen, transport=network, backoff=never()) as loop:
        seen.wait_for(lambda s: s.state == "offline")
        register(store)
        loop.wake()
        assert seen.wait_for(lambda s: s.pending == 1).state == "offline"
    # The thread has ended: whatever it would have sent is sent.
    assert len(network.seen) == 1


def test_while_offline_the_button_tries_at_once(hall: SyncHall):
    store, seen, network = hall.station(), Seen(), BadNetwork(faults=["drop_request"])
    with SyncLoop(store, on_status=seen, transport=network, backoff=never()) as loop:
        seen.wait_for(lambda s: s.state == "offline")
        loop.wake(now=True)
        seen.wait_for(lambda s: s.state == "online")


def test_before_enrolment_it_waits_and_afterwards_it_runs(hall: SyncHall):
    store, seen = hall.fresh(), Seen()
    register(store)
    with SyncLoop(store, on_status=seen) as loop:
        assert seen.wait_for(lambda s: s.pending == 1).state == "unenrolled"
        with store.write() as writing:
            assert writing.chain.n == 1
    assert loop.status.state == "unenrolled"
    other, seen = hall.fresh(), Seen()
    with SyncLoop(other, on_status=seen) as loop:
        loop.wake()
        enroll(other, hall.server.url, hall.code(), "public")
        loop.wake()
        seen.wait_for(lambda s: s.state == "online")


def test_what_arrived_is_told_after_the_commit(hall: SyncHall):
    a, b = hall.station(), hall.station()
    (person,) = register(a)
    hall.sync(a)
    told: list[bool] = []
    seen = Seen()
    loop = SyncLoop(
        b,
        on_status=seen,
        on_delivered=lambda changed: told.append(person in changed & states(b).keys()),
    )
    with loop:
        seen.wait_for(lambda s: s.state == "online")
    assert told == [True]


def test_a_defect_in_a_follow_up_does_not_end_the_thread(hall: SyncHall):
    a, b, seen = hall.station(), hall.station(), Seen()
    register(a)
    hall.sync(a)
    fails = [True]

    def after_delivery(_writing):
        if fails.pop():
            raise RuntimeError("defect")

    with SyncLoop(b, on_status=seen, after_delivery=after_delivery, backoff=at_once()):
        seen.wait_for(lambda s: s.error_code == "internal")
        fails.append(False)
        seen.wait_for(lambda s: s.state == "online")


def test_waits_double_up_to_a_bound_and_a_hub_may_ask_for_more():
    backoff = Backoff(first_s=2, most_s=10, draw=lambda: 1.0)
    assert [backoff.failed() for _ in range(4)] == [2, 4, 8, 10]
    assert backoff.failed(retry_after_s=30) == 40
    backoff.succeeded()
    assert backoff.failed() == 2
    assert Backoff(draw=lambda: 0.0).failed() == 0
