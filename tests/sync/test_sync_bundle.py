"""A hall without network: events go to the hub on a stick, its answer comes back on it."""

import pytest
from network import SyncHall, event_ids, post, register, states
from synthetic import FakeClock

from kiosk.service.follow_ups import after_delivery
from kiosk.store.outbox import OutboxCounts, outbox_counts
from kiosk.store.verify import verify_store
from kiosk.sync import bundle
from kiosk.sync.bundle import export_bundle, import_answers
from kiosk.sync.hub import hub_events, init_hub, verify_hub
from kiosk.sync.hub.bundles import import_bundle
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.stations import revoke_station
from kiosk.sync.sealing import BadBundle


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def at_hub(hall: SyncHall, file, answer=None):
    with open_hub(hall.hub_dir, clock=hall.clock) as hub:
        return import_bundle(hub, file, answer or file.with_suffix(".answer"))


def waiting(store) -> OutboxCounts:
    with store.read() as db:
        return outbox_counts(db)


def test_there_and_back(hall: SyncHall, stick):
    a, b = hall.station(), hall.station()
    register(b, 3)
    hall.sync(b)
    register(a, 5)
    file = stick / "a.bundle"
    assert export_bundle(a, file).pushed == 5
    assert waiting(a).pending == 5
    done = at_hub(hall, file)
    assert (done.pushed, done.invalid) == (5, 0)
    # Only the answer says that they arrived.
    assert waiting(a).pending == 5
    back = import_answers(a, stick / "a.answer", after_delivery)
    assert (back.pushed, back.pulled) == (5, 6)
    assert waiting(a) == OutboxCounts(0, 0, 0)
    hall.sync(b)
    hall.sync(a)
    assert states(a) == states(b) == hall.hub_states()
    assert verify_store(a).is_clean
    assert verify_hub(hall.hub_dir).is_clean


def test_everything_may_be_carried_twice_and_beside_the_line(hall: SyncHall, stick):
    a = hall.station()
    register(a, 4)
    first, second = stick / "1.bundle", stick / "2.bundle"
    export_bundle(a, first)
    register(a, 2)
    export_bundle(a, second)
    # The later stick arrives first, the line comes back in between, and all arrive twice.
    at_hub(hall, second)
    hall.sync(a)
    for file in (first, second, first):
        assert at_hub(hall, file).invalid == 0
    for file in (first, second, first):
        import_answers(a, file.with_suffix(".answer"))
    assert [event.n for event in hub_events(hall.hub_dir, a.chain().station)] == [1, 2, 3, 4, 5, 6]
    assert waiting(a) == OutboxCounts(0, 0, 0)
    assert verify_store(a).is_clean
    hall.sync(a)


def test_an_import_that_was_stopped_goes_on(hall: SyncHall, stick, monkeypatch):
    monkeypatch.setattr(bundle, "_EVENTS_A_PART", 3)
    a = hall.station()
    register(a, 10)
    whole, file = stick / "whole", stick / "cut"
    assert export_bundle(a, whole).parts == 4
    data = whole.read_bytes()
    file.write_bytes(data[: len(data) * 6 // 10])
    with pytest.raises(BadBundle, match="damaged"):
        at_hub(hall, file)
    held = [event.n for event in hub_events(hall.hub_dir, a.chain().station)]
    assert 3 <= len(held) < 10
    assert not (stick / "cut.answer").exists()
    done = at_hub(hall, whole)
    assert (done.pushed, done.invalid) == (10, 0)
    # The answer is cut as well: what came before is kept.
    answer = stick / "whole.answer"
    data = answer.read_bytes()
    answer.write_bytes(data[: len(data) // 2])
    with pytest.raises(BadBundle, match="damaged"):
        import_answers(a, answer)
    assert 0 < waiting(a).pending < 10
    answer.write_bytes(data)
    import_answers(a, answer)
    assert waiting(a).pending == 0
    assert event_ids(a) == {event.id for event in hub_events(hall.hub_dir)}


def test_many_pages_come_in_order(hall: SyncHall, stick, monkeypatch):
    monkeypatch.setattr("kiosk.sync.hub.bundles._PAGE_BYTES", 2_000)
    a, b = hall.station(), hall.station()
    register(b, 30)
    hall.sync(b)
    export_bundle(a, stick / "x")
    assert at_hub(hall, stick / "x").parts > 4
    assert import_answers(a, stick / "x.answer").pulled == 33
    assert hall.sync(a).pulled == 0


def test_the_stick_tells_a_finder_nothing(hall: SyncHall, stick):
    a = hall.station()
    register(a, 3, name="王秘密")
    export_bundle(a, stick / "x")
    at_hub(hall, stick / "x")
    for file in stick.iterdir():
        data = file.read_bytes()
        assert "王秘密".encode() not in data
        assert b"SeekerRegistered" not in data


def test_every_changed_byte_is_noticed(hall: SyncHall, stick):
    a = hall.station()
    register(a, 2)
    export_bundle(a, stick / "x")
    data = (stick / "x").read_bytes()
    for place in range(0, len(data), max(1, len(data) // 60)):
        broken = bytearray(data)
        broken[place] ^= 1
        (stick / "y").write_bytes(broken)
        with pytest.raises(BadBundle):
            at_hub(hall, stick / "y")
    assert list(hub_events(hall.hub_dir, a.chain().station)) == []


@pytest.mark.parametrize(
    "data", [b"", b"KIOSKBUNDLE1\n", b"KIOSKBUNDLE1\n\xff\xff\xff\xff", b"x" * 99]
)
def test_another_file_is_no_bundle(hall: SyncHall, stick, data):
    (stick / "x").write_bytes(data)
    with pytest.raises(BadBundle, match="format"):
        at_hub(hall, stick / "x")


def test_it_is_for_one_hub_only(hall: SyncHall, stick, tmp_path, new_database):
    a = hall.station()
    register(a)
    export_bundle(a, stick / "x")
    init_hub(tmp_path / "other", "h9", "别的市场", database=new_database(), clock=FakeClock())
    with open_hub(tmp_path / "other") as other, pytest.raises(BadBundle, match="other_receiver"):
        import_bundle(other, stick / "x", stick / "y")


def test_nobody_else_writes_for_a_station(hall: SyncHall, stick):
    """A stick signed with another key, and one of a station that was revoked."""
    a, b = hall.station(), hall.station()
    register(a)
    own = a._keys
    a._keys = b.keys
    export_bundle(a, stick / "x")
    a._keys = own
    with pytest.raises(BadBundle, match="signature"):
        at_hub(hall, stick / "x")
    export_bundle(a, stick / "x")
    revoke_station(hall.hub_dir, a.chain().station, "gone", clock=hall.clock)
    with pytest.raises(BadBundle, match="revoked"):
        at_hub(hall, stick / "x")
    assert list(hub_events(hall.hub_dir, a.chain().station)) == []


def test_an_answer_of_somebody_else_is_not_believed(hall: SyncHall, stick):
    a, b = hall.station(), hall.station()
    post(a)
    export_bundle(a, stick / "x")
    at_hub(hall, stick / "x")
    export_bundle(b, stick / "y")
    at_hub(hall, stick / "y")
    with pytest.raises(BadBundle, match="other_receiver"):
        import_answers(a, stick / "y.answer")
    with pytest.raises(BadBundle, match="other_receiver"):
        import_answers(a, stick / "x")
    assert waiting(a).pending == 1
