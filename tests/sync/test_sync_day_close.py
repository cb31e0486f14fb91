"""Day close with a real hub: receipts, completion by line and by stick; backup and restore."""

import base64
from datetime import date

import msgspec
import pytest
from network import SyncHall, event_ids, post, register, states
from synthetic import Stores

from kiosk.domain.day_events import receipt_bytes
from kiosk.service.day_close import close_day, look_at_day
from kiosk.service.follow_ups import after_delivery
from kiosk.service.site import Site
from kiosk.store.backup import back_up, list_backups, restore
from kiosk.store.enrolment import are_seats_frozen, load_enrolment, load_receipt
from kiosk.store.errors import AlreadyExists, DamagedStore, WrongKey
from kiosk.store.keys import Secrets, new_master_key
from kiosk.store.store import Store
from kiosk.store.verify import verify_store
from kiosk.sync.bundle import export_bundle, import_answers
from kiosk.sync.enrolling import enroll
from kiosk.sync.hub.bundles import import_bundle
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.signing import BadSignature, check_receipt

DAY = date(2026, 11, 23)


def site_of(store: Store) -> Site:
    return Stores.site_on(store)


def hub_count(hall: SyncHall, station: str) -> int:
    with open_hub(hall.hub_dir, clock=hall.clock) as hub, hub.database.read() as connection:
        query = f"SELECT count(*) FROM events WHERE station = '{station}'"
        return connection.exec_driver_sql(query).scalar_one()


def test_a_day_closed_offline_completes_with_the_hubs_receipt(hall: SyncHall) -> None:
    store = hall.station("desk")
    register(store, 5)
    site = site_of(store)
    closed = close_day(site, DAY, "staff:leader", accepts_open=True)
    assert (closed.status, closed.pending, closed.receipt) == ("closed", 5, None)

    hall.sync(store, after_delivery=after_delivery)
    done = look_at_day(site, DAY)
    assert (done.status, done.acknowledged, done.refused) == ("completed", 5, 0)
    receipt = done.receipt
    own = [part for part in done.chains if part.station == done.station]
    assert receipt is not None
    assert receipt.n >= own[-1].last_n
    with store.read() as db:
        enrolment = load_enrolment(db)
        heads = dict(db.execute("SELECT n, hash FROM events WHERE station = ?", (done.station,)))
        assert load_receipt(db).n >= receipt.n
    assert enrolment is not None
    assert (receipt.hub, receipt.head) == (enrolment.hub, heads[receipt.n])
    check_receipt(receipt, enrolment.hub_key)
    for changes in ({"n": receipt.n + 1}, {"held": 99}, {"signature": "AAAA"}):
        with pytest.raises(BadSignature):
            check_receipt(msgspec.structs.replace(receipt, **changes), enrolment.hub_key)
    assert b"kiosk-receipt-1" in receipt_bytes(receipt)
    assert len(base64.b64decode(receipt.signature)) == 64
    # The completion itself goes up too, and the hub folds the same.
    hall.sync(store)
    assert hall.hub_states("day:") == {
        key: text for key, text in states(store).items() if key.startswith("day:")
    }


def test_a_stick_completes_it_too(hall: SyncHall, tmp_path) -> None:
    store = hall.station("desk")
    register(store, 3)
    close_day(site_of(store), DAY, "staff:leader", accepts_open=True)
    out, answer = tmp_path / "out", tmp_path / "answer"
    export_bundle(store, out)
    with open_hub(hall.hub_dir, clock=hall.clock) as hub:
        import_bundle(hub, out, answer)
    import_answers(store, answer, after_delivery)
    done = look_at_day(site_of(store), DAY)
    assert (done.status, done.receipt is not None) == ("completed", True)


def test_a_backup_is_encrypted_verified_and_kept_in_number(hall: SyncHall, tmp_path, clock) -> None:
    store = hall.station("desk")
    register(store, 3, name="藏名")
    stick = tmp_path / "stick"
    steps: list[str] = []
    made = back_up(store, stick, on_step=steps.append)
    assert steps == ["copying", "verifying", "done"]
    raw = (stick / made.file).read_bytes()
    assert b"SQLite format 3" not in raw
    assert "藏名".encode() not in raw
    assert (made.n, made.events) == (store.chain().n, len(event_ids(store)))
    for _day in range(4):
        clock.advance(hours=24)
        register(store)
        last = back_up(store, stick, keep=2)
    assert list_backups(stick)[0].file == last.file
    assert len(list_backups(stick)) == 2
    assert len(list(stick.iterdir())) == 4


def test_a_restored_station_goes_on_and_nothing_is_lost(hall: SyncHall, tmp_path, clock) -> None:
    store = hall.station("desk")
    post(store, headcount=2)
    hall.sync(store, after_delivery=after_delivery)
    waiting = register(store, 2)
    made = back_up(store, tmp_path / "stick")
    hall.sync(store, after_delivery=after_delivery)
    later = register(store, 3, name="后来")
    hall.sync(store, after_delivery=after_delivery)
    station, keys = store.chain().station, store.keys
    held = hub_count(hall, station)
    store.close()

    backup, target = tmp_path / "stick" / made.file, tmp_path / "new" / "station.db"
    target.parent.mkdir()
    with pytest.raises(WrongKey):
        restore(backup, target, Secrets(new_master_key()), clock)
    restore(backup, target, keys, clock)
    with pytest.raises(AlreadyExists):
        restore(backup, target, keys, clock)
    again = hall.stores.keep(Store(target, keys, clock))
    assert (again.chain().epoch, again.chain().n) == (2, 0)
    with again.read() as db:
        assert are_seats_frozen(db)
        counted = db.execute("SELECT count(*) FROM outbox").fetchone()[0]
    assert counted == len(waiting)
    assert verify_store(again).findings == ()

    clock.advance(minutes=5)
    fresh = register(again, 1, name="新的")
    enroll(again, hall.server.url, hall.code("desk"), "desk")
    hall.sync(again, after_delivery=after_delivery)
    with again.read() as db:
        assert not are_seats_frozen(db)
        assert db.execute("SELECT count(*) FROM outbox").fetchone()[0] == 0
    # What the hub held of the old epoch is there again, and nothing stands twice.
    assert {*waiting, *later, *fresh} <= states(again).keys()
    assert hub_count(hall, station) == held + 1
    assert verify_store(again).findings == ()


def test_a_backup_that_was_touched_is_not_restored(hall: SyncHall, tmp_path, clock) -> None:
    store = hall.station("desk")
    register(store, 1)
    made = back_up(store, tmp_path / "stick")
    path = tmp_path / "stick" / made.file
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    target = tmp_path / "station.db"
    with pytest.raises(DamagedStore):
        restore(path, target, store.keys, clock)
    assert not target.exists()
    assert [item.name for item in tmp_path.iterdir() if "restoring" in item.name] == []
