"""Push and pull over loopback between real encrypted stores and a real hub."""

import contextlib

import pytest
from network import SyncHall, event_ids, post, register, states

from kiosk.domain.events import (
    EventRefused,
    PersonErased,
    SeekerChanged,
    SensitiveRead,
    VacancyClosed,
)
from kiosk.store.enrolment import success_ms
from kiosk.store.outbox import invalid_events, outbox_counts
from kiosk.store.streams import cursors
from kiosk.store.verify import verify_store
from kiosk.sync.engine import SyncCounts
from kiosk.sync.errors import NotEnrolled, SyncError
from kiosk.sync.hub import hub_events, hub_stats


def counts(store):
    with store.read() as db:
        return outbox_counts(db)


def test_what_one_station_enters_the_other_has_after_one_exchange_each(hall: SyncHall):
    a, b = hall.station(), hall.station()
    people = register(a, 7)

    assert counts(a).pending == 7
    assert hall.sync(a).pushed == 7
    hall.sync(b)

    assert counts(a).pending == 0
    assert set(people) <= states(b).keys()
    hall.sync(a)
    assert states(a) == states(b) == hall.hub_states()
    assert verify_store(a).is_clean
    assert verify_store(b).is_clean


def test_nothing_to_do_takes_one_round_trip_and_brings_nothing(hall: SyncHall):
    a = hall.station()
    hall.sync(a)
    assert hall.sync(a) == SyncCounts(pushed=0, pulled=0, invalid=0, rounds=1)


def test_own_events_do_not_come_back(hall: SyncHall):
    a = hall.station()
    hall.sync(a)
    register(a, 5)
    assert hall.sync(a) == SyncCounts(pushed=5, pulled=0, invalid=0, rounds=1)


def test_the_hub_says_when_it_first_received_an_event(hall: SyncHall):
    a, b = hall.station(), hall.station()
    register(a)
    hall.clock.advance(minutes=3)
    hall.sync(a)
    first = hall.clock.ms
    hall.clock.advance(minutes=3)
    hall.sync(b)
    with b.read() as db:
        row = db.execute("SELECT received FROM events WHERE type = 'SeekerRegistered'").fetchone()
    assert row[0] == first


def test_a_clock_in_2099_wins_for_five_minutes_only(hall: SyncHall, clock):
    mad = type(clock)(ms=clock.ms + 80 * 365 * 86_400_000)
    a, b = hall.station(clock=mad), hall.station()
    vacancy = post(a)
    hall.sync(a)
    hall.sync(b)
    hall.clock.advance(minutes=10)
    with b.write() as writing:
        writing.append(VacancyClosed(reason="filled"), vacancy, "station")
    hall.sync(b)
    hall.sync(a)
    assert states(a) == states(b) == hall.hub_states()
    assert '"closed":"filled"' in states(a)[vacancy]


def test_audit_events_reach_the_hub_and_nobody_else(hall: SyncHall):
    a, b = hall.station(), hall.station()
    (person,) = register(a)
    with a.write() as writing:
        read = writing.append(SensitiveRead(fields=("id_number",)), person, "staff:x")
    hall.sync(a)
    hall.sync(b)
    assert read.id in {event.id for event in hub_events(hall.hub_dir, a.chain().station)}
    assert read.id not in event_ids(b)
    assert person in states(b)


def test_a_board_gets_nothing_of_a_person(hall: SyncHall):
    a, board = hall.station(), hall.station("board")
    (person,), vacancy = register(a), post(a)
    hall.sync(a)
    hall.sync(board)
    assert vacancy in states(board)
    assert person not in states(board)


def test_other_halls_vacancies_come_to_halls_that_follow_the_county(hall: SyncHall):
    a = hall.station()
    vacancy, (person,) = post(a), register(a)
    hall.sync(a)
    hall.add_hall("hall-2", "350103", follows=("350102",))
    hall.add_hall("hall-3", "350104")
    follower, stranger = hall.station(hall="hall-2"), hall.station(hall="hall-3")
    later = post(a)
    hall.sync(a)
    hall.sync(follower)
    hall.sync(stranger)
    assert {vacancy, later} <= states(follower).keys()
    assert person not in states(follower)
    assert not {vacancy, later} & states(stranger).keys()
    # The follower's own vacancies do not come back to it through the county.
    post(follower)
    hall.sync(follower)
    assert hall.sync(follower).pulled == 0


