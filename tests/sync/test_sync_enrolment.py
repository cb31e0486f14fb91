"""Enrolment: codes, lock-out, fingerprints, halls; and the hub's key."""

import pytest
from network import BadNetwork, SyncHall, register, states

from kiosk.store.enrolment import load_enrolment
from kiosk.sync.enrolling import enroll
from kiosk.sync.enrolment_code import parse_code
from kiosk.sync.errors import SyncError
from kiosk.sync.hub import hub_stats, init_hub, new_code


def enroll_error(hall, store, code, kind="public", network=None):
    with pytest.raises(SyncError) as caught:
        enroll(store, hall.server.url, code, kind, transport=network or BadNetwork())
    return caught.value.code


def test_a_fresh_station_takes_on_hall_and_letter(hall: SyncHall):
    a, b = hall.station(), hall.station("desk")
    assert [(s.chain().hall, s.chain().letter) for s in (a, b)] == [
        ("hall-1", "A"),
        ("hall-1", "B"),
    ]
    with a.read() as db, b.read() as other:
        mine, theirs = load_enrolment(db), load_enrolment(other)
    assert mine.hall_key == theirs.hall_key
    assert (mine.hall_name, mine.county, mine.streams) == (
        "第一零工市场",
        "350102",
        ("hall:hall-1",),
    )
    hall.sync(a)
    assert "第一零工市场" in states(a)["hall:hall-1"]
    assert b.chain().station in states(a)["hall:hall-1"]


def test_the_enrolment_reply_may_be_lost(hall: SyncHall):
    store, code = hall.fresh(), hall.code()
    assert enroll_error(hall, store, code, network=BadNetwork(faults=["drop_reply"])) == "timeout"
    assert enroll(store, hall.server.url, code, "public").letter == "A"
    assert hub_stats(hall.hub_dir)["stations"] == 1


def test_a_code_serves_one_station_once(hall: SyncHall):
    code = hall.code()
    enroll(hall.fresh(), hall.server.url, code, "public")
    assert enroll_error(hall, hall.fresh(), code) == "wrong_code"


def test_a_code_expires_and_is_for_one_kind(hall: SyncHall):
    code = hall.code()
    assert enroll_error(hall, hall.fresh(), code, kind="desk") == "wrong_code"
    hall.clock.advance(minutes=16)
    assert enroll_error(hall, hall.fresh(), code) == "expired"


def test_wrong_codes_lock_enrolment_until_time_or_a_new_code(hall: SyncHall, tmp_path):
    good, store = hall.code(), hall.fresh()
    secret = parse_code(good)
    wrong = [secret._replace(secret=f"00000{i:05d}").text() for i in range(5)]
    assert [enroll_error(hall, store, code) for code in wrong] == ["wrong_code"] * 5
    assert enroll_error(hall, store, good) == "locked"
    enroll(store, hall.server.url, hall.code(), "public")


def test_a_mistyped_code_is_found_before_anything_is_sent(hall: SyncHall):
    network, code = BadNetwork(), hall.code()
    typed = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert enroll_error(hall, hall.fresh(), typed, network=network) == "bad_code"
    assert network.seen == []
    loose = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert parse_code(loose) == parse_code(code)


def test_a_code_of_another_hub_is_refused_by_the_fingerprint(hall: SyncHall, tmp_path):
    init_hub(tmp_path / "other", "hall-9", "别的市场")
    foreign = parse_code(new_code(tmp_path / "other")[0])
    mixed = parse_code(hall.code())._replace(fingerprint=foreign.fingerprint).text()
    assert enroll_error(hall, hall.fresh(), mixed) == "not_a_hub"


def test_a_station_with_events_of_another_hall_is_refused(hall: SyncHall):
    store = hall.fresh(hall="hall-elsewhere")
    register(store)
    code = hall.code()
    assert enroll_error(hall, store, code) == "other_hall"
    assert store.chain().hall == "hall-elsewhere"
    enroll(hall.fresh(), hall.server.url, code, "public")
