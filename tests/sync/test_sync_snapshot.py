"""States first, their log afterwards: for a new station, and one that was away for long."""

import pytest
from network import SyncHall, event_ids, post, register, states

from kiosk.domain.events import PersonErased, SeekerChanged, VacancyClosed
from kiosk.domain.fold import FOLD_VERSION
from kiosk.store.bases import bases_left
from kiosk.store.outbox import outbox_counts
from kiosk.store.store import Store
from kiosk.store.verify import verify_store
from kiosk.sync.engine import Engine
from kiosk.sync.errors import SyncError
from kiosk.sync.hub import snapshot as hub_snapshot
from kiosk.sync.hub import verify_hub
from kiosk.sync.snapshot import snapshot_progress


def engine_of(hall: SyncHall, store: Store, *, behind: int = 10) -> Engine:
    engine = Engine(store, transport=hall.network, snapshot_behind=behind)
    engine._page_size.bytes = 2_048
    return engine


def left(store: Store) -> int:
    with store.read() as db:
        return bases_left(db)


def finish(engine: Engine) -> int:
    """Exchange until nothing is to come. Returns how many exchanges that took."""
    for count in range(1, 200):
        if not engine.exchange().has_more:
            return count
    raise AssertionError("the logs never come to an end")


def calls(hall: SyncHall) -> list[str]:
    return [request.url.path for request in hall.network.seen]


@pytest.fixture
def busy(hall: SyncHall):
    """A station that has said much."""
    a = hall.station()
    people = register(a, 30)
    vacancy = post(a)
    with a.write() as writing:
        writing.append(SeekerChanged(phone="13900000001"), people[3], "station")
        writing.append(PersonErased(), people[4], "station")
    hall.sync(a)
    return a, people, vacancy


def test_a_new_station_shows_all_at_once_and_the_log_follows(hall: SyncHall, busy):
    a, people, vacancy = busy
    b = hall.station("desk")
    engine = engine_of(hall, b)
    done = engine.exchange()
    assert "/v1/snapshot" in calls(hall)
    assert {*people, vacancy} <= done.changed
    assert done.has_more
    assert states(b) == hall.hub_states()
    hall.sync(a)
    assert left(b) > 20
    assert verify_store(b).is_clean

    finish(engine)
    engine.close()
    assert left(b) == 0
    assert event_ids(a) <= event_ids(b)
    assert states(a) == states(b) == hall.hub_states()
    assert verify_store(b).is_clean
    # Afterwards it pulls like every other.
    register(a, 2)
    hall.sync(a)
    hall.sync(b)
    assert states(a) == states(b)


def test_a_station_that_was_away_pushes_first_and_nothing_of_it_is_lost(hall: SyncHall, busy):
    a, people, _vacancy = busy
    b = hall.station()
    hall.sync(b)
    register(a, 40)
    hall.sync(a)
    mine = register(b, 3, name="张远")
    with b.write() as writing:
        writing.append(SeekerChanged(phone="13900000002"), people[5], "station")
    engine = engine_of(hall, b)
    engine._push_size.bytes = 400
    finish(engine)
    first = calls(hall).index("/v1/snapshot")
    assert first >= 2, "each push goes before"
    engine.close()
    hall.sync(a)
    assert {*mine} <= states(a).keys()
    assert states(a) == states(b) == hall.hub_states()
    assert event_ids(a) == event_ids(b)
    assert verify_store(b).is_clean


def test_work_goes_on_on_states_whose_log_is_still_to_come(hall: SyncHall, busy):
    a, people, vacancy = busy
    b = hall.station()
    engine = engine_of(hall, b)
    engine.exchange()
    assert left(b)
    with b.write() as writing:
        writing.append(VacancyClosed(reason="filled"), vacancy, "station")
        writing.append(SeekerChanged(phone="13900000003"), people[6], "station")
    with b.read() as db:
        assert b.applier(db).state(vacancy).closed == "filled"
    assert verify_store(b).is_clean
    finish(engine)
    engine.close()
    hall.sync(a)
    assert states(a) == states(b) == hall.hub_states()


def test_what_is_older_than_a_base_waits_for_the_log_and_comes_right(hall: SyncHall, busy):
    a, people, _vacancy = busy
    late = hall.station()
    hall.sync(late)
    with late.write() as writing:
        # Written before, told after the base was taken.
        writing.append(SeekerChanged(address="东街"), people[7], "station")
    hall.clock.advance(minutes=1)
    with a.write() as writing:
        writing.append(SeekerChanged(address="西街"), people[7], "station")
    hall.sync(a)
    b = hall.station()
    engine = engine_of(hall, b)
    engine.exchange()
    hall.sync(late)
    engine.exchange()
    finish(engine)
    engine.close()
    for store in (a, late):
        hall.sync(store)
    assert states(a) == states(b) == states(late) == hall.hub_states()
    assert verify_store(b).is_clean