def test_an_erased_person_is_gone_at_the_hub_and_stays_gone_when_old_events_arrive(hall: SyncHall):
    a, b = hall.station(), hall.station()
    (person,) = register(a)
    hall.sync(a)
    hall.sync(b)
    with b.write() as writing:
        writing.append(PersonErased(), person, "staff:x")
    with a.write() as writing:
        writing.append(SeekerChanged(phone="13900000000"), person, "station")
    hall.sync(b)
    hall.sync(a)
    hall.sync(b)
    payloads = {
        event.type: event.payload for event in hub_events(hall.hub_dir) if event.aggregate == person
    }
    assert payloads["SeekerRegistered"] is None
    assert payloads["SeekerChanged"] is None
    assert states(a) == states(b) == hall.hub_states()
    assert verify_store(a).is_clean
    assert verify_store(b).is_clean


def test_a_refusal_comes_back_through_the_pull_and_every_fold_obeys_it(hall: SyncHall):
    a, b = hall.station(), hall.station()
    vacancy, good = post(a, headcount=0), post(a)
    counted = hall.sync(a)
    assert (counted.pushed, counted.invalid) == (2, 0)
    hall.sync(b)
    for state in (states(a), states(b), hall.hub_states()):
        assert '"posting"' not in state[vacancy]
        assert "invalid_vacancy" in state[vacancy]
        assert '"posting"' in state[good]
    refusals = [e for e in hub_events(hall.hub_dir) if e.type == EventRefused.__name__]
    assert [event.scope for event in refusals] == [f"public:{hall.hall}"]


def test_an_event_that_the_hub_will_not_store_blocks_nothing_and_stays_in_sight(hall: SyncHall):
    a = hall.station()
    register(a)
    with a.write() as writing:
        forged = writing.append(EventRefused(event="x", code="c", reason="r"), "seeker:x", "me")
    register(a)
    counted = hall.sync(a)
    assert (counted.pushed, counted.invalid) == (2, 1)
    with a.read() as db:
        (left,) = invalid_events(db)
    assert (left.event.id, left.code) == (forged.id, "hub_only")
    assert counts(a).pending == 0
    assert counts(a).invalid == 1
    assert hall.sync(a).pushed == 0


def test_a_checksum_that_differs_is_noticed_and_everything_is_pulled_again(hall: SyncHall):
    a, b = hall.station(), hall.station()
    register(a, 3)
    hall.sync(a)
    hall.sync(b)
    with b.write() as writing:
        writing.db.execute("UPDATE streams SET checksum = '0000000000000001'")
    with pytest.raises(SyncError, match="checksum"):
        hall.sync(b)
    with b.read() as db:
        assert cursors(db) == {}
    hall.sync(b)
    assert states(b) == hall.hub_states()


def test_a_hub_restored_from_an_old_backup_gets_the_lost_events_again(hall: SyncHall):
    a, b = hall.station(), hall.station()
    register(a, 2)
    hall.sync(a)
    hall.restart(before=hall.back_up)
    register(a, 3)
    hall.sync(a)
    hall.restart(before=hall.restore_backup)
    register(a)
    for store in (a, b):
        with contextlib.suppress(SyncError):
            hall.sync(store)
        hall.sync(store)
    assert len(list(hub_events(hall.hub_dir, a.chain().station))) == 6
    assert states(a) == states(b) == hall.hub_states()


def test_follow_ups_are_written_in_the_transaction_that_delivers_and_pushed_at_once(hall: SyncHall):
    a, b = hall.station(), hall.station()
    vacancy = post(a)
    hall.sync(a)

    def after_delivery(writing):
        if vacancy in writing.changed:
            writing.append(VacancyClosed(reason="seen"), vacancy, "station")

    assert hall.sync(b, after_delivery=after_delivery).pushed == 1
    hall.sync(a)
    assert '"closed":"seen"' in states(a)[vacancy]


def test_counts_and_last_success_are_kept(hall: SyncHall):
    a = hall.station()
    register(a)
    assert counts(a).oldest_ms == hall.clock.ms
    hall.clock.advance(minutes=1)
    hall.sync(a)
    with a.read() as db:
        assert success_ms(db) == hall.clock.ms
    stats = hub_stats(hall.hub_dir)
    assert (stats["station_events"], stats["stations"], stats["quarantined"]) == (1, 1, 0)


def test_a_station_without_a_hub_is_told_so(hall: SyncHall):
    with pytest.raises(NotEnrolled):
        hall.sync(hall.fresh())


def test_the_hub_says_how_it_is(hall: SyncHall):
    a = hall.station()
    register(a, 2)
    hall.sync(a)
    engine = hall.engine(a)
    status = engine.status()
    engine.close()
    assert (status.protocols, status.highest_n) == ([1], 2)
