"""`verify_hub` on good hubs and on planted damage."""

import pytest
from sqlalchemy import text

from kiosk.commands.syncing import enroll_station, sync_station
from kiosk.service.registration import erase_person
from kiosk.simulation import simulate_day
from kiosk.station import init_station, open_station, today_here
from kiosk.sync.hub import HubServer, init_hub, new_code, verify_hub
from kiosk.sync.hub.installation import open_hub
from kiosk.sync.hub.refolding import refold_if_older
from kiosk.sync.hub.verifying import find_differences


@pytest.fixture(scope="module")
def filled(tmp_path_factory, new_database):
    """A hub with a day of a station in it, one person erased."""
    base = tmp_path_factory.mktemp("hub")
    init_hub(base / "hub", "430111001", "示范零工市场", "430111", database=new_database())
    init_station(base / "station", "430111001", "A", today_here())
    station = open_station(base / "station")
    simulate_day(station.site, 12, 6, 1)
    with station.store.read() as db:
        person = db.execute("SELECT min(id) FROM seekers").fetchone()[0]
    erase_person(station.site, person, "staff:test")
    station.close()
    server = HubServer(base / "hub")
    server.start()
    try:
        enroll_station(base / "station", server.url, new_code(base / "hub")[0], "public", "")
        sync_station(base / "station", "")
    finally:
        server.stop()
    return base / "hub"


def test_a_good_hub_is_clean(filled):
    result = verify_hub(filled)
    assert result.findings == ()
    assert result.events > 30


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        ("UPDATE seekers SET name = 'X' WHERE id = (SELECT max(id) FROM seekers)", "state"),
        ("DELETE FROM referrals WHERE id = (SELECT min(id) FROM referrals)", "state"),
        ("UPDATE events SET actor = 'x' WHERE n = 5", "hash"),
        ("UPDATE events SET payload = '{}' WHERE n = 7", "envelope"),
        ("UPDATE events SET payload = NULL, salt = NULL WHERE type = 'VacancyPosted'", "payload"),
        ("DELETE FROM erasures", "erasure"),
        ("DELETE FROM events WHERE n = 9", "stream"),
        ("DELETE FROM stream_log WHERE seq = 4", "stream"),
        ("UPDATE stream_sums SET total = '00000000000000ff' WHERE source = '*'", "stream"),
        ("UPDATE stream_sums SET total = '00000000000000ff' WHERE source <> '*'", "stream"),
        ("UPDATE stream_sums SET first = first + 1 WHERE first < last", "stream"),
        ("DELETE FROM stream_sums WHERE first = 1 AND source = '*'", "stream"),
    ],
)
def test_damage_is_named(filled, damage, check):
    with open_hub(filled) as hub, hub.database.write() as connection:
        savepoint = connection.begin_nested()
        assert connection.execute(text(damage)).rowcount >= 1
        findings = find_differences(connection, hub.keys.index_key).findings
        savepoint.rollback()
    assert check in {item.check for item in findings}, findings
    assert verify_hub(filled).is_clean


def test_a_newer_fold_brings_old_state_up_to_date(filled):
    """Rows that the fold before did not write, and what it wrote otherwise."""
    with open_hub(filled) as hub, hub.database.write() as connection:
        assert connection.execute(text("DELETE FROM seeker_skills")).rowcount >= 1
        connection.execute(text("UPDATE seekers SET trades = ''"))
        connection.execute(text("UPDATE hub_meta SET value = '1' WHERE key = 'fold_version'"))
    with open_hub(filled) as hub, hub.database.read() as connection:
        assert find_differences(connection, hub.keys.index_key).findings == ()
        assert refold_if_older(hub.database, hub.keys.index_key) == 0