def test_an_erasure_reaches_a_base_at_once(hall: SyncHall, busy):
    a, people, _vacancy = busy
    b = hall.station()
    engine = engine_of(hall, b)
    engine.exchange()
    with a.write() as writing:
        writing.append(PersonErased(), people[8], "station")
    hall.sync(a)
    engine.exchange()
    with b.read() as db:
        for table in ("bases", "aggregates", "seekers"):
            key = "aggregate" if table == "bases" else "id"
            row = db.execute(f"SELECT * FROM {table} WHERE {key} = ?", (people[8],)).fetchone()
            assert row is None or "张试8" not in str(row), table
    finish(engine)
    engine.close()
    assert verify_store(b).is_clean
    assert states(a) == states(b)


def test_somebody_erased_before_stays_gone(hall: SyncHall, busy):
    _a, people, _vacancy = busy
    b = hall.station()
    engine = engine_of(hall, b)
    engine.exchange()
    with b.read() as db:
        row = db.execute("SELECT event FROM erasures WHERE aggregate = ?", (people[4],)).fetchone()
        assert row is not None
        assert b.applier(db).state(people[4]).erased
    finish(engine)
    engine.close()
    assert verify_store(b).is_clean


@pytest.mark.parametrize("fault", ["drop_request", "drop_reply", "duplicate", "cut"])
def test_a_cut_line_goes_on_where_it_stopped(hall: SyncHall, busy, fault, monkeypatch):
    a, _people, _vacancy = busy
    monkeypatch.setattr(hub_snapshot, "_AGGREGATES_AT_ONCE", 7)
    b = hall.station()
    engine = engine_of(hall, b)
    # The exchange, the first page, then a bad day.
    hall.network.faults = ["", "", fault]
    if fault == "duplicate":
        engine.exchange()
    else:
        with pytest.raises(SyncError):
            engine.exchange()
        with b.read() as db:
            assert snapshot_progress(db) is not None
        assert verify_store(b).is_clean
        # What came meanwhile is in later pages, in the pull, or in both.
        register(a, 3)
        hall.sync(a)
    finish(engine)
    engine.close()
    hall.sync(a)
    with b.read() as db:
        assert snapshot_progress(db) is None
    assert left(b) == 0
    assert states(a) == states(b) == hall.hub_states()
    assert event_ids(a) == event_ids(b)


def test_a_board_and_another_hall_get_of_a_snapshot_what_their_streams_give(hall: SyncHall):
    hall.add_hall("hall-2", "350102", follows=("350102",))
    a = hall.station()
    register(a, 12)
    for _ in range(4):
        post(a)
    hall.sync(a)
    for kind, of in (("board", ""), ("public", "hall-2")):
        plain, quick = hall.station(kind, hall=of), hall.station(kind, hall=of)
        hall.sync(plain)
        engine = engine_of(hall, quick, behind=1)
        engine.exchange()
        assert left(quick), "the snapshot was not taken"
        told = states(quick)
        assert not any(aggregate.startswith("seeker:") for aggregate in told)
        finish(engine)
        engine.close()
        hall.sync(plain)
        assert told.items() <= states(plain).items() | told.items()
        assert states(quick) == states(plain)
        assert event_ids(quick) == event_ids(plain)
        assert verify_store(quick).is_clean


def test_a_hub_that_folds_by_other_rules_is_read_page_by_page(hall: SyncHall, busy, monkeypatch):
    a, _people, _vacancy = busy
    monkeypatch.setattr(hub_snapshot, "FOLD_VERSION", FOLD_VERSION + 1)
    b = hall.station()
    engine = engine_of(hall, b)
    finish(engine)
    engine.close()
    hall.sync(a)
    assert calls(hall).count("/v1/snapshot") == 1
    assert states(a) == states(b)
    with b.read() as db:
        assert bases_left(db) == outbox_counts(db).pending == 0
    assert verify_hub(hall.hub_dir).is_clean


def test_an_unused_reply_to_get_is_the_first_page(hall: SyncHall, busy):
    from kiosk.sync.protocol import SnapshotReply

    b = hall.station()
    engine = engine_of(hall, b)
    reply = engine._call("GET", "/v1/snapshot", None, SnapshotReply)
    engine.close()
    assert len(reply.bases) > 20
    assert reply.fold == FOLD_VERSION
    assert {base.aggregate for base in reply.bases} <= hall.hub_states().keys()
