"""Lost requests, lost replies, replies twice, cut replies, a killed hub: nothing lost, nothing
twice, and every copy ends in the same state."""

import contextlib
import random
import subprocess
import sys

import httpx
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from network import FAULTS, BadNetwork, SyncHall, event_ids, post, register, states
from synthetic import FakeClock

from kiosk.domain.events import (
    ReferralAgreed,
    ReferralMade,
    SeatsMinted,
    SeatSpent,
    SeekerChanged,
    VacancyClosed,
)
from kiosk.store.outbox import OutboxCounts, outbox_counts
from kiosk.store.verify import verify_store
from kiosk.sync.engine import Engine, sync_until_empty
from kiosk.sync.enrolling import enroll
from kiosk.sync.errors import SyncError
from kiosk.sync.hub import HubServer, hub_events, init_hub, new_code


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_alone_loses_nothing_and_doubles_nothing(hall: SyncHall, fault):
    a, b = hall.station(), hall.station()
    register(a, 3)
    engine = Engine(a, transport=BadNetwork(faults=[fault]))
    with contextlib.closing(engine), pytest.raises(SyncError):
        engine.exchange()
    with a.read() as db:
        assert outbox_counts(db).pending == 3
    hall.sync(a)
    hall.sync(b)
    hall.sync(a)
    with a.read() as db:
        assert outbox_counts(db) == OutboxCounts(pending=0, invalid=0, oldest_ms=0)
    assert event_ids(a) == event_ids(b) == {event.id for event in hub_events(hall.hub_dir)}
    assert [event.n for event in hub_events(hall.hub_dir, a.chain().station)] == [1, 2, 3]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["register", "change", "post", "refer", "agree", "close", "sync"]),
        st.integers(0, 1),
        st.integers(0, 3),
        st.sampled_from(["", "", *FAULTS]),
    ),
    min_size=4,
    max_size=24,
)


@pytest.fixture(scope="module")
def shared_hub(tmp_path_factory, new_database):
    folder = tmp_path_factory.mktemp("shared")
    init_hub(folder / "hub", "hall-0", "第一零工市场", database=new_database())
    server = HubServer(folder / "hub")
    server.start()
    yield folder / "hub", server
    server.stop()


@settings(max_examples=12, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(steps=STEPS)
def test_whatever_happens_in_whatever_order_all_end_alike(shared_hub, make_stores, steps):
    hub_dir, server = shared_hub
    stores = make_stores()
    hall = SyncHall.__new__(SyncHall)
    hall.hub_dir, hall.stores, hall.server = hub_dir, stores, server
    hall.hall, hall.clock = f"hall-{random.getrandbits(60)}", FakeClock()
    hall.add_hall(hall.hall)
    pair = []
    for offset in (0, 40 * 60_000):
        store = hall.fresh(clock=FakeClock(ms=FakeClock().ms + offset, tick=7))
        code = new_code(hub_dir, hall=hall.hall)[0]
        enroll(store, server.url, code, "public", transport=BadNetwork())
        pair.append(store)
    known: list[str] = []
    for action, who, which, fault in steps:
        act(pair[who], action, which, known, fault)
    for _ in range(2):
        for store in pair:
            sync_until_empty(store)
    for store in pair:
        with store.read() as db:
            assert outbox_counts(db) == OutboxCounts(pending=0, invalid=0, oldest_ms=0)
    assert event_ids(pair[0]) == event_ids(pair[1])
    assert states(pair[0]) == states(pair[1])
    mine = {key: text for key, text in hall.hub_states().items() if key in states(pair[0])}
    assert mine == states(pair[0])
    assert verify_store(pair[0]).is_clean


def act(store, action, which, known, fault):
    """One step; on an aggregate that the other may have made and this one not seen yet."""
    if action == "sync":
        with contextlib.suppress(SyncError):
            sync_until_empty(store, transport=BadNetwork(faults=[fault]))
        return
    if action == "register":
        known.extend(register(store))
        return
    if action == "post":
        known.append(post(store))
        with store.write() as writing:
            writing.append(SeatsMinted(count=3), known[-1], "station")
        return
    if not known:
        return
    aggregate = known[which % len(known)]
    referral = f"{aggregate}-r{which}"
    with store.write() as writing:
        if action == "change":
            writing.append(SeekerChanged(phone=f"1390000{which:04d}"), aggregate, "station")
        elif action == "refer":
            made = ReferralMade(referral=referral, number="A1", seeker="seeker:x")
            writing.append(made, aggregate, "station")
        elif action == "agree":
            for side in ("seeker", "employer"):
                agreed = ReferralAgreed(referral=referral, side=side, by="desk")
                writing.append(agreed, aggregate, "station")
            writing.append(SeatSpent(referral=referral), aggregate, "station")
        else:
            writing.append(VacancyClosed(reason="filled"), aggregate, "station")


SERVE = """
import os, sys, threading
from pathlib import Path
from kiosk.sync.hub import HubServer
server = HubServer(Path(sys.argv[1]), port=int(sys.argv[2]))
server.listen()
print(server.url, flush=True)
# Killed the hard way by the test.
server.run()
"""


def serve(hub_dir, port=0):
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(hub_dir), str(port)],
        stdout=subprocess.PIPE,
        text=True,
    )
    return process, process.stdout.readline().strip()


def kill(process):
    process.kill()
    process.wait()
    process.stdout.close()


def test_a_hub_killed_in_the_middle_goes_on_with_what_it_acknowledged(
    tmp_path, stores, new_database
):
    hub_dir = tmp_path / "hub"
    init_hub(hub_dir, "hall-1", "第一零工市场", database=new_database())
    process, url = serve(hub_dir)
    hall = SyncHall.__new__(SyncHall)
    hall.stores = stores
    try:
        a, b = hall.fresh(), hall.fresh()
        for store in (a, b):
            enroll(store, url, new_code(hub_dir)[0], "public")
        register(a, 60)
        engine = Engine(a)
        engine._push_size.bytes = engine._push_size.most = 4_000
        with contextlib.closing(engine):
            engine.exchange()
            kill(process)
            # What was sent ahead may have been answered before.
            with contextlib.suppress(SyncError):
                engine.exchange()
            with pytest.raises(SyncError, match="unreachable"):
                engine.exchange()
            with a.read() as db:
                acknowledged = 60 - outbox_counts(db).pending
            held = [event.n for event in hub_events(hub_dir, a.chain().station)]
            assert 0 < acknowledged <= len(held)
            process, _ = serve(hub_dir, httpx.URL(url).port)
            while engine.exchange().has_more:
                pass
        sync_until_empty(b)
        sync_until_empty(a)
        assert states(a) == states(b)
        assert [e.n for e in hub_events(hub_dir, a.chain().station)] == list(range(1, 61))
    finally:
        kill(process)


def test_a_reply_is_applied_whole_or_not_at_all(hall: SyncHall):
    a, b = hall.station(), hall.station()
    register(b, 3)
    hall.sync(b)
    register(a, 2)
    before = event_ids(a)

    def fails(_writing):
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        hall.sync(a, after_delivery=fails)
    with a.read() as db:
        assert outbox_counts(db).pending == 2
        assert db.execute("SELECT count(*) FROM streams").fetchone()[0] == 0
    assert event_ids(a) == before
    hall.sync(a)
    assert event_ids(a) > before


def test_batches_shrink_on_a_bad_line_and_grow_on_a_good_one(hall: SyncHall):
    a = hall.station()
    register(a, 120)
    engine = Engine(a, transport=BadNetwork(faults=["drop_reply"]))
    with contextlib.closing(engine):
        start = engine._push_size.bytes
        with pytest.raises(SyncError, match="timeout"):
            engine.exchange()
        assert engine._push_size.bytes == start // 2
        pushed = [engine.exchange().pushed for _ in range(3)]
    assert pushed[0] < pushed[1] < pushed[2]


def test_the_hub_ends_in_order_when_asked_to(tmp_path, new_database):
    init_hub(tmp_path / "hub", "hall-1", "第一零工市场", database=new_database())
    process, url = serve(tmp_path / "hub")
    with httpx.Client(trust_env=False) as client:
        assert client.get(f"{url}/healthz").json() == {"ok": True}
    process.terminate()
    assert process.wait(20) == 0
    process.stdout.close()


def test_what_is_older_does_not_win_by_arriving_later(hall: SyncHall):
    a, b = hall.station(), hall.station()
    (person,) = register(a)
    hall.sync(a)
    hall.sync(b)
    for minute, store, phone in ((1, a, "13900000001"), (2, b, "13900000002")):
        hall.clock.advance(minutes=minute)
        with store.write() as writing:
            writing.append(SeekerChanged(phone=phone), person, "station")
    for store in (b, a, b):
        hall.sync(store)
    for state in (states(a), states(b), hall.hub_states()):
        assert "13900000002" in state[person]
    assert states(a) == states(b) == hall.hub_states()
